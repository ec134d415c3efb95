"""What an extraction does to what is stored of its article: pure, the same for every repository.

The higher (version, rank) wins, with rank usable < withheld < canceled: an older version, or the
same version after it was taken back, changes nothing. Of two contents of one version the one that
Kafka took later wins, so that a worker which was frozen and wakes cannot bring back the earlier.
What wins replaces the events as a set. A cancellation that names no version wins over whichever
version stands, once.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.storage.errors import Unstorable
from schemas.article import ArticleStatus
from schemas.event import Event
from schemas.extraction import Arrival, ExtractedArticle, Extraction

Change = Literal["created", "replaced", "retracted", "unchanged", "outdated"]

_RANK: dict[ArticleStatus, int] = {"usable": 0, "withheld": 1, "canceled": 2}
_MAX_VERSION = 2**63 - 1  # bigint


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of one extraction, and what the topic ``events`` must now say of its article.

    ``events`` has all event rows of the article, current ones first, each in text order; empty for
    "outdated". For "unchanged" it repeats what was said before, byte for byte once encoded.
    """

    article_id: str
    change: Change
    revision: int
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is stored of one article, as far as the next extraction's fate depends on it."""

    version: int
    status: ArticleStatus
    revision: int
    extraction_sha256: str
    arrival: Arrival | None = None  # where the raw article lay that stands
    taken_back: Arrival | None = None  # the last cancellation that named no version
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Storable:
    """An extraction that was found fit to be stored; without its text where it was taken back.

    ``sha256`` is of everything but the version (the key has it) and ``coded_at``, which differs
    when the same article is sent again.
    """

    extraction: Extraction
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One extraction applied: what to answer, what stands now, and whether it is to be written."""

    saved: Saved
    standing: Standing
    writes: bool


def make_storable(extraction: Extraction) -> Storable:
    """*extraction*, checked. Raises Unstorable with the article's id."""
    if extraction.article.status != "usable":
        # What was taken back is served no more, whatever came with the message.
        withdrawn = {"text": "", "entities": (), "events": ()}
        extraction = extraction.model_copy(update=withdrawn)
    sha256 = _sha256(extraction)
    fault = _contradiction(extraction)
    if fault:
        article_id = extraction.article.id
        raise Unstorable(
            f"The extraction of the article {article_id!r} cannot be stored: {fault}.", article_id
        )
    return Storable(extraction=extraction, sha256=sha256)


def apply_extraction(standing: Standing | None, storable: Storable) -> Step:
    """What becomes of *storable* where *standing* is stored (None: nothing yet)."""
    article = storable.extraction.article
    if standing is None:
        return _replace(None, storable, version=article.version)
    if _is_redelivered(article, standing):
        same = storable.sha256 == standing.extraction_sha256
        return _keep(standing, article, "unchanged" if same else "outdated")
    # A cancellation without a version is of whichever version stands.
    version = standing.version if article.any_version else article.version
    incoming = (version, _RANK[article.status])
    stored = (standing.version, _RANK[standing.status])
    if incoming < stored:
        return _keep(_marked(standing, article), article, "outdated")
    if incoming == stored and storable.sha256 == standing.extraction_sha256:
        return _keep(_marked(standing, article), article, "unchanged")
    if incoming == stored and _is_before(article.arrival, standing.arrival):
        return _keep(_marked(standing, article), article, "outdated")
    return _replace(standing, storable, version=version)


def _is_redelivered(article: ExtractedArticle, standing: Standing) -> bool:
    """True for a cancellation without a version that was applied before, or is older than one that was.

    The version that stands may have come after it; nothing else about the message could tell.
    """
    if not article.any_version or article.arrival is None or standing.taken_back is None:
        return False
    now, known = article.arrival, standing.taken_back
    if now.partition != known.partition:
        return now.timestamp <= known.timestamp
    # The offset is the order; the time, a producer's own, only tells a topic that was made anew.
    return now.offset <= known.offset and now.timestamp <= known.timestamp


