"""Keeps articles with their entities and events; one batch is one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.storage.engine import plain_errors, writing
from pipeline.storage.errors import Unstorable
from pipeline.storage.replacement import Saved, Standing, Step, apply_extraction, in_topic_order
from pipeline.storage.rows import (
    Row,
    actor_rows,
    article_row,
    entity_rows,
    event_row,
    mention_rows,
)
from pipeline.storage.tables import (
    ArticleRow,
    Base,
    EntityRow,
    EventActorRow,
    EventRow,
    MentionRow,
)
from schemas.codec import decode_event
from schemas.errors import UndecodableMessage
from schemas.event import Event
from schemas.extraction import Extraction

# PostgreSQL takes 65,535 parameters a statement, SQLite 32,766.
_IDS_PER_STATEMENT = 1_000
_T = TypeVar("_T")


class EventRepository(Protocol):
    """Where extractions are kept; safe to share between threads."""

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        """Store *extractions* in their order, all or none, and answer one Saved for each.

        At-least-once in, once stored: the same extraction again is "unchanged". Any split of the
        same sequence into batches ends in the same state. Raises DatabaseUnavailable (try again)
        or Unstorable (never; nothing of the batch was stored).
        """
        ...


@dataclass(slots=True)
class _Fate:
    """What a batch does to one article."""

    before: Standing | None
    after: Standing | None
    written: Extraction | None = None

    def changed_events(self) -> Iterator[Event]:
        revision = self.before.revision if self.before else 0
        return (e for e in (self.after.events if self.after else ()) if e.revision > revision)

    def known_ids(self) -> frozenset[str]:
        return frozenset(event.id for event in self.before.events) if self.before else frozenset()


@dataclass(slots=True)
class _Writes:
    """The rows of a batch, ready for one statement a table."""

    articles: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    new_events: list[Row] = field(default_factory=list)
    changed_events: list[Row] = field(default_factory=list)
    actors: list[Row] = field(default_factory=list)


class SqlEventRepository:
    """The repository on SQLite or PostgreSQL; several workers may write to one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        """See EventRepository."""
        if not extractions:
            return ()
        with plain_errors(self._engine), writing(self._engine).begin() as connection:
            fates = {
                article_id: _Fate(before=standing, after=standing)
                for article_id, standing in _lock_articles(connection, extractions).items()
            }
            saved = tuple(_apply(fates[e.article.id], e).saved for e in extractions)
            _write(connection, fates.values())
        return saved


def _apply(fate: _Fate, extraction: Extraction) -> Step:
    step = apply_extraction(fate.after, extraction)
    fate.after = step.standing
    fate.written = step.written or fate.written
    return step


def _lock_articles(
    connection: Connection, extractions: Sequence[Extraction]
) -> dict[str, Standing | None]:
    """Lock the batch's articles against other writers, and say what stands of each.

    An article that is not there yet is inserted with revision 0, so that there is a row to lock.
    Both steps go in the order of ids: no two workers wait for each other.
    """
    first = {extraction.article.id: extraction for extraction in reversed(extractions)}
    ids = sorted(first)
    _check_storable_ids(ids)
    connection.execute(
        _insert_if_absent(connection), [_placeholder(first[article_id]) for article_id in ids]
    )
    events = _load_events(connection, ids)
    columns = (
        ArticleRow.id,
        ArticleRow.version,
        ArticleRow.status,
        ArticleRow.revision,
        ArticleRow.extraction_sha256,
    )
    standing: dict[str, Standing | None] = {}
    return standing
