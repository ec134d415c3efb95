"""The words and forms of dates: each form has its reader, each rule of a feast gives a day."""

from datetime import date
from itertools import pairwise

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.dates import find_dates
from pipeline.stages.resolving.dates_reading import READERS
from pipeline.stages.resolving.dates_spans import easter

CALENDAR = load_lexicon().calendar


def test_each_form_has_a_reader_and_each_reader_a_form() -> None:
    assert {form.reads for form in CALENDAR.forms} == READERS.keys() | {"nothing"}


@pytest.mark.parametrize("name", sorted(CALENDAR.holidays))
def test_each_feast_is_a_day_of_its_year(name: str) -> None:
    written = " ".join(word[:1].upper() + word[1:] for word in name.split())
    (found,) = find_dates(f"It happened on {written} 2022.", CALENDAR, date(2024, 6, 5))

    assert (found.date.start.year, found.date.precision) == (2022, "day")
    assert found.date.text == f"{written} 2022"


@pytest.mark.parametrize(
    "sunday", ["1818-03-22", "1943-04-25", "1954-04-18", "2000-04-23", "2024-03-31", "2049-04-18"]
)
def test_easter_falls_where_the_tables_say(sunday: str) -> None:
    day = date.fromisoformat(sunday)

    assert easter(day.year) == day


def test_dates_do_not_overlap_and_stand_in_order() -> None:
    text = "From May 2 to May 6, 2019, last June, on Tuesday, June 3, and since early 2015."
    found = list(CALENDAR.find(text))

    assert len(found) == 5
    assert all(one.end <= other.start for one, other in pairwise(found))
