"""Dates as English writes them, resolved against a day of publication and against each other."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import load_lexicon
from pipeline.stages.resolving.dates import find_dates

CALENDAR = load_lexicon().calendar
# A Wednesday.
PUBLISHED = date(2023, 8, 16)
DAYS = st.dates(min_value=date(1600, 1, 1), max_value=date(2090, 12, 31))


def found_in(text: str, *, ahead: bool = False) -> list[tuple[str, str, str]]:
    return [
        (str(found.date.start), str(found.date.end), found.date.precision)
        for found in find_dates(text, CALENDAR, PUBLISHED, ahead=ahead)
    ]


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("on Wednesday", "2023-08-16"),
        ("on Thursday", "2023-08-10"),
        ("late on Monday night", "2023-08-14"),
        ("last Monday", "2023-08-14"),
        ("last Wednesday", "2023-08-09"),
        ("this past Sunday", "2023-08-13"),
        ("on Tuesday last week", "2023-08-08"),
        ("on Friday of last week", "2023-08-11"),
        ("yesterday", "2023-08-15"),
        ("yesterday evening", "2023-08-15"),
        ("the day before yesterday", "2023-08-14"),
        ("last night", "2023-08-15"),
        ("overnight on Sunday", "2023-08-13"),
        ("this morning", "2023-08-16"),
        ("the previous day", "2023-08-15"),
        ("a day earlier", "2023-08-15"),
        ("three days earlier", "2023-08-13"),
        ("five days ago", "2023-08-11"),
        ("twenty-one days ago", "2023-07-26"),
        ("a couple of days ago", "2023-08-14"),
        ("six hours ago", "2023-08-16"),
        ("48 hours ago", "2023-08-14"),
        ("on June 3", "2023-06-03"),
        ("on 12 December", "2022-12-12"),
        ("on 3 June", "2023-06-03"),
        ("on Saturday, 3 June", "2023-06-03"),
        ("on Sat., June 3, 2023", "2023-06-03"),
        ("on Friday 3 June", "2022-06-03"),
        ("on June 3rd, 2019", "2019-06-03"),
        ("on 3 June last year", "2022-06-03"),
        ("on Nov. 24 of last year", "2022-11-24"),
        ("on 2019-06-03", "2019-06-03"),
        ("on 2019/06/03", "2019-06-03"),
        ("on 23/06/2019", "2019-06-23"),
        ("on 06/23/2019", "2019-06-23"),
        ("on 3.6.2019", "2019-06-03"),
        ("on New Year's Day", "2023-01-01"),
        ("on Christmas Eve", "2022-12-24"),
        ("on Easter Monday", "2023-04-10"),
        ("on Good Friday 2021", "2021-04-02"),
        ("last Thanksgiving", "2022-11-24"),
        ("on Labor Day", "2022-09-05"),
        ("after the 9/11 attacks", "2001-09-11"),
    ],
)
def test_a_day_is_resolved(words: str, start: str) -> None:
    assert found_in(f"Rebels attacked the town {words}.") == [(start, start, "day")]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("overnight", "2023-08-15", "2023-08-16", "range"),
        ("this week", "2023-08-14", "2023-08-20", "week"),
        ("last week", "2023-08-07", "2023-08-13", "week"),
        ("the week before last", "2023-07-31", "2023-08-06", "week"),
        ("a week ago", "2023-08-07", "2023-08-13", "week"),
        ("a fortnight ago", "2023-07-31", "2023-08-06", "week"),
        ("two weeks earlier", "2023-07-31", "2023-08-06", "week"),
        ("three months ago", "2023-05-01", "2023-05-31", "month"),
        ("18 months ago", "2022-02-01", "2022-02-28", "month"),
        ("last month", "2023-07-01", "2023-07-31", "month"),
        ("last June", "2023-06-01", "2023-06-30", "month"),
        ("last August", "2022-08-01", "2022-08-31", "month"),
        ("in August", "2023-08-01", "2023-08-31", "month"),
        ("in September", "2022-09-01", "2022-09-30", "month"),
        ("this March", "2023-03-01", "2023-03-31", "month"),
        ("in March last year", "2022-03-01", "2022-03-31", "month"),
        ("in March of last year", "2022-03-01", "2022-03-31", "month"),
        ("in March 2015", "2015-03-01", "2015-03-31", "month"),
        ("in Sept. 2015", "2015-09-01", "2015-09-30", "month"),
        ("in early March", "2023-03-01", "2023-03-31", "month"),
        ("in mid-March", "2023-03-01", "2023-03-31", "month"),
        ("in late March 2015", "2015-03-01", "2015-03-31", "month"),
        ("at the end of March", "2023-03-01", "2023-03-31", "month"),
        ("earlier this month", "2023-08-01", "2023-08-31", "month"),
        ("earlier this year", "2023-01-01", "2023-12-31", "year"),
        ("earlier in the week", "2023-08-14", "2023-08-20", "week"),
        ("late last year", "2022-01-01", "2022-12-31", "year"),
        ("early this year", "2023-01-01", "2023-12-31", "year"),
        ("in the first quarter", "2023-01-01", "2023-03-31", "quarter"),
        ("in the fourth quarter", "2022-10-01", "2022-12-31", "quarter"),
        ("in the third quarter of 2019", "2019-07-01", "2019-09-30", "quarter"),
        ("in the second quarter of last year", "2022-04-01", "2022-06-30", "quarter"),
        ("last quarter", "2023-04-01", "2023-06-30", "quarter"),
        ("in the first half of 2019", "2019-01-01", "2019-06-30", "range"),
        ("last year", "2022-01-01", "2022-12-31", "year"),
        ("the year before last", "2021-01-01", "2021-12-31", "year"),
        ("ten years ago", "2013-01-01", "2013-12-31", "year"),
        ("a decade ago", "2013-01-01", "2013-12-31", "year"),
        ("in 2015", "2015-01-01", "2015-12-31", "year"),
        ("in the war of 2008", "2008-01-01", "2008-12-31", "year"),
        ("during the 2008 war", "2008-01-01", "2008-12-31", "year"),
        ("in late 2019", "2019-01-01", "2019-12-31", "year"),
        ("in mid-2019", "2019-01-01", "2019-12-31", "year"),
        ("since 2015", "2015-01-01", "2023-08-16", "range"),
        ("since Monday", "2023-08-14", "2023-08-16", "range"),
        ("since last week", "2023-08-07", "2023-08-16", "range"),
        ("since early 2022", "2022-01-01", "2023-08-16", "range"),
        ("since March", "2023-03-01", "2023-08-16", "range"),
        ("since the 1990s", "1990-01-01", "2023-08-16", "range"),
        ("in the 1990s", "1990-01-01", "1999-12-31", "range"),
        ("in the nineties", "1990-01-01", "1999-12-31", "range"),
        ("in the '80s", "1980-01-01", "1989-12-31", "range"),
        ("in the early 1990s", "1990-01-01", "1999-12-31", "range"),
        ("in the late 1990s", "1990-01-01", "1999-12-31", "range"),
        ("last decade", "2010-01-01", "2019-12-31", "range"),
        ("last summer", "2022-06-01", "2022-08-31", "range"),
        ("this summer", "2023-06-01", "2023-08-31", "range"),
        ("last winter", "2022-12-01", "2023-02-28", "range"),
        ("in the summer of 2019", "2019-06-01", "2019-08-31", "range"),
        ("in the spring", "2023-03-01", "2023-05-31", "range"),
        ("in winter 2019", "2019-12-01", "2020-02-29", "range"),
        ("last fall", "2022-09-01", "2022-11-30", "range"),
        ("at the weekend", "2023-08-12", "2023-08-13", "range"),
        ("over the weekend", "2023-08-12", "2023-08-13", "range"),
        ("last weekend", "2023-08-12", "2023-08-13", "range"),
        ("in the past week", "2023-08-09", "2023-08-16", "range"),
        ("over the past three months", "2023-05-16", "2023-08-16", "range"),
        ("over the last two years", "2021-08-16", "2023-08-16", "range"),
        ("a few days ago", "2023-08-11", "2023-08-14", "range"),
        ("several years ago", "2014-01-01", "2020-12-31", "range"),
        ("between 3 and 5 June", "2023-06-03", "2023-06-05", "range"),
        ("from May 2 to May 6", "2023-05-02", "2023-05-06", "range"),
        ("from May 30 to June 6, 2019", "2019-05-30", "2019-06-06", "range"),
        ("from 30 December 2019 to 6 January", "2019-12-30", "2020-01-06", "range"),
        ("on June 3-5, 2019", "2019-06-03", "2019-06-05", "range"),
        ("on 3 and 4 June", "2023-06-03", "2023-06-04", "range"),
        ("between March and May 2019", "2019-03-01", "2019-05-31", "range"),
        ("between March and May", "2023-03-01", "2023-05-31", "range"),
        ("from November to February", "2022-11-01", "2023-02-28", "range"),
        ("between Friday and Sunday", "2023-08-11", "2023-08-13", "range"),
        ("from Sunday to Tuesday", "2023-08-13", "2023-08-15", "range"),
        ("from 2003 to 2011", "2003-01-01", "2011-12-31", "range"),
        ("between 2003 and 2011", "2003-01-01", "2011-12-31", "range"),
        ("in 2003–2011", "2003-01-01", "2011-12-31", "range"),
    ],
)
def test_a_span_is_resolved(words: str, start: str, end: str, precision: str) -> None:
    assert found_in(f"Rebels attacked the town {words}.") == [(start, end, precision)]


@pytest.mark.parametrize(
    ("words", "start", "end", "precision"),
    [
        ("on Wednesday", "2023-08-23", "2023-08-23", "day"),
        ("on Monday", "2023-08-21", "2023-08-21", "day"),
        ("next Wednesday", "2023-08-23", "2023-08-23", "day"),
        ("this coming Friday", "2023-08-18", "2023-08-18", "day"),
        ("on Tuesday next week", "2023-08-22", "2023-08-22", "day"),
        ("tomorrow", "2023-08-17", "2023-08-17", "day"),
        ("next week", "2023-08-21", "2023-08-27", "week"),
        ("early next month", "2023-09-01", "2023-09-30", "month"),
        ("later this year", "2023-01-01", "2023-12-31", "year"),
        ("in March", "2024-03-01", "2024-03-31", "month"),
        ("next June", "2024-06-01", "2024-06-30", "month"),
        ("on 3 February", "2024-02-03", "2024-02-03", "day"),
        ("in two weeks", "2023-08-28", "2023-09-03", "week"),
        ("in three days' time", "2023-08-19", "2023-08-19", "day"),
        ("at the weekend", "2023-08-19", "2023-08-20", "range"),
        ("next weekend", "2023-08-26", "2023-08-27", "range"),
        ("on Christmas Day", "2023-12-25", "2023-12-25", "day"),
        ("in the fourth quarter", "2023-10-01", "2023-12-31", "quarter"),
        ("in the next two weeks", "2023-08-16", "2023-08-30", "range"),
    ],
)
def test_of_an_act_ahead_the_next_one_is_meant(
    words: str, start: str, end: str, precision: str
) -> None:
    assert found_in(f"They will meet {words}.", ahead=True) == [(start, end, precision)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("They met on 3 May 2019. He resigned the next day.", ("2019-05-04", "day")),
        ("They met on 3 May 2019. He resigned the same day.", ("2019-05-03", "day")),
        ("They met on 3 May 2019. He had resigned the day before.", ("2019-05-02", "day")),
        ("They met on 3 May 2019 and fought two days later.", ("2019-05-05", "day")),
        ("They met on 3 May 2019 and fought three weeks later.", ("2019-05-20", "week")),
        ("They met on 3 May 2019 and fought the following month.", ("2019-06-01", "month")),
        ("They met in 2015. A year later they fought.", ("2016-01-01", "year")),
        ("They met in 2015 and fought the following year.", ("2016-01-01", "year")),
        ("They met on 3 May 2019. Hours later he resigned.", ("2019-05-03", "day")),
        ("They met on 3 May 2019. The previous Monday he resigned.", ("2019-04-29", "day")),
        ("He resigned the day after Monday's vote.", ("2023-08-14", "day")),
    ],
)
def test_a_date_can_be_seen_from_the_one_named_before(text: str, last: tuple[str, str]) -> None:
    start, _, precision = found_in(text)[-1]

    assert (start, precision) == last


def test_the_day_after_a_dated_thing_is_counted_from_its_date() -> None:
    assert found_in("He resigned the day after Monday's vote.")[0][0] == "2023-08-15"
    assert found_in("He resigned the day after the vote.") == []
    assert found_in("In 2015 he left. Two days later they met.")[1:] == []


@pytest.mark.parametrize(
    "words",
    [
        "on 30 February", "in 2015-16", "Flight 1999", "in 20155", "every Monday",
        "under the Good Friday Agreement", "12 may die", "in the fall of the town", "by 2,015 men",
        "in his nineties", "for three weeks", "in two weeks", "said that week", "of 1.5 miles",
        "a march of miners", "at 10/20 odds", "the third quarter-final",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_none(words: str) -> None:
    assert found_in(f"They marched {words} again.") in ([], [("2023-08-14", "2023-08-20", "week")])


@given(day=DAYS, form=st.sampled_from(["%B {d}, %Y", "{d} %B %Y", "%Y-%m-%d", "%A, %B {d}, %Y"]))
def test_a_date_written_in_full_comes_back(day: date, form: str) -> None:
    written = day.strftime(form.replace("{d}", str(day.day)))
    (found,) = find_dates(f"It happened on {written}.", CALENDAR, None)

    assert (found.date.start, found.date.end, found.date.precision) == (day, day, "day")
    assert found.date.text == written


@given(day=DAYS)
def test_a_day_with_its_year_is_read_the_same_whenever_the_article_was_published(day: date) -> None:
    written = f"{day.day} {day:%B} {day.year}"
    against = {
        find_dates(written, CALENDAR, published, ahead=ahead)[0].date.start
        for published in (None, PUBLISHED, date(1, 1, 1), date(9999, 12, 31))
        for ahead in (False, True)
    }

    assert against == {day}


@given(published=DAYS, back=st.integers(min_value=0, max_value=400))
def test_days_ago_and_days_earlier_are_counted_back(published: date, back: int) -> None:
    for words in (f"{back} days ago", f"{back} days earlier"):
        (found,) = find_dates(f"They met {words}.", CALENDAR, published)
        assert found.date.start == published - timedelta(days=back)


@given(published=DAYS, day=st.integers(min_value=0, max_value=6))
def test_a_weekday_lies_in_the_week_before_publication_or_after_it(
    published: date, day: int
) -> None:
    name = (date(2024, 1, 1) + timedelta(days=day)).strftime("%A")
    (past,) = find_dates(f"on {name}", CALENDAR, published)
    (to_come,) = find_dates(f"on {name}", CALENDAR, published, ahead=True)

    assert past.date.start.weekday() == to_come.date.start.weekday() == day
    assert 0 <= (published - past.date.start).days <= 6
    assert 1 <= (to_come.date.start - published).days <= 7


@given(text=st.text(alphabet="0123456789/-. ,'’ſıJuneMayastoweklpr", max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    for published in (None, date(1, 1, 1), date(9999, 12, 31)):
        for found in find_dates(text, CALENDAR, published):
            assert found.date.start <= found.date.end


@pytest.mark.parametrize(
    "text",
    ["9" * 10_000, "1/" * 5_000, "1-" * 5_000, "in " * 5_000, " " * 20_000, "June " * 3_000,
     "the last " * 3_000, "from 3 to " * 2_000, "a few " * 4_000, "two days after " * 1_500],
)  # fmt: skip
def test_hostile_text_is_read_in_no_time(text: str) -> None:
    begun = time.process_time()
    find_dates(text, CALENDAR, PUBLISHED)

    assert time.process_time() - begun < 1.0
