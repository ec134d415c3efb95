"""The hand-written word lists of ``words.toml``; an unknown key is an error."""

import re
from functools import cached_property
from importlib.resources import files

from schemas.toml_file import Table, load_toml_file


class DateWords(Table):
    """What may be part of a date."""

    names: frozenset[str]
    words: frozenset[str]
    pattern: str
    leads: frozenset[str]

    @cached_property
    def _form(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def may_hold(self, word: str) -> bool:
        """May *word* be part of a date?"""
        lower = word.lower()
        return word in self.names or lower in self.words or bool(self._form.fullmatch(lower))


class TitleWords(Table):
    """Titles and offices, in small letters."""

    words: frozenset[str]


class PhraseWords(Table):
    """Small words inside a name, and those that never open one."""

    inside_names: frozenset[str]
    clitics: frozenset[str]


class SpacingWords(Table):
    """Words without a blank before or after."""

    none_before: frozenset[str]
    none_after: frozenset[str]


class SentenceWords(Table):
    """Signs at the end of a sentence."""

    stops: frozenset[str]
    closers: frozenset[str]
    abbreviations: frozenset[str]


class DescriptionWords(Table):
    """What tells names from descriptions, in small letters."""

    words: frozenset[str]
    particles: frozenset[str]
    countries: frozenset[str]


class ConversionWords(Table):
    """The whole file; each list is described there."""

    dates: DateWords
    titles: TitleWords
    phrases: PhraseWords
    spacing: SpacingWords
    sentences: SentenceWords
    descriptions: DescriptionWords


def load_words() -> ConversionWords:
    """The word lists of the conversion. Raises InvalidDataFile."""
    return load_toml_file(files("pipeline.training") / "words.toml", ConversionWords)
