"""The words and forms of dates in ``calendar.toml``, and the pattern that finds them."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple

from pipeline.gazetteer.folding import fold
from pipeline.lexicon.patterns import any_of
from schemas.toml_file import Table

SpanUnit = Literal["week", "month", "quarter", "year", "decade"]
CountedUnit = Literal["hour", "day", "week", "month", "quarter", "year"]
Which = Literal["last", "this", "next", "before", "after", "same"]

_SLOT = re.compile(r"\{(\w+)\}|\(\?P<(\w+)>")
# Blanks in a row: more than a few part no words of one date.
_BLANK = r"[^\S\n]{1,3}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\w|[,.]\d)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\w|[,.]\d|[-–/]\d\d?(?!\d))"


class Counted(Table):
    """A word for a length of time, as so many of a unit."""

    unit: CountedUnit
    times: int


class DateChoice(Table):
    """The words around a date that tell whose it is."""

    not_dates: frozenset[str]
    leads: tuple[str, ...]
    parting: frozenset[str]
    apart: tuple[str, ...]
    answers: frozenset[str]
    reports: frozenset[str]
    ending: frozenset[str]
    before_a_date: frozenset[str]
    ahead: tuple[str, ...]
    times: frozenset[str]
    carries: tuple[str, ...]
    joints: frozenset[str]
    determiners: frozenset[str]


class DateForm(Table):
    """One way to write a date: ``pattern`` with slots for the words of lists, and the rule that reads it."""

    reads: str
    pattern: str


class FoundForm(NamedTuple):
    """A form that matched: the words of its slots, in order, and where the date itself stands."""

    reads: str
    slots: dict[str, list[str]]
    start: int
    end: int


class Calendar(Table):
    """The whole file; all words in lower case, with the number they stand for."""

    weekdays: dict[str, int]
    weekday_abbreviations: dict[str, int]
    months: dict[str, int]
    seasons: dict[str, int]
    counts: dict[str, int]
    vague_counts: dict[str, tuple[int, int]]
    ordinals: dict[str, int]
    ordinals_of: dict[str, int]
    units: dict[str, Counted]
    spans: dict[str, SpanUnit]
    which: dict[str, Which]
    which_span: dict[str, Which]
    parts: tuple[str, ...]
    relative_days: dict[str, int]
    reference_days: dict[str, int]
    shifts: dict[str, int]
    holidays: dict[str, str]
    named_days: dict[str, str]
    decade_words: dict[str, int]
    overnight: frozenset[str]
    choice: DateChoice
    forms: tuple[DateForm, ...]

    def find(self, text: str) -> Iterable[FoundForm]:
        """Every date that stands in *text*, in order; none overlaps another."""
        for match in self._pattern.finditer(text):
            form = int((match.lastgroup or "f0")[1:])
            slots: dict[str, list[str]] = {}
            start, end = match.span()
            for name, index in self._groups[form]:
                words = match.group(index)
                if words is None:
                    continue
                if name == "own":
                    start, end = match.span(index)
                # Folded, since the pattern takes more spellings than the tables hold: "New Year’s", a long s.
                slots.setdefault(name, []).append(" ".join(fold(words).lower().split()))
            yield FoundForm(self.forms[form].reads, slots, start, end)

    @cached_property
    def part_before(self) -> re.Pattern[str]:
        """Finds what stands before a span, at the end of a text, and belongs to it ("late ")."""
        return re.compile(
            rf"(?<![\w-])({_words(self.parts)})(?:[-\s]\s{{0,2}})?(?:(?:in|on|of)\s)?(?:the\s)?$",
            re.IGNORECASE,
        )

    @cached_property
    def _slots(self) -> dict[str, str]:
        """What each slot of a form takes."""
        tens = _words(word for word, value in self.counts.items() if value >= 20)
        ones = _words(word for word, value in self.counts.items() if 0 < value < 10 and word != "a")
        weekday = _named(self.weekdays)
        return {
            "weekday": rf"(?-i:{weekday})(?!\w)",
            "any_weekday": rf"(?-i:{weekday}|{_named(self.weekday_abbreviations)})",
            "month": rf"(?-i:{_named(self.months)})(?!\w)",
            "season": rf"(?:{_words(self.seasons)})(?!\w)",
            "count": rf"(?:\d{{1,4}}|(?:{tens})[- ](?:{ones})|{_words([*self.counts, *self.vague_counts])})",
            "ordinal": _words(self.ordinals),
            "ordinal_of": _words(self.ordinals_of),
            "units": rf"(?:{_words(self.units)})(?!\w)",
            "span": rf"(?:{_words(self.spans)})(?!\w)",
            "which": _words(self.which),
            "which_span": _words(self.which_span),
            "part": _words(self.parts),
            "part_of": _words(word for word in self.parts if word.endswith(" of")),
            "relative_day": rf"(?:{_words(self.relative_days)})(?!\w)",
            "reference_day": rf"(?:{_words(self.reference_days)})(?!\w)",
            "shift": rf"(?:{_words(self.shifts)})(?!\w)",
            "holiday": rf"(?-i:{_named(self.holidays)})(?!\w)",
            "named": rf"(?:{_words(self.named_days)})(?![\w/])",
            "not_date": rf"(?:{_words(self.choice.not_dates)})(?!\w)",
            "decade": rf"(?:{_words(self.decade_words)})(?!\w)",
            "lead": _words(self.choice.leads),
            "day": _DAY,
            "year": _YEAR,
        }  # fmt: skip

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """All forms in one; group ``fN`` is the N-th form."""
        forms = "|".join(
            f"(?P<f{number}>{self._spelled(number, form.pattern)})"
            for number, form in enumerate(self.forms)
        )
        begins = r"(?<![\w$£€/])(?<!\d[.,])(?:(?<!-)|(?<=\bmid-))"
        return re.compile(rf"{begins}(?:{forms})", re.IGNORECASE)

    @cached_property
    def _groups(self) -> tuple[tuple[tuple[str, int], ...], ...]:
        """For each form the names of its slots and their groups."""
        groups: list[list[tuple[str, int]]] = [[] for _ in self.forms]
        for name, index in self._pattern.groupindex.items():
            form, _, slot = name[1:].partition("_")
            if slot:
                groups[int(form)].append((slot.rstrip("0123456789"), index))
        return tuple(tuple(sorted(group, key=lambda known: known[1])) for group in groups)

    def _spelled(self, number: int, pattern: str) -> str:
        """The form as a pattern whose groups have names of their own."""
        seen: Counter[str] = Counter()

        def opened(match: re.Match[str]) -> str:
            slot, name = match.groups()
            seen[slot or name] += 1
            group = f"(?P<f{number}_{slot or name}{seen[slot or name]}>"
            return f"{group}{self._slots[slot]})" if slot else group

        plain = pattern.replace(" ?", r"\s{0,2}").replace(" ", _BLANK).replace("'", "['’]")
        return _SLOT.sub(opened, plain)


def _words(words: Iterable[str]) -> str:
    return any_of(words).replace("\\ ", _BLANK).replace("'", "['’]")


def _named(words: Iterable[str]) -> str:
    """Names as they are written: each word with a capital."""
    return _words(" ".join(part[:1].upper() + part[1:] for part in word.split()) for word in words)
