"""An entity of one article and the spans that mention it."""

from typing import Literal

from pydantic import Field

from schemas.model import Message

EntityLabel = Literal["PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "DATE", "ROLE"]


class Mention(Message):
    """A span that names an entity: half-open, in characters of the extraction's ``text``."""

    start_char: int
    end_char: int
    text: str


class Entity(Message):
    """What one or more mentions name. ``id`` is unique within the article and stable over recoding.

    A place has its first-order region ``admin1`` and a point inside it, in degrees, where these are known.
    """

    id: str
    name: str
    label: EntityLabel
    country: str | None = None
    sector: str | None = None
    admin1: str | None = None
    latitude: float | None = Field(default=None, ge=-90.0, le=90.0)
    longitude: float | None = Field(default=None, ge=-180.0, le=180.0)
    mentions: tuple[Mention, ...]
