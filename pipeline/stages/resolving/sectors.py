"""Organisations whose name does not tell what they are: who goes bankrupt is a firm, who wins seats a party."""

from collections.abc import Mapping, Sequence

from schemas.actor import Actor
from schemas.event import Event


def with_sectors(
    events: Sequence[Event], telling_acts: Mapping[str, frozenset[str]]
) -> tuple[Event, ...]:
    """*events* with a sector for each organisation without one that takes part in one of *telling_acts*.

    These are, by sector, types, with a mode after a stroke where not all of the type are meant. What an organisation
    is it is in all its events; one that two sectors would fit stays open.
    """
    found: dict[str, set[str]] = {}
    for event in events:
        kinds = {event.event_type, *(f"{event.event_type}/{mode}" for mode in event.modes)}
        told = [sector for sector, acts in telling_acts.items() if not kinds.isdisjoint(acts)]
        for actor in (*event.actors, *event.recipients):
            if told and actor.entity_id is not None and _is_open(actor):
                found.setdefault(actor.entity_id, set()).update(told)
    sectors = {entity: told.pop() for entity, told in found.items() if len(told) == 1}
    return tuple(_told(event, sectors) for event in events) if sectors else tuple(events)


def _is_open(actor: Actor) -> bool:
    return actor.label == "ORG" and actor.sector is None


def _told(event: Event, sectors: Mapping[str, str]) -> Event:
    return event.model_copy(
        update={
            "actors": tuple(_of_sector(actor, sectors) for actor in event.actors),
            "recipients": tuple(_of_sector(actor, sectors) for actor in event.recipients),
        }
    )


def _of_sector(actor: Actor, sectors: Mapping[str, str]) -> Actor:
    sector = sectors.get(actor.entity_id or "")
    if sector is None or not _is_open(actor):
        return actor
    return actor.model_copy(update={"sector": sector})
