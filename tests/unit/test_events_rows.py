"""Of several counts of one act all whom they count are told, whatever verb or noun is left out."""

import pytest

from support.coding import Code


@pytest.mark.parametrize(
    ("sentence", "struck"),
    [
        ("Two Malians were killed and six others wounded in Gao.", ["Malians", "six others"]),
        ("In Mali four guards were killed, and several others hurt.", ["guards", "several others"]),
        ("A Malian soldier was killed and another injured in Gao.", ["Malian soldier", "another"]),
        (
            "Rebels attacked a Malian convoy, killing one soldier and wounding nine others.",
            ["Malian convoy", "soldier", "nine others"],
        ),
        ("In Mali rebels killed three soldiers and wounded 12.", ["soldiers", "12"]),
        (
            "A blast in Mali killed four policemen and left nine others wounded.",
            ["policemen", "nine others"],
        ),
        (
            "An earthquake in Haiti killed 40 people and left two million homeless.",
            ["people", "two million"],
        ),
        (
            "Two Malian miners died when a shaft collapsed near Gao.",
            ["Malian miners"],
        ),
    ],
)
def test_all_whom_the_counts_of_one_act_name_are_struck(
    code: Code, sentence: str, struck: list[str]
) -> None:
    (event,) = code(sentence)

    assert [recipient.text for recipient in event.recipients] == struck


def test_who_does_the_next_act_is_not_struck_by_the_first(code: Code) -> None:
    first, second = code("Two Malians were killed and the police wounded two rioters.")

    assert [recipient.text for recipient in first.recipients] == ["Malians"]
    assert [actor.text for actor in second.actors] == ["police"]
