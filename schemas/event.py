"""An event: who did what to whom, where, when, and the words that say so (topic ``events``)."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.actor import Actor
from schemas.article import Publisher
from schemas.model import Message, UtcDatetime

Family = Literal["plover", "civil"]
QuadCategory = Literal[
    "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"
]
EventStatus = Literal["actual", "future", "hypothetical", "historical"]
EventState = Literal["current", "retracted"]
DatePrecision = Literal["day", "week", "month", "quarter", "year", "range"]
MagnitudeKind = Literal["killed", "injured", "displaced", "size", "amount"]


class Span(Message):
    """A stretch of the extraction's ``text``; offsets are half-open, in characters."""

    text: str
    start_char: int
    end_char: int


class Trigger(Span):
    """The word or words that evoke an event."""

    lemma: str


class EventMention(Message):
    """One telling of the event: its trigger and the sentence it stands in."""

    trigger: Trigger
    evidence: Span


class Location(Span):
    """Where it happened; ``country`` is ISO 3166-1 alpha-3, null where unknown.

    ``admin1`` is the first-order region. ``latitude`` and ``longitude`` are a point inside the place, in
    degrees; both are null or neither is.
    """

    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = Field(default=None, ge=-90.0, le=90.0)
    longitude: float | None = Field(default=None, ge=-180.0, le=180.0)


class EventDate(Message):
    """When it happened: first and last day, both included. ``text`` is null when taken from ``published_at``."""

    start: date
    end: date
    precision: DatePrecision
    text: str | None = None
    source: Literal["text", "published_at"]


class Magnitude(Message):
    """A number the sentence gives. ``unit`` is ``people`` or an ISO 4217 currency."""

    kind: MagnitudeKind
    value: float
    unit: str
    text: str


class Coder(Message):
    """The software that coded the event: its release, language model and ontology version."""

    name: Literal["eventwire"] = "eventwire"
    version: str
    model: str
    ontology: str


class EventArticle(Message):
    """What a reader of the event wants to know of its article."""

    url: str | None = None
    headline: str | None = None
    publisher: Publisher | None = None
    published_at: UtcDatetime | None = None
    language: str | None = None


class Event(Message):
    """One event with its full state; readable alone.

    ``id`` is a content hash that stays while article, type, first trigger and sentence stay the same.
    ``revision`` grows with each stored change of the article's events; 0 means not stored yet.
    ``coded_at`` is the article's ``published_at`` or the Kafka timestamp, never the clock.
    """

    schema_: Literal["event/1"] = Field(default="event/1", alias="schema")
    id: str
    article_id: str
    article_version: int
    revision: int = 0
    state: EventState = "current"
    family: Family
    event_type: str
    modes: tuple[str, ...] = ()
    quad_category: QuadCategory | None = None
    score: float | None = None
    cameo_roots: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    status: EventStatus = "actual"
    negated: bool = False
    attributed_to: Actor | None = None
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    location: Location | None = None
    date: EventDate | None = None
    magnitudes: tuple[Magnitude, ...] = ()
    trigger: Trigger
    evidence: Span
    mentions: tuple[EventMention, ...]
    confidence: float = Field(ge=0.0, le=1.0)
    article: EventArticle
    coded_at: UtcDatetime | None = None
    coder: Coder
