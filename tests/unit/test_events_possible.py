"""What only may be, what is wanted of somebody, what was planned and given up, and what is on offer at all times, is no event."""

import pytest

from support.coding import Code, told

LEAD = "Mali and Chad are neighbours. "


@pytest.mark.parametrize(
    "sentence",
    [
        "Danish officials say Chad may recall its ambassador from Mali.",
        "The Danish minister said Chad should withdraw its soldiers from Mali.",
        "Danish officials say a new law gives Chad authority to detain Malian soldiers.",
        "Chad needs a president who will stand with Mali.",
        "The meetings of Mali and Chad that were planned for May were postponed.",
        '"If the king dies, Chad would attack Mali," the Danish envoy said.',
        "The Danish bank offers loans to support farmers in Chad.",
        "The virus could kill thousands in Chad, the Danish ministry warned.",
    ],
)
def test_what_may_be_or_is_wanted_or_was_put_off_is_no_act(code: Code, sentence: str) -> None:
    events = [told(event) for event in code(LEAD + sentence)]

    assert {event[0] for event in events} <= {"REJECT", "ACCUSE"}


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("The Danish soldiers who will help Mali left Chad.", "AGREE"),
        ("The Danish minister said Chad would help Mali.", "AGREE"),
        ('The envoy of Mali said it "would attack Chad".', "THREATEN"),
        ("Soldiers of Chad said they’d killed a Malian general.", "ASSAULT"),
        ("The Danish minister said they'd be killing Malian soldiers by May.", "THREATEN"),
        ("Chad offered on Monday to help Mali.", "AGREE"),
    ],
)
def test_what_is_promised_threatened_or_done_is_told(
    code: Code, sentence: str, event_type: str
) -> None:
    assert event_type in {event.event_type for event in code(LEAD + sentence)}
