"""Whom hostile words are about that only a pronoun tells, and who speaks them."""

import pytest

from support.coding import Code, sides

LEAD = "Senator Paul Marsh of Ohio heads the party. "


@pytest.mark.parametrize(
    ("sentence", "blamed"),
    [
        ("She sharply criticised his manner.", ["his"]),
        ("Republicans grumbled about her sudden resignation.", ["her"]),
        ("Marsh condemned his arrest.", []),
        ("Marsh criticised his own manner.", []),
        ("Union leaders complained that the company had lied.", ["company"]),
        ("Marsh and Lee took aim at each other over Chile.", []),
    ],
)
def test_words_blame_whom_they_can_mean(code: Code, sentence: str, blamed: list[str]) -> None:
    told = [event for event in code(LEAD + sentence) if event.event_type == "ACCUSE"]

    assert [sides(event)[1] for event in told] == [blamed]


@pytest.mark.parametrize(
    ("sentence", "blamers"),
    [
        ("He received letters accusing him of treason.", []),
        ("Lee received a letter from the bank accusing her of fraud.", ["bank"]),
        ("Lee issued a statement accusing the bank of fraud.", ["Lee"]),
    ],
)
def test_who_gets_a_letter_did_not_write_it(code: Code, sentence: str, blamers: list[str]) -> None:
    told = [event for event in code(LEAD + sentence) if event.event_type == "ACCUSE"]

    assert [sides(event)[0] for event in told] == [blamers]


@pytest.mark.parametrize(
    "sentence",
    [
        "Builders complained that they cannot find workers.",
        "When politicians denounce the press, violence follows.",
        "Detectives investigate crimes.",
        "Professors are investigated for quoting books in class.",
        "Villagers opposed to the plans of the government sat down.",
    ],
)
def test_what_is_so_in_general_blames_nobody(code: Code, sentence: str) -> None:
    assert not [event for event in code(LEAD + sentence) if event.event_type == "ACCUSE"]
