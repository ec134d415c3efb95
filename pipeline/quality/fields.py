"""Field by field, how a found event agrees with its gold: what is right of what the gold tells."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, get_args

from pipeline.quality.gold import GoldEvent
from pipeline.quality.matching import Pair
from pipeline.quality.names import GoldName, pair_by_name, same_name, same_participants
from schemas.actor import Actor
from schemas.event import Event

Code = Literal["country", "sector"]

CODES: tuple[Code, ...] = get_args(Code)


def same_actors(pair: Pair, *, by_country: bool = True) -> bool:
    """Do the actors of *pair* agree?"""
    wanted = _names(pair.gold.actors, pair.gold.actor_countries)
    return same_participants(wanted, pair.predicted.actors, by_country=by_country)


def same_recipients(pair: Pair, *, by_country: bool = True) -> bool:
    """Do the recipients of *pair* agree?"""
    wanted = _names(pair.gold.recipients, pair.gold.recipient_countries)
    return same_participants(wanted, pair.predicted.recipients, by_country=by_country)


def same_date(gold: GoldEvent, event: Event) -> bool:
    """Is the predicted date exactly the day, month or year that gold tells?"""
    if event.date is None or gold.date is None:
        return False
    first_day = date.fromisoformat((gold.date + "-01-01")[:10])
    precision = {4: "year", 7: "month", 10: "day"}[len(gold.date)]
    return event.date.start == first_day and event.date.precision == precision


def same_location(pair: Pair) -> bool:
    """Is the place the one that gold names?"""
    place = pair.predicted.location
    wanted = pair.gold.location
    return place is not None and wanted is not None and same_name(wanted, (place.name, place.text))


def same_location_country(pair: Pair) -> bool:
    """Is the country of the place that of gold?"""
    place = pair.predicted.location
    return place is not None and place.country == pair.gold.location_country


def right_magnitudes(pair: Pair) -> int:
    """How many of the magnitudes that gold tells were found, with their value and unit."""
    told = {(found.kind, found.value, found.unit) for found in pair.predicted.magnitudes}
    anyhow = {(found.kind, found.value, "") for found in pair.predicted.magnitudes}
    return sum(wanted in told or wanted in anyhow for wanted in pair.gold.measures())


def compare_codes(pair: Pair, code: Code) -> Iterator[tuple[str, str, str | None]]:
    """Name, gold code and predicted code of each participant that was found by name and whose code gold tells.

    Of a participant that was not found there is no code to be right or wrong.
    """
    gold, event = pair.gold, pair.predicted
    if code == "country":
        told = (gold.actor_countries, gold.recipient_countries)
    else:
        told = (gold.actor_sectors or (), gold.recipient_sectors or ())
    sides = (
        (gold.actors, told[0], event.actors),
        (gold.recipients, told[1], event.recipients),
    )
    for names, codes, participants in sides:
        if len(codes) != len(names):
            continue
        found = pair_by_name([GoldName(name=name, country="") for name in names], participants)
        for name, wanted, actor in zip(names, codes, found, strict=True):
            if actor is not None:
                yield name, wanted, _code_of(actor, code)


def right_codes(pair: Pair, code: Code) -> tuple[int, int]:
    """How many of ``compare_codes`` are right, and how many there are."""
    compared = [(wanted, got or "") for _, wanted, got in compare_codes(pair, code)]
    return sum(wanted == got for wanted, got in compared), len(compared)


def _code_of(actor: Actor, code: Code) -> str | None:
    return actor.country if code == "country" else actor.sector


def _names(names: Sequence[str], countries: Sequence[str]) -> list[GoldName]:
    return [
        GoldName(name=name, country=country) for name, country in zip(names, countries, strict=True)
    ]
