"""Whom an act reaches beside its own object: by its purpose, its promise, the place that it strikes."""

import pytest

from support.coding import Code, sides


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("The Turkish army launched an offensive to hunt Kurdish rebels.", ["Kurdish rebels"]),
        ("Turkish police used tear gas to disperse students.", ["students"]),
        ("Afghan helicopters pounded militant hideouts in the valley.", ["militant hideouts"]),
        ("Four Afghan bombers struck a council office in Kandahar.", ["council office"]),
        ("The United States carried out an airstrike at the airport of Baghdad.", []),
    ],
)
def test_violence_reaches_whom_it_is_meant_for_and_what_it_strikes(
    code: Code, sentence: str, recipients: list[str]
) -> None:
    (event,) = code(sentence)

    assert event.event_type == "ASSAULT"
    assert sides(event)[1] == recipients


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Norway pledged two billion dollars for rebuilding Sudan.", ["Sudan"]),
        ("Zambia promised to build houses for refugees.", ["refugees"]),
        ("The governor of Chad promised each victim would be paid.", ["victim"]),
        ("Serbia agreed to move its embassy.", []),
    ],
)
def test_a_promise_reaches_who_has_the_good_of_it(
    code: Code, sentence: str, recipients: list[str]
) -> None:
    (event,) = code(sentence)

    assert event.event_type == "AGREE"
    assert sides(event)[1] == recipients


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        (
            "Trade negotiators from Peru, Chile and Bolivia met in Lima.",
            ["Trade negotiators from Peru", "Chile", "Bolivia"],
        ),
        (
            "The European Union, the United Nations and NATO hailed the election in Iraq.",
            ["European Union", "United Nations", "NATO"],
        ),
        ("The rival Palestinian groups Fatah and Hamas formed a government.", ["Fatah", "Hamas"]),
        ("It was the Danish premier's first visit to Oslo.", ["Danish premier"]),
    ],
)
def test_all_who_act_are_named_and_nobody_else(
    code: Code, sentence: str, actors: list[str]
) -> None:
    (event,) = code(sentence)

    assert sides(event)[0] == actors


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The Danish premier has not submitted a plan to the parliament of Denmark.", []),
        ("A Danish court was expected to rule on complaints by Mali.", []),
        ("The Danish statement did not specify how many guards were killed in Mali.", []),
        ("Zambia will not comment before Kenya and Malawi discuss the matter.", []),
        ("Denmark backed the Green New Deal and efforts to wipe out rebels.", ["SUPPORT"]),
    ],
)
def test_what_is_not_done_asked_or_awaited_is_no_event(
    code: Code, sentence: str, told: list[str]
) -> None:
    assert [event.event_type for event in code(sentence) if not event.negated] == told


def test_what_a_law_says_is_part_of_its_passing(code: Code) -> None:
    (event,) = code("The premier of Tunisia signed a decree banning a party.")

    assert event.event_type == "LEGISLATE"
