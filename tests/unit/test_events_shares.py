"""Who gets the other things of a list, and what is held or counted all along."""

import pytest

from support.coding import Code, sides


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        (
            "Norway gave 5 million euros to Mali, 3 million euros to Niger and 2 million euros to Chad.",
            ["Mali", "Niger", "Chad"],
        ),
        ("Germany sent tanks to Poland and guns to Latvia.", ["Poland", "Latvia"]),
        ("Norway gave 5 million euros to Mali and returned to Niger.", ["Mali"]),
        ("Norway gave a loan to Mali and sold fish to Chad.", ["Mali"]),
    ],
)
def test_each_has_his_share_of_a_list(code: Code, sentence: str, recipients: list[str]) -> None:
    given = [event for event in code(sentence) if event.event_type == "AID"]

    assert [sides(event)[1] for event in given] == [recipients]


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("The summit in Oslo ended. Meta has long praised Norway for its taxes.", "SUPPORT"),
        ("Norway fined Meta for every day that it did not comply.", "REJECT"),
        ("The storm in Kenya raised concerns over how the election will be held.", "ELECT"),
    ],
)
def test_what_is_held_counted_or_asked_is_no_act(
    code: Code, sentence: str, event_type: str
) -> None:
    assert event_type not in {event.event_type for event in code(sentence)}
