"""An entity of one article and the spans that mention it."""

from typing import Literal

from schemas.model import Message

EntityLabel = Literal["PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "DATE", "ROLE"]


class Mention(Message):
    """A span that names an entity: half-open, in characters of the extraction's ``text``."""

    start_char: int
    end_char: int
    text: str


class Entity(Message):
    """What one or more mentions name. ``id`` is unique within the article and stable over recoding."""

    id: str
    name: str
    label: EntityLabel
    country: str | None = None
    sector: str | None = None
    mentions: tuple[Mention, ...]
