"""Reads what is stored: for ``eventwire events list`` and for figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import Engine, Select, func, literal, or_, select, tuple_

from pipeline.storage.columns import UtcDateTime
from pipeline.storage.engine import plain_errors
from pipeline.storage.errors import Unstorable
from pipeline.storage.tables import ArticleRow, EventActorRow, EventRow
from schemas.codec import decode_event
from schemas.errors import UndecodableMessage
from schemas.event import Event, EventState

# Some hundred kilobytes of messages; each page is a transaction of its own.
_PAGE_ROWS = 500

_EventRows = Select[str, datetime | None, str]  # id, coded_at, message


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events to list; null means any. ``country`` is of an actor, recipient or location.

    ``since`` is an aware time that ``coded_at`` reaches (the article's ``published_at``, or when
    Kafka took it); an event without ``coded_at`` is then left out.
    """

    since: datetime | None = None
    event_type: str | None = None
    country: str | None = None
    article_id: str | None = None
    state: EventState | None = "current"

    def admits(self, event: Event) -> bool:
        """True where *event* is one to list."""
        countries = {actor.country for actor in (*event.actors, *event.recipients)}
        if event.location:
            countries.add(event.location.country)
        return (
            (self.since is None or (event.coded_at is not None and event.coded_at >= self.since))
            and self.event_type in (None, event.event_type)
            and (self.country is None or self.country in countries)
            and self.article_id in (None, event.article_id)
            and self.state in (None, event.state)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """How much is stored."""

    articles_by_outcome: Mapping[str, int]
    current_events: int
    retracted_events: int

    @property
    def articles(self) -> int:
        """All articles, whatever their outcome."""
        return sum(self.articles_by_outcome.values())


def find_events(
    engine: Engine,
    *,
    since: datetime | None = None,
    event_type: str | None = None,
    country: str | None = None,
    article_id: str | None = None,
    state: EventState | None = "current",
    limit: int | None = None,
) -> Iterator[Event]:
    """The events that an EventFilter of the same fields admits, newest first.

    That is by ``coded_at``, then by id, both descending; events without ``coded_at`` come last.
    Read page by page while iterating, so that a million rows do not fill memory; what is stored
    meanwhile may or may not be among them. Raises DatabaseUnavailable, also at a later event.
    """
    wanted = EventFilter(
        since=since, event_type=event_type, country=country, article_id=article_id, state=state
    )
    return islice(_find_all(engine, wanted), limit)


def count_rows(engine: Engine) -> RowCounts:
    """The number of articles by outcome and of events by state. Raises DatabaseUnavailable."""
    by_outcome = select(ArticleRow.outcome, func.count()).group_by(ArticleRow.outcome)
    by_state = select(EventRow.state, func.count()).group_by(EventRow.state)
    with plain_errors(engine), engine.connect() as connection:
        outcomes = dict(connection.execute(by_outcome).all())
        states = dict(connection.execute(by_state).all())
    return RowCounts(
        articles_by_outcome=dict(sorted(outcomes.items())),
        current_events=states.get("current", 0),
        retracted_events=states.get("retracted", 0),
    )


def count_events_by_type(engine: Engine, *, since: datetime) -> Mapping[str, int]:
    """The number of current events of each type whose ``coded_at`` reaches *since*, the most frequent first.

    Raises DatabaseUnavailable.
    """
    counted = (
        select(EventRow.event_type, func.count())
        .where(EventRow.state == "current", EventRow.coded_at >= since)
        .group_by(EventRow.event_type)
        .order_by(func.count().desc(), EventRow.event_type)
    )
    with plain_errors(engine), engine.connect() as connection:
        return dict(connection.execute(counted).all())


def stored_event(message: str) -> Event:
    """The event of a row's ``message``. Raises Unstorable where it is none."""
    try:
        return decode_event(message.encode())
    except UndecodableMessage as error:
        raise Unstorable(
            f"A row of the table events holds no event ({error.message}); the column message was"
            " changed by hand or by another release. Restore it from a backup."
        ) from error


def _find_all(engine: Engine, wanted: EventFilter) -> Iterator[Event]:
    dated = _select(wanted).where(EventRow.coded_at.is_not(None))
    yield from _pages(engine, dated.order_by(EventRow.coded_at.desc(), EventRow.id.desc()))
    if wanted.since is None:
        undated = _select(wanted).where(EventRow.coded_at.is_(None))
        yield from _pages(engine, undated.order_by(EventRow.id.desc()))


def _pages(engine: Engine, ordered: _EventRows) -> Iterator[Event]:
    page = ordered.limit(_PAGE_ROWS)
    while True:
        with plain_errors(engine), engine.connect() as connection:
            rows = connection.execute(page).all()
        for row in rows:
            yield stored_event(row.message)
        if len(rows) < _PAGE_ROWS:
            return
        # A row comparison, not OFFSET: the index finds the next page at once, however far down.
        last = rows[-1]
        after = (
            EventRow.id < last.id
            if last.coded_at is None
            else tuple_(EventRow.coded_at, EventRow.id)
            < tuple_(literal(last.coded_at, UtcDateTime()), last.id)
        )
        page = ordered.where(after).limit(_PAGE_ROWS)


def _select(wanted: EventFilter) -> _EventRows:
    statement = select(EventRow.id, EventRow.coded_at, EventRow.message)
    if wanted.since is not None:
        statement = statement.where(EventRow.coded_at >= wanted.since)
    for column, value in (
        (EventRow.event_type, wanted.event_type),
        (EventRow.article_id, wanted.article_id),
        (EventRow.state, wanted.state),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.country is not None:
        actor = select(EventActorRow.event_id).where(
            EventActorRow.event_id == EventRow.id, EventActorRow.country == wanted.country
        )
        statement = statement.where(
            or_(EventRow.location_country == wanted.country, actor.exists())
        )
    return statement
