"""Keeps articles with their entities and events; one batch is one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Insert,
    Select,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.storage.engine import plain_errors, writing
from pipeline.storage.queries import stored_event
from pipeline.storage.replacement import (
    Saved,
    Standing,
    Storable,
    apply_extraction,
    in_topic_order,
    make_storable,
)
from pipeline.storage.rows import (
    Row,
    actor_rows,
    article_row,
    entity_rows,
    event_row,
    mention_rows,
    taken_back_columns,
)
from pipeline.storage.tables import ArticleRow, EntityRow, EventActorRow, EventRow, MentionRow
from schemas.event import Event
from schemas.extraction import Arrival, Extraction

# PostgreSQL takes 65,535 parameters a statement, SQLite 32,766.
_IDS_PER_STATEMENT = 1_000

_ARRIVALS = ("arrival", "taken_back")

# Plain tables: a batch is rows in and rows out, and needs no session.
_ARTICLES = ArticleRow.metadata.tables[ArticleRow.__tablename__]
_ENTITIES = EntityRow.metadata.tables[EntityRow.__tablename__]
_MENTIONS = MentionRow.metadata.tables[MentionRow.__tablename__]
_EVENTS = EventRow.metadata.tables[EventRow.__tablename__]
_ACTORS = EventActorRow.metadata.tables[EventActorRow.__tablename__]


class EventRepository(Protocol):
    """Where extractions are kept; safe to share between threads."""

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        """Store *extractions* in their order, all or none, and answer one Saved for each.

        At-least-once in, once stored: the same extraction again is "unchanged". Any split of the
        same sequence into batches ends in the same state. Raises DatabaseUnavailable (try again)
        or Unstorable (never; nothing of the batch was stored).
        """
        ...

    def newer_than(self, revisions: Mapping[str, int]) -> tuple[Saved, ...]:
        """What stands of the articles whose revision is above the one given, each as "unchanged".

        Reads only; in the order of *revisions*. Raises DatabaseUnavailable.
        """
        ...


class SqlEventRepository:
    """The repository on SQLite or PostgreSQL; several workers may write to one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        """See EventRepository."""
        batch = [make_storable(extraction) for extraction in extractions]
        if not batch:
            return ()
        with plain_errors(self._engine), writing(self._engine).begin() as connection:
            fates = _lock_articles(connection, {s.extraction.article.id for s in batch})
            saved = tuple(fates[s.extraction.article.id].apply(s) for s in batch)
            _write(connection, list(fates.values()))
        return saved

    def newer_than(self, revisions: Mapping[str, int]) -> tuple[Saved, ...]:
        """See EventRepository."""
        with plain_errors(self._engine), self._engine.begin() as connection:
            stored = {
                row.id: row.revision
                for some in _chunks(list(revisions))
                for row in connection.execute(
                    select(_ARTICLES.c.id, _ARTICLES.c.revision).where(_ARTICLES.c.id.in_(some))
                )
            }
            newer = [key for key, revision in revisions.items() if stored.get(key, 0) > revision]
            events = _events_of(connection, newer)
        return tuple(
            Saved(
                article_id=key,
                change="unchanged",
                revision=stored[key],
                events=in_topic_order(events.get(key, ())),
            )
            for key in newer
        )


@dataclass(slots=True)
class _Fate:
    """What a batch does to one article."""

    article_id: str
    before: Standing | None
    after: Standing | None
    written: Extraction | None = None

    def apply(self, storable: Storable) -> Saved:
        """What *storable* does after all that the batch did to the article before it."""
        step = apply_extraction(self.after, storable)
        self.after = step.standing
        if step.writes:
            self.written = storable.extraction
        return step.saved

    def marks(self) -> Iterator[Row]:
        """The row's update where a cancellation was delivered that changed nothing else."""
        if self.written or not self.after or self.after == self.before:
            return
        yield {"id": self.article_id, **taken_back_columns(self.after)}


def _lock_articles(connection: Connection, article_ids: Iterable[str]) -> dict[str, _Fate]:
    """Lock the articles against other writers, and read what stands of each.

    An article that is not there yet gets a row of revision 0, so that there is a row to lock; both
    steps go in the order of ids, so that no two workers wait for each other.
    """
    ids = sorted(article_ids)
    connection.execute(_insert_if_absent(connection), [_placeholder(key) for key in ids])
    locked = [row for some in _chunks(ids) for row in connection.execute(_lock(some))]
    events = _events_of(connection, [row.id for row in locked if row.revision > 0])
    standing = {
        row.id: Standing(
            version=row.version,
            status=row.status,
            revision=row.revision,
            extraction_sha256=row.extraction_sha256,
            arrival=_arrival(row, "arrival"),
            taken_back=_arrival(row, "taken_back"),
            events=in_topic_order(events.get(row.id, ())),
        )
        if row.revision > 0
        else None
        for row in locked
    }
    return {
        key: _Fate(article_id=key, before=stood, after=stood) for key, stood in standing.items()
    }


