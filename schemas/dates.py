"""Times as producers send them: RFC 3339 wanted; RFC 822, ISO without a zone and epochs taken with a warning."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_ISO_8601 = re.compile(
    r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)

# 1e11 seconds are in the year 5138 and 1e11 milliseconds in 1973: larger numbers are milliseconds.
_LEAST_MILLISECONDS = 100_000_000_000
_MAX_TEXT = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """A moment in UTC, and why it was not quite what is wanted."""

    moment: datetime
    warning: str | None = None


def read_moment(given: Any) -> Reading | None:
    """The moment that *given* (text or number) says, or None where it says none."""
    try:
        if isinstance(given, bool) or not isinstance(given, (str, int, float)):
            return None
        if isinstance(given, str):
            return _read_text(given.strip())
        return Reading(_from_epoch(given), "taken as an epoch; want RFC 3339")
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None


def _read_text(text: str) -> Reading | None:
    if not text or len(text) > _MAX_TEXT:
        return None
    if _RFC_3339.fullmatch(text):
        return Reading(datetime.fromisoformat(text.upper()).astimezone(UTC))
    if _ISO_8601.fullmatch(text):
        moment = datetime.fromisoformat(text.upper())
        if moment.tzinfo is None:
            return Reading(moment.replace(tzinfo=UTC), "no time zone, taken as UTC; want RFC 3339")
        return Reading(moment.astimezone(UTC), "ISO 8601; want RFC 3339")
    if text.isdecimal() and text.isascii():
        return Reading(_from_epoch(int(text)), "taken as an epoch; want RFC 3339")
    moment = parsedate_to_datetime(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return Reading(moment, "taken as RFC 822; want RFC 3339")


def _from_epoch(number: float) -> datetime:
    seconds = number / 1000 if abs(number) >= _LEAST_MILLISECONDS else number
    return datetime.fromtimestamp(seconds, tz=UTC)
