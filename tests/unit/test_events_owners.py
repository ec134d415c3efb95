"""Whose the thing is that words or protests are aimed at, and what is struck or visited as a whole."""

import pytest

from support.coding import Code, Sides, sides


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("North Korea has lashed out at Japan's new guidelines.", (["North Korea"], ["Japan"])),
        ("Malian deputies opposed his decision to withdraw.", (["Malian deputies"], ["his"])),
        (
            "Greek workers staged a strike against the government's cuts.",
            (["Greek workers"], ["government"]),
        ),
        (
            "Malian police began an investigation into allegations that French soldiers burned bodies.",
            (["Malian police"], ["French soldiers"]),
        ),
        ("The minister praised the role China played in the region.", (["minister"], ["China"])),
        ("Gunmen seized a Japanese ship off Somalia.", (["Gunmen"], ["Japanese ship"])),
        (
            "Barack Obama visited the South African island.",
            (["Barack Obama"], ["South African island"]),
        ),
        ("Iran condemned the Israeli raid.", (["Iran"], ["Israeli"])),
    ],
)
def test_whose_it_is_at_which_an_act_aims(code: Code, sentence: str, expected: Sides) -> None:
    (event,) = code(sentence)

    assert sides(event) == expected


def test_one_speaker_may_mean_his_own(code: Code) -> None:
    events = code("The Malian minister criticised his policies.")

    assert [recipient.text for event in events for recipient in event.recipients] == []
