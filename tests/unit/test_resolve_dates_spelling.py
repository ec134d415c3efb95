"""Dates in other spellings of a letter: typographic apostrophes, and what a pattern without regard to case takes for one."""

from datetime import date

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.dates import find_dates

CALENDAR = load_lexicon().calendar
PUBLISHED = date(2023, 8, 16)


def found_in(text: str) -> list[tuple[date, date]]:
    return [(known.date.start, known.date.end) for known in find_dates(text, CALENDAR, PUBLISHED)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("on New Year’s Eve", "on New Year's Eve"),
        ("on St. Patrick’s Day", "on St. Patrick's Day"),
        ("since New Year’s", "since New Year's"),
        # Letters that a pattern without regard to case takes for s, k and i.
        ("ſeven weeKs ago", "seven weeks ago"),
        ("FİVE days ago", "five days ago"),
        ("the ſıxties", "the sixties"),
    ],
)
def test_another_spelling_of_a_letter_is_the_same_date(written: str, plain: str) -> None:
    assert found_in(written) == found_in(plain) != []
