"""Who did the violence in which somebody came to harm is told beside the passive, or inside a row of acts."""

import pytest

from support.coding import Code


@pytest.mark.parametrize(
    ("sentence", "doers"),
    [
        (
            "Eight Afghan police have been killed following an ambush by Taliban rebels.",
            ["Taliban rebels"],
        ),
        ("Malian civilians were wounded in operations by French troops.", ["French troops"]),
        ("Two Palestinian leaders have been killed in an Israeli airstrike.", ["Israeli"]),
        ("A Malian was killed and a boy was hurt during a shootout with police.", ["police"]),
        ("A French soldier was killed in a battle against rebels in Mali.", ["rebels"]),
        ("A burst of rebel violence killed 43 Malian soldiers.", ["rebel"]),
        (
            "A campaign of violence by insurgents has killed more than 180 people in Iraq.",
            ["insurgents"],
        ),
        ("Four Malian soldiers were killed in the attack on a police station.", []),
        ("Two Danes were killed in a Kabul bombing.", []),
    ],
)
def test_whose_violence_it_was_did_it(code: Code, sentence: str, doers: list[str]) -> None:
    (event,) = code(sentence)

    assert [actor.text for actor in event.actors] == doers


def test_a_row_of_acts_strikes_whom_its_verb_strikes(code: Code) -> None:
    (event,) = code("A series of bombings by separatists killed six Spanish soldiers.")

    assert [actor.text for actor in event.actors] == ["separatists"]
    assert [recipient.text for recipient in event.recipients] == ["Spanish soldiers"]
