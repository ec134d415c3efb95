"""An extraction: one version of an article, cleaned, with all its entities and events (topic ``extractions``)."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field

from schemas.article import ArticleStatus, Publisher, Subject
from schemas.entity import Entity
from schemas.event import Coder, Event
from schemas.model import Message, UtcDatetime
from schemas.outcome import Outcome

_LAST_TIMESTAMP = 253_402_300_799_999  # the last millisecond of the year 9999


class Arrival(Message):
    """Where a message lies in its topic, and when Kafka took it (milliseconds since 1970)."""

    partition: int
    offset: int
    timestamp: int

    @property
    def moment(self) -> datetime | None:
        """The timestamp in UTC; None where it is none, such as one that a producer gave in microseconds."""
        if not 0 < self.timestamp <= _LAST_TIMESTAMP:
            return None
        return datetime.fromtimestamp(self.timestamp / 1000, tz=UTC)


class ExtractedArticle(Message):
    """The article as it is kept, without its text.

    ``any_version`` is true for a cancellation that named no version: it applies to whichever version stands
    when it arrives. ``arrival`` (null outside Kafka) tells the later of two contents of one version, and the
    redelivery of a cancellation, which must not take back a version that came after it.
    """

    id: str
    version: int
    any_version: bool = False
    arrival: Arrival | None = None
    status: ArticleStatus
    outcome: Outcome
    url: str | None = None
    headline: str | None = None
    description: str | None = None
    language: str | None = None
    published_at: UtcDatetime | None = None
    modified_at: UtcDatetime | None = None
    byline: str | None = None
    dateline: str | None = None
    publisher: Publisher | None = None
    section: str | None = None
    subjects: tuple[Subject, ...] = ()
    keywords: tuple[str, ...] = ()
    text_sha256: str
    ext: dict[str, Any] = Field(default_factory=dict)


class Extraction(Message):
    """What one article version says. Every offset in it points into ``text``."""

    schema_: Literal["extraction/1"] = Field(default="extraction/1", alias="schema")
    article: ExtractedArticle
    text: str
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    coder: Coder
