"""Times as producers send them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dates import read_moment

_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_MOMENTS = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=_ZONES)  # noqa: DTZ001 (the strategy wants naive bounds)


@given(_MOMENTS)
def test_rfc_3339_is_read_exactly_and_without_a_warning(moment: datetime) -> None:
    for text in (moment.isoformat(), moment.isoformat(" "), moment.isoformat().lower()):
        reading = read_moment(text)

        assert reading is not None
        assert reading.moment == moment
        assert reading.moment.tzinfo is UTC
        assert reading.warning is None


@given(_MOMENTS)
def test_rfc_822_is_read_to_the_second_with_a_warning(moment: datetime) -> None:
    reading = read_moment(format_datetime(moment))

    assert reading is not None
    assert reading.moment == moment.replace(microsecond=0)
    assert reading.warning == "taken as RFC 822; want RFC 3339"


@pytest.mark.parametrize(
    "given_time",
    [
        "2026-11-22T12:00:00Z",
        "2026-11-22T12:00:00.000z",
        "2026-11-22t14:00:00+02:00",
        " 2026-11-22 12:00:00Z\n",
        "2026-11-22T12:00",
        "2026-11-22 12:00:00",
        "2026-11-22T14:00:00+0200",
        "Sun, 22 Nov 2026 12:00:00 GMT",
        "22 Nov 2026 07:00:00 EST",
        "Sun, 22 Nov 2026 12:00:00 -0000",
        "20261122120000",
        20261122120000,
        "1795348800",
        1795348800,
        1795348800.0,
        1795348800000,
    ],
)
def test_the_many_ways_to_write_one_moment_are_read_alike(given_time: Any) -> None:
    reading = read_moment(given_time)

    assert reading is not None
    assert reading.moment == _NOON


@pytest.mark.parametrize(
    ("given_time", "warning"),
    [
        ("2026-11-22", "no time zone"),
        ("2026-11-22T12:00:00", "no time zone"),
        ("2026-11-22T14:00:00+0200", "ISO 8601"),
        ("20261122", "YYYYMMDD"),
        ("Sun, 22 Nov 2026 12:00:00", "RFC 822"),
        (1795348800, "epoch"),
        ("0", "epoch"),
    ],
)
def test_what_is_not_rfc_3339_is_taken_with_a_warning(given_time: Any, warning: str) -> None:
    reading = read_moment(given_time)

    assert reading is not None
    assert warning in (reading.warning or "")


def test_a_date_is_the_start_of_its_day_in_utc() -> None:
    for written in ("2026-11-22", "20261122", 20261122):
        reading = read_moment(written)

        assert reading is not None
        assert reading.moment == datetime(2026, 11, 22, tzinfo=UTC)


def test_a_leap_second_is_the_second_after_the_one_before() -> None:
    reading = read_moment("2016-12-31T23:59:60Z")

    assert reading is not None
    assert reading.moment == datetime(2017, 1, 1, tzinfo=UTC)


def test_a_number_is_milliseconds_from_1e11_on() -> None:
    seconds, milliseconds = read_moment(99_999_999_999), read_moment(100_000_000_000)

    assert seconds is not None
    assert milliseconds is not None
    assert (seconds.moment.year, milliseconds.moment.year) == (5138, 1973)


@pytest.mark.parametrize(
    "nonsense",
    [
        "", " ", "yesterday", "2026", 2026, "2026-13-01", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T10:00:61Z", "2026-11-22T10:00:00+25:00", "2026-W47-1",
        "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:60Z",
        "20261322", "20260230", "20261122250000", "Mon, 99 Foo 2026", "Sun, 22 Nov 2026 10:00:00 +9999",
        "\uff12\uff10\uff12\uff16-11-22", "9" * 20, "9" * 64, "1" * 65, "x" * 1_000_000,
        True, False, None, [], {}, [1795348800], b"2026-11-22", 1e300, -1e300, 10**400,
        float("nan"), float("inf"),
    ],
)  # fmt: skip
def test_nonsense_is_no_moment(nonsense: Any) -> None:
    assert read_moment(nonsense) is None


@given(
    st.text(max_size=70) | st.integers() | st.floats() | st.text("0123456789-:TZ+. ", max_size=30)
)
def test_any_text_or_number_is_a_moment_in_utc_or_none(given_time: Any) -> None:
    reading = read_moment(given_time)

    assert reading is None or reading.moment.utcoffset() == timedelta(0)
