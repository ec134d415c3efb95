"""The tables people query. Every comment here is also in PostgreSQL (``\\d+ events``)."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.storage.columns import Base, JsonList, JsonObject


class ArticleRow(Base):
    """One row per article id: the version that stands."""

    __tablename__ = "articles"
    __table_args__ = {"comment": "One row per article id: the version that stands."}  # noqa: RUF012 (SQLAlchemy's form)

    id: Mapped[str] = mapped_column(
        primary_key=True, comment="The producer's id, or the canonical form of the URL."
    )
    version: Mapped[int] = mapped_column(
        BigInteger, comment="The producer's version number; a higher one replaces a lower one."
    )
    status: Mapped[str] = mapped_column(comment="usable, withheld or canceled.")
    outcome: Mapped[str] = mapped_column(
        index=True,
        comment="How the article ended: extracted, no_events, no_text, unsupported_language,"
        " canceled or withheld.",
    )
    revision: Mapped[int] = mapped_column(
        comment="Counts the stored changes of the article and its events, from 1."
    )
    url: Mapped[str | None] = mapped_column(comment="Where the article can be opened.")
    headline: Mapped[str | None] = mapped_column(comment="Cleaned headline.")
    description: Mapped[str | None] = mapped_column(comment="Cleaned summary or standfirst.")
    text: Mapped[str] = mapped_column(
        comment="Cleaned text all offsets point into; empty where canceled or withheld."
    )
    language: Mapped[str | None] = mapped_column(comment="BCP 47 tag, null where unknown.")
    published_at: Mapped[datetime | None] = mapped_column(index=True, comment="UTC.")
    modified_at: Mapped[datetime | None] = mapped_column(comment="UTC.")
    byline: Mapped[str | None] = mapped_column(comment="The authors, as printed.")
    dateline: Mapped[str | None] = mapped_column(comment="Place (and date) at the head.")
    publisher_name: Mapped[str | None] = mapped_column(comment="Who published it.")
    publisher_domain: Mapped[str | None] = mapped_column(comment="The publisher's domain.")
    section: Mapped[str | None] = mapped_column(comment="The publisher's section.")
    subjects: Mapped[JsonList] = mapped_column(comment="JSON list of {name, code, scheme}.")
    keywords: Mapped[JsonList] = mapped_column(comment="JSON list of texts.")
    ext: Mapped[JsonObject] = mapped_column(comment="JSON: the producer's fields we do not know.")
    text_sha256: Mapped[str] = mapped_column(comment="SHA-256 of text in UTF-8, hexadecimal.")
    extraction_sha256: Mapped[str] = mapped_column(
        comment="Hash of what was extracted; tells a redelivery from a change."
    )
    arrival_partition: Mapped[int | None] = mapped_column(
        comment="Where the article that stands lay in raw-articles: of two contents of one version"
        " the later stands."
    )
    arrival_offset: Mapped[int | None] = mapped_column(BigInteger, comment="Its offset.")
    arrival_timestamp: Mapped[int | None] = mapped_column(
        BigInteger, comment="When Kafka took it, milliseconds since 1970."
    )
    taken_back_partition: Mapped[int | None] = mapped_column(
        comment="Where the last cancellation lay that named no version; tells its redelivery."
    )
    taken_back_offset: Mapped[int | None] = mapped_column(BigInteger, comment="Its offset.")
    taken_back_timestamp: Mapped[int | None] = mapped_column(
        BigInteger, comment="The greatest time of such cancellations, milliseconds since 1970."
    )
    coder_version: Mapped[str] = mapped_column(comment="The release that coded the article.")
    coder_model: Mapped[str] = mapped_column(comment="The language model that coded it.")
    coder_ontology: Mapped[str] = mapped_column(comment="The ontology it was coded with.")


class EntityRow(Base):
    """What one or more mentions of an article name."""

    __tablename__ = "entities"
    __table_args__ = (
        # Hash: a name has no upper length, an entry of a b-tree has.
        Index("ix_entities_name", "name", postgresql_using="hash"),
        {"comment": "What one or more mentions of an article name; replaced with each version."},
    )

    id: Mapped[str] = mapped_column(
        primary_key=True, comment="Hash of article id, label and name; the same name in two"
        " articles has two ids."
    )  # fmt: skip
    article_id: Mapped[str] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True, comment="The article."
    )
    name: Mapped[str] = mapped_column(comment="Its name, resolved where possible.")
    label: Mapped[str] = mapped_column(comment="PERSON, ORG, GPE, LOC, NORP, FAC, ...")
    country: Mapped[str | None] = mapped_column(comment="ISO 3166-1 alpha-3 or a PLOVER code.")
    sector: Mapped[str | None] = mapped_column(comment="PLOVER sector, such as GOV or MIL.")
    admin1: Mapped[str | None] = mapped_column(
        comment="Of a place: its first-order region, such as a state; null where unknown."
    )
    latitude: Mapped[float | None] = mapped_column(
        comment="Of a place: a point inside it, degrees north; null where unknown."
    )
    longitude: Mapped[float | None] = mapped_column(comment="Degrees east.")


class MentionRow(Base):
    """A span of an article's text that names an entity."""

    __tablename__ = "mentions"
    __table_args__ = {"comment": "Spans of articles.text that name an entity."}  # noqa: RUF012 (SQLAlchemy's form)

    entity_id: Mapped[str] = mapped_column(
        ForeignKey("entities.id", ondelete="CASCADE"), primary_key=True, comment="The entity."
    )
    start_char: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="First character in articles.text, from 0."
    )
    end_char: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="One past the last character."
    )
    text: Mapped[str] = mapped_column(comment="What stands there.")


