"""Who takes part though the frame of the act does not name him: goals, hosts, owners, authors of what is refused."""

import pytest

from support.coding import Code, Sides, sides


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The Kenyan minister flew to Kampala for talks on trade.",
            (["Kenyan minister"], ["Kampala"]),
        ),
        (
            "Mr. Lee will travel to Jakarta to hold talks on fishing rights.",
            (["Mr. Lee"], ["Jakarta"]),
        ),
        (
            "The French envoy is in Libya for talks with General Okello.",
            (["French envoy"], ["General Okello"]),
        ),
        ("Qatar hosted a summit on Syria.", (["Qatar"], [])),
        (
            "Ministers of Norway met with envoys of the four Baltic states.",
            (["Ministers of Norway", "envoys of the four Baltic states"], []),
        ),
    ],
)
def test_a_meeting_has_its_goal_and_its_host(code: Code, sentence: str, expected: Sides) -> None:
    (event,) = code(sentence)

    assert sides(event) == expected


@pytest.mark.parametrize(
    ("sentence", "befallen"),
    [
        ("Norway ordered his arrest.", ["his"]),
        ("A Danish court ordered the release of Ann Lee.", ["Ann Lee"]),
        ("Chile has ordered the mine to shut.", ["mine"]),
        ("The army of Mali announced a truce in May, but Chad rejected it.", ["army of Mali"]),
        ("Chad has threatened to use force if Niger closes the border.", ["Niger"]),
        ("Chad has threatened to send soldiers to fight Tuareg rebels.", ["Tuareg rebels"]),
        ("Chad has threatened to review its agreements with Niger.", ["Niger"]),
        ("Chad has threatened to tie her up.", ["her"]),
        ("Chad has threatened to call up its reservists.", []),
        ("Chad rejected a deadline set by Niger.", ["Niger"]),
        ("Chad rejected a plan that was drawn up in May.", []),
        ("Chad asked Niger for permission to talk to the prisoner.", ["Niger"]),
        ("Norway agreed to supply fuel for Sudan's power stations.", ["Sudan"]),
        ("Donor nations pledged $9 million for relief efforts in Haiti.", ["Haiti"]),
        ("Turkish gunmen struck near her convoy.", ["her convoy"]),
    ],
)
def test_whom_orders_threats_and_promises_reach(
    code: Code, sentence: str, befallen: list[str]
) -> None:
    event = code(sentence)[-1]

    assert sides(event)[1] == befallen
