"""Readers of single days: written out, by weekday, by "yesterday"."""

from datetime import date

from pipeline.lexicon.calendar import Calendar
from pipeline.stages.resolving.dates_frame import (
    Frame,
    Slots,
    counted_span,
    number_of,
    reference,
    year_named,
)
from pipeline.stages.resolving.dates_spans import Period, day_of, moved, valid_day, weekend_of

_SOON_DAYS = 45


def read_named(slots: Slots, frame: Frame) -> Period | None:
    """ "9/11"."""
    return day_of(date.fromisoformat(frame.calendar.named_days[slots["named"][0]]))


def read_numeric(slots: Slots, frame: Frame) -> Period | None:
    """ "2019-06-03"."""
    del frame
    year, month, day = int(slots["year"][0]), int(slots["month_number"][0]), number_of(slots["day"])
    found = valid_day(year, month, day)
    return day_of(found) if found else None


def read_slashed(slots: Slots, frame: Frame) -> Period | None:
    """Day and month in the order that is possible; where both are, the nearer to publication, with dots day first."""
    first, second = int(slots["first"][0]), int(slots["second"][0])
    year = int(slots["written_year"][0])
    year += 2000 if year < 100 else 0
    readings = [valid_day(year, second, first)]
    if slots["mark"][0] == "/":
        readings.insert(0, valid_day(year, first, second))
    found = [day for day in readings if day]
    today = frame.today
    if not found or (len(set(found)) > 1 and today is None):
        return None
    return day_of(min(found, key=lambda day: abs((day - today).days) if today else 0))


def read_days(slots: Slots, frame: Frame) -> Period | None:
    """ "June 3 to 5"."""
    last = _in_year(int(slots["day"][1].rstrip("stndrh")), slots, frame)
    if last is None:
        return None
    first = valid_day(last.year, last.month, number_of(slots["day"]))
    return (
        Period(start=first, end=last, precision="range")
        if first and first < last
        else day_of(last)
        if first == last
        else None
    )


def read_day(slots: Slots, frame: Frame) -> Period | None:
    """ "3 June", with or without its year."""
    found = _in_year(number_of(slots["day"]), slots, frame)
    return day_of(found) if found else None


def read_day_of_month(slots: Slots, frame: Frame) -> Period | None:
    """ "The 5th of this month"."""
    month = counted_span(frame.calendar.which[slots["which"][0]], "month", frame)
    found = month and valid_day(month.start.year, month.start.month, number_of(slots["day"]))
    return day_of(found) if found else None


def read_weekday(slots: Slots, frame: Frame) -> Period | None:
    """The latest such day, or the next one ahead; "last" and "next" leave out the day of publication itself."""
    calendar = frame.calendar
    wanted = calendar.weekdays[slots["weekday"][0]]
    words = slots.get("which", [])
    which = calendar.which[words[0]] if words else None
    if "shift" in slots:
        which = "before" if slots["shift"][0] == "before" else "after"
    day = reference(which, frame)
    if day is None:
        return None
    if "of_week" in slots:
        week = counted_span(calendar.which[words[-1]], "week", frame)
        found = moved(week.start, wanted) if week else None
    elif which in {"next", "after"} or (frame.ahead and which not in {"last", "before"}):
        found = moved(day, (wanted - day.weekday() - 1) % 7 + 1)
    else:
        back = 1 if which in {"last", "before"} else 0
        found = moved(day, -((day.weekday() - wanted - back) % 7) - back)
    return day_of(found) if found else None


def read_weekend(slots: Slots, frame: Frame) -> Period | None:
    """Saturday and Sunday: the last that began, or the next one ahead."""
    which = frame.calendar.which[slots["which"][0]] if "which" in slots else None
    day = reference(which, frame)
    if day is None:
        return None
    if which in {"last", "before"}:
        return weekend_of(day, -1)
    if which in {"next", "after"}:
        return weekend_of(day, 1)
    begun = day.weekday() >= 5
    return weekend_of(day, 0 if begun or frame.ahead else -1)


def read_relative_day(slots: Slots, frame: Frame) -> Period | None:
    """ "Yesterday"."""
    word = slots["relative_day"][0]
    offset = frame.calendar.relative_days[word]
    day = moved(frame.today, offset) if frame.today else None
    if word in frame.calendar.overnight and day and (eve := moved(day, -1)):
        return Period(start=eve, end=day, precision="range")
    return day_of(day) if day else None


def _in_year(day: int, slots: Slots, frame: Frame) -> date | None:
    """The day in the year named; without one in that of its weekday, or the last begun, or the next one ahead."""
    month = frame.calendar.months[slots["month"][0]]
    year = year_named(slots, frame)
    today = frame.today
    if year is not None or today is None:
        return valid_day(year, month, day) if year is not None else None
    around = [valid_day(today.year + shift, month, day) for shift in range(-4, 5)]
    days = [known for known in around if known and abs(known.year - today.year) <= 1]
    days = days or [known for known in around if known]  # 29 February
    weekday = _weekday_named(slots, frame.calendar)
    days = [known for known in days if weekday in {None, known.weekday()}] or days
    if frame.ahead:
        days = [known for known in days if known >= today] or days
    else:
        # A date that is soon to come is sooner a plan that was not seen as one than an act of a year ago.
        days = [known for known in days if (known - today).days <= _SOON_DAYS] or days
    return min(days, key=lambda known: abs((known - today).days)) if days else None


def _weekday_named(slots: Slots, calendar: Calendar) -> int | None:
    if "any_weekday" not in slots:
        return None
    word = slots["any_weekday"][0]
    known = calendar.weekdays.get(word)
    return calendar.weekday_abbreviations[word] if known is None else known
