"""What is still to come is a promise of it; who gives an order is known by the title."""

import pytest

from support.coding import Code


@pytest.mark.parametrize(
    ("sentence", "event_type"),
    [
        ("Officials from Iran were due to visit Moscow in the coming days.", "AGREE"),
        ("The Kenyan minister is due to hold talks with Ugandan leaders on Monday.", "AGREE"),
        ("President Putin is heading to Turkey on Monday to meet President Erdogan.", "AGREE"),
        ("President Putin travelled to Turkey on Monday to meet President Erdogan.", "CONSULT"),
        ("Due to heavy rain the Kenyan minister met Ugandan leaders in Kampala.", "CONSULT"),
    ],
)
def test_a_meeting_that_is_due_is_promised(code: Code, sentence: str, event_type: str) -> None:
    assert [event.event_type for event in code(sentence)] == [event_type]


@pytest.mark.parametrize(
    ("judge", "event_type"),
    [
        ("Judge Ada Lind", "LEGISLATE"),
        ("A judge", "LEGISLATE"),
        ("President Ada Lind", "REQUEST"),
    ],
)
def test_the_title_of_a_name_tells_who_orders(code: Code, judge: str, event_type: str) -> None:
    (event,) = code(f"{judge} ordered the Kenyan government to release the miners on Monday.")

    assert event.event_type == event_type
