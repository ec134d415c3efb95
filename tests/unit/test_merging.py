"""The same act told again in one article is one event; two acts stay two."""

from datetime import UTC, date, datetime

import pytest

from pipeline.stages.resolving.merging import merge_tellings
from schemas.actor import Actor
from schemas.event import (
    Coder,
    Event,
    EventArticle,
    EventDate,
    EventMention,
    Location,
    Magnitude,
    Span,
    Trigger,
)

PLACES = {
    "Mali": ("MLI", None, None),
    "Gao": ("MLI", "Gao", 16.3),
    "Ansongo": ("MLI", "Gao", 15.7),
    "Mopti": ("MLI", "Mopti", 14.5),
    "Niger": ("NER", None, None),
}


def actor(name: str) -> Actor:
    known = name[0].isupper()
    return Actor(
        text=name,
        start_char=0,
        end_char=len(name),
        name=name if known else None,
        entity_id=name,
        label="GPE" if known else "ROLE",
    )


def located(place: str, sentence: str, at: int) -> Location:
    country, region, latitude = PLACES[place]
    # A place that the sentence does not name is the dateline's.
    begin = at + sentence.index(place) if place in sentence else 0
    return Location(
        text=place,
        start_char=begin,
        end_char=begin + len(place),
        name=place,
        country=country,
        admin1=region,
        latitude=latitude,
        longitude=latitude,
    )


def dated(day: int | None) -> EventDate:
    """That *day* of the month as the text tells it, or the day of publication."""
    when = date(2023, 8, day or 16)
    return EventDate(
        start=when,
        end=when,
        precision="day",
        text="so" if day else None,
        source="text" if day else "published_at",
    )


def event(
    sentence: str,
    trigger: str,
    *,
    actors: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    place: str | None = None,
    day: int | None = None,
    killed: int | None = None,
    modes: tuple[str, ...] = (),
    at: int = 1000,
) -> Event:
    start = at + sentence.index(trigger)
    told = Trigger(text=trigger, start_char=start, end_char=start + len(trigger), lemma=trigger)
    evidence = Span(text=sentence, start_char=at, end_char=at + len(sentence))
    return Event(
        id=f"{at}-{trigger}",
        article_id="a-1",
        article_version=1,
        family="plover",
        event_type="ASSAULT",
        modes=modes,
        actors=tuple(map(actor, actors)),
        recipients=tuple(map(actor, recipients)),
        location=None if place is None else located(place, sentence, at),
        date=dated(day),
        magnitudes=(
            (Magnitude(kind="killed", value=killed, unit="people", text=str(killed)),)
            if killed
            else ()
        ),
        trigger=told,
        evidence=evidence,
        mentions=(EventMention(trigger=told, evidence=evidence),),
        confidence=0.9,
        article=EventArticle(),
        coded_at=datetime(2023, 8, 16, tzinfo=UTC),
        coder=Coder(version="0", model="none", ontology="0"),
    )


def merged(*events: Event) -> list[int]:
    """How many mentions each of the merged events has."""
    return [len(known.mentions) for known in merge_tellings(events, {"it", "they"})]


BOMB = event("A bomb killed 14 in Gao.", "killed", actors=("gunmen",), place="Gao", killed=14)


@pytest.mark.parametrize(
    "again",
    [
        event("The bombing shook the town.", "bombing", at=2000),
        event("It was the worst attack of the year.", "attack", at=2000),
        event("This deadly bombing in Mali followed others.", "bombing", place="Mali", at=2000),
        event("The attack was claimed by nobody.", "attack", place="Mopti", at=2000),
        event("The attack by gunmen went on.", "attack", actors=("gunmen",), at=2000),
        event("Gunmen attacked it.", "attacked", actors=("gunmen",), at=2000),
        event("Gunmen killed 14.", "killed", actors=("gunmen",), killed=14, at=2000),
        event("An attack in Gao.", "attack", place="Gao", at=2000),
    ],
)
def test_a_retold_act_is_one_event_with_two_mentions(again: Event) -> None:
    assert merged(BOMB, again) == [2]


@pytest.mark.parametrize(
    "other",
    [
        event("Gunmen raided Mopti.", "raided", actors=("gunmen",), place="Mopti", at=2000),
        event("Gunmen raided Niger.", "raided", actors=("gunmen",), place="Niger", at=2000),
        event("Gunmen killed 3.", "killed", actors=("gunmen",), killed=3, at=2000),
        event("The bombing in Niger was another.", "bombing", place="Niger", at=2000),
        event("The attack by Chad was another.", "attack", actors=("Chad",), at=2000),
        event("An attack was feared.", "attack", at=2000),
        event("Soldiers raided it.", "raided", actors=("soldiers",), at=2000),
        event("The siege by drones.", "siege", modes=("drone",), at=2000),
    ],
)
def test_another_act_stays_another(other: Event) -> None:
    first = BOMB.model_copy(update={"modes": ("explosives",)})

    assert merged(first, other) == [1, 1]


def test_attacks_on_different_days_stay_apart() -> None:
    monday = event("Chad hit Mali.", "hit", actors=("Chad",), recipients=("Mali",), day=14)
    tuesday = event(
        "Chad hit Mali.", "hit", actors=("Chad",), recipients=("Mali",), day=15, at=2000
    )
    undated = event("Chad hit Mali.", "hit", actors=("Chad",), at=3000)

    assert merged(monday, tuesday) == [1, 1]
    assert merged(monday, tuesday, undated) == [1, 2]


def test_acts_against_different_recipients_stay_apart() -> None:
    one = event("Chad hit Mali.", "hit", actors=("Chad",), recipients=("Mali",))
    other = event("Chad hit Niger.", "hit", actors=("Chad",), recipients=("Niger",), at=2000)

    assert merged(one, other) == [1, 1]


def test_a_wider_place_and_one_of_the_dateline_exclude_nothing() -> None:
    first = event("Chad hit Ansongo.", "hit", actors=("Chad",), place="Ansongo")
    region = event("Chad hit Gao.", "hit", actors=("Chad",), place="Gao", at=2000)
    country = event("Chad hit Mali.", "hit", actors=("Chad",), place="Mali", at=3000)
    dateline = event("Chad hit hard.", "hit", actors=("Chad",), place="Mopti", at=4000)

    assert merged(first, region, country, dateline) == [4]


def test_a_definite_noun_that_can_be_two_acts_is_neither() -> None:
    other = event("Soldiers raided Mopti.", "raided", actors=("soldiers",), place="Mopti", at=2000)
    again = event("The attack was condemned.", "attack", at=3000)

    assert merged(BOMB, other, again) == [1, 1, 1]


def test_a_toll_that_was_corrected_does_not_part_known_participants() -> None:
    first = event("Chad killed 14.", "killed", actors=("Chad",), killed=14)
    later = event("Chad killed 20.", "killed", actors=("Chad",), killed=20, at=2000)
    (joined,) = merge_tellings((first, later), ())

    assert [magnitude.value for magnitude in joined.magnitudes] == [14]


def test_the_joined_event_knows_what_either_telling_knows() -> None:
    first = event("Chad hit Mali.", "hit", actors=("Chad",), recipients=("Mali",))
    later = event("Chad hit Gao.", "hit", actors=("Chad",), place="Gao", day=14, killed=3, at=2000)
    (joined,) = merge_tellings((first, later), ())

    assert joined.location is not None
    assert joined.location.name == "Gao"
    assert joined.date is not None
    assert joined.date.start == date(2023, 8, 14)
    assert [magnitude.value for magnitude in joined.magnitudes] == [3]
    assert joined.trigger == first.trigger
