"""Times as producers send them: RFC 3339 wanted; RFC 822, ISO without a zone and epochs taken with a warning."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_ISO_8601 = re.compile(
    r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)

# 20261122 and 20261122093000: as an epoch they would be in 1970 and in 2612.
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:\d{6})?", re.ASCII)

# A year is no moment, and as an epoch it would be half past midnight in 1970.
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)

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
        return _read_number(given)
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None


def write_moment(moment: datetime, *, timespec: str = "milliseconds") -> str:
    """*moment* as RFC 3339 in UTC, with a ``Z``."""
    return moment.astimezone(UTC).isoformat(timespec=timespec).replace("+00:00", "Z")


def _read_text(text: str) -> Reading | None:
    if not text or len(text) > _MAX_TEXT:
        return None
    if _RFC_3339.fullmatch(text):
        return Reading(_from_rfc_3339(text.upper()))
    if _ISO_8601.fullmatch(text):
        moment = datetime.fromisoformat(text.upper())
        if moment.tzinfo is None:
            return Reading(moment.replace(tzinfo=UTC), "no time zone, taken as UTC; want RFC 3339")
        return Reading(moment.astimezone(UTC), "ISO 8601; want RFC 3339")
    if text.isdecimal() and text.isascii():
        return _read_number(int(text))
    moment = parsedate_to_datetime(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return Reading(moment, "taken as RFC 822; want RFC 3339")


def _from_rfc_3339(text: str) -> datetime:
    # RFC 3339 has leap seconds, datetime has not: 23:59:60 is the second after 23:59:59.
    if text[17:19] == "60":
        before = datetime.fromisoformat(f"{text[:17]}59{text[19:]}")
        return before.astimezone(UTC) + timedelta(seconds=1)
    return datetime.fromisoformat(text).astimezone(UTC)


def _read_number(number: float) -> Reading | None:
    digits = str(number) if isinstance(number, int) else ""
    if _YEAR.fullmatch(digits):
        return None
    if _COMPACT.fullmatch(digits):
        return _read_compact(digits)
    return Reading(_from_epoch(number), "taken as an epoch; want RFC 3339")


def _read_compact(digits: str) -> Reading:
    moment = datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return Reading(moment, "taken as YYYYMMDD[hhmmss] in UTC; want RFC 3339")


def _from_epoch(number: float) -> datetime:
    seconds = number / 1000 if abs(number) >= _LEAST_MILLISECONDS else number
    return datetime.fromtimestamp(seconds, tz=UTC)