class EventRow(Base):
    """One event, current or retracted."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("state IN ('current', 'retracted')", name="state"),
        Index("ix_events_state_coded_at_id", "state", "coded_at", "id"),
        Index("ix_events_event_type_coded_at_id", "event_type", "coded_at", "id"),
        {"comment": "One row per event; a retracted event keeps its row (state = 'retracted')."},
    )

    id: Mapped[str] = mapped_column(
        primary_key=True, comment="Hash of article id, type, trigger and sentence."
    )
    article_id: Mapped[str] = mapped_column(
        ForeignKey("articles.id"), index=True, comment="The article that tells it."
    )
    article_version: Mapped[int] = mapped_column(
        BigInteger, comment="The article version it was last coded from."
    )
    revision: Mapped[int] = mapped_column(
        comment="The articles.revision that last changed this event."
    )
    state: Mapped[str] = mapped_column(comment="current or retracted.")
    family: Mapped[str] = mapped_column(comment="plover or civil.")
    event_type: Mapped[str] = mapped_column(comment="Type in the ontology, such as THREATEN.")
    modes: Mapped[JsonList] = mapped_column(comment="JSON list: how it was done.")
    quad_category: Mapped[str | None] = mapped_column(
        comment="verbal_ or material_ cooperation or conflict; null for family civil."
    )
    score: Mapped[float | None] = mapped_column(comment="Conflict to cooperation, -10 to 10.")
    cameo_roots: Mapped[JsonList] = mapped_column(comment="JSON list of CAMEO root codes.")
    contexts: Mapped[JsonList] = mapped_column(comment="JSON list: what it is about.")
    status: Mapped[str] = mapped_column(comment="actual, future, hypothetical or historical.")
    negated: Mapped[bool] = mapped_column(comment="True where the text says it did not happen.")
    attributed_to_text: Mapped[str | None] = mapped_column(comment="Who says so, as written.")
    attributed_to_name: Mapped[str | None] = mapped_column(comment="Who says so, resolved.")
    location_text: Mapped[str | None] = mapped_column(comment="Where, as written.")
    location_name: Mapped[str | None] = mapped_column(comment="Where, resolved.")
    location_country: Mapped[str | None] = mapped_column(
        index=True, comment="ISO 3166-1 alpha-3, null where unknown."
    )
    location_admin1: Mapped[str | None] = mapped_column(
        comment="First-order region, such as a state; null where unknown."
    )
    location_latitude: Mapped[float | None] = mapped_column(
        comment="A point inside the place, degrees north; null where unknown."
    )
    location_longitude: Mapped[float | None] = mapped_column(comment="Degrees east.")
    location_start_char: Mapped[int | None] = mapped_column(comment="In articles.text.")
    location_end_char: Mapped[int | None] = mapped_column(comment="In articles.text.")
    date_start: Mapped[date | None] = mapped_column(index=True, comment="First day it happened.")
    date_end: Mapped[date | None] = mapped_column(comment="Last day it happened, included.")
    date_precision: Mapped[str | None] = mapped_column(
        comment="day, week, month, quarter, year or range."
    )
    date_source: Mapped[str | None] = mapped_column(comment="text or published_at.")
    magnitudes: Mapped[JsonList] = mapped_column(
        comment="JSON list of {kind, value, unit, text}: killed, injured, amount, ..."
    )
    trigger_text: Mapped[str] = mapped_column(comment="The words that evoke it (first telling).")
    trigger_lemma: Mapped[str] = mapped_column(comment="Their lemma.")
    trigger_start_char: Mapped[int] = mapped_column(comment="In articles.text.")
    trigger_end_char: Mapped[int] = mapped_column(comment="In articles.text.")
    evidence_text: Mapped[str] = mapped_column(comment="The sentence that tells it first.")
    evidence_start_char: Mapped[int] = mapped_column(comment="In articles.text.")
    evidence_end_char: Mapped[int] = mapped_column(comment="In articles.text.")
    confidence: Mapped[float] = mapped_column(comment="0 to 1.")
    coded_at: Mapped[datetime | None] = mapped_column(
        comment="UTC: the article's published_at, or when Kafka took it; never the clock."
    )
    message: Mapped[str] = mapped_column(
        comment="The event as it stands in the topic events, JSON, byte for byte."
    )


class EventActorRow(Base):
    """One actor or recipient of an event."""

    __tablename__ = "event_actors"
    __table_args__ = (
        CheckConstraint("role IN ('actor', 'recipient')", name="role"),
        Index("ix_event_actors_name", "name", postgresql_using="hash"),
        {"comment": "One row per actor or recipient of an event."},
    )

    event_id: Mapped[str] = mapped_column(
        ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, comment="The event."
    )
    role: Mapped[str] = mapped_column(primary_key=True, comment="actor or recipient.")
    position: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="Order among those of its role, from 0."
    )
    text: Mapped[str] = mapped_column(comment="What the article says, such as 'its forces'.")
    start_char: Mapped[int] = mapped_column(comment="In articles.text.")
    end_char: Mapped[int] = mapped_column(comment="In articles.text.")
    name: Mapped[str | None] = mapped_column(comment="Who that is, null where not resolved.")
    entity_id: Mapped[str | None] = mapped_column(
        index=True,
        comment="entities.id; no foreign key, for a retracted event outlives its entities.",
    )
    label: Mapped[str | None] = mapped_column(comment="PERSON, ORG, GPE, ...")
    country: Mapped[str | None] = mapped_column(
        index=True, comment="ISO 3166-1 alpha-3 or a PLOVER code."
    )
    sector: Mapped[str | None] = mapped_column(comment="PLOVER sector, such as GOV or MIL.")
    resolved_by: Mapped[str | None] = mapped_column(
        comment="The rule that linked the words to name; null where the words name it themselves."
    )
