"""The words of ``resolving.toml``: by what participants and places are named, pronouns and descriptions linked."""

from functools import cached_property
from typing import Literal

from schemas.entity import EntityLabel
from schemas.toml_file import Table

Gender = Literal["male", "female"]


class Pronoun(Table):
    """What a pronoun can stand for. ``plural`` and ``animate`` are null where it tells neither."""

    plural: bool
    animate: bool | None = None
    gender: Gender | None = None


class Kind(Table):
    """A kind of entity: the nouns that describe one, their plurals, and how the entity is known.

    It has one of ``labels``, and one of ``sectors`` or ``countries`` where these are given.
    """

    words: frozenset[str]
    plurals: frozenset[str] = frozenset()
    labels: frozenset[EntityLabel]
    sectors: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


class CoreferenceWords(Table):
    """What links are found by; each list is described in the file."""

    pronouns: dict[str, Pronoun]
    saying: frozenset[str]
    collectives: frozenset[str]
    plural_nouns: frozenset[str]
    qualifiers: frozenset[str]
    portfolios: frozenset[str]
    determiners: frozenset[str]
    pair_words: frozenset[str]
    pairs_alone: frozenset[str]
    empty_verbs: frozenset[str]
    titles: dict[str, frozenset[str]]
    genders: dict[Gender, frozenset[str]]
    kinds: dict[str, Kind]

    @cached_property
    def kinds_by_word(self) -> dict[str, tuple[str, ...]]:
        """The names of the kinds that each noun describes."""
        words = {word for kind in self.kinds.values() for word in kind.words}
        return {
            word: tuple(name for name, kind in self.kinds.items() if word in kind.words)
            for word in words
        }

    @cached_property
    def kinds_by_plural(self) -> dict[str, tuple[Kind, ...]]:
        """The kinds that each plural describes two of."""
        words = {word for kind in self.kinds.values() for word in kind.plurals}
        return {
            word: tuple(kind for kind in self.kinds.values() if word in kind.plurals)
            for word in words
        }

    @cached_property
    def gender_of(self) -> dict[str, Gender]:
        """The gender that each title or first name tells."""
        return {word: gender for gender, words in self.genders.items() for word in words}


class HomeWords(Table):
    """Who belongs to the country that a report is about, though nothing says so; each list is described in the file."""

    domestic_sectors: frozenset[str]
    roaming_sectors: frozenset[str]
    abroad: frozenset[str]


class ResolvingWords(Table):
    """The whole file; each list is described there."""

    place_leads: frozenset[str]
    shore_leads: frozenset[str]
    other_leads: frozenset[str]
    place_nouns: frozenset[str]
    struck_types: frozenset[str]
    wide_places: frozenset[str]
    saying: frozenset[str]
    speaker_pronouns: frozenset[str]
    dateline_ends: tuple[str, ...]
    telling_acts: dict[str, frozenset[str]]
    home: HomeWords
    coreference: CoreferenceWords
