"""What a date is read against, and what its readers share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.lexicon.calendar import Calendar, Which
from pipeline.stages.resolving.dates_spans import Period, span_of

Slots = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a date is read against: the day of publication, whether the act lies ahead, the date named before."""

    calendar: Calendar
    today: date | None
    ahead: bool
    anchor: Period | None = None


def reference(which: Which | None, frame: Frame) -> date | None:
    """What "previous" and "following" are seen from: the date named before, if there is one."""
    if which in {"before", "after", "same"} and frame.anchor:
        return frame.anchor.start if which != "after" else frame.anchor.end
    # "The following week" of no date is no date; "the previous week" is that before publication.
    return frame.today if which not in {"after", "same"} else None


def counted_span(which: Which, unit: str, frame: Frame) -> Period | None:
    """The last, this or next week, month, quarter, year or decade."""
    offset = {"last": -1, "before": -1, "next": 1, "after": 1}.get(which, 0)
    day = reference(which, frame)
    span = frame.calendar.spans.get(unit)
    return span_of(day, span, offset) if day and span else None


def year_named(slots: Slots, frame: Frame) -> int | None:
    """The year that goes with a month: told, or "of last year"."""
    if "year" in slots:
        return int(slots["year"][0])
    if "which" not in slots:
        return None
    span = counted_span(frame.calendar.which[slots["which"][0]], "year", frame)
    return span.start.year if span else None


def number_of(words: list[str]) -> int:
    """The day of the month."""
    return int(words[0].rstrip("stndrh"))
