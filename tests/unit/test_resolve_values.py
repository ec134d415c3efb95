"""Dates and numbers as words of a text, read by themselves."""

from datetime import date

import pytest

from pipeline.stages.resolving.dates import find_dates
from pipeline.stages.resolving.magnitudes import find_magnitudes
from schemas.event import MagnitudeKind
from support.resolving import LEXICON, PUBLISHED


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on Tuesday", "2021-07-13", "2021-07-13", "day"),
        ("on Thursday", "2021-07-15", "2021-07-15", "day"),
        ("on Friday", "2021-07-09", "2021-07-09", "day"),
        ("yesterday", "2021-07-14", "2021-07-14", "day"),
        ("on June 10", "2021-06-10", "2021-06-10", "day"),
        ("on 10 June 2019", "2019-06-10", "2019-06-10", "day"),
        ("on December 30", "2020-12-30", "2020-12-30", "day"),
        ("on Dec. 3, 2020", "2020-12-03", "2020-12-03", "day"),
        ("last month", "2021-06-01", "2021-06-30", "month"),
        ("last week", "2021-07-05", "2021-07-11", "week"),
        ("in March", "2021-03-01", "2021-03-31", "month"),
        ("in October", "2020-10-01", "2020-10-31", "month"),
        ("in March 2015", "2015-03-01", "2015-03-31", "month"),
        ("in 2015", "2015-01-01", "2015-12-31", "year"),
        ("since 2015", "2015-01-01", "2021-07-15", "range"),
        ("two years ago", "2019-01-01", "2019-12-31", "year"),
        ("three days ago", "2021-07-12", "2021-07-12", "day"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(
    words: str, start: str, end: str, precision: str
) -> None:
    (found,) = find_dates(f"Chad attacked Mali {words}.", LEXICON.calendar, PUBLISHED.date())

    assert (found.date.start, found.date.end) == (
        date.fromisoformat(start),
        date.fromisoformat(end),
    )
    assert (found.date.precision, found.date.source) == (precision, "text")


def test_a_weekday_of_an_event_ahead_is_the_next_one() -> None:
    (found,) = find_dates(
        "It will meet on Tuesday.", LEXICON.calendar, PUBLISHED.date(), ahead=True
    )

    assert found.date.start == date(2021, 7, 20)


@pytest.mark.parametrize("words", ["on February 30", "in 2015-16", "Flight 1999", "in 20155"])
def test_what_is_no_date_is_not_read_as_one(words: str) -> None:
    assert find_dates(f"Chad attacked {words}.", LEXICON.calendar, PUBLISHED.date()) == ()


def test_without_a_day_of_publication_only_full_dates_are_resolved() -> None:
    found = find_dates(
        "On Tuesday, on June 10, on June 10, 2020 and in 2015.", LEXICON.calendar, None
    )

    assert [expression.date.start for expression in found] == [date(2020, 6, 10), date(2015, 1, 1)]


@pytest.mark.parametrize(
    ("sentence", "kind", "value", "unit"),
    [
        ("The raid killed 14 soldiers.", "killed", 14, "people"),
        ("At least 20 people were killed.", "killed", 20, "people"),
        ("Twenty-three miners died.", "killed", 23, "people"),
        ("It left three dead.", "killed", 3, "people"),
        ("The blast wounded 1,200 people.", "injured", 1200, "people"),
        ("Floods displaced 1.5 million people.", "displaced", 1_500_000, "people"),
        ("Some 5,000 workers marched.", "size", 5000, "people"),
        ("It sent $1.5 billion.", "amount", 1.5e9, "USD"),
        ("It sent 2.3 million euros.", "amount", 2.3e6, "EUR"),
        ("It sent £300m in aid.", "amount", 3e8, "GBP"),
    ],
)
def test_a_number_is_read_with_its_kind_and_unit(
    sentence: str, kind: MagnitudeKind, value: float, unit: str
) -> None:
    (found,) = find_magnitudes(sentence, LEXICON.magnitudes, (kind,))

    assert (found.kind, found.value, found.unit) == (kind, value, unit)
    assert found.text in sentence


@pytest.mark.parametrize("sentence", ["Dozens were killed.", "Hundreds died.", "It killed time."])
def test_a_word_that_names_no_number_gives_none(sentence: str) -> None:
    assert find_magnitudes(sentence, LEXICON.magnitudes, ("killed",)) == ()
