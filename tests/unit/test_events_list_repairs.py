"""What "and" joins takes part, and a relative clause tells of whom its verb's number fits."""

import pytest

from support.coding import Code, Sides, Told, sides, told


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Demonstrators in Kenya denounced Vice President Ann Lee and intelligence chief Bo Li.",
            (["Demonstrators"], ["Vice President Ann Lee", "intelligence chief Bo Li"]),
        ),
        (
            "One of its guards, a Chadian trader and six rebels were killed near Gao.",
            ([], ["One of its guards", "Chadian trader", "rebels"]),
        ),
        (
            "Iran urged Europe and the United States to lift the embargo.",
            (["Iran"], ["Europe", "United States"]),
        ),
        (
            "Chad's president met business and community leaders in Gao.",
            (["Chad's president", "business and community leaders"], []),
        ),
        (
            "Two traders were arrested along with five other suspects in Mali.",
            ([], ["traders", "other suspects"]),
        ),
        (
            "The blast killed ten civilians, including three children, and six soldiers in Mali.",
            ([], ["civilians", "soldiers"]),
        ),
        (
            "The party's finance chief and former mayor Ann Lee has resigned in Mali.",
            (["mayor Ann Lee"], []),
        ),
        (
            "Mali's president offered condolences to the parents, teammates and other loved ones of Ann Lee.",
            (["Mali's president"], ["parents", "teammates", "other loved ones"]),
        ),
    ],
)
def test_all_who_are_joined_take_part(code: Code, sentence: str, expected: Sides) -> None:
    assert sides(code(sentence)[0]) == expected


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "He is the son of President Ann Lee and Senator Bo Li, who was assassinated in Peru.",
            ("ASSAULT", [], ["Senator Bo Li"]),
        ),
        (
            "The radio of Peru named Ann Lee and Bo Li, who were accused of theft.",
            ("ACCUSE", [], ["Ann Lee", "Bo Li"]),
        ),
        (
            "Ann Lee, who was arrested in Peru, and Bo Li fell ill.",
            ("COERCE", [], ["Ann Lee"]),
        ),
        (
            "Chad, backed by Security Council member Russia, is calm.",
            ("SUPPORT", ["Russia"], ["Chad"]),
        ),
    ],
)
def test_a_clause_tells_of_one_or_of_the_whole_list(code: Code, sentence: str, event: Told) -> None:
    assert told(code(sentence)[-1]) == event
