"""Merging: the same act told again in one article is one event with several mentions."""

from collections.abc import Collection, Sequence

from schemas.actor import Actor
from schemas.event import Event, EventDate, EventMention

# An act is told again within this many events; without a bound the comparison would be quadratic.
_REACH = 40


def merge_tellings(events: Sequence[Event], pronouns: Collection[str]) -> tuple[Event, ...]:
    """*events* in order, each later telling joined to the first that tells the same act.

    The same act: same type, status and negation, actors and recipients that are the same or whose names are a subset,
    and dates that do not exclude each other; one of *pronouns* can stand for an actor. The first telling's trigger and evidence stay.
    """
    merged: list[Event] = []
    mentions: list[list[EventMention]] = []
    for event in events:
        for i in range(len(merged) - 1, max(-1, len(merged) - 1 - _REACH), -1):
            if _same_act(merged[i], event, pronouns):
                merged[i] = _joined(merged[i], event)
                mentions[i] += event.mentions
                break
        else:
            merged.append(event)
            mentions.append(list(event.mentions))
    return tuple(
        event.model_copy(update={"mentions": tuple(told)})
        for event, told in zip(merged, mentions, strict=True)
    )


def _same_act(first: Event, second: Event, pronouns: Collection[str]) -> bool:
    if (first.event_type, first.status, first.negated) != (
        second.event_type,
        second.status,
        second.negated,
    ):
        return False
    together = first.evidence == second.evidence
    if (
        first.modes
        and second.modes
        and set(first.modes).isdisjoint(second.modes)
        and not (together and _is_one_charge(first, second))
    ):
        return False
    if together and _says_again(first, second, pronouns):
        return True
    named = _names(first.actors) | _names(first.recipients)
    if not named and (first.location is None or second.location is None):
        return False
    if not named and first.location and second.location:
        same_place = first.location.name == second.location.name
        return same_place and first.modes == second.modes and _compatible(first.date, second.date)
    return (
        _one_holds_the_other(_names(first.actors), _names(second.actors))
        and _one_holds_the_other(_names(first.recipients), _names(second.recipients))
        and _compatible(first.date, second.date)
    )


def _is_one_charge(first: Event, second: Event) -> bool:
    """Are both the same speaker's hostile words about the same target ("reckless and illegal")?"""
    return (
        first.quad_category == "verbal_conflict"
        and bool(first.recipients)
        and _names(first.actors) == _names(second.actors)
        and _names(first.recipients) == _names(second.recipients)
    )


def _says_again(first: Event, second: Event, pronouns: Collection[str]) -> bool:
    """Does the sentence repeat its own verb, with a pronoun for the actor ("assured X ... and also assured him")?"""
    again = first.trigger.lemma == second.trigger.lemma and bool(second.actors)
    unknown = all(
        actor.entity_id is None and actor.text.lower() in pronouns for actor in second.actors
    )
    told_to = _names(first.recipients)
    return again and unknown and bool(told_to) and told_to == _names(second.recipients)


def _names(actors: tuple[Actor, ...]) -> frozenset[str]:
    """Who they are: the entity where there is one, else the words."""
    return frozenset(actor.entity_id or actor.text.lower() for actor in actors)


def _one_holds_the_other(first: frozenset[str], second: frozenset[str]) -> bool:
    return first <= second or second <= first


def _compatible(first: EventDate | None, second: EventDate | None) -> bool:
    """A date that only stands for the day of publication excludes nothing."""
    if first is None or second is None or "published_at" in {first.source, second.source}:
        return True
    return first.start <= second.end and second.start <= first.end


def _joined(first: Event, second: Event) -> Event:
    """*first* with what only *second* knows; their mentions are joined by the caller."""
    dated = first.date if first.date and first.date.source == "text" else second.date or first.date
    return first.model_copy(
        update={
            "actors": _fuller(first.actors, second.actors),
            "recipients": _fuller(first.recipients, second.recipients),
            "modes": first.modes or second.modes,
            "date": dated,
            "location": first.location or second.location,
            "magnitudes": first.magnitudes or second.magnitudes,
            "confidence": max(first.confidence, second.confidence),
        }
    )


def _fuller(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who are more; of as many, the first."""
    return first if len(_names(first)) >= len(_names(second)) else second
