"""A bare noun for people stands with the complement that tells who they are."""

import pytest

from support.coding import Code, Sides, sides


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Malian president praised the men and women of the U.S. armed forces.",
            (["Malian president"], ["men", "women of the U.S. armed forces"]),
        ),
        (
            "A spokesman for the miners from Gao threatened Malian police.",
            (["spokesman for the miners from Gao"], ["Malian police"]),
        ),
        (
            "The leader of the opposition accused the Malian army of murder.",
            (["leader of the opposition"], ["Malian army"]),
        ),
        (
            "Malian police arrested two members of a gang.",
            (["Malian police"], ["members of a gang"]),
        ),
        (
            "A bomb in Mali killed the suspected leader of one of the country's top crime families.",
            ([], ["suspected leader of one of the country's top crime families"]),
        ),
        (
            "Malian soldiers accused police of looting.",
            (["Malian soldiers"], ["police"]),
        ),
    ],
)
def test_people_stand_with_what_tells_who_they_are(
    code: Code, sentence: str, expected: Sides
) -> None:
    (event,) = code(sentence)

    assert sides(event) == expected
