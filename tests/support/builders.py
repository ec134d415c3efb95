"""Builders of messages for tests: every field has a value, so a test names only what it is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

from agents.ops.log import open_log
from agents.ops.state import WorkerState
from agents.topology import AgentName
from schemas.actor import Actor
from schemas.article import ArticleStatus, Publisher
from schemas.entity import Entity, Mention
from schemas.event import (
    Coder,
    Event,
    EventArticle,
    EventDate,
    EventMention,
    Location,
    Magnitude,
    Span,
    Trigger,
)
from schemas.extraction import Arrival, ExtractedArticle, Extraction
from schemas.ids import entity_id, event_id, text_sha256
from schemas.outcome import Outcome

PUBLISHED_AT = datetime(2021, 7, 13, 9, 30, tzinfo=UTC)
CODER = Coder(version="0.1.0", model="none", ontology="1")
TEXT = "The Taliban threatened Turkey in Kabul on Tuesday."
HEADLINE = "Taliban threaten Turkey"
TRIGGER = Trigger(text="threatened", lemma="threaten", start_char=12, end_char=22)
EVIDENCE = Span(text=TEXT, start_char=0, end_char=len(TEXT))
TUESDAY = EventDate(
    start=date(2021, 7, 13), end=date(2021, 7, 13), precision="day", text="Tuesday", source="text"
)


def make_event(article_id: str = "a1", **fields: Any) -> Event:
    """The event of TEXT; its id depends on the article, the type and *nth*."""
    event_type = fields.get("event_type", "THREATEN")
    base = {
        "id": event_id(
            article_id=article_id,
            event_type=event_type,
            sentence=TEXT,
            trigger=TRIGGER.text,
            trigger_offset=12,
            nth=fields.pop("nth", 0),
        ),
        "article_id": article_id,
        "article_version": 1,
        "family": "plover",
        "event_type": event_type,
        "modes": ("threaten-military",),
        "quad_category": "verbal_conflict",
        "score": -6.4,
        "cameo_roots": ("13",),
        "contexts": ("military",),
        "actors": (make_actor(article_id, "Taliban", 4, country="AFG", sector="REB"),),
        "recipients": (make_actor(article_id, "Turkey", 23, country="TUR", sector=None),),
        "location": Location(text="Kabul", name="Kabul", country="AFG", start_char=33, end_char=38),
        "date": TUESDAY,
        "magnitudes": (Magnitude(kind="killed", value=3, unit="people", text="three"),),
        "trigger": TRIGGER,
        "evidence": EVIDENCE,
        "mentions": (EventMention(trigger=TRIGGER, evidence=EVIDENCE),),
        "confidence": 0.87,
        "article": EventArticle(headline=HEADLINE, published_at=PUBLISHED_AT, language="en"),
        "coded_at": PUBLISHED_AT,
        "coder": CODER,
    }
    return Event(**{**base, **fields})


def make_actor(
    article_id: str, name: str, start_char: int, *, country: str | None, sector: str | None
) -> Actor:
    """An actor that stands in the text by its name."""
    return Actor(
        text=name,
        start_char=start_char,
        end_char=start_char + len(name),
        name=name,
        entity_id=entity_id(article_id=article_id, label="ORG", name=name),
        label="ORG",
        country=country,
        sector=sector,
    )


def make_entity(article_id: str = "a1", name: str = "Taliban", start_char: int = 4) -> Entity:
    """An entity with one mention."""
    mention = Mention(start_char=start_char, end_char=start_char + len(name), text=name)
    return Entity(
        id=entity_id(article_id=article_id, label="ORG", name=name),
        name=name,
        label="ORG",
        country="AFG",
        sector="REB",
        mentions=(mention,),
    )


def make_extraction(
    article_id: str = "a1",
    *,
    version: int = 1,
    events: Sequence[Event] | None = None,
    entities: Sequence[Entity] | None = None,
    text: str = TEXT,
    coder: Coder = CODER,
    **article_fields: Any,
) -> Extraction:
    """A usable article with one event and one entity, unless told otherwise."""
    found = (make_event(article_id),) if events is None else tuple(events)
    outcome: Outcome = "extracted" if found else "no_events"
    base = {
        "id": article_id,
        "version": version,
        "status": "usable",
        "outcome": outcome,
        "url": f"https://news.example/{article_id}",
        "headline": HEADLINE,
        "language": "en",
        "published_at": PUBLISHED_AT,
        "publisher": Publisher(name="The Example", domain="news.example"),
        "text_sha256": text_sha256(text),
    }
    return Extraction(
        article=ExtractedArticle(**{**base, **article_fields}),
        text=text,
        entities=(make_entity(article_id),) if entities is None else tuple(entities),
        events=tuple(event.model_copy(update={"article_version": version}) for event in found),
        coder=coder,
    )


def make_cancellation(
    article_id: str = "a1",
    *,
    version: int | None = None,
    status: Literal["withheld", "canceled"] = "canceled",
    arrival: Arrival | None = None,
) -> Extraction:
    """An article taken back; without *version* it is of whichever version stands."""
    taken_back: ArticleStatus = status
    return Extraction(
        article=ExtractedArticle(
            id=article_id,
            version=version or 1,
            any_version=version is None,
            arrival=arrival,
            status=taken_back,
            outcome=status,
            text_sha256=text_sha256(""),
        ),
        text="",
        coder=CODER,
    )


def make_state(agent: AgentName = "extract") -> WorkerState:
    """The state of a worker that has just started."""
    return WorkerState(agent=agent, log=open_log(agent))
