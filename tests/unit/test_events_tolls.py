"""One act told by several words of a sentence is one event, with all whom it struck and who did it."""

import pytest

from support.coding import Code, Told, told


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "Two Iraqi bombers killed four people and wounded 17 others in Basra.",
            ("ASSAULT", ["Iraqi bombers"], ["people", "17 others"]),
        ),
        (
            "A Malian policeman was killed and two were wounded in an attack on a checkpoint.",
            ("ASSAULT", [], ["Malian policeman", "two"]),
        ),
        (
            "In Mali a bomb targeting French troops killed one person.",
            ("ASSAULT", [], ["person"]),
        ),
        (
            "The Somali navy attacked pirates, sinking a boat and killing four sailors.",
            ("ASSAULT", ["Somali navy"], ["pirates", "sailors"]),
        ),
        (
            "In Poland a tanker lorry overturned and leaked acid.",
            ("ACCIDENT", [], []),
        ),
    ],
)
def test_verbs_that_tell_one_act_are_one_event(code: Code, sentence: str, event: Told) -> None:
    assert [told(each) for each in code(sentence)] == [event]


def test_who_is_carried_off_and_then_killed_suffers_two_acts(code: Code) -> None:
    events = code("Rebels in Mali kidnapped a French soldier and killed two Malian policemen.")

    assert [told(event)[2] for event in events] == [["French soldier"], ["Malian policemen"]]


@pytest.mark.parametrize(
    ("sentence", "doers"),
    [
        (
            "Five Afghan soldiers were killed when dozens of militants stormed a base.",
            ["militants"],
        ),
        ("Three Malian soldiers were wounded in an attack by Tuareg rebels.", ["Tuareg rebels"]),
        (
            "The Taliban claimed responsibility for a bombing that killed two Dutch soldiers.",
            ["Taliban"],
        ),
        ("Meanwhile, insurgent attacks across Iraq killed 25 people.", ["insurgent"]),
        ("Five Afghan soldiers were killed when their lorry hit a bridge.", []),
        ("A train attack in Spain killed 20 people.", []),
    ],
)
def test_the_doer_of_a_toll_may_stand_elsewhere(
    code: Code, sentence: str, doers: list[str]
) -> None:
    (event,) = code(sentence)

    assert [actor.text for actor in event.actors] == doers


def test_whom_an_attack_struck_did_not_do_it(code: Code) -> None:
    (event,) = code("Niger spoke of an attack on a Malian army post that killed five soldiers.")

    assert event.actors == ()
