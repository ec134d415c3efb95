"""Whose the thing is that is praised, blamed or struck, where the words around it tell: who made, does or holds it."""

from collections.abc import Set

from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrase, Phrases, pronoun_at
from pipeline.stages.events.reading import ArticleReading


def whose_deed(reading: ArticleReading, match: Match, head: int) -> Phrases:
    """Of words of praise or blame, who did what they are about ("praised the role that Mali played", "opposed his plan").

    A pronoun that can be the subject's own is nobody told.
    """
    category = reading.category(match.entry.event_type)
    tree = reading.tree
    if not category.startswith("verbal") or tree.bases[head] != "obj":
        return ()
    authored = maker(reading, head, reading.lexicon.grammar.authoring_verbs)
    if authored:
        return authored  # "rejected arguments made by relatives"
    for clause in tree.children(head, "acl"):
        subject = tree.child(clause, "nsubj")
        if tree.relations[clause] != "acl:relcl" or subject is None:
            continue
        found = reading.phrases.participants(subject)
        known = found and (found[0].named or found[0].entity is not None)
        if known and tree.pos[subject] != "PRON":
            return found
    return _others_pronoun(reading, match, head)


def maker(reading: ArticleReading, thing: int, verbs: Set[str] = frozenset()) -> Phrases:
    """By whom *thing* is told to be made ("a deadline set by Mali"), with one of *verbs* where any are given."""
    tree = reading.tree
    for clause in tree.children(thing, "acl"):
        made = tree.relations[clause] == "acl" and tree.tags[clause] == "VBN"
        if made and (not verbs or tree.lemmas[clause] in verbs):
            doers = (reading.phrases.participants(i) for i in reading.functions.doers(clause))
            if found := next((found for found in doers if found), ()):
                return found
    return ()


def holder(reading: ArticleReading, thing: int) -> Phrases:
    """Who is told behind *thing* to hold it ("assets held by a bank", "land belonging to farmers")."""
    tree, functions, grammar = reading.tree, reading.functions, reading.lexicon.grammar
    for clause in tree.children(thing, "acl"):
        if tree.lemmas[clause] not in grammar.holding_verbs:
            continue
        belongs = (i for i in tree.children(clause, "obl") if tree.cases.get(i) == "to")
        heads = functions.doers(clause) if tree.tags[clause] == "VBN" else belongs
        found = next((p for i in heads if (p := reading.phrases.participants(i))), ())
        if found:
            return found
    return ()


def _others_pronoun(reading: ArticleReading, match: Match, head: int) -> Phrases:
    """The pronoun of one person that owns *head* where several or a body speak ("deputies opposed his plan")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    subject = reading.functions.subject(match.head)
    meant = reading.phrases.meant_by(subject) if subject is not None else None
    speaker = subject if meant is None else meant
    if speaker is None:
        return ()
    hostile = reading.category(match.entry.event_type).endswith("conflict")
    several = tree.tags[speaker] == "NNS" and hostile
    body = reading.phrases.is_body(speaker) or tree.lemmas[speaker] in grammar.body_nouns
    if not (several or body or reading.phrases.is_place(speaker)):
        return ()
    for child in tree.children(head, "nmod"):
        if tree.words[child] in grammar.single_owners:
            return (pronoun_at(child),)
    return ()


def author(reading: ArticleReading, match: Match) -> Phrases:
    """Of hostile words, whose the object is that the parser hung on the verb ("criticised remarks by the envoy")."""
    category = reading.category(match.entry.event_type)
    if category != "verbal_conflict" or match.entry.kind != "verb":
        return ()
    functions, tree = reading.functions, reading.tree
    thing = tree.child(match.head, "obj")
    if functions.is_passive(match.head) or thing is None:
        return ()
    doers = [*functions.doers(match.head)]
    # "criticised a report from the bank": right behind it, it is that which comes from somebody.
    origins = reading.lexicon.grammar.origin_prepositions
    sources = (i for i in tree.children(match.head, "obl") if tree.cases.get(i) in origins)
    doers += [i for i in sources if any(j == thing + 1 for j in tree.children(i, "case"))]
    found = next((found for i in doers if (found := reading.phrases.participants(i))), ())
    return found or _regions(reading, thing)


def _regions(reading: ArticleReading, thing: int) -> Phrases:
    """The part of the world whose plan or offer *thing* is ("rejected a European proposal")."""
    tree, grammar = reading.tree, reading.lexicon.grammar
    planned = tree.lemmas[thing] in grammar.future_nouns
    words = (
        i for i in tree.children(thing, "amod") if tree.words[i] in grammar.regional_adjectives
    )
    return tuple(Phrase(start=i, end=i + 1, head=i, entity=None) for i in words if planned)
