"""Whom hostile words are about that only a pronoun tells: the owner of a thing, and the speaker himself."""

from pipeline.lexicon.entries import SPEAKER, SUBJECT
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases, pronoun_at
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.tree import Tree

_WORDS = "verbal_conflict"
_PLURALS = frozenset({"NNS", "NNPS"})
_SINGULARS = frozenset({"he", "she", "it"})
_SUBJECT_FORM = {"him": "he", "her": "she", "them": "they"}
# Owners and the pronouns that are the same person.
_SAME = {"his": "he", "her": "she", "its": "it", "their": "they"}


def owner_blamed(reading: ArticleReading, match: Match) -> Phrases:
    """Whose the thing is that is criticised, where his pronoun cannot be the subject ("she criticised his manner").

    Whom an act befell is not blamed for it ("she condemned his arrest").
    """
    tree, grammar = reading.tree, reading.lexicon.grammar
    told = match.entry.kind == "verb" and SUBJECT in match.entry.group.actor_slots
    if not told or not _blames(reading, match):
        return ()
    subject = reading.functions.subject(match.head)
    if subject is None or reading.functions.is_passive(match.head):
        return ()
    under = set(match.entry.group.recipient_slots)
    things = [i for i in reading.functions.objects(match.head) if i not in match.words]
    things += [i for i in tree.children(match.head, "obl") if tree.cases.get(i) in under]
    things += [
        inner
        for word in match.words
        for inner in tree.children(word, "nmod")
        if tree.cases.get(inner) in under
    ]
    for thing in things:
        if tree.lemmas[thing] in grammar.befalling_nouns:
            continue
        for owner in tree.children(thing, "nmod"):
            own = tree.relations[owner] == "nmod:poss" and tree.words[owner] in _SAME
            if own and not _may_be(reading, tree.words[owner], subject):
                return (pronoun_at(owner),)
    return ()


def told_of(reading: ArticleReading, match: Match, subject: int) -> Phrases:
    """Who is the *subject* of the clause that *match* is about; nobody where it may be he who complains.

    "Builders complained that they find no workers": they blame nobody.
    """
    found = reading.phrases.participants(subject)
    if not _blames(reading, match) or not all(p.pronoun for p in found):
        return found
    functions, pronoun = reading.functions, reading.tree.words[subject]
    if pronoun not in _SINGULARS | {"they"}:
        return found
    if functions.is_passive(match.head):
        own = next(functions.doers(match.head), None)
    else:
        own = functions.subject(match.head)
    return () if own is not None and _agree(reading, pronoun, own) else found


def is_of_himself(
    reading: ArticleReading, match: Match, actors: Phrases, recipients: Phrases
) -> bool:
    """May it be the speaker himself whom he calls something ("said he was dishonest")?"""
    if SPEAKER not in match.entry.group.actor_slots or not _blames(reading, match):
        return False
    if len(actors) != 1 or len(recipients) != 1 or not recipients[0].pronoun:
        return False
    pronoun = reading.tree.words[recipients[0].start]
    single = reading.lexicon.grammar.single_pronouns
    return pronoun in single and _agree(reading, pronoun, actors[0].head)


def _blames(reading: ArticleReading, match: Match) -> bool:
    """Are these words against somebody, which ask and threaten nothing?"""
    file = reading.lexicon.files[match.entry.event_type]
    hostile = reading.category(match.entry.event_type) == _WORDS
    return hostile and not file.wishes and not file.warns


def _may_be(reading: ArticleReading, owner: str, subject: int) -> bool:
    """Can the possessive pronoun *owner* stand for *subject*?"""
    return _agree(reading, _SAME[owner], subject)


def _agree(reading: ArticleReading, pronoun: str, noun: int) -> bool:
    """Do *pronoun* and *noun* agree in number, and in kind where both are pronouns?"""
    tree = reading.tree
    own = tree.words[noun]
    if tree.tags[noun] == "PRP":
        return _SUBJECT_FORM.get(own, own) == pronoun
    several = _is_several(tree, noun)
    if pronoun == "they":
        return several or _is_body(reading, noun)
    person = _is_person(reading, noun)
    return not several and (pronoun == "it") != person


def _is_several(tree: Tree, noun: int) -> bool:
    return tree.tags[noun] in _PLURALS or tree.child(noun, "conj") is not None


def _is_person(reading: ArticleReading, noun: int) -> bool:
    entity = reading.phrases.mention(noun)
    if entity is not None:
        return entity.label in {"PERSON", "ROLE"}
    return not _is_body(reading, noun)


def _is_body(reading: ArticleReading, noun: int) -> bool:
    """Is it a body or a country, of which "its" and "their" are both said?"""
    entity = reading.phrases.mention(noun)
    if entity is not None:
        return entity.label in {"ORG", "GPE", "NORP"}
    return reading.tree.lemmas[noun] in reading.lexicon.grammar.body_nouns
