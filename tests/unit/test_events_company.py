"""Who takes part although a topic, a date or "along with" stands between, and who is called on "to do"."""

import pytest

from support.coding import Code, Sides, sides


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Militants have called for France to repeal its ban in state schools.",
            (["Militants"], ["France"]),
        ),
        (
            "The dissident called for tens of thousands of Saudis to protest on Thursday.",
            (["dissident"], ["Saudis"]),
        ),
        ("Japan held talks on trade with China.", (["Japan", "China"], [])),
        (
            "A Malian envoy flew home to meet Wednesday with detainees being held in Gao.",
            (["Malian envoy", "detainees"], []),
        ),
        (
            "A British activist was kidnapped along with two Danes in Gaza.",
            ([], ["British activist", "Danes"]),
        ),
        (
            "Rebels in Mali freed a Frenchman as well as two Danes.",
            (["Rebels"], ["Frenchman", "Danes"]),
        ),
    ],
)
def test_who_stands_at_a_distance_takes_part(code: Code, sentence: str, expected: Sides) -> None:
    (event,) = code(sentence)

    assert sides(event) == expected


def test_for_what_something_is_done_is_nobody_who_is_asked(code: Code) -> None:
    (event,) = code("Mali called for a UN inquiry to establish the facts.")

    assert [recipient.text for recipient in event.recipients] != ["inquiry"]
