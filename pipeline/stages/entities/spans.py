"""Mentions on their way to entities."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.senses import Sense
from pipeline.stages.entities.wording import Words
from schemas.entity import Entity, EntityLabel, Mention
from schemas.ids import entity_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpan:
    """The words from ``first`` up to ``last`` name something; ``name`` is its canonical name.

    ``family`` is what later mentions of a person say; ``as_place`` marks a capital or seat that was
    read as the place, ``admin1`` and ``point`` (latitude, longitude) where a place lies. So many characters of
    the first word as are ``skipped`` are no part of it ("anti-Chinese").
    """

    first: int
    last: int
    name: str
    label: EntityLabel
    country: str | None
    sector: str | None
    family: str | None = None
    as_place: bool = False
    admin1: str | None = None
    point: tuple[float, float] | None = None
    skipped: int = 0


def span_of(sense: Sense, first: int, last: int) -> NamedSpan:
    """The words from *first* up to *last* as what *sense* says of them."""
    return NamedSpan(
        first=first,
        last=last,
        name=sense.name,
        label=sense.label,
        country=sense.country,
        sector=sense.sector,
    )


def entities_of(found: list[NamedSpan], words: Words, article_id: str) -> Iterator[Entity]:
    """The entities that the mentions *found* name, in order of first mention."""
    groups: dict[tuple[str, str], list[NamedSpan]] = {}
    for mention in found:
        groups.setdefault((mention.label, fold(mention.name).casefold()), []).append(mention)
    for mentions in groups.values():
        # A headline in capitals does not say how the name is written.
        first = next((mention for mention in mentions if not mention.name.isupper()), mentions[0])
        point = next((mention.point for mention in mentions if mention.point), None)
        yield Entity(
            id=entity_id(article_id=article_id, label=first.label, name=first.name),
            name=first.name,
            label=first.label,
            country=next((mention.country for mention in mentions if mention.country), None),
            sector=next((mention.sector for mention in mentions if mention.sector), None),
            admin1=next((mention.admin1 for mention in mentions if mention.admin1), None),
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            mentions=tuple(_mention(mention, words) for mention in mentions),
        )


def _mention(found: NamedSpan, words: Words) -> Mention:
    start, end = words.starts[found.first] + found.skipped, words.ends[found.last - 1]
    return Mention(start_char=start, end_char=end, text=words.text[start:end])