def _is_before(arrival: Arrival | None, known: Arrival | None) -> bool:
    """Did Kafka take the one before the other? False where that is not known of both."""
    if arrival is None or known is None:
        return False
    if arrival.partition != known.partition:
        return arrival.timestamp < known.timestamp
    # As above: an earlier offset with a later time is of a topic that was made anew.
    return arrival.offset < known.offset and arrival.timestamp <= known.timestamp


def _latest(arrival: Arrival | None, known: Arrival | None) -> Arrival | None:
    """Where the last cancellation without a version lay, with the greatest time of all of them."""
    if arrival is None or known is None:
        return arrival or known
    return arrival.model_copy(update={"timestamp": max(arrival.timestamp, known.timestamp)})


def in_topic_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Current events first, each part in text order."""
    return tuple(sorted(events, key=lambda e: (e.state != "current", e.trigger.start_char, e.id)))


def _sha256(extraction: Extraction) -> str:
    article_id = extraction.article.id
    unsigned: Any = {
        "article": {"version", "any_version", "arrival"},
        "events": {"__all__": {"coded_at"}},
    }
    try:
        encoded = extraction.model_dump_json(exclude=unsigned)
    except ValueError as error:
        raise Unstorable(
            f"The article {article_id!r} has text that is not Unicode (a lone surrogate);"
            " send it as UTF-8.",
            article_id,
        ) from error
    # The escape alone may also be six honest characters, so only a sighting is looked at closely.
    if "\\u0000" in encoded and _has_nul(json.loads(encoded)):
        raise Unstorable(
            f"The article {article_id!r} contains the character U+0000, which PostgreSQL cannot"
            " store; send it without.",
            article_id,
        )
    return hashlib.sha256(encoded.encode()).hexdigest()


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_nul(part) for part in value)


def _contradiction(extraction: Extraction) -> str | None:
    article = extraction.article
    if not -_MAX_VERSION <= article.version <= _MAX_VERSION:
        return f"its version {article.version} is beyond 64 bits"
    if any(event.article_id != article.id for event in extraction.events):
        return "an event belongs to another article"
    if _has_twice([event.id for event in extraction.events]):
        return "two events have the same id"
    if _has_twice([entity.id for entity in extraction.entities]):
        return "two entities have the same id"
    return None


def _has_twice(ids: Sequence[str]) -> bool:
    return len(set(ids)) < len(ids)


def _marked(standing: Standing, article: ExtractedArticle) -> Standing:
    """*standing*, knowing that a cancellation without a version was delivered, though it changed nothing."""
    return replace(standing, taken_back=_taken_back(standing, article))


def _taken_back(standing: Standing | None, article: ExtractedArticle) -> Arrival | None:
    known = standing.taken_back if standing else None
    return _latest(article.arrival, known) if article.any_version else known


def _keep(
    standing: Standing, article: ExtractedArticle, change: Literal["outdated", "unchanged"]
) -> Step:
    saved = Saved(
        article_id=article.id,
        change=change,
        revision=standing.revision,
        events=standing.events if change == "unchanged" else (),
    )
    return Step(saved=saved, standing=standing, writes=False)


def _replace(standing: Standing | None, storable: Storable, *, version: int) -> Step:
    article = storable.extraction.article
    revision = 1 if standing is None else standing.revision + 1
    stored = () if standing is None else standing.events
    events = _merge(stored, storable.extraction.events, revision)
    change: Change = "created" if standing is None else "replaced"
    if article.status != "usable":
        change = "retracted"
    return Step(
        saved=Saved(article_id=article.id, change=change, revision=revision, events=events),
        standing=Standing(
            version=version,
            status=article.status,
            revision=revision,
            extraction_sha256=storable.sha256,
            arrival=article.arrival,
            taken_back=_taken_back(standing, article),
            events=events,
        ),
        writes=True,
    )


def _merge(stored: Sequence[Event], coded: Sequence[Event], revision: int) -> tuple[Event, ...]:
    current = {e.id: e.model_copy(update={"state": "current", "revision": revision}) for e in coded}
    gone = (event for event in stored if event.id not in current)
    retracted = (
        # An event that was retracted before keeps the revision that did it.
        event.model_copy(update={"state": "retracted", "revision": revision})
        if event.state == "current"
        else event
        for event in gone
    )
    return in_topic_order((*current.values(), *retracted))
