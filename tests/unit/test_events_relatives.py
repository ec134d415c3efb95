"""A relative pronoun stands for the nearest noun that it can be."""

import pytest

from support.coding import Code


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("He lives as a refugee in Japan, which refused to extradite him.", ["Japan"]),
        (
            "Niger mediated between the rebels and the army, which is demanding a surrender of fighters.",
            ["army"],
        ),
        ("The minister from Mali, who rejected the plan, left.", ["minister from Mali"]),
        (
            "Troops from Uganda and Burundi, who attacked the rebels, left.",
            ["Troops from Uganda and Burundi"],
        ),
        ("The deal between Greece and Turkey, which rejected the plan, collapsed.", ["Turkey"]),
        (
            "Nepal failed to contain a Maoist rebellion, which has killed thousands of people.",
            ["Maoist"],
        ),
        ("Oslo praised the offer of Syria, which accused Israel of a raid.", ["Syria"]),
    ],
)
def test_who_is_told_of_is_the_nearest_that_can_be(
    code: Code, sentence: str, actors: list[str]
) -> None:
    told = [[actor.text for actor in event.actors] for event in code(sentence)]

    assert actors in told
