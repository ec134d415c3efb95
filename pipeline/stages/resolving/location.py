"""Where it happened: a place of the sentence, of the one before in its paragraph, or of the dateline."""

import re

from pipeline.lexicon.resolving import ResolvingWords
from pipeline.stages.resolving.naming import MentionIndex
from pipeline.values import EventCandidate
from schemas.entity import Entity
from schemas.event import Location

_PLACES = frozenset({"GPE", "LOC", "FAC"})
# How far before a place its preposition may stand, in characters and in words.
_LEAD_CHARS = 80
_LEAD_WORDS = 3
_DATELINE_CHARS = 80
_LOOK_BACK_CHARS = 300
_WORD = re.compile(r"[\w'’-]+|[,;:()]")
_MARKS = frozenset(",;:()")

_Place = tuple[int, int, Entity]


def find_location(
    candidate: EventCandidate,
    mentions: MentionIndex,
    text: str,
    words: ResolvingWords,
    *,
    home: str | None = None,
) -> Location | None:
    """The place nearest the trigger that stands after a preposition of place or is acted on; else the dateline's.

    A town or region that the act is done to is where it was done ("overran the town of Gao", "visited Oslo"). Where the
    sentence names no place at all, that of the one before is meant, within a paragraph. For an event without
    participants any place of its sentence will do ("an earthquake struck Japan"). A lesser place that no list has
    lies in the country of the dateline, else in *home*.
    """
    dateline = _dateline_place(mentions, text, words)
    chosen = _place_of(candidate, mentions, text, words, dateline) or dateline
    if chosen is None:
        return None
    found = _location(chosen, text)
    if found.country is None and _is_lesser_place(chosen, text, words):
        country = (dateline[2].country if dateline else None) or home
        return found.model_copy(update={"country": country})
    return found


def _place_of(
    candidate: EventCandidate,
    mentions: MentionIndex,
    text: str,
    words: ResolvingWords,
    dateline: _Place | None,
) -> _Place | None:
    """The place that the text gives the event itself."""
    sentence, trigger = candidate.sentence, candidate.trigger
    inside = [
        place
        for place in _places(mentions, sentence.start_char, sentence.end_char)
        if dateline is None or place[0] != dateline[0]
    ]
    struck = _struck(candidate, inside, words)
    if struck is not None:
        return struck
    without = not (candidate.actors or candidate.recipients)
    taken = {
        (stretch.start_char, stretch.end_char)
        for stretch in (*candidate.actors, *candidate.recipients)
    }
    led = [
        place
        for place in inside
        if (without and place[:2] not in taken) or is_led(text, sentence.start_char, place, words)
    ]
    if led:
        return min(led, key=lambda place: _distance(place, trigger.end_char))
    return None if inside else _place_before(candidate, mentions, text, words)


def _is_lesser_place(place: _Place, text: str, words: ResolvingWords) -> bool:
    """Is it a name without an article, as towns and villages have, and no continent?"""
    before = text[max(0, place[0] - len("the ")) : place[0]].lower()
    return before != "the " and place[2].name.lower() not in words.wide_places


def is_led(text: str, sentence_start: int, place: _Place, words: ResolvingWords) -> bool:
    """Does *place* stand after a preposition of place: "in Gao", "near the port of Gao", "on the Niger"?

    Another preposition between takes it away ("in talks with Gao"), but "of" after a kind of place does not.
    """
    start, _, entity = place
    before = _WORD.findall(text[max(sentence_start, start - _LEAD_CHARS) : start].lower())
    leads = words.place_leads | (words.shore_leads if entity.label == "LOC" else frozenset())
    for _ in range(_LEAD_WORDS):
        word = before.pop() if before else ""
        if word == "of" and before and before.pop() in words.place_nouns:
            return _is_place_noun_led(before, leads, words)
        if word in leads:
            return True
        if word in words.other_leads or word in _MARKS:
            return False
    return False


def _is_place_noun_led(before: list[str], leads: frozenset[str], words: ResolvingWords) -> bool:
    """ "In the northern port", "hit the market": not "talks with the port", which is somebody there."""
    for word in reversed(before[-_LEAD_WORDS:]):
        if word in leads:
            return True
        if word in words.other_leads:
            return False
    return True


def _struck(
    candidate: EventCandidate, inside: list[_Place], words: ResolvingWords
) -> _Place | None:
    """The place that is a recipient: a town or a region, and of a hazard a country, too."""
    recipients = {(stretch.start_char, stretch.end_char) for stretch in candidate.recipients}
    of_land = candidate.event_type in words.struck_types
    visit = "visit" in candidate.modes
    for place in inside:
        start, end, entity = place
        whole = any(first <= start and end <= last for first, last in recipients)
        if whole and (of_land or visit or ((start, end) in recipients and entity.sector is None)):
            return place
    return None


def _places(mentions: MentionIndex, start: int, end: int) -> list[_Place]:
    return [span for span in mentions.within(start, end) if span[2].label in _PLACES]


def _distance(place: _Place, trigger_end: int) -> tuple[int, int]:
    return abs(place[0] - trigger_end), place[0]


def _place_before(
    candidate: EventCandidate, mentions: MentionIndex, text: str, words: ResolvingWords
) -> _Place | None:
    """The last place after a preposition in the text before, of the same paragraph."""
    start = candidate.sentence.start_char
    head = max(0, start - _LOOK_BACK_CHARS)
    paragraph = text.rfind("\n\n", head, start)
    first = max(head, paragraph + 2) if paragraph >= 0 else head
    for place in reversed(_places(mentions, first, start)):
        if is_led(text, first, place, words):
            return place
    return None


def _dateline_place(mentions: MentionIndex, text: str, words: ResolvingWords) -> _Place | None:
    """The place at the head of *text*, where a dash or a bracket parts it from the first sentence."""
    head = text[:_DATELINE_CHARS]
    ends = [head.find(mark) for mark in words.dateline_ends if mark in head]
    if not ends:
        return None
    for place in mentions.within(0, min(ends) + 1):
        if place[2].label in _PLACES and not text[: place[0]].strip():
            return place
    return None


def _location(place: _Place, text: str) -> Location:
    start, end, entity = place
    return Location(
        text=text[start:end],
        start_char=start,
        end_char=end,
        name=entity.name,
        country=entity.country,
        admin1=entity.admin1,
        latitude=entity.latitude,
        longitude=entity.longitude,
    )