def _events_of(connection: Connection, article_ids: Sequence[str]) -> dict[str, list[Event]]:
    """All events of *article_ids*, retracted ones included; an article without any has no key."""
    events: dict[str, list[Event]] = {}
    for some in _chunks(article_ids):
        for article_id, message in connection.execute(
            select(_EVENTS.c.article_id, _EVENTS.c.message).where(_EVENTS.c.article_id.in_(some))
        ):
            events.setdefault(article_id, []).append(stored_event(message))
    return events


def _lock(ids: Sequence[str]) -> Select[Any]:
    columns = _ARTICLES.c
    return (
        select(
            columns.id,
            columns.version,
            columns.status,
            columns.revision,
            columns.extraction_sha256,
            *(columns[f"{prefix}_{name}"] for prefix in _ARRIVALS for name in Arrival.model_fields),
        )
        .where(columns.id.in_(ids))
        .order_by(columns.id)
        .with_for_update()  # SQLite leaves it out: the whole file is locked
    )


def _arrival(row: Any, prefix: str) -> Arrival | None:
    if getattr(row, f"{prefix}_partition") is None:
        return None
    return Arrival(**{name: getattr(row, f"{prefix}_{name}") for name in Arrival.model_fields})


def _insert_if_absent(connection: Connection) -> Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(_ARTICLES).on_conflict_do_nothing()
    return sqlite.insert(_ARTICLES).on_conflict_do_nothing()


def _placeholder(article_id: str) -> Row:
    """A row no one else ever sees: the transaction fills it in."""
    required = {column.name: "" for column in _ARTICLES.c if not column.nullable}
    numbers = {"version": 0, "revision": 0}
    return {**required, "subjects": [], "keywords": [], "ext": {}, **numbers, "id": article_id}


def _write(connection: Connection, fates: Sequence[_Fate]) -> None:
    """Write what changed, in one statement a table."""
    written = [(f.written, f.after) for f in fates if f.written and f.after]
    articles = [article_row(extraction, standing) for extraction, standing in written]
    _update(connection, _ARTICLES, articles)
    _update(connection, _ARTICLES, [row for fate in fates for row in fate.marks()])
    _delete(connection, _ENTITIES.c.article_id, [row["id"] for row in articles])
    _insert(connection, _ENTITIES, (row for e, _ in written for row in entity_rows(e)))
    _insert(connection, _MENTIONS, (row for e, _ in written for row in mention_rows(e)))
    _write_events(connection, fates)


def _write_events(connection: Connection, fates: Sequence[_Fate]) -> None:
    new: list[Event] = []
    known: list[Event] = []
    for fate in fates:
        revision = fate.before.revision if fate.before else 0
        ids = {event.id for event in fate.before.events} if fate.before else set()
        for event in fate.after.events if fate.after else ():
            if event.revision > revision:
                (known if event.id in ids else new).append(event)
    # An insert, not an upsert: an id that another article has is refused, not taken over.
    _insert(connection, _EVENTS, (event_row(event) for event in new))
    _update(connection, _EVENTS, [event_row(event) for event in known])
    _delete(connection, _ACTORS.c.event_id, [event.id for event in known])
    _insert(connection, _ACTORS, (row for event in (*new, *known) for row in actor_rows(event)))


def _insert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    given = list(rows)
    if given:
        connection.execute(insert(table), given)


def _update(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if not rows:
        return
    statement = update(table).where(table.c.id == bindparam("key"))
    names = [name for name in rows[0] if name != "id"]
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    connection.execute(
        statement.values(values),
        [{"key": row["id"], **{f"new_{name}": row[name] for name in names}} for row in rows],
    )


def _delete(connection: Connection, column: Column[Any], keys: Sequence[str]) -> None:
    for some in _chunks(keys):
        connection.execute(delete(column.table).where(column.in_(some)))


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[at : at + _IDS_PER_STATEMENT] for at in range(0, len(keys), _IDS_PER_STATEMENT))
