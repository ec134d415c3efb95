"""What is asked of the events, checked."""

from datetime import UTC, datetime, timedelta

import pytest

from agents.errors import UsageError
from agents.ops.event_query import load_country_names, read_country, read_event_type, read_since

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TYPES = {"THREATEN": "plover", "PROTEST": "plover", "REPORT_RESULTS": "civil"}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T09:00:00Z", NOW),
        ("2026-11-22T10:00:00+01:00", NOW),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("15m", NOW - timedelta(minutes=15)),
        ("2h", NOW - timedelta(hours=2)),
        ("7d", NOW - timedelta(days=7)),
    ],
)
def test_since_takes_times_dates_and_a_while_ago(text: str, moment: datetime) -> None:
    assert read_since(text, now=NOW) == moment


@pytest.mark.parametrize("text", ["yesterday", "", "7 days", "2026-13-01", "999999w"])
def test_what_is_no_time_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match="7d"):
        read_since(text, now=NOW)


@pytest.mark.parametrize(
    ("text", "name"), [("threaten", "THREATEN"), ("report-results", "REPORT_RESULTS")]
)
def test_a_type_is_taken_in_whatever_case(text: str, name: str) -> None:
    assert read_event_type(text, known=TYPES) == name


def test_an_unknown_type_is_refused_with_the_nearest_and_with_all() -> None:
    with pytest.raises(UsageError, match=r"did you mean THREATEN.*PROTEST, REPORT_RESULTS"):
        read_event_type("THREATN", known=TYPES)


@pytest.mark.parametrize(("text", "code"), [("tur", "TUR"), ("UNO", "UNO")])
def test_a_country_is_taken_in_whatever_case(text: str, code: str) -> None:
    assert read_country(text, names=load_country_names()) == code


@pytest.mark.parametrize(
    ("text", "hint"), [("Turkey", r"TUR \(Turkey\)"), ("Turky", "TUR"), ("GER", "DEU")]
)
def test_the_name_of_a_country_is_refused_with_its_code(text: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean .*{hint}"):
        read_country(text, names=load_country_names())
