"""Merging: the same act told again in one article is one event with several mentions."""

from collections.abc import Collection, Sequence

from schemas.actor import Actor
from schemas.event import Event, EventDate, EventMention, Location, Magnitude

# An act is told again within this many events; without a bound the comparison would be quadratic.
_REACH = 40
# Before a noun they say that it was told before; at most so many words stand between ("the deadly bombing").
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_WORDS_BETWEEN = 2


def merge_tellings(events: Sequence[Event], pronouns: Collection[str]) -> tuple[Event, ...]:
    """*events* in order, each later telling joined to the first that tells the same act.

    The same act: same type, status and negation, actors and recipients that are the same or whose names are a subset,
    and dates, places and tolls that do not exclude each other; one of *pronouns* can stand for an actor. "The bombing",
    without participants that the earlier one lacks, is the only bombing it can be. The first telling's trigger and
    evidence stay.
    """
    merged: list[Event] = []
    mentions: list[list[EventMention]] = []
    for event in events:
        i = _told_before(merged, event, pronouns)
        if i is None:
            merged.append(event)
            mentions.append(list(event.mentions))
        else:
            merged[i] = _joined(merged[i], event)
            mentions[i] += event.mentions
    return tuple(
        event.model_copy(update={"mentions": tuple(told)})
        for event, told in zip(merged, mentions, strict=True)
    )


def _told_before(merged: Sequence[Event], event: Event, pronouns: Collection[str]) -> int | None:
    """Which of *merged* tells the act of *event*, looking back."""
    reach = range(len(merged) - 1, max(-1, len(merged) - 1 - _REACH), -1)
    back = _refers_back(event)
    meant = [i for i in reach if back and _can_be_meant(merged[i], event)]
    if len(meant) == 1:
        return meant[0]
    return next((i for i in reach if _same_act(merged[i], event, pronouns)), None)


def _refers_back(event: Event) -> bool:
    """Is it told by a noun that the article has introduced before ("the attack", "that deadly bombing")?"""
    offset = event.trigger.start_char - event.evidence.start_char
    before = event.evidence.text[:offset].lower().split()[-_WORDS_BETWEEN - 1 :]
    return any(word in _DEFINITE for word in before) and not any(
        word[-1:] in {",", ";", ":"} for word in before
    )


def _can_be_meant(first: Event, second: Event) -> bool:
    """Can the definite *second* be *first*: same kind of act, nobody in it that *first* does not name?"""
    return (
        _same_kind(first, second)
        and not (first.modes and second.modes and set(first.modes).isdisjoint(second.modes))
        and _names(second.actors) <= _names(first.actors)
        and _names(second.recipients) <= _names(first.recipients)
        and _compatible(first.date, second.date)
        and not _elsewhere(first, second)
        and first.evidence != second.evidence
    )


def _same_kind(first: Event, second: Event) -> bool:
    return (first.event_type, first.status, first.negated) == (
        second.event_type,
        second.status,
        second.negated,
    )


def _same_act(first: Event, second: Event, pronouns: Collection[str]) -> bool:
    if not _same_kind(first, second):
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
    if _elsewhere(first, second) or not _compatible(first.date, second.date):
        return False
    names = [_names(event.actors) | _names(event.recipients) for event in (first, second)]
    if not names[0] or (not names[1] and not together):
        # Nobody is named: only the place can tell that it is the same act.
        return (
            first.location is not None
            and second.location is not None
            and first.location.name == second.location.name
            and first.modes == second.modes
        )
    if _tolls_differ(first, second) and not _known(first) & _known(second):
        return False
    sides = [
        (_names(first.actors), _names(second.actors)),
        (_names(first.recipients), _names(second.recipients)),
    ]
    if not all(_one_holds_the_other(*side) for side in sides):
        return False
    # A side that one telling leaves out says nothing; then the other must be the same.
    return any(one == other and one for one, other in sides) or all(all(side) for side in sides)


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


def _elsewhere(first: Event, second: Event) -> bool:
    """Do both sentences name a place, and not the same? A place of the dateline excludes nothing, nor a wider one."""
    one, other = _own_place(first), _own_place(second)
    if one is None or other is None or one.name == other.name:
        return False
    if one.country and other.country and one.country != other.country:
        return True
    if one.latitude is None or other.latitude is None:
        return False  # a whole country, or a place of which nothing is known
    return one.name != other.admin1 and other.name != one.admin1


def _own_place(event: Event) -> Location | None:
    """The place that the sentence itself names."""
    place, told = event.location, event.evidence
    if place is None or not told.start_char <= place.start_char < told.end_char:
        return None
    return place


def _tolls_differ(first: Event, second: Event) -> bool:
    """Do both count the dead, the injured or the displaced, and otherwise?"""
    counted = {magnitude.kind: magnitude.value for magnitude in first.magnitudes}
    return any(
        counted.get(magnitude.kind, magnitude.value) != magnitude.value
        for magnitude in second.magnitudes
    )


def _known(event: Event) -> frozenset[str]:
    """The participants that are somebody by name: "gunmen" can be others each time."""
    return frozenset(
        actor.entity_id
        for actor in (*event.actors, *event.recipients)
        if actor.entity_id and actor.label != "ROLE"
    )


def _joined(first: Event, second: Event) -> Event:
    """*first* with what only *second* knows; their mentions are joined by the caller."""
    dated = first.date if first.date and first.date.source == "text" else second.date or first.date
    # To whom words are said without saying it is not told by what the same speaker says elsewhere.
    verbal = (first.quad_category or "").startswith("verbal") and first.evidence != second.evidence
    alone = verbal and not first.recipients
    return first.model_copy(
        update={
            "actors": _fuller(first.actors, second.actors),
            "recipients": first.recipients
            if alone
            else _fuller(first.recipients, second.recipients),
            "modes": first.modes or second.modes,
            "date": dated,
            "location": first.location or second.location,
            "magnitudes": _all_kinds(first, second),
            "confidence": max(first.confidence, second.confidence),
        }
    )


def _all_kinds(first: Event, second: Event) -> tuple[Magnitude, ...]:
    """Those of *first*, and of *second* the kinds that *first* lacks."""
    told = {magnitude.kind for magnitude in first.magnitudes}
    return (*first.magnitudes, *(known for known in second.magnitudes if known.kind not in told))


def _fuller(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who are more; of as many, the first."""
    return first if len(_names(first)) >= len(_names(second)) else second
