"""Reckoning with days, weeks, months, quarters, years and decades."""

import calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from pipeline.lexicon.calendar import SpanUnit
from schemas.event import DatePrecision

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date
    precision: DatePrecision


def day_of(day: date) -> Period:
    """That one day."""
    return Period(start=day, end=day, precision="day")


def valid_day(year: int, month: int, day: int) -> date | None:
    """The day, or none where the calendar lacks it (31 June)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moved(day: date, days: int) -> date | None:
    """The day so many days later, or none where no calendar reaches."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def span_of(day: date, unit: SpanUnit, offset: int = 0) -> Period | None:
    """The week (from Monday), month, quarter, year or decade that holds *day*, moved by *offset* of them."""
    if unit == "week":
        monday = moved(day, 7 * offset - day.weekday())
        sunday = moved(monday, 6) if monday else None
        if monday is None or sunday is None:
            return None
        return Period(start=monday, end=sunday, precision="week")
    if unit == "decade":
        return decade_of(day.year + 10 * offset)
    length = _MONTHS[unit]
    months = day.year * 12 + day.month - 1
    year, month = divmod(months - months % length + offset * length, 12)
    return months_from(year, month + 1, length, unit)


def months_from(year: int, month: int, count: int, precision: DatePrecision) -> Period | None:
    """*count* whole months from that one on."""
    last_year, last_month = divmod(year * 12 + month - 1 + count - 1, 12)
    if year < MINYEAR or last_year > MAXYEAR:
        return None
    last_day = calendar.monthrange(last_year, last_month + 1)[1]
    return Period(
        start=date(year, month, 1),
        end=date(last_year, last_month + 1, last_day),
        precision=precision,
    )


def year_of(year: int) -> Period | None:
    """That whole year."""
    return months_from(year, 1, 12, "year")


def decade_of(year: int) -> Period | None:
    """The ten years from the one that ends in 0."""
    return months_from(year - year % 10, 1, 120, "range")


def season_of(year: int, month: int) -> Period | None:
    """The three months that begin with *month* of *year*."""
    return months_from(year, month, 3, "range")


def weekend_of(day: date, offset: int = 0) -> Period | None:
    """Saturday and Sunday of the week of *day*, moved by *offset* weeks."""
    week = span_of(day, "week", offset)
    return (
        None
        if week is None
        else Period(start=week.start + timedelta(days=5), end=week.end, precision="range")
    )


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the Gregorian computus)."""
    century = year // 100
    golden = year % 19
    correction = century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15
    epact = correction % 30
    epact -= epact // 28 * (1 - epact // 28 * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    shift = epact - weekday
    month = 3 + (shift + 40) // 44
    return date(year, month, shift + 28 - 31 * (month // 4))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The *nth* such day of the month, from 1, or from -1 back."""
    days = calendar.monthcalendar(year, month)
    found = [week[weekday] for week in days if week[weekday]]
    return date(year, month, found[nth if nth < 0 else nth - 1])
