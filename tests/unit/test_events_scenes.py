"""Who does it and who only stands beside it: towns before a noun, one person's rally, acts told as a time."""

import pytest

from schemas.event import Event
from support.coding import Code


def actors(events: tuple[Event, ...], event_type: str) -> list[str]:
    return [a.name or a.text for e in events if e.event_type == event_type for a in e.actors]


def types(events: tuple[Event, ...]) -> set[str]:
    return {event.event_type for event in events}


@pytest.mark.parametrize(
    "sentence",
    [
        "The Dallas shooting killed four teachers on Monday.",
        "The Rotterdam riots lasted two nights and shook the Netherlands.",
        "The Afghan court heard of a Kabul car bombing against nurses on Friday.",
    ],
)
def test_a_town_before_an_attack_or_a_protest_is_where_it_was(code: Code, sentence: str) -> None:
    events = code(sentence)

    assert actors(events, "ASSAULT") + actors(events, "PROTEST") == []


@pytest.mark.parametrize(
    ("sentence", "attacker"),
    [
        ("An Ethiopian airstrike hit rebels in Tigray on Monday.", "Ethiopian"),
        ("A Taliban car bombing killed two soldiers on Friday.", "Taliban"),
    ],
)
def test_a_nation_or_a_group_before_an_attack_did_it(
    code: Code, sentence: str, attacker: str
) -> None:
    found = [a.text for event in code(sentence) for a in event.actors]

    assert attacker in found


def test_who_acts_after_a_deed_did_not_do_it(code: Code) -> None:
    events = code(
        "Amina Diallo came to Belgium before the Senegalese raid on the rebels of Casamance."
    )

    assert "Amina Diallo" not in actors(events, "ASSAULT")


def test_who_carries_out_a_deed_did_it(code: Code) -> None:
    events = code("Kenya launched a raid on the rebels of Al-Shabaab on Monday.")

    assert actors(events, "ASSAULT") == ["Kenya"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Maria Costa held a rally in Lisbon on Sunday.",
        "Portugal waits for the poll. He attended a rally in Porto in June.",
    ],
)
def test_the_rally_of_one_person_is_no_protest(code: Code, sentence: str) -> None:
    assert "PROTEST" not in types(code(sentence))


def test_the_rally_of_many_is_a_protest(code: Code) -> None:
    events = code(
        "Thousands of nurses held a rally in Lisbon on Sunday against Portugal's government."
    )

    assert "PROTEST" in types(events)


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The Danish crown prince left the hospital on Tuesday.", "RETREAT"),
        ("Denmark released a documentary about its navy on YouTube.", "RETREAT"),
        ("The capsule docked with the station of Japan on Tuesday.", "LAUNCH"),
        ("Rangers in Kenya killed two lions near the village.", "ASSAULT"),
        ("Swedish laws have changed since the death of Anna Lind.", "DIE"),
    ],
)
def test_words_of_an_act_in_another_sense_tell_none(code: Code, sentence: str, wrong: str) -> None:
    assert wrong not in types(code(sentence))


def test_the_winner_of_an_election_acts_and_is_no_recipient_of_the_defeat(code: Code) -> None:
    (event,) = code("Olga Ivanova lost the election to Petr Novak in Czechia on Sunday.")

    assert event.event_type == "ELECT"
    assert [a.text for a in event.actors] == ["Olga Ivanova", "Petr Novak"]
    assert event.recipients == ()


def test_who_votes_to_elect_and_who_is_elected_both_act(code: Code) -> None:
    (event,) = code("Labour Party members in Norway voted to elect Kari Berg as leader on Friday.")

    assert event.event_type == "ELECT"
    assert "Kari Berg" in [a.text for a in event.actors]
    assert len(event.actors) == 2
