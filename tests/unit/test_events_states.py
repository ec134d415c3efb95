"""Participles that tell how somebody stands or feels, and those whose object stands before them; the place of talks."""

import pytest

from support.coding import Code


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Senators from Kenya remain firmly opposed, the minister said.", []),
        ("The senators of Kenya were honoured to serve.", []),
        ("The Kenyan minister said that he felt honoured.", []),
        ("Kenya honoured the minister of Uganda on Monday.", ["SUPPORT"]),
        ("The minister of Uganda was honoured by Kenya.", ["SUPPORT"]),
    ],
)
def test_how_somebody_stands_or_feels_is_no_event(
    code: Code, sentence: str, types: list[str]
) -> None:
    assert [event.event_type for event in code(f"It rained in Oslo. {sentence}")] == types


def test_a_past_form_without_its_object_behind_a_passive_is_one_too(code: Code) -> None:
    (event,) = code("She was caught in Peru and extradited to Chile.")

    assert event.actors == ()
    assert [recipient.text for recipient in event.recipients] == ["Chile"]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Pakistan rejected the Geneva talks.", []),
        ("Pakistan rejected the India talks.", ["India"]),
        ("Pakistan cancelled the Mumbai meeting with India.", ["India"]),
    ],
)
def test_a_town_before_talks_is_where_they_are_held(
    code: Code, sentence: str, recipients: list[str]
) -> None:
    (event,) = code(sentence)

    assert [recipient.text for recipient in event.recipients] == recipients


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Working with Uganda, Kenya teaches children to swim.", []),
        ("Working with Interpol, the police of Kenya arrested two men.", ["COOPERATE"]),
    ],
)
def test_with_whom_a_habit_is_shared_is_part_of_it(
    code: Code, sentence: str, types: list[str]
) -> None:
    found = [event.event_type for event in code(f"It rained in Oslo. {sentence}")]
    assert [one for one in found if one == "COOPERATE"] == types


def test_who_is_thanked_for_his_support_of_another_is_alone_thanked(code: Code) -> None:
    (event,) = code("Merkel thanked Obama for his support for Ukraine.")

    assert [recipient.text for recipient in event.recipients] == ["Obama"]
