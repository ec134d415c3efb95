"""What an extraction does to what is stored of its article: pure, the same for every repository.

The higher (version, rank) wins, with rank usable < withheld < canceled: an older version, or the
same version after it was taken back, changes nothing. What wins replaces the events as a set.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from pipeline.storage.errors import Unstorable
from schemas.article import ArticleStatus
from schemas.event import Event
from schemas.extraction import Extraction

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
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One extraction applied: what to answer, what stands now, and what to write if anything.

    ``written`` is the extraction as it is to be stored: its version resolved, and without text,
    entities and events where the article was taken back.
    """

    saved: Saved
    standing: Standing
    written: Extraction | None = None


def apply_extraction(standing: Standing | None, extraction: Extraction) -> Step:
    """Apply *extraction* to what stands (None: nothing yet). Raises Unstorable."""
    resolved = _resolve(standing, extraction)
    sha256 = _sha256(resolved)
    _refuse_inconsistent(resolved)
    if standing is not None:
        ours, theirs = _key(resolved), (standing.version, _RANK[standing.status])
        if ours < theirs:
            return _keep(standing, resolved, "outdated")
        if ours == theirs and sha256 == standing.extraction_sha256:
            return _keep(standing, resolved, "unchanged")
    return _replace(standing, resolved, sha256)


def in_topic_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Current events first, each part in text order."""
    return tuple(
        sorted(events, key=lambda e: (e.state != "current", e.trigger.start_char, e.id))
    )


def _resolve(standing: Standing | None, extraction: Extraction) -> Extraction:
    article = extraction.article
    version = article.version
    if article.any_version and standing is not None:
        version = standing.version
    taken_back = article.status != "usable"
    return extraction.model_copy(
        update={
            "article": article.model_copy(update={"version": version, "any_version": False}),
            # What was taken back is served no more, whatever came with the message.
            **({"text": "", "entities": (), "events": ()} if taken_back else {}),
        }
    )


def _sha256(extraction: Extraction) -> str:
    """Of everything but ``coded_at``, which differs when the same article is sent again."""
    article_id = extraction.article.id
    try:
        encoded = extraction.model_dump_json(exclude={"events": {"__all__": {"coded_at"}}})
    except ValueError as error:
        raise Unstorable(
            f"The article {article_id!r} has text that is not Unicode (a lone surrogate);"
            " send it as UTF-8.",
            article_id,
        ) from error
    # The escape alone may also be six honest characters, so only a sighting is looked at closely.
    if "\\u0000" in encoded and _has_nul(orjson.loads(encoded)):
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


def _refuse_inconsistent(extraction: Extraction) -> None:
    article = extraction.article
    fault = None
    if not -_MAX_VERSION <= article.version <= _MAX_VERSION:
        fault = f"the version {article.version} is beyond 64 bits"
    elif any(event.article_id != article.id for event in extraction.events):
        fault = "an event belongs to another article"
    elif _has_twice([event.id for event in extraction.events]):
        fault = "two events have the same id"
    elif _has_twice([entity.id for entity in extraction.entities]):
        fault = "two entities have the same id"
    if fault:
        raise Unstorable(
            f"The extraction of the article {article.id!r} contradicts itself: {fault}.", article.id
        )


def _has_twice(ids: Sequence[str]) -> bool:
    return len(set(ids)) < len(ids)


def _key(extraction: Extraction) -> tuple[int, int]:
    return extraction.article.version, _RANK[extraction.article.status]


def _keep(
    standing: Standing, extraction: Extraction, change: Literal["outdated", "unchanged"]
) -> Step:
    saved = Saved(
        article_id=extraction.article.id,
        change=change,
        revision=standing.revision,
        events=standing.events if change == "unchanged" else (),
    )
    return Step(saved=saved, standing=standing)


def _replace(standing: Standing | None, extraction: Extraction, sha256: str) -> Step:
    article = extraction.article
    revision = 1 if standing is None else standing.revision + 1
    events = _merge(() if standing is None else standing.events, extraction.events, revision)
    change: Change = "created" if standing is None else "replaced"
    if article.status != "usable":
        change = "retracted"
    return Step(
        saved=Saved(article_id=article.id, change=change, revision=revision, events=events),
        standing=Standing(
            version=article.version,
            status=article.status,
            revision=revision,
            extraction_sha256=sha256,
            events=events,
        ),
        written=extraction,
    )


def _merge(
    stored: Sequence[Event], coded: Sequence[Event], revision: int
) -> tuple[Event, ...]:
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
