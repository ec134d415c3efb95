"""The words of dates in ``calendar.toml``, and the pattern that finds them."""

import re
from functools import cached_property
from typing import Literal

from pipeline.lexicon.patterns import any_of
from schemas.toml_file import Table

SpanUnit = Literal["week", "month", "year"]


class RelativeSpan(Table):
    """A span, counted from the one that holds the day of publication."""

    unit: SpanUnit
    offset: int


class Calendar(Table):
    """The whole file; all words in lower case, with the number they stand for."""

    weekdays: dict[str, int]
    months: dict[str, int]
    counts: dict[str, int]
    relative_days: dict[str, int]
    relative_spans: dict[str, RelativeSpan]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds every date expression; the groups that matched tell its form."""
        month = any_of(word.capitalize() for word in self.months)
        weekday = any_of(word.capitalize() for word in self.weekdays)
        count = any_of(self.counts)
        day = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
        year = r"(?:1[5-9]|20)\d\d"
        relative = any_of([*self.relative_days, *self.relative_spans])
        return re.compile(
            rf"(?<![\w-])(?:"
            rf"(?P<iso>{year}-[01]\d-[0-3]\d)"
            rf"|(?P<md_month>{month}) (?P<md_day>{day})(?:,? (?P<md_year>{year}))?(?!\d)"
            rf"|(?P<dm_day>{day}) (?:of )?(?P<dm_month>{month})(?:,? (?P<dm_year>{year}))?(?!\w)"
            rf"|(?P<my_month>{month}),? (?P<my_year>{year})(?!\w)"
            rf"|(?P<weekday>{weekday})(?!\w)"
            rf"|(?P<relative>(?i:{relative}))(?!\w)"
            rf"|(?:[Ii]n|[Ss]ince|[Ll]ast|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id-) ?(?P<month>{month})(?![\w ]*\d)"
            rf"|(?P<lead>[Ii]n|[Ss]ince|[Dd]uring|[Ff]rom|[Ll]ate|[Ee]arly) (?P<year>{year})(?![\w,.-]*\d)"
            rf"|(?P<count>\d+|{count}) (?P<unit>days|weeks|years) ago"
            rf")"
        )
