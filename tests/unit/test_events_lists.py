"""Who is joined to whom: all parts of a list take part, and modifiers that share one noun stand with it."""

import pytest

from support.coding import Code, Sides, sides


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The rebels attacked British and South Korean soldiers.",
            (["rebels"], ["British and South Korean soldiers"]),
        ),
        (
            "French, Malian and South African troops attacked rebels near Gao.",
            (["French, Malian and South African troops"], ["rebels"]),
        ),
        (
            "NATO and US-led troops attacked the Taliban in Helmand.",
            (["NATO and US-led troops"], ["Taliban"]),
        ),
        (
            "In Mali a man, woman and young boy were wounded.",
            ([], ["man", "woman", "young boy"]),
        ),
        (
            "Ann Lee of Gao Radio and Bo Li of Kidal Radio were arrested in Mali.",
            ([], ["Ann Lee", "Bo Li"]),
        ),
        (
            "Senator Ann Lee of Montana, state lawmakers and farmers met Malian officials.",
            (["Senator Ann Lee", "state lawmakers", "farmers", "Malian officials"], []),
        ),
    ],
)
def test_all_parts_of_a_list_take_part(code: Code, sentence: str, expected: Sides) -> None:
    (event,) = code(sentence)

    assert sides(event) == expected


def test_what_somebody_is_is_no_further_party(code: Code) -> None:
    (event,) = code("The Malian prime minister, a doctor and former mayor, visited Niger.")

    assert [actor.text for actor in event.actors] == ["Malian prime minister"]
