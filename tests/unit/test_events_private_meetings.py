"""Meetings that are no news, because nobody in public life meets or only a journalist hears; and orders by a judge."""

import pytest

from support.coding import Code, Sides, sides


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway was far away. Ann Lee met Bo Dahl at a fair in spring.",
        "Norway was far away. She met this man on Monday.",
        "The mine in Norway is old. Ann Lee spoke to KXQV in June.",
    ],
)
def test_a_private_meeting_or_an_interview_is_no_event(code: Code, sentence: str) -> None:
    assert code(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Norwegian minister met with Ann Lee on Monday.",
            (["Norwegian minister", "Ann Lee"], []),
        ),
        (
            "The Norwegian bank was ordered to pay $9,000 in damages by a judge.",
            (["judge"], ["Norwegian bank"]),
        ),
    ],
)
def test_who_takes_part_in_public(code: Code, sentence: str, expected: Sides) -> None:
    (event,) = code(sentence)

    assert sides(event) == expected
