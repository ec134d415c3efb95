"""Who is asked to act where a demand is "for" somebody: "called for Mali to leave", "asked for both sides to wait"."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrase, Phrases, pronoun_at
from pipeline.stages.events.reading import ArticleReading

# Below a clause nothing is looked for deeper than this.
_DEEPEST = 6
_AGAINST = frozenset({"against", "on", "at"})


def asked_to_act(reading: ArticleReading, match: Match) -> Phrases:
    """Who stands between "for" and the infinitive under the verb of *match*, first of all that do; nobody whom it befalls.

    Who is asked for it himself is asked ("asked Mali for permission to visit Chad").
    """
    if match.entry.kind != "verb":
        return ()
    heads = (*reading.tree.children(match.head, "iobj"), *_heads(reading, match.head))
    found = (reading.phrases.participants(i) for i in heads)
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
    asked = tuple(p for p in recipients if not _is_in_passive(reading, match, p.head))
    return tuple(p for p in asked if p.pronoun or not _is_befallen(reading, match, p))


def _is_in_passive(reading: ArticleReading, match: Match, word: int) -> bool:
    """Stands *word* in what is to be done by others ("demanded that Ann Lee be freed", "wants her to be freed from jail")?

    Who is to do it ("by Mali") may be asked, and who is to yield a thing ("that control be taken from Mali").
    """
    tree, verb = reading.tree, match.head
    befallen = tuple(_passives(reading, match))
    if not befallen:
        return False
    whom = tree.lemmas[verb] in reading.lexicon.grammar.wishing_verbs
    if tree.heads[word] == verb and word < befallen[0]:
        return tree.cases.get(word) == "for" or (whom and tree.bases[word] == "obj")
    for _ in range(_DEEPEST):
        if word in befallen:
            return True
        if tree.relations[word] == "obl:agent" or tree.heads[word] == word:
            return False
        if tree.cases.get(word) == "from" and _moves_a_thing(reading, tree.heads[word]):
            return False
        word = tree.heads[word]
    return False


def _moves_a_thing(reading: ArticleReading, passive: int) -> bool:
    """Is it a thing that is to be taken or given, and nobody who is to be freed or withdrawn?"""
    subject = reading.tree.child(passive, "nsubj")
    return subject is not None and not reading.phrases.participants(subject)


def asks_nobody(reading: ArticleReading, match: Match) -> bool:
    """Is it demanded that something be done, and nobody told to do it ("wants Ann Lee to be freed")?"""
    wishes = reading.lexicon.files[match.entry.event_type].wishes
    return wishes and next(_passives(reading, match), None) is not None


def _passives(reading: ArticleReading, match: Match) -> Iterator[int]:
    """The passive clauses behind the verb of *match* that tell what is wanted."""
    tree, verb = reading.tree, match.head
    if match.entry.kind != "verb":
        return
    for clause in tree.children(verb, "xcomp", "ccomp", "advcl"):
        auxiliaries = (i for i in tree.children(clause, "aux") if tree.relations[i] == "aux:pass")
        wanted = any(tree.tags[i] == "VB" for i in auxiliaries)
        if wanted and clause > verb and tree.tags[clause] == "VBN":
            yield clause


def only_doers(reading: ArticleReading, match: Match, arguments: Arguments) -> Arguments:
    """*arguments*, asking only who is to do it where a modal demands in the passive: nobody asks whom it befalls ("must be freed")."""
    verb = reading.tree.heads[match.head]
    wishes = reading.lexicon.files[match.entry.event_type].wishes
    if match.entry.kind != "modal" or not wishes or not reading.functions.is_passive(verb):
        return arguments
    found = (reading.phrases.participants(i) for i in reading.functions.doers(verb))
    return replace(arguments, recipients=next((phrases for phrases in found if phrases), ()))


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
    if case in _AGAINST and _is_violent(reading, noun):
        return True  # "called for an end to attacks on Mali": who attacks is asked
    if tree.lemmas[noun] in grammar.befalling_nouns:
        return case in {None, "of"}
    if case == "with":
        return tree.lemmas[noun] not in grammar.meeting_nouns
    of = (i for i in tree.children(noun, "nmod") if tree.cases.get(i) == "of")
    return case == "from" and any(i < phrase.head for i in of)


def _is_violent(reading: ArticleReading, noun: int) -> bool:
    """Names the noun an act that is done to people ("attack", "operation")?"""
    lexicon = reading.lexicon
    known = any(lexicon.files[entry.event_type].strikes for entry in reading.acts_named(noun))
    return known or reading.tree.lemmas[noun] in lexicon.grammar.violent_nouns


def is_asked_for(reading: ArticleReading, word: int) -> bool:
    """Is it who is to act in a clause with "for" that the parser hung on him ("called for X to yield")?"""
    tree = reading.tree
    clauses = [*tree.children(word, "acl")]
    if word not in tree.cases:
        clauses += tree.children(tree.heads[word], "advcl")
    return any(
        tree.cases.get(clause) == "for" and not tree.has(clause, "aux:pass")
        for clause in clauses
        if tree.tags[clause] == "VB" and clause > word
    )
