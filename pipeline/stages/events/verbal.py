"""Attacks that are words: people of politics strike each other with nothing else."""

from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.kinds import is_one_person
from pipeline.stages.events.phrase import Phrase
from pipeline.stages.events.reading import ArticleReading

# Sectors of the ontology whose people speak for a living, and those that fight for it.
_SPEAKING = frozenset({"GOV", "LEG", "PTY", "OPP", "LAB", "ELI"})
_FIGHTING = frozenset({"MIL", "REB", "UAF", "PRM"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def is_of_words(reading: ArticleReading, arguments: Arguments) -> bool:
    """Does a politician do it, and to people ("the senator attacked the judge")? What he does to a country or to
    those who bear arms is done by others for him."""
    actors = arguments.actors
    struck = any(_is_struck(reading, phrase) for phrase in arguments.recipients)
    return bool(actors) and not struck and all(_is_of_politics(reading, p) for p in actors)


def _is_struck(reading: ArticleReading, phrase: Phrase) -> bool:
    """Is it a place, or somebody armed?"""
    entity = phrase.entity
    place = reading.phrases.is_place(phrase.head) or (
        entity is not None and entity.label in _PLACES
    )
    return place or (entity is not None and entity.sector in _FIGHTING)


def _is_of_politics(reading: ArticleReading, phrase: Phrase) -> bool:
    """Is it somebody in politics, by his office, his party or what the article is about? A government is nobody of these."""
    entity, grammar = phrase.entity, reading.lexicon.grammar
    if entity is not None and entity.sector is not None:
        person = entity.label == "PERSON" or entity.sector == "PTY"
        role = entity.label == "ROLE" and reading.tree.lemmas[phrase.head] not in grammar.body_nouns
        return (person or role) and entity.sector in _SPEAKING
    if not is_one_person(reading, phrase.head):
        return False
    words = reading.words
    return not words.isdisjoint(grammar.political_words) and words.isdisjoint(grammar.bodily_words)
