"""Readers of what is counted: "two weeks ago", "three days later", "the past month", "last year"."""

from datetime import date

from pipeline.lexicon.calendar import Calendar, CountedUnit
from pipeline.stages.resolving.dates_frame import Frame, Slots, counted_span
from pipeline.stages.resolving.dates_spans import Period, day_of, moved, span_of


def read_span(slots: Slots, frame: Frame) -> Period | None:
    """ "Last year", "the following week", "the end of the month"."""
    word = (slots.get("which") or slots.get("which_span") or ["this"])[0]
    which = frame.calendar.which.get(word) or frame.calendar.which_span.get(word, "this")
    found = counted_span(which, slots["span"][0], frame)
    if which in {"before", "after", "same"} and frame.anchor and found:
        # "That week" of a whole year names none.
        longer = (frame.anchor.end - frame.anchor.start).days > (found.end - found.start).days
        return None if longer else found
    return found


def read_span_over(slots: Slots, frame: Frame) -> Period | None:
    """ "The week before last"."""
    offset = -2 if slots["over"][0].startswith("before") else 2
    if frame.today is None:
        return None
    return span_of(frame.today, frame.calendar.spans[slots["span"][0]], offset)


def read_reference_day(slots: Slots, frame: Frame) -> Period | None:
    """ "The next day", seen from the day named before; "the day before" of no day is that before publication."""
    offset = frame.calendar.reference_days[slots["reference_day"][0]]
    if frame.anchor and frame.anchor.precision == "day":
        day = moved(frame.anchor.start, offset)
    else:
        day = moved(frame.today, offset) if frame.today and offset < 0 else None
    return day_of(day) if day else None


def read_hours(slots: Slots, frame: Frame) -> Period | None:
    """ "Hours later": still the day named before."""
    del slots
    return frame.anchor if frame.anchor and frame.anchor.precision == "day" else None


def read_ago(slots: Slots, frame: Frame) -> Period | None:
    """So many units before publication; vague counts give all that they can mean."""
    return _counted(slots, frame.today, -1, frame.calendar)


def read_shift(slots: Slots, frame: Frame) -> Period | None:
    """So many units from the date named before; "three days earlier" of no date is before publication."""
    sign = frame.calendar.shifts[slots["shift"][0]]
    anchor = frame.anchor
    if anchor is None:
        return read_ago(slots, frame) if sign < 0 else None
    unit = frame.calendar.units[slots["units"][0]].unit
    coarse = (anchor.end - anchor.start).days
    if coarse > {"hour": 0, "day": 0, "week": 6, "month": 30, "quarter": 91}.get(unit, 366):
        return None
    return _counted(slots, anchor.start, sign, frame.calendar)


def read_rolling(slots: Slots, frame: Frame) -> Period | None:
    """ "The past three weeks" end with the day of publication, "the next three weeks" begin with it."""
    which = frame.calendar.which[slots["which"][0]]
    today = frame.today
    if today is None:
        return None
    sign = 1 if which in {"next", "after"} else -1
    least_most = _count(slots, frame.calendar)
    unit = frame.calendar.units[slots["units"][0]]
    other = _day_away(today, least_most[1] * unit.times * sign, unit.unit)
    if other is None:
        return None
    return Period(start=min(today, other), end=max(today, other), precision="range")


def read_in_time(slots: Slots, frame: Frame) -> Period | None:
    """ "In two weeks", of an act ahead: of another it is how long it took."""
    if not frame.ahead and "time" not in slots:
        return None
    return _counted(slots, frame.today, 1, frame.calendar)


def _counted(slots: Slots, day: date | None, sign: int, calendar: Calendar) -> Period | None:
    if day is None:
        return None
    unit = calendar.units[slots["units"][0]]
    least, most = (number * unit.times * sign for number in _count(slots, calendar))
    near, far = _unit_away(day, least, unit.unit), _unit_away(day, most, unit.unit)
    if near is None or far is None:
        return None
    if least == most:
        return near
    return Period(start=min(near.start, far.start), end=max(near.end, far.end), precision="range")


def _count(slots: Slots, calendar: Calendar) -> tuple[int, int]:
    """At least and at most so many."""
    word = slots["count"][0] if "count" in slots else "one"
    if word in calendar.vague_counts:
        return calendar.vague_counts[word]
    number = int(word) if word.isdigit() else calendar.counts.get(word)
    if number is None:
        number = sum(calendar.counts[part] for part in word.replace("-", " ").split())
    return number, number


def _unit_away(day: date, count: int, unit: CountedUnit) -> Period | None:
    """The day, week, month or year that lies so many units away."""
    if unit in {"hour", "day"}:
        away = moved(day, int(count / 24) if unit == "hour" else count)
        return day_of(away) if away else None
    return span_of(day, unit, count)  # type: ignore[arg-type]  # hour and day were taken above


def _day_away(day: date, count: int, unit: CountedUnit) -> date | None:
    """The same day so many units away."""
    if unit in {"hour", "day", "week"}:
        return moved(
            day, int(count / 24) if unit == "hour" else count * (7 if unit == "week" else 1)
        )
    away = span_of(
        day, unit if unit == "year" else "month", count * (3 if unit == "quarter" else 1)
    )
    if away is None:
        return None
    month = away.start.month if unit != "year" else day.month
    last = span_of(away.start.replace(month=month), "month")
    return last.start.replace(day=min(day.day, last.end.day)) if last else None
