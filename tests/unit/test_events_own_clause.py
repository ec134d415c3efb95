"""The parties come from the clause of the trigger, not from the clause above or beside it."""

import pytest

from support.coding import Code


def test_the_fallen_attackers_were_not_attacked(code: Code) -> None:
    (event,) = code(
        "Two Taliban rebels and four guards were killed when insurgents ambushed a Malian convoy."
    )

    assert [recipient.text for recipient in event.recipients] == ["Malian convoy", "guards"]


def test_who_says_it_is_not_who_fell_ill(code: Code) -> None:
    events = code(
        "Malian officials say tests showed 800 ducks near Gao were infected with bird flu."
    )

    assert [r.text for event in events for r in event.recipients] == []


def test_where_something_was_agreed_nobody_is_promised_it(code: Code) -> None:
    events = code("The deal was clinched last week during President Bush's visit to New Delhi.")

    told = [[r.text for r in event.recipients] for event in events if event.event_type == "AGREE"]
    assert told in ([], [[]])


@pytest.mark.parametrize(
    ("sentence", "types"),
    [
        ("Norway assured Latvia that it wants peace.", ["AGREE"]),
        ("Norway assured Latvia that it has no interest in the port.", ["AGREE"]),
        ("Norway assured Latvia that it had sold the port.", []),
        ("Norway assured Latvia that the talks had gone well.", []),
    ],
)
def test_who_assures_another_of_his_own_stance_binds_himself(
    code: Code, sentence: str, types: list[str]
) -> None:
    assert [event.event_type for event in code(sentence)] == types
