"""When it happened: date expressions of a text, resolved against the day of publication and each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.lexicon.calendar import Calendar, FoundForm
from pipeline.stages.resolving.dates_frame import Frame
from pipeline.stages.resolving.dates_reading import read_form
from pipeline.stages.resolving.dates_spans import Period
from schemas.event import EventDate

# So far back a date still is the one that "the next day" means.
_ANCHOR_CHARS = 600
# So far before a date stands what belongs to it ("in the early part of", "since").
_LEAD_CHARS = 32
# Between "the day after" and the date it is counted from.
_AFTER_CHARS = 40
# Forms that mean a time of day more than a day: the date after them says which.
_TIME_OF_DAY = frozenset({"relative_day", "reference_day", "hours"})
_WHEN = re.compile(r",?\swhen\s")
_RELATIVE = frozenset({"reference_day", "hours", "shift"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DateExpression:
    """A date that stands in a text; offsets are those of the text it was found in."""

    start: int
    end: int
    date: EventDate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A form with what it means."""

    form: FoundForm
    start: int
    end: int
    period: Period
    told_year: bool


def find_dates(
    text: str, calendar: Calendar, published_on: date | None, *, ahead: bool = False
) -> tuple[DateExpression, ...]:
    """The date expressions of *text* that can be resolved, in order.

    A weekday is the last such day on or before *published_on*, or, for an event told to lie *ahead*, the first on or
    after it; a day and month without a year is the last such
    date that has begun, or the next one. "Early" and "late" do not narrow a span. "The next day" is seen from the date named
    before. Without *published_on* only full dates and years are resolved.
    """
    return resolve_forms(text, tuple(calendar.find(text)), calendar, published_on, ahead=ahead)


def resolve_forms(
    text: str,
    forms: Sequence[FoundForm],
    calendar: Calendar,
    published_on: date | None,
    *,
    ahead: bool,
) -> tuple[DateExpression, ...]:
    """The *forms* found in *text*, as ``find_dates`` resolves them."""
    frame = Frame(calendar=calendar, today=published_on, ahead=ahead)
    read: list[_Read] = []
    i = 0
    while i < len(forms):
        span = _joined(text, forms, i, frame)
        if span is not None:
            read.append(span)
            i += 2
            continue
        found = _read(text, forms, i, _anchored(frame, read, forms[i]))
        if found is not None:
            read.append(found)
        i += 1
    return tuple(_expression(text, found, frame) for found in read)


def day_of_publication(published_on: date) -> EventDate:
    """The date of an event whose sentence gives none."""
    return EventDate(
        start=published_on, end=published_on, precision="day", text=None, source="published_at"
    )


def _anchored(frame: Frame, read: Sequence[_Read], form: FoundForm) -> Frame:
    if not read or form.start - read[-1].end > _ANCHOR_CHARS:
        return frame
    return replace(frame, anchor=read[-1].period)


def _read(text: str, forms: Sequence[FoundForm], i: int, frame: Frame) -> _Read | None:
    """The i-th form with the part of it that is meant; none where another date says more."""
    form = forms[i]
    following = forms[i + 1] if i + 1 < len(forms) else None
    if form.reads in _RELATIVE and text[form.start : form.end].endswith((" after", " before")):
        rest = text[form.end : form.end + 2]
        if rest[:1] == " " and rest[1:].isalnum():
            return _from_what_follows(text, form, following, frame)
    if following and form.reads in _TIME_OF_DAY and _says_which(text, form, following):
        return None
    period = read_form(form, frame)
    if period is None:
        return None
    start = _start(text, form, frame)
    return _Read(
        form=form, start=start, end=form.end, period=period, told_year="year" in form.slots
    )


def _says_which(text: str, form: FoundForm, following: FoundForm) -> bool:
    """ "Overnight on Monday", "tonight, June 3"."""
    between = text[form.end : following.start]
    return following.reads in {"weekday", "day"} and between.strip(" ,") in {"", "on", "of", "into"}


