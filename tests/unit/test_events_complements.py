"""A bare noun for people stands with the complement that tells who they are."""

import pytest

from support.coding import Code

Sides = tuple[list[str], list[str]]


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        (
            "Malian police praised the men and women of the French armed forces.",
            (["Malian police"], ["men", "women of the French armed forces"]),
        ),
        (
            "In Mali a spokesman for the union vowed to strike on Monday.",
            (["spokesman for the union"], []),
        ),
        (
            "In Mali the leader of the opposition met workers.",
            (["leader of the opposition", "workers"], []),
        ),
        (
            "In Mali police arrested two members of a gang.",
            (["police"], ["members of a gang"]),
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
def test_people_stand_with_what_tells_who_they_are(code: Code, sentence: str, sides: Sides) -> None:
    (event, *_) = code(sentence)

    assert (
        [actor.text for actor in event.actors],
        [recipient.text for recipient in event.recipients],
    ) == sides
