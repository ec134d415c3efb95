"""What an entry asks of a word: a lemma, or one of the kinds that it may name ("@somebody", "@place")."""

from collections.abc import Iterable

from pipeline.lexicon.compiling import (
    NUMBER,
    ONE,
    ORGANISATION,
    PEOPLE,
    PLACE,
    SOMEBODY,
    Choice,
)
from pipeline.stages.events.matching import is_one_of
from pipeline.stages.events.reading import ArticleReading

_BODIES = frozenset({"ORG", "GPE"})


def holds(reading: ArticleReading, choice: Choice, words: Iterable[int]) -> bool:
    """Is one of *words* what *choice* asks for?"""
    kinds = [_OF_KIND[kind] for kind in sorted(choice.kinds & _OF_KIND.keys())]
    for i in words:
        if choice.words and is_one_of(reading, i, choice.words):
            return True
        if any(is_of_kind(reading, i) for is_of_kind in kinds):
            return True
    return False


def _is_number(reading: ArticleReading, i: int) -> bool:
    return reading.tree.pos[i] == "NUM"


def _is_place(reading: ArticleReading, i: int) -> bool:
    return reading.phrases.is_place(i)


def _is_somebody(reading: ArticleReading, i: int) -> bool:
    return bool(reading.phrases.participants(i))


def _is_named_body(reading: ArticleReading, i: int) -> bool:
    """Is the word the head of a body's name?"""
    entity = reading.phrases.mention(i)
    return entity is not None and entity.label == "ORG"


def is_one_person(reading: ArticleReading, i: int) -> bool:
    """Does the word name one person, or is it a pronoun that stands for one?"""
    entity = reading.phrases.mention(i)
    if entity is not None and entity.label == "PERSON":
        return True
    return reading.tree.words[i] in reading.lexicon.grammar.single_pronouns


def _is_of_people(reading: ArticleReading, i: int) -> bool:
    """Does the word stand for people, be they named or not, and for no body or country?"""
    phrases, grammar = reading.phrases, reading.lexicon.grammar
    body = phrases.is_body(i) or phrases.is_place(i) or reading.tree.lemmas[i] in grammar.body_nouns
    if body or reading.tree.words[i] in grammar.thing_pronouns:
        return False
    if reading.tree.pos[i] == "PROPN" and phrases.mention(i) is None:
        return False  # "its Winter Outlook"
    return any(
        phrase.entity is None or phrase.entity.label not in _BODIES
        for phrase in phrases.participants(i)
    )


_OF_KIND = {
    NUMBER: _is_number,
    PLACE: _is_place,
    SOMEBODY: _is_somebody,
    ONE: is_one_person,
    PEOPLE: _is_of_people,
    ORGANISATION: _is_named_body,
}
