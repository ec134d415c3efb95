"""The words of numbers in ``magnitudes.toml``, and the patterns that find them."""

import re
from functools import cached_property

from pipeline.lexicon.patterns import any_of
from schemas.event import MagnitudeKind
from schemas.toml_file import Table


class CountedPeople(Table):
    """Nouns that can be counted, and how many words may stand between them and their number."""

    words: tuple[str, ...]
    modifiers_at_most: int


class MagnitudeWords(Table):
    """The whole file; all words in lower case."""

    numbers: dict[str, int]
    multipliers: dict[str, int]
    currency_symbols: dict[str, str]
    currency_words: dict[str, str]
    verbs: dict[MagnitudeKind, tuple[str, ...]]
    people: CountedPeople

    @cached_property
    def patterns(self) -> dict[MagnitudeKind, re.Pattern[str]]:
        """For each kind what finds its numbers, in group ``n1`` or ``n2``."""
        number = self._number_pattern()
        people = any_of(self.people.words)
        between = rf"(?:(?!(?:{number})\b)[\w'’-]+\s+){{0,{self.people.modifiers_at_most}}}"
        crowd = rf"(?:(?:of\s+)?{between}(?:{people})|others?)"
        auxiliary = r"(?:\s+(?:have|has|had|were|was|been|being|are|reported|also|confirmed|left))*"
        lead = r"(?:at least|more than|about|around|some|nearly|up to|over|almost|as many as)?"
        patterns: dict[MagnitudeKind, re.Pattern[str]] = {}
        for kind, verbs in self.verbs.items():
            verb = any_of(verbs)
            patterns[kind] = re.compile(
                rf"\b(?P<n1>{number})(?:\s+{crowd})?{auxiliary}\s+(?:{verb})\b"
                rf"|\b(?:{verb})\s+{lead}\s*(?P<n2>{number})\b(?!\s*(?:percent|%|years|days|hours))",
                re.IGNORECASE,
            )
        patterns["size"] = re.compile(
            rf"(?<![\w.,])(?P<n1>{number})\s+{crowd}\b(?P<n2>)", re.IGNORECASE
        )
        symbol, word = any_of(self.currency_symbols), any_of(self.currency_words)
        patterns["amount"] = re.compile(
            rf"(?P<symbol>{symbol})\s?(?P<n1>{number})(?!\w)"
            rf"|\b(?P<n2>{number})\s+(?P<word>{word})\b",
            re.IGNORECASE,
        )
        return patterns

    def _number_pattern(self) -> str:
        digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
        tens = any_of(word for word, value in self.numbers.items() if value >= 20)
        units = any_of(word for word, value in self.numbers.items() if value < 20 and len(word) > 2)
        multiplier = any_of(self.multipliers)
        spelled = rf"(?:(?:{tens})(?:[- ](?:{units}))?|{units}|an?(?=\s+(?:{multiplier})))"
        return rf"(?:(?:{digits})|\b{spelled})(?:[\s-]?(?:{multiplier})\b)?"
