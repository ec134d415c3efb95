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


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("A new opinion poll shows that most Kenyans condemn the plan of the government.", []),
        ("Pollsters say that voters reject the treaty with Uganda.", []),
        ("Kenya rejected the treaty with Uganda on Monday.", ["REJECT"]),
    ],
)
def test_what_a_poll_shows_is_no_act(code: Code, sentence: str, told: list[str]) -> None:
    assert [event.event_type for event in code(sentence)] == told


@pytest.mark.parametrize("storm", ["Hurricane Lena", "Tropical Storm Lena", "A hurricane"])
def test_a_storm_is_known_by_what_it_is_called(code: Code, storm: str) -> None:
    (event,) = code(f"{storm} devastated Haiti on Monday.")

    assert (event.event_type, event.actors) == ("DISASTER", ())
    assert [recipient.text for recipient in event.recipients] == ["Haiti"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Australia said it will send 110 troops to Fiji.", ["AGREE"]),
        ("Danish soldiers will be deployed in Mali in May.", ["AGREE"]),
        ("Turkey will send troops against Greece.", ["THREATEN"]),
        ("Turkey will send troops to the border with Greece.", ["THREATEN"]),
    ],
)
def test_troops_to_come_are_a_threat_only_to_whom_they_are_sent_against(
    code: Code, sentence: str, told: list[str]
) -> None:
    assert [event.event_type for event in code(sentence)] == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Chad decided to sever ties with Sudan.", ["SANCTION"]),
        ("Chad announced a decision to cut ties with Sudan.", ["SANCTION"]),
        ("Chad plans to sever ties with Sudan.", ["THREATEN"]),
    ],
)
def test_relations_end_with_the_decision(code: Code, sentence: str, told: list[str]) -> None:
    assert [event.event_type for event in code(sentence)] == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Iran does not plan to meet Iraqi leaders.", ["REJECT"]),
        ("Iran plans to meet Iraqi leaders.", ["AGREE"]),
    ],
)
def test_what_is_not_planned_is_refused(code: Code, sentence: str, told: list[str]) -> None:
    assert [event.event_type for event in code(sentence)] == told