def _from_what_follows(
    text: str, form: FoundForm, following: FoundForm | None, frame: Frame
) -> _Read | None:
    """ "The day after Monday's vote": counted from the date that follows, and else from nothing known."""
    if following is None or following.start - form.end > _AFTER_CHARS:
        return None
    between = text[form.end : following.start]
    from_day = read_form(following, replace(frame, anchor=None))
    if from_day is None or any(mark in between for mark in ",;:.()"):
        return None
    period = read_form(form, replace(frame, anchor=from_day))
    if period is None:
        return None
    return _Read(form=form, start=form.start, end=following.end, period=period, told_year=False)


def _start(text: str, form: FoundForm, frame: Frame) -> int:
    """Where the words begin that belong to it: "late" narrows no span, but is part of what the text says."""
    before = text[max(0, form.start - _LEAD_CHARS) : form.start]
    part = frame.calendar.part_before.search(before)
    return form.start - len(part[0]) if part else form.start


def _joined(text: str, forms: Sequence[FoundForm], i: int, frame: Frame) -> _Read | None:
    """Two forms that are the ends of one span: "from May 2 to May 6", "between March and May 2019"."""
    if i + 1 == len(forms):
        return None
    first, last = forms[i], forms[i + 1]
    before = text[max(0, first.start - _LEAD_CHARS) : first.start].lower().split()
    lead = before[-1] if before else ""
    # "in" and "the" can be the lead of a month or a year ("from the 1990s to the 2010s").
    if lead == "the" and len(before) > 1:
        lead = before[-2]
    if text[first.start - 1 : first.start] and "lead" in first.slots:
        lead = first.slots["lead"][0].split()[0]
    joint = text[first.end : last.start].strip().lower().removesuffix(" the")
    if first.reads == last.reads == "weekday" and joint in {"and", "or"} and lead != "between":
        return _neighbours(first, last, frame)
    if len(joint) > _LEAD_CHARS or joint not in frame.calendar.choice.joints:
        return None
    if lead not in {"between", "from"} and joint not in {"through", "-", "–"}:
        return None
    if joint == "and" and lead != "between":
        return None
    return _ends(first, last, frame)


def _neighbours(first: FoundForm, last: FoundForm, frame: Frame) -> _Read | None:
    """ "On Monday and Tuesday": both days, where one follows the other."""
    span = _ends(first, last, frame)
    if span is None or (span.period.end - span.period.start).days != 1:
        return None
    return span


def _ends(first: FoundForm, last: FoundForm, frame: Frame) -> _Read | None:
    """The end that tells no year lies nearest the one that does; without any the last is read first."""
    told = ["year" in form.slots or form.reads == "numeric" for form in (first, last)]
    if told[0] and not told[1]:
        begun = read_form(first, frame)
        after = replace(frame, today=begun.start, ahead=True) if begun else frame
        ended = read_form(last, after)
    else:
        ended = read_form(last, frame)
        before = replace(frame, today=ended.end, ahead=False) if ended else frame
        begun = read_form(first, frame if told[0] else before)
        if begun and ended and begun.start > ended.end and not told[0]:
            begun = None
    if begun is None or ended is None or begun.start > ended.end:
        return None
    return _Read(
        form=first,
        start=first.start,
        end=last.end,
        period=Period(start=begun.start, end=ended.end, precision="range"),
        told_year=any(told),
    )


def _expression(text: str, read: _Read, frame: Frame) -> DateExpression:
    """As an event's date; "since" makes it a span up to the day of publication."""
    period = read.period
    before = text[max(0, read.start - _LEAD_CHARS) : read.start].lower().split()
    leads = [*read.form.slots.get("lead", [])[:1], *before[-2:]]
    since = "since" in leads[-1:] or leads[-2:] == ["since", "the"] or "since" in leads[:1]
    # "Since 2015, when they fled": the clause tells what happened in 2015.
    told = _WHEN.match(text, read.end)
    if since and not told and frame.today and period.start <= frame.today:
        period = Period(start=period.start, end=frame.today, precision="range")
    return DateExpression(
        start=read.start,
        end=read.end,
        date=EventDate(
            start=period.start,
            end=period.end,
            precision=period.precision,
            text=text[read.start : read.end],
            source="text",
        ),
    )
