"""From messages to rows, as the tables want them."""

from collections.abc import Iterator
from typing import Any

from pipeline.storage.replacement import Standing
from schemas.codec import encode
from schemas.event import Event
from schemas.extraction import Arrival, Extraction
from schemas.ids import text_sha256

Row = dict[str, Any]


def article_row(extraction: Extraction, standing: Standing) -> Row:
    """The row of ``articles`` that says *extraction*, which made *standing*."""
    article = extraction.article
    # JSON mode, for a column takes neither NaN nor a model of ours.
    json_columns = article.model_dump(mode="json", include={"subjects", "keywords", "ext"})
    publisher = article.publisher
    return {
        "id": article.id,
        "version": standing.version,
        "status": standing.status,
        "outcome": article.outcome,
        "revision": standing.revision,
        "url": article.url,
        "headline": article.headline,
        "description": article.description,
        "text": extraction.text,
        "language": article.language,
        "published_at": article.published_at,
        "modified_at": article.modified_at,
        "byline": article.byline,
        "dateline": article.dateline,
        "publisher_name": publisher.name if publisher else None,
        "publisher_domain": publisher.domain if publisher else None,
        "section": article.section,
        **json_columns,
        # A text that was withdrawn is not what the producer's hash is of.
        "text_sha256": article.text_sha256 if extraction.text else text_sha256(""),
        "extraction_sha256": standing.extraction_sha256,
        **_arrival_columns("arrival", standing.arrival),
        **taken_back_columns(standing),
        "coder_version": extraction.coder.version,
        "coder_model": extraction.coder.model,
        "coder_ontology": extraction.coder.ontology,
    }


def taken_back_columns(standing: Standing) -> Row:
    """The columns of ``articles`` that tell a redelivered cancellation."""
    return _arrival_columns("taken_back", standing.taken_back)


def _arrival_columns(prefix: str, arrival: Arrival | None) -> Row:
    known = arrival.model_dump() if arrival else {}
    return {f"{prefix}_{name}": known.get(name) for name in ("partition", "offset", "timestamp")}


def entity_rows(extraction: Extraction) -> Iterator[Row]:
    """The rows of ``entities``."""
    for entity in extraction.entities:
        yield {
            "id": entity.id,
            "article_id": extraction.article.id,
            "name": entity.name,
            "label": entity.label,
            "country": entity.country,
            "sector": entity.sector,
            "admin1": entity.admin1,
            "latitude": entity.latitude,
            "longitude": entity.longitude,
        }


def mention_rows(extraction: Extraction) -> Iterator[Row]:
    """The rows of ``mentions``; the same span of an entity told twice is one."""
    for entity in extraction.entities:
        spans = {(mention.start_char, mention.end_char): mention for mention in entity.mentions}
        for mention in spans.values():
            yield {"entity_id": entity.id, **mention.model_dump()}


def event_row(event: Event) -> Row:
    """The row of ``events``, the message included."""
    lists = event.model_dump(
        mode="json", include={"modes", "cameo_roots", "contexts", "magnitudes"}
    )
    return {
        "id": event.id,
        "article_id": event.article_id,
        "article_version": event.article_version,
        "revision": event.revision,
        "state": event.state,
        "family": event.family,
        "event_type": event.event_type,
        **lists,
        "quad_category": event.quad_category,
        "score": event.score,
        "status": event.status,
        "negated": event.negated,
        **_source_columns(event),
        **_place_columns(event),
        "trigger_text": event.trigger.text,
        "trigger_lemma": event.trigger.lemma,
        "trigger_start_char": event.trigger.start_char,
        "trigger_end_char": event.trigger.end_char,
        "evidence_text": event.evidence.text,
        "evidence_start_char": event.evidence.start_char,
        "evidence_end_char": event.evidence.end_char,
        "confidence": event.confidence,
        "coded_at": event.coded_at,
        "message": encode(event).decode(),
    }


def actor_rows(event: Event) -> Iterator[Row]:
    """The rows of ``event_actors``."""
    for role, actors in (("actor", event.actors), ("recipient", event.recipients)):
        for position, actor in enumerate(actors):
            yield {
                "event_id": event.id,
                "role": role,
                "position": position,
                "text": actor.text,
                "start_char": actor.start_char,
                "end_char": actor.end_char,
                "name": actor.name,
                "entity_id": actor.entity_id,
                "label": actor.label,
                "country": actor.country,
                "sector": actor.sector,
                "resolved_by": actor.resolved_by,
            }


def _source_columns(event: Event) -> Row:
    source = event.attributed_to
    return {
        "attributed_to_text": source.text if source else None,
        "attributed_to_name": source.name if source else None,
    }


def _place_columns(event: Event) -> Row:
    location, date = event.location, event.date
    return {
        "location_text": location.text if location else None,
        "location_name": location.name if location else None,
        "location_country": location.country if location else None,
        "location_admin1": location.admin1 if location else None,
        "location_latitude": location.latitude if location else None,
        "location_longitude": location.longitude if location else None,
        "location_start_char": location.start_char if location else None,
        "location_end_char": location.end_char if location else None,
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "date_precision": date.precision if date else None,
        "date_source": date.source if date else None,
    }
