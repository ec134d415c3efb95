"""Whose a thing is at which blows or words aim, and when it stands for itself."""

import pytest

from support.coding import Code, sides


@pytest.mark.parametrize(
    ("sentence", "befallen"),
    [
        (
            "Chadian gunmen threw a grenade at the home of the justice minister.",
            ["justice minister"],
        ),
        ("Israeli jets fired missiles at a building occupied by militants.", ["militants"]),
        ("Turkish police raided its Istanbul offices.", ["its"]),
        ("Malian troops attacked a rebel area.", ["rebel area"]),
        ("The Danish navy captured the islands.", ["islands"]),
        ("The army of Ukraine attacked the villages of Pisky and Vodiane.", ["Pisky", "Vodiane"]),
    ],
)
def test_what_is_struck_is_somebody_s_or_a_place(
    code: Code, sentence: str, befallen: list[str]
) -> None:
    (event,) = code(sentence)

    assert sides(event)[1] == befallen


@pytest.mark.parametrize(
    ("sentence", "blamed"),
    [
        ("Rwanda denounced what it called Belgian meddling.", ["Belgian"]),
        ("The EU deplored human rights abuses in Belarus.", ["Belarus"]),
        ("The union expressed outrage at a new Danish security policy.", ["Danish"]),
        ("Iraq condemned the helicopter strike.", []),
    ],
)
def test_words_blame_whose_deed_it_is(code: Code, sentence: str, blamed: list[str]) -> None:
    (event,) = code(sentence)

    assert sides(event)[1] == blamed


@pytest.mark.parametrize(
    ("sentence", "doers"),
    [
        (
            "Six people were killed in Muslim-Christian violence in Nigeria.",
            ["Muslim", "Christian"],
        ),
        (
            "In Mogadishu fighting between Islamist insurgents and Ethiopian troops has killed five people.",
            ["Islamist insurgents", "Ethiopian troops"],
        ),
        ("Last week's bombing of a mosque in Mali that killed six people was condemned.", []),
        ("Led by monks, thousands of Tibetans marched in Lhasa.", ["Tibetans", "monks"]),
    ],
)
def test_both_sides_did_it_and_no_building(code: Code, sentence: str, doers: list[str]) -> None:
    assert [sides(event)[0] for event in code(sentence)] == [doers]
