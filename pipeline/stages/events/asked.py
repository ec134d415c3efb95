"""Who is asked to act where a demand is "for" somebody: "called for Mali to leave", "asked for both sides to wait"."""

from collections.abc import Iterator

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrase, Phrases, pronoun_at
from pipeline.stages.events.reading import ArticleReading


def asked_to_act(reading: ArticleReading, match: Match) -> Phrases:
    """Who stands between "for" and the infinitive under the verb of *match*, first of all that do; nobody whom it befalls."""
    if match.entry.kind != "verb":
        return ()
    found = (reading.phrases.participants(i) for i in _heads(reading, match.head))
    return next((phrases for phrases in found if phrases), ())


def _heads(reading: ArticleReading, verb: int) -> Iterator[int]:
    tree = reading.tree
    clauses = [i for i in tree.children(verb, "advcl", "ccomp", "xcomp") if tree.tags[i] == "VB"]
    for clause in clauses:
        subject = tree.child(clause, "nsubj")
        acting = subject is not None and tree.relations[subject] != "nsubj:pass"
        if subject is not None and acting and tree.cases.get(clause) == "for":
            yield subject
    for word in tree.children(verb, "obl"):
        # The parser hung him on the verb above. Of what there should be more nobody is asked.
        if any(tree.tags[i] == "JJR" for i in tree.children(word, "amod")):
            continue
        below = (i for i in tree.children(word, "acl") if tree.tags[i] == "VB")
        behind = (i for i in (*clauses, *below) if i > word and not tree.has(i, "aux:pass"))
        if tree.cases.get(word) == "for" and any(tree.cases.get(i) == "to" for i in behind):
            yield word


def only_asked(reading: ArticleReading, match: Match, recipients: Phrases) -> Phrases:
    """*recipients* of a demand without whom what is demanded is to befall, and without where it is to be done.

    "Called for the envoy's release", "demanded the extradition of X", "the withdrawal of troops from Iraq", "a merger
    with Mali": none of them is asked.
    """
    file = reading.lexicon.files[match.entry.event_type]
    if not file.wishes or file.content_role != "actors":
        return recipients
    return tuple(p for p in recipients if p.pronoun or not _is_befallen(reading, match, p))


def leaver(reading: ArticleReading, match: Match) -> Phrases:
    """Whose going is demanded where a pronoun tells him ("demanded his resignation"): nobody demands his own."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    file = reading.lexicon.files[match.entry.event_type]
    if not file.wishes or file.content_role != "actors":
        return ()
    nouns = (*match.words, *tree.children(match.head, "obj", "obl"))
    for noun in (i for i in nouns if tree.lemmas[i] in grammar.leaving_nouns):
        for owner in tree.children(noun, "nmod"):
            if tree.words[owner] in grammar.possessive_pronouns:
                return (pronoun_at(owner),)
    return ()


def _is_befallen(reading: ArticleReading, match: Match, phrase: Phrase) -> bool:
    tree, grammar = reading.tree, reading.lexicon.grammar
    noun = tree.governor(phrase.head)
    if noun == match.head or tree.pos[noun] not in {"NOUN", "PROPN"}:
        return False
    case = tree.cases.get(phrase.head)
    if tree.lemmas[noun] in grammar.befalling_nouns:
        return case in {None, "of"}
    if case == "with":
        return tree.lemmas[noun] not in grammar.meeting_nouns
    of = (i for i in tree.children(noun, "nmod") if tree.cases.get(i) == "of")
    return case == "from" and any(i < phrase.head for i in of)
