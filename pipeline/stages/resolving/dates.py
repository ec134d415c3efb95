"""When it happened: date expressions of a sentence, resolved against the day of publication."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.lexicon.calendar import Calendar
from schemas.event import DatePrecision, EventDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DateExpression:
    """A date that stands in a text; offsets are those of the text it was found in."""

    start: int
    end: int
    date: EventDate


def find_dates(
    text: str, calendar: Calendar, published_on: date | None, *, ahead: bool = False
) -> tuple[DateExpression, ...]:
    """The date expressions of *text* that can be resolved, in order.

    A weekday is the last such day on or before *published_on*, or, for an event told to lie *ahead*, the
    first on or after it; a day and month without a year is the nearest such date. Without *published_on* only full dates
    and years are resolved.
    """
    found = []
    for match in calendar.pattern.finditer(text):
        resolved = _resolve(match, calendar, published_on, ahead=ahead)
        if resolved is not None:
            found.append(DateExpression(start=match.start(), end=match.end(), date=resolved))
    return tuple(found)


def day_of_publication(published_on: date) -> EventDate:
    """The date of an event whose sentence gives none."""
    return EventDate(
        start=published_on, end=published_on, precision="day", text=None, source="published_at"
    )


def _resolve(
    match: re.Match[str], calendar: Calendar, published_on: date | None, *, ahead: bool
) -> EventDate | None:
    found = {name: text for name, text in match.groupdict().items() if text}
    text = match.group()
    if "iso" in found:
        return _day(_valid_iso(found["iso"]), text)
    for order in ("md", "dm"):
        if f"{order}_day" in found:
            day, month = (
                _number(found[f"{order}_day"]),
                calendar.months[found[f"{order}_month"].lower()],
            )
            year = found.get(f"{order}_year")
            return _day(_in_year(day, month, year, published_on), text)
    if "my_month" in found:
        return _month_span(int(found["my_year"]), calendar.months[found["my_month"].lower()], text)
    if "year" in found:
        return _year_span(found, published_on, text)
    if published_on is None:
        return None
    if "weekday" in found:
        return _day(
            _weekday(calendar.weekdays[found["weekday"].lower()], published_on, ahead=ahead), text
        )
    if "month" in found:
        return _last_month_named(
            calendar.months[found["month"].lower()], published_on, text, ahead=ahead
        )
    if "count" in found:
        count = calendar.counts.get(found["count"])
        number = int(found["count"]) if count is None else count
        return _ago(number, found["unit"], published_on, text)
    return _relative(found["relative"].lower(), calendar, published_on, text)


def _day(day: date | None, text: str) -> EventDate | None:
    if day is None:
        return None
    return EventDate(start=day, end=day, precision="day", text=text, source="text")


def _span(start: date, end: date, precision: DatePrecision, text: str) -> EventDate:
    return EventDate(start=start, end=end, precision=precision, text=text, source="text")


def _valid_iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _in_year(day: int, month: int, year: str | None, published_on: date | None) -> date | None:
    """The date in *year*, or without one the nearest to *published_on*."""
    years = [int(year)] if year else []
    if not years and published_on is not None:
        years = [published_on.year + shift for shift in (0, -1, 1)]
    dates = []
    for candidate in years:
        try:
            dates.append(date(candidate, month, day))
        except ValueError:
            continue  # 29 February of a common year, 31 June
    if not dates or published_on is None:
        return dates[0] if dates else None
    return min(dates, key=lambda known: abs((known - published_on).days))


def _weekday(wanted: int, published_on: date, *, ahead: bool) -> date:
    if ahead:
        return published_on + timedelta(days=(wanted - published_on.weekday()) % 7)
    return published_on - timedelta(days=(published_on.weekday() - wanted) % 7)


def _number(text: str) -> int:
    return int(text.rstrip("stndrh"))


def _month_span(year: int, month: int, text: str) -> EventDate:
    start = date(year, month, 1)
    return _span(start, _next_month(start) - timedelta(days=1), "month", text)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _year_span(found: dict[str, str], published_on: date | None, text: str) -> EventDate:
    year = int(found["year"])
    start, end = date(year, 1, 1), date(year, 12, 31)
    if found["lead"].lower() == "since" and published_on is not None and published_on > start:
        return _span(start, published_on, "range", text)
    return _span(start, end, "year", text)


def _last_month_named(month: int, published_on: date, text: str, *, ahead: bool) -> EventDate:
    """ "in March": the last one that has begun, or the next one for an event ahead."""
    year = published_on.year
    if ahead:
        year += month < published_on.month
    else:
        year -= month > published_on.month
    return _month_span(year, month, text)


def _ago(number: int, unit: str, published_on: date, text: str) -> EventDate | None:
    if unit == "years":
        year = published_on.year - number
        if year < 1:
            return None
        return _span(date(year, 1, 1), date(year, 12, 31), "year", text)
    days = number * (7 if unit == "weeks" else 1)
    if days > published_on.toordinal() - 7:
        return None
    day = published_on - timedelta(days=days)
    if unit == "days":
        return _day(day, text)
    return _week(day, text)


def _week(day: date, text: str) -> EventDate:
    monday = day - timedelta(days=day.weekday())
    return _span(monday, monday + timedelta(days=6), "week", text)


def _relative(word: str, calendar: Calendar, published_on: date, text: str) -> EventDate | None:
    if word in calendar.relative_days:
        return _day(published_on + timedelta(days=calendar.relative_days[word]), text)
    span = calendar.relative_spans[word]
    if span.unit == "week":
        return _week(published_on + timedelta(days=7 * span.offset), text)
    if span.unit == "year":
        year = published_on.year + span.offset
        return _span(date(year, 1, 1), date(year, 12, 31), "year", text)
    months = published_on.year * 12 + published_on.month - 1 + span.offset
    return _month_span(months // 12, months % 12 + 1, text)
