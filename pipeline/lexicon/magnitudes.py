"""The words of numbers in ``magnitudes.toml``, and the patterns that find them."""

import re
from functools import cached_property

from pipeline.lexicon.patterns import any_of
from schemas.event import MagnitudeKind
from schemas.toml_file import Table


class CountedPeople(Table):
    """Nouns that can be counted, one of them, and how many words may stand between them and their number."""

    words: tuple[str, ...]
    singular: tuple[str, ...]
    never_a_crowd: tuple[str, ...]
    modifiers_at_most: int


class Befallen(Table):
    """What befell people: words before their number ("killing"), after it ("died"), and what rises to it ("toll")."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    tolls: tuple[str, ...] = ()


class Crowd(Befallen):
    """Words before the number of those who protest ("a crowd of"), after it ("marched"), and of arrests."""

    other_acts: tuple[str, ...]


class MagnitudeWords(Table):
    """The whole file; all words in lower case."""

    numbers: dict[str, int]
    multipliers: dict[str, int]
    currency_symbols: dict[str, str]
    currency_words: dict[str, str]
    leads: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    rises: tuple[str, ...]
    not_counted: tuple[str, ...]
    befallen: dict[MagnitudeKind, Befallen]
    crowd: Crowd
    people: CountedPeople

    @cached_property
    def before(self) -> dict[MagnitudeKind, re.Pattern[str]]:
        """For each kind what finds its numbers behind the word of the act ("killed at least 20")."""
        patterns = {
            kind: rf"\b(?:{any_of(words.before)})\s+{self._lead}(?P<number>{self._range}){self._uncounted}"
            for kind, words in self.befallen.items()
        }
        patterns["size"] = (
            rf"\b(?:{any_of(self.crowd.before)})\s+{self._lead}(?P<number>{self._range})(?!\w)"
        )
        return {kind: _compiled(pattern) for kind, pattern in patterns.items()}

    @cached_property
    def after(self) -> dict[MagnitudeKind, re.Pattern[str]]:
        """For each kind what finds its numbers in front of the word of the act ("20 people were killed")."""
        aside = r"(?:,\s[^,;:.()]{1,60},)?"
        where = r"(?:\s(?:in|at|from|on|aboard|near|of)(?:\s[\w'’-]+){1,4}?)?"
        auxiliary = rf"(?:\s+(?:{any_of(self.auxiliaries)})\b){{0,6}}"
        acts = {kind: words.after for kind, words in self.befallen.items()}
        acts["size"] = self.crowd.after
        patterns = {
            kind: rf"(?P<number>{self._range})(?P<crowd>\s+{self._crowd}{aside}{where})?{auxiliary}"
            rf"\s+(?:{any_of(words)})(?!\w)"
            for kind, words in acts.items()
        }
        return {kind: _compiled(pattern) for kind, pattern in patterns.items()}

    @cached_property
    def tolls(self) -> dict[MagnitudeKind, re.Pattern[str]]:
        """For each kind what finds the number that a toll has risen to."""
        return {
            kind: _compiled(
                rf"\b(?:{any_of(words.tolls)})(?:[\s,][^.;:,]{{0,60}}?)?\s(?:{any_of(self.rises)})"
                rf"\s+{self._lead}(?P<number>{self._range}){self._uncounted}"
            )
            for kind, words in (*self.befallen.items(), ("size", self.crowd))
            if words.tolls
        }

    @cached_property
    def people_counted(self) -> re.Pattern[str]:
        """Any number of people."""
        return _compiled(rf"(?P<number>{self._range})\s+(?P<crowd>{self._crowd})(?!\w)")

    @cached_property
    def further_people(self) -> re.Pattern[str]:
        """More people that go with those before ("and three civilians")."""
        return _compiled(
            rf"\s+{self._crowd}(?P<more>(?:,\s+|\s+and\s+|,\s+and\s+){self._lead}"
            rf"(?P<number>{self._range})(?!\s+(?:out\s+)?of\b)\s+{self._crowd})(?!\w)"
            rf"(?!\s+(?:{any_of([*self.auxiliaries, *self._all_acts])})\b)"
        )

    @cached_property
    def people_before(self) -> re.Pattern[str]:
        """More people that go with those after, at the end of a text ("two soldiers and ")."""
        return _compiled(
            rf"(?P<number>{self._range})\s+{self._crowd}(?:,|\s+and|,\s+and)\s+{self._lead}$"
        )

    @cached_property
    def other_acts(self) -> re.Pattern[str]:
        """Finds at the end of a text an act that befalls people, not their protest ("arrested ")."""
        return _compiled(rf"\b(?:{any_of(self.crowd.other_acts)})\s+{self._lead}$")

    @cached_property
    def other_acts_after(self) -> re.Pattern[str]:
        """The same at the start of a text (" were arrested")."""
        auxiliary = rf"(?:\s+(?:{any_of(self.auxiliaries)})\b)"
        return _compiled(
            rf"{auxiliary}{{1,5}}\s+(?:{any_of(self.crowd.other_acts)})\b"
            rf"|{auxiliary}{{0,5}}\s+(?:{any_of(self._all_acts)})\b"
        )

    @cached_property
    def amounts(self) -> re.Pattern[str]:
        """Money: ``symbol`` and ``number``, or ``number`` and ``word``."""
        symbol, word = any_of(self.currency_symbols), any_of(self.currency_words)
        return _compiled(
            rf"(?<![\w$£€])(?P<symbol>{symbol})\s?(?P<number>{self._number})"
            rf"(?P<rest>\s?(?:[-–]|to|and)\s?(?:{symbol})?\s?{self._number})?(?!\w)"
            rf"|(?P<number2>{self._range})[\s-]+(?P<word>{word})(?!\w)"
        )

    @property
    def _all_acts(self) -> tuple[str, ...]:
        return tuple(word for words in self.befallen.values() for word in words.after)

    @cached_property
    def _lead(self) -> str:
        return rf"(?:(?:{any_of(self.leads)})\s+){{0,3}}"

    @cached_property
    def _uncounted(self) -> str:
        return rf"(?!\w|[\s-]*(?:{any_of(self.not_counted)})(?!\w)|\s?%|[.,]\d)"

    @cached_property
    def _crowd(self) -> str:
        between = (
            rf"(?:(?!(?:{self._number})(?!\w))[\w'’-]+\s+){{0,{self.people.modifiers_at_most}}}"
        )
        nouns = any_of([*self.people.words, *self.people.singular])
        whole = rf"(?:(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|some\s+)?(?:{self._number}\s+)?)?"
        return rf"(?:{whole}{between}(?:{nouns})|of\s+(?:them|whom|those)|(?:others?|more)(?!\w)(?:\s+(?:{nouns}))?)"

    @cached_property
    def _range(self) -> str:
        number = self._number
        return rf"(?:between\s+{number}\s+and\s+{number}|{number}(?:(?:\s(?:to|or)\s|\s?[-–]\s?){number})?)"

    @cached_property
    def _number(self) -> str:
        digits = r"(?<![\w.,])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,6})?(?!\d)"
        tens = any_of(word for word, value in self.numbers.items() if value >= 20)
        units = any_of(word for word, value in self.numbers.items() if value < 20 and len(word) > 2)
        multiplier = any_of(self.multipliers)
        small = rf"(?:(?:{tens})(?:[- ](?:{units}))?|(?:{units}))"
        one = rf"an?(?=\s+(?:{multiplier})\b|\s+(?:[\w-]+\s+){{0,2}}?(?:{any_of(self.people.singular)})\b)"
        spelled = rf"(?<![\w-])(?:half\s+an?|{small}|{one})(?!\w)"
        return (
            rf"(?:(?:{digits}|{spelled})(?:[\s-]?(?:{multiplier})(?!\w)){{0,2}}"
            rf"(?:(?<=hundred)(?:\sand)?\s{small}(?!\w)(?:\s(?:thousand|million))?)?)"
        )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
