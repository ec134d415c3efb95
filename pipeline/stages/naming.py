"""Who and where: stretches of text to actors and places, by the mentions that stand in them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from pipeline.values import EventCandidate, Stretch
from schemas.actor import Actor
from schemas.entity import Entity
from schemas.event import Location
from schemas.toml_file import load_toml_file

_PLACES = frozenset({"GPE", "LOC", "FAC"})
# How far before a place its preposition may stand, in characters and in words.
_LEAD_CHARS = 40
_LEAD_WORDS = 3
_DATELINE_CHARS = 80
# About two sentences: further back a pronoun has lost its antecedent.
_ANTECEDENT_CHARS = 250


class ResolvingWords(BaseModel):
    """The words of ``resolving.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place_leads: frozenset[str]
    saying: frozenset[str]
    speaker_pronouns: frozenset[str]
    dateline_ends: tuple[str, ...]
    pronouns: dict[str, frozenset[str]]


@cache
def load_resolving_words() -> ResolvingWords:
    """The words, read at the first call."""
    return load_toml_file(files("pipeline.lexicon") / "resolving.toml", ResolvingWords)


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
    *,
    speaker: Stretch | None = None,
    apart_from: tuple[Stretch, ...] = (),
) -> Actor:
    """The actor of *stretch*, named where a mention names it.

    A pronoun in *speaker*'s words is the speaker; any other is the only participant of its kind in the
    lines before it, if there is only one besides *apart_from*, and else stays unresolved.
    """
    said = text[stretch.start_char : stretch.end_char]
    entity = mentions.naming(stretch)
    speaks = said.lower() in load_resolving_words().speaker_pronouns
    if entity is None and speaker is not None and speaks:
        entity = mentions.naming(speaker)
    if entity is None:
        entity = _antecedent(stretch, said.lower(), mentions, apart_from=apart_from)
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
    *,
    apart_from: tuple[Stretch, ...],
) -> Entity | None:
    labels = load_resolving_words().pronouns.get(pronoun)
    if labels is None:
        return None
    start = max(0, stretch.start_char - _ANTECEDENT_CHARS)
    excluded = {entity.id for other in apart_from if (entity := mentions.naming(other))}
    candidates = {
        entity.id: entity
        for _, _, entity in mentions.within(start, stretch.start_char)
        if entity.label in labels and entity.id not in excluded
    }
    if len(candidates) != 1:
        return None
    return next(iter(candidates.values()))


def _country_within(stretch: Stretch, mentions: MentionIndex) -> str | None:
    """The country of "Israel's high court": who it is stays open, where it belongs does not."""
    inside = mentions.within(stretch.start_char, stretch.end_char)
    return next((span[2].country for span in inside if span[2].label in {"GPE", "NORP"}), None)


def find_location(candidate: EventCandidate, mentions: MentionIndex, text: str) -> Location | None:
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
        and (start, end) not in taken
        and (not arguments or _after_lead(text, sentence.start_char, start))
    ]
    if not places:
        return _dateline_place(mentions, text)
    start, end, entity = min(places, key=lambda span: (abs(span[0] - trigger.end_char), span[0]))
    return _location(start, end, entity, text)


def _after_lead(text: str, sentence_start: int, start: int) -> bool:
    before = text[max(sentence_start, start - _LEAD_CHARS) : start].lower().split()
    return any(word in load_resolving_words().place_leads for word in before[-_LEAD_WORDS:])


def _dateline_place(mentions: MentionIndex, text: str) -> Location | None:
    """The place at the head of *text*, where a dash or a bracket parts it from the first sentence."""
    head = text[:_DATELINE_CHARS]
    ends = [head.find(mark) for mark in load_resolving_words().dateline_ends if mark in head]
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
