"""Who wants to know a thing, or does what he wants himself, asks nobody for it; to whom a letter goes is asked by it."""

import pytest

from support.coding import Code, Told, told


@pytest.mark.parametrize(
    "sentence",
    [
        "Ann Lee of the Kenyan council asked how Uganda would pay for the road.",
        "Ann Lee of the Kenyan council asked when the Ugandan ministry will reply.",
        "The Chadian senator asked the Malian envoy about his trip to Oslo.",
        "The Norwegian firm is pushing to build a port in Chad.",
        "Norway has sought to support the talks in Chad.",
        "The court in Oslo said the ministry must pay damages.",
        "Scientists in Norway asked ten volunteers from Chad to do a task.",
        "The president of Chad almost died in Mali.",
        "The port of Narvik in Norway is dying, and the town is dying with it.",
        "Patients are dying in the corridors, doctors in Chad say.",
    ],
)
def test_a_question_and_an_own_act_ask_for_nothing(code: Code, sentence: str) -> None:
    assert not code("Mali and Chad are neighbours. " + sentence)


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        (
            "The letter from Norway to Chad demanded the return of the ship.",
            ("REQUEST", ["Norway"], ["Chad"]),
        ),
        (
            "Ann Lee joined the senators in a letter urging Chad to free the teacher.",
            ("REQUEST", ["Ann Lee", "senators"], ["Chad"]),
        ),
        (
            "The pope called on leaders in Sudan to stop the war.",
            ("REQUEST", ["pope"], ["leaders"]),
        ),
        (
            "Garcia left the Peruvian senate as his first wife, Sally, was dying of cancer.",
            ("DIE", ["Sally"], []),
        ),
        (
            "Garcia founded a bank in Peru with Jack Dorsey.",
            ("LAUNCH", ["Garcia", "Jack Dorsey"], []),
        ),
    ],
)
def test_who_asks_whom_is_told_by_a_letter_or_a_bare_noun(
    code: Code, sentence: str, event: Told
) -> None:
    assert event in [told(found) for found in code(sentence)]
