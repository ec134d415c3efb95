"""Who: stretches of text to actors, by the mentions and links that stand in them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon.resolving import ResolvingWords
from pipeline.values import CoreferenceLink, Stretch
from schemas.actor import Actor
from schemas.entity import Entity

_ACTING = frozenset({"ROLE", "ORG", "PERSON"})
# After these stands where or for whom somebody acts.
_PARTING = frozenset({"to", "in", "of", "for", "at", "from", "on", "near", "with"})
# "his", "her", "its"; "their".
_POSSESSIVE_CHARS = (3, 5)
# The rule's name where a pronoun in reported words is their speaker.
_SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionIndex:
    """All mentions in text order, and the links to entities, to be found by offset."""

    starts: tuple[int, ...]
    spans: tuple[tuple[int, int, Entity], ...]
    text: str
    links: Mapping[int, CoreferenceLink]
    entities: Mapping[str, Entity]

    @classmethod
    def of(
        cls, entities: Sequence[Entity], text: str, links: Sequence[CoreferenceLink] = ()
    ) -> "MentionIndex":
        """The index over the mentions of *entities* in *text* and the *links* to them."""
        spans = sorted(
            (
                (mention.start_char, mention.end_char, entity)
                for entity in entities
                for mention in entity.mentions
            ),
            key=lambda span: (span[0], -span[1], span[2].id),
        )
        return cls(
            starts=tuple(span[0] for span in spans),
            spans=tuple(spans),
            text=text,
            links={link.end_char: link for link in links},
            entities={entity.id: entity for entity in entities},
        )

    def within(self, start: int, end: int) -> tuple[tuple[int, int, Entity], ...]:
        """The mentions that lie in the stretch, in order."""
        first = bisect_right(self.starts, start - 1)
        last = bisect_right(self.starts, end - 1)
        return tuple(span for span in self.spans[first:last] if span[1] <= end)

    def naming(self, stretch: Stretch) -> Entity | None:
        """The entity whose mention is the stretch, covers it, or ends it ("the Taliban").

        Where a preposition parts two, the first: "the US ambassador to Mexico".
        """
        first = bisect_right(self.starts, stretch.start_char)
        for start, end, entity in reversed(self.spans[max(0, first - 3) : first]):
            if start <= stretch.start_char and end >= stretch.end_char:
                return entity
        inside = self.within(stretch.start_char, stretch.end_char)
        if not inside or inside[-1][1] != stretch.end_char:
            return None
        first_named = inside[0]
        if len(inside) > 1 and first_named[2].label in _ACTING:
            after = self.text[first_named[1] : inside[1][0]].lower().split()
            if after and after[0] in _PARTING:
                return first_named[2]
        return inside[-1][2]

    def linked(
        self, stretch: Stretch, text: str, words: ResolvingWords
    ) -> tuple[tuple[Entity, ...], str] | None:
        """The entities that the stretch is linked to, its article left out, and the rule that did."""
        link = self.links.get(stretch.end_char)
        if link is None:
            return None
        lead = text[stretch.start_char : link.start_char].strip().lower()
        if lead and lead not in words.coreference.determiners and not lead.endswith(" of"):
            return None
        found = tuple(self.entities[id_] for id_ in link.entity_ids if id_ in self.entities)
        return (found, link.rule) if found else None


def name_actors(
    stretch: Stretch,
    mentions: MentionIndex,
    text: str,
    words: ResolvingWords,
    *,
    speaker: Stretch | None = None,
    apart_from: tuple[Stretch, ...] = (),
) -> tuple[Actor, ...]:
    """Who the *stretch* is: one actor, or two for "both countries", named where a mention names them.

    A link names what no mention does, or only by a role, unless it leads to one of *apart_from*. A pronoun
    in *speaker*'s words that no link names is the speaker. What stays unresolved has no name.
    """
    entity = mentions.naming(stretch)
    linked = mentions.linked(stretch, text, words) if entity is None or _is_bare(entity) else None
    if linked is not None:
        others = {other.id for apart in apart_from if (other := mentions.naming(apart))}
        if others.isdisjoint(found.id for found in linked[0]):
            return tuple(_actor(stretch, text, found, linked[1]) for found in linked[0])
    said = text[stretch.start_char : stretch.end_char].lower()
    if entity is None and speaker is not None and said in words.speaker_pronouns:
        told = mentions.naming(speaker)
        if told is not None:
            return (_actor(stretch, text, told, _SPEAKER),)
    return (_unlinked(stretch, mentions, text, entity),)


def _is_bare(entity: Entity) -> bool:
    """Is it known by a role or a kind only ("the president", "the Ministry of Defence")?"""
    return entity.label == "ROLE" or (entity.label == "ORG" and entity.country is None)


def _unlinked(stretch: Stretch, mentions: MentionIndex, text: str, entity: Entity | None) -> Actor:
    """The actor by its own words; "its troops" have the country of whom "its" is linked to."""
    actor = _actor(stretch, text, entity, None)
    if actor.country is not None:
        return actor
    country = _country_within(stretch, mentions) if entity is None else None
    owner = None if country else _owner(stretch, mentions)
    if owner is not None:
        return actor.model_copy(update={"country": owner[0], "resolved_by": owner[1]})
    return actor.model_copy(update={"country": country})


def _actor(stretch: Stretch, text: str, entity: Entity | None, rule: str | None) -> Actor:
    return Actor(
        text=text[stretch.start_char : stretch.end_char],
        start_char=stretch.start_char,
        end_char=stretch.end_char,
        name=entity.name if entity else None,
        entity_id=entity.id if entity else None,
        label=entity.label if entity else None,
        country=entity.country if entity else None,
        sector=entity.sector if entity else None,
        resolved_by=rule if entity else None,
    )


def _owner(stretch: Stretch, mentions: MentionIndex) -> tuple[str, str] | None:
    """The country of the linked pronoun that opens the stretch ("its troops"), and the rule of its link."""
    for length in _POSSESSIVE_CHARS:
        link = mentions.links.get(stretch.start_char + length)
        if link is not None and link.start_char == stretch.start_char and len(link.entity_ids) == 1:
            entity = mentions.entities.get(link.entity_ids[0])
            if entity is not None and entity.country is not None:
                return entity.country, link.rule
    return None


def _country_within(stretch: Stretch, mentions: MentionIndex) -> str | None:
    """The country of "Israel's high court": who it is stays open, where it belongs does not."""
    inside = mentions.within(stretch.start_char, stretch.end_char)
    return next((span[2].country for span in inside if span[2].label in {"GPE", "NORP"}), None)
