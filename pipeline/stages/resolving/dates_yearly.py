"""Readers of what each year has: months, seasons, quarters, feasts; of years and decades."""

from collections.abc import Callable
from datetime import date

from pipeline.lexicon.calendar import Calendar
from pipeline.stages.resolving.dates_frame import Frame, Slots, reference, year_named
from pipeline.stages.resolving.dates_spans import (
    Period,
    day_of,
    decade_of,
    easter,
    months_from,
    moved,
    nth_weekday,
    season_of,
    year_of,
)


def read_months(slots: Slots, frame: Frame) -> Period | None:
    """ "From November to February": the latest such span that ends as "to" says."""
    first, last = (frame.calendar.months[word] for word in slots["month"])
    if "year" in slots:
        ended = months_from(int(slots["year"][0]), last, 1, "month")
    else:
        ended = _recurring({}, frame, lambda year: months_from(year, last, 1, "month"))
    if ended is None:
        return None
    begun = months_from(ended.start.year - (first > last), first, 1, "month")
    return Period(start=begun.start, end=ended.end, precision="range") if begun else None


def read_month(slots: Slots, frame: Frame) -> Period | None:
    """ "In June", "June 2019", "last June"."""
    month = frame.calendar.months[slots["month"][0] if "month" in slots else slots["own"][0]]
    if "year" in slots:
        return months_from(int(slots["year"][0]), month, 1, "month")
    return _recurring(slots, frame, lambda year: months_from(year, month, 1, "month"), in_year=True)


def read_season(slots: Slots, frame: Frame) -> Period | None:
    """ "Last summer", "the summer of 2019"."""
    month = frame.calendar.seasons[slots["season"][0] if "season" in slots else slots["own"][0]]
    if "year" in slots:
        return season_of(int(slots["year"][0]), month)
    return _recurring(slots, frame, lambda year: season_of(year, month), in_year=True)


def read_holiday(slots: Slots, frame: Frame) -> Period | None:
    """ "New Year's Day", "Easter Monday 2019"."""
    rule = frame.calendar.holidays[slots["holiday"][0]]
    if "year" in slots:
        return _feast(rule, int(slots["year"][0]), frame.calendar)
    return _recurring(slots, frame, lambda year: _feast(rule, year, frame.calendar))


def read_quarter(slots: Slots, frame: Frame) -> Period | None:
    """ "The first quarter"."""
    return _year_part(slots, frame, 3)


def read_half(slots: Slots, frame: Frame) -> Period | None:
    """ "The second half of 2019"."""
    return _year_part(slots, frame, 6)


def read_year(slots: Slots, frame: Frame) -> Period | None:
    """ "In 2015"."""
    del frame
    return year_of(int(slots["year"][0]))


def read_years(slots: Slots, frame: Frame) -> Period | None:
    """ "From 2010 to 2015"."""
    del frame
    first, last = (year_of(int(year)) for year in slots["year"])
    if not first or not last or first.start >= last.start:
        return None
    return Period(start=first.start, end=last.end, precision="range")


def read_decade(slots: Slots, frame: Frame) -> Period | None:
    """ "The 1990s", "the nineties"."""
    if "digits" not in slots:
        year = frame.calendar.decade_words[slots["decade"][0]]
    else:
        digits = slots["digits"][0].lstrip("'’")
        year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    return decade_of(year)


def _recurring(
    slots: Slots, frame: Frame, in_: Callable[[int], Period | None], *, in_year: bool = False
) -> Period | None:
    """One of what comes each year: by "last", "this" or "next", else the last one begun, or the next one ahead."""
    which = frame.calendar.which[slots["which"][0]] if "which" in slots else None
    today = reference(which, frame)
    if today is None:
        return None
    if "of_year" in slots:
        year = year_named(slots, frame)
        return in_(year) if year is not None else None
    if which == "this" and in_year:
        return in_(today.year)
    years = (today.year + shift for shift in range(-2, 3) if 1 < today.year + shift < 9998)
    known = [period for period in map(in_, years) if period]
    if which in {"last", "before"}:
        before = [period for period in known if period.end < today]
        return before[-1] if before else None
    if which in {"next", "after"}:
        return next((period for period in known if period.start > today), None)
    if frame.ahead:
        return next((period for period in known if period.end >= today), None)
    begun = [period for period in known if period.start <= today]
    return begun[-1] if begun else None


def _feast(rule: str, year: int, calendar: Calendar) -> Period | None:
    if rule.startswith("easter"):
        day = moved(easter(year), int(rule.removeprefix("easter")))
        return day_of(day) if day else None
    nth, *rest = rule.split()
    if not rest:
        month, _, number = rule.partition("-")
        return day_of(date(year, int(month), int(number)))
    which = -1 if nth == "last" else int(nth[0])
    return day_of(nth_weekday(year, int(rest[1]), calendar.weekdays[rest[0]], which))


def _year_part(slots: Slots, frame: Frame, months: int) -> Period | None:
    """The quarter or half of the year named; without one the last that has ended, or the next one ahead."""
    if "ordinal_of" in slots:
        nth = frame.calendar.ordinals_of[slots["ordinal_of"][0]]
    else:
        nth = frame.calendar.ordinals[slots["ordinal"][0]]
    month = (nth - 1) * months + 1
    if month > 12:
        return None
    year = year_named(slots, frame)
    if year is not None:
        return months_from(year, month, months, "quarter" if months == 3 else "range")
    today = frame.today
    if today is None:
        return None
    around = [months_from(today.year + shift, month, months, "quarter") for shift in (-1, 0, 1)]
    known = [period for period in around if period]
    if frame.ahead:
        return next((period for period in known if period.end >= today), None)
    ended = [period for period in known if period.end < today]
    return ended[-1] if ended else None
