"""Who and where: stretches of text to actors and places, by the mentions that stand in them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lexicon.resolving import OrganisationKind, ResolvingWords
from pipeline.values import EventCandidate, Stretch
from schemas.actor import Actor
from schemas.entity import Entity
from schemas.event import Location

_PLACES = frozenset({"GPE", "LOC", "FAC"})
# How far before a place its preposition may stand, in characters and in words.
_LEAD_CHARS = 40
_LEAD_WORDS = 3
_DATELINE_CHARS = 80
# About two sentences: further back a pronoun has lost its antecedent.
_ANTECEDENT_CHARS = 250
# A description looks back over this many mentions; without a bound the search would be quadratic.
_MENTIONS_BACK = 200
# Between a word of kind and the name it goes with at most one other may stand ("the group Islamic Taliban").
_KIND_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionIndex:
    """All mentions in text order, to be found by offset."""

    starts: tuple[int, ...]
    spans: tuple[tuple[int, int, Entity], ...]

    @classmethod
    def of(cls, entities: Sequence[Entity]) -> "MentionIndex":
        """The index over the mentions of *entities*."""
        spans = sorted(
            (
                (mention.start_char, mention.end_char, entity)
                for entity in entities
                for mention in entity.mentions
            ),
            key=lambda span: (span[0], -span[1], span[2].id),
        )
        return cls(starts=tuple(span[0] for span in spans), spans=tuple(spans))

    def within(self, start: int, end: int) -> tuple[tuple[int, int, Entity], ...]:
        """The mentions that lie in the stretch, in order."""
        first = bisect_right(self.starts, start - 1)
        last = bisect_right(self.starts, end - 1)
        return tuple(span for span in self.spans[first:last] if span[1] <= end)

    def naming(self, stretch: Stretch) -> Entity | None:
        """The entity whose mention is the stretch, covers it, or ends it ("the Taliban")."""
        first = bisect_right(self.starts, stretch.start_char)
        for start, end, entity in reversed(self.spans[max(0, first - 3) : first]):
            if start <= stretch.start_char and end >= stretch.end_char:
                return entity
        inside = self.within(stretch.start_char, stretch.end_char)
        if inside and inside[-1][1] == stretch.end_char:
            return inside[-1][2]
        return None


def name_actor(
    stretch: Stretch,
    mentions: MentionIndex,
    text: str,
    words: ResolvingWords,
    *,
    speaker: Stretch | None = None,
    apart_from: tuple[Stretch, ...] = (),
) -> Actor:
    """The actor of *stretch*, named where a mention names it.

    A pronoun in *speaker*'s words is the speaker; any other is the only participant of its kind in the
    lines before it, if there is only one besides *apart_from*, and else stays unresolved. "The group",
    "the company" is the only organisation of that kind before it in the article, if there is only one.
    """
    said = text[stretch.start_char : stretch.end_char]
    entity = mentions.naming(stretch)
    speaks = said.lower() in words.speaker_pronouns
    if entity is None and speaker is not None and speaks:
        entity = mentions.naming(speaker)
    if entity is None:
        entity = _antecedent(stretch, said.lower(), mentions, text, words, apart_from=apart_from)
    if entity is None or (entity.label == "ROLE" and entity.country is None):
        described = _described(stretch, said.lower(), mentions, text, words, apart_from=apart_from)
        entity = described or entity
    country = entity.country if entity else _country_within(stretch, mentions)
    return Actor(
        text=said,
        start_char=stretch.start_char,
        end_char=stretch.end_char,
        name=entity.name if entity else None,
        entity_id=entity.id if entity else None,
        label=entity.label if entity else None,
        country=country,
        sector=entity.sector if entity else None,
    )


def _antecedent(
    stretch: Stretch,
    pronoun: str,
    mentions: MentionIndex,
    text: str,
    words: ResolvingWords,
    *,
    apart_from: tuple[Stretch, ...],
) -> Entity | None:
    """The only participant that the pronoun can stand for: near it, else in the sentence before.

    There only those count that no preposition governs. A place where something happens is none.
    """
    labels = words.pronouns.get(pronoun)
    if labels is None:
        return None
    start = max(0, stretch.start_char - _ANTECEDENT_CHARS)
    excluded = {entity.id for other in apart_from if (entity := mentions.naming(other))}
    near = [
        span
        for span in mentions.within(start, stretch.start_char)
        if span[2].label in labels
        and span[2].id not in excluded
        and not (span[2].label in _PLACES and _is_scene(text, span, words))
    ]
    found = _only([entity for _, _, entity in near])
    if found is not None or pronoun not in words.ungendered:
        return found
    opening = text.rfind(". ", start, stretch.start_char)
    if opening < 0 or text[opening + 2 : stretch.start_char].strip():
        return None  # it does not open its sentence
    before = max(text.rfind(mark, start, opening) for mark in (". ", "\n"))
    return _only(
        [
            entity
            for first, _, entity in near
            if first > before and _lead_of(text, first) not in words.prepositions
        ]
    )


def _is_scene(text: str, span: tuple[int, int, Entity], words: ResolvingWords) -> bool:
    """Is the place of *span* where something happens: after a preposition of place, or in the dateline?"""
    start, end, _ = span
    if not text[:start].strip():
        return text.startswith((*words.dateline_ends, ","), end)
    return _lead_of(text, start) in words.place_leads


def _only(entities: Sequence[Entity]) -> Entity | None:
    """The entity, where all are the same one."""
    found = {entity.id: entity for entity in entities}
    return next(iter(found.values())) if len(found) == 1 else None


def _lead_of(text: str, start: int) -> str:
    """The word before the name at *start*, its article left out."""
    words = text[max(0, start - _LEAD_CHARS) : start].lower().split()
    if words and words[-1] == "the":
        words.pop()
    return words[-1] if words else ""


def _described(
    stretch: Stretch,
    said: str,
    mentions: MentionIndex,
    text: str,
    words: ResolvingWords,
    *,
    apart_from: tuple[Stretch, ...],
) -> Entity | None:
    """The only organisation before "the group" that the article calls a group, or that is one by its sector."""
    head = said.split()[-1] if said.split() else ""
    kind = next((kind for kind in words.kinds.values() if head in kind.words), None)
    if kind is None or text[max(0, stretch.start_char - 4) : stretch.start_char].lower() != "the ":
        return None
    last = bisect_right(mentions.starts, stretch.start_char - 1)
    excluded = {entity.id for other in apart_from if (entity := mentions.naming(other))}
    before = [
        (start, entity)
        for start, _, entity in mentions.spans[max(0, last - _MENTIONS_BACK) : last]
        if entity.label == "ORG" and entity.id not in excluded
    ]
    return _only(
        [entity for start, entity in before if _is_of_kind(entity, kind, text, start)]
    ) or _only([entity for _, entity in before if entity.sector is None])


def _is_of_kind(entity: Entity, kind: OrganisationKind, text: str, start: int) -> bool:
    """By its sector, a word of its name, or the word before it ("the terror group Taliban")."""
    if entity.sector in kind.sectors or not kind.words.isdisjoint(entity.name.lower().split()):
        return True
    before = text[max(0, start - _LEAD_CHARS) : start].lower().split()[-_KIND_WORDS:]
    return not kind.words.isdisjoint(before)


def _country_within(stretch: Stretch, mentions: MentionIndex) -> str | None:
    """The country of "Israel's high court": who it is stays open, where it belongs does not."""
    inside = mentions.within(stretch.start_char, stretch.end_char)
    return next((span[2].country for span in inside if span[2].label in {"GPE", "NORP"}), None)


def find_location(
    candidate: EventCandidate, mentions: MentionIndex, text: str, words: ResolvingWords
) -> Location | None:
    """The place that stands after a preposition of place, nearest the trigger; else the dateline's.

    For an event without participants any place of its sentence will do ("an earthquake struck Japan").
    """
    sentence, trigger = candidate.sentence, candidate.trigger
    arguments = (*candidate.actors, *candidate.recipients)
    taken = {(stretch.start_char, stretch.end_char) for stretch in arguments}
    places = [
        (start, end, entity)
        for start, end, entity in mentions.within(sentence.start_char, sentence.end_char)
        if entity.label in _PLACES
        and (not arguments or _after_lead(text, words, sentence.start_char, start))
        # A host's own town is where it was, too ("received in Oslo").
        and ((start, end) not in taken or _lead_of(text, start) in words.place_leads)
    ]
    if not places:
        return _dateline_place(mentions, text, words)
    start, end, entity = min(places, key=lambda span: (abs(span[0] - trigger.end_char), span[0]))
    return _location(start, end, entity, text)


def _after_lead(text: str, words: ResolvingWords, sentence_start: int, start: int) -> bool:
    before = text[max(sentence_start, start - _LEAD_CHARS) : start].lower().split()
    return any(word in words.place_leads for word in before[-_LEAD_WORDS:])


def _dateline_place(mentions: MentionIndex, text: str, words: ResolvingWords) -> Location | None:
    """The place at the head of *text*, where a dash or a bracket parts it from the first sentence."""
    head = text[:_DATELINE_CHARS]
    ends = [head.find(mark) for mark in words.dateline_ends if mark in head]
    if not ends:
        return None
    for start, end, entity in mentions.within(0, min(ends) + 1):
        if entity.label in _PLACES and not text[:start].strip():
            return _location(start, end, entity, text)
    return None


def _location(start: int, end: int, entity: Entity, text: str) -> Location:
    return Location(
        text=text[start:end],
        start_char=start,
        end_char=end,
        name=entity.name,
        country=entity.country,
    )
