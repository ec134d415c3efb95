"""The words by which the entities of an article are named."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from schemas.entity import Entity

_PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """``spans`` are the mentions, half-open in tokens, in order; ``span_at`` tells the number of a token's mention."""

    spans: Sequence[tuple[int, int, Entity]]
    span_at: Mapping[int, int]

    def mention(self, i: int) -> Entity | None:
        """The entity whose mention the token *i* is part of."""
        number = self.span_at.get(i)
        return self.spans[number][2] if number is not None else None

    def is_place(self, i: int) -> bool:
        """Is the word part of the name of a place?"""
        entity = self.mention(i)
        return entity is not None and entity.label in _PLACES

    def is_land(self, i: int) -> bool:
        """Is the word part of the name of a country or town?"""
        entity = self.mention(i)
        return entity is not None and entity.label == "GPE"

    def is_person(self, i: int) -> bool:
        """Is the word part of somebody's name?"""
        entity = self.mention(i)
        return entity is not None and entity.label == "PERSON"

    def is_body(self, i: int) -> bool:
        """Is the word part of the name of an organisation?"""
        entity = self.mention(i)
        return entity is not None and entity.label == "ORG"

    def is_role(self, i: int) -> bool:
        """Is the word part of what somebody is called by his office or kind?"""
        entity = self.mention(i)
        return entity is not None and entity.label == "ROLE"

    def is_singled(self, i: int) -> bool:
        """Is the word part of the name of a person or an organisation?"""
        return self.is_person(i) or self.is_body(i)


def mention_spans(doc: Doc, entities: Sequence[Entity]) -> list[tuple[int, int, Entity]]:
    """Token ranges of all mentions of *entities* in order; where two overlap the longer stays."""
    offsets = [token.idx for token in doc]
    spans = []
    for entity in entities:
        for mention in entity.mentions:
            start = bisect_right(offsets, mention.start_char) - 1
            if offsets[start] != mention.start_char:
                continue  # "anti-Chinese"
            end = bisect_left(offsets, mention.end_char)
            if 0 <= start < end:
                spans.append((start, end, entity))
    spans.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, Entity]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[1] - span[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = span
    return kept


def opposed_words(doc: Doc, entities: Sequence[Entity]) -> dict[int, tuple[int, Entity]]:
    """Who is named inside of which token, and behind how many characters of it ("anti-Chinese")."""
    offsets = [token.idx for token in doc]
    found: dict[int, tuple[int, Entity]] = {}
    for entity in entities:
        for mention in entity.mentions:
            token = bisect_right(offsets, mention.start_char) - 1
            if token >= 0 and offsets[token] != mention.start_char:
                found[token] = (mention.start_char - offsets[token], entity)
    return found
