"""Repositories under test, and what they say afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Engine

from pipeline.storage.queries import RowCounts, count_rows, find_events
from pipeline.storage.replacement import Saved
from pipeline.storage.repository import SqlEventRepository
from schemas.codec import encode
from schemas.event import Event, EventState
from schemas.extraction import Extraction


class Backend(Protocol):
    """A repository and what it says afterwards."""

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]: ...
    def newer_than(self, revisions: Mapping[str, int]) -> tuple[Saved, ...]: ...
    def find_events(
        self,
        *,
        since: datetime | None = None,
        event_type: str | None = None,
        country: str | None = None,
        article_id: str | None = None,
        state: EventState | None = "current",
        limit: int | None = None,
    ) -> Iterator[Event]: ...
    def count_rows(self) -> RowCounts: ...


@dataclass(frozen=True)
class SqlBackend:
    """A database with its tables; what the memory repository is in one object."""

    engine: Engine

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        return SqlEventRepository(self.engine).save(extractions)

    def newer_than(self, revisions: Mapping[str, int]) -> tuple[Saved, ...]:
        return SqlEventRepository(self.engine).newer_than(revisions)

    def find_events(
        self,
        *,
        since: datetime | None = None,
        event_type: str | None = None,
        country: str | None = None,
        article_id: str | None = None,
        state: EventState | None = "current",
        limit: int | None = None,
    ) -> Iterator[Event]:
        return find_events(
            self.engine,
            since=since,
            event_type=event_type,
            country=country,
            article_id=article_id,
            state=state,
            limit=limit,
        )

    def count_rows(self) -> RowCounts:
        return count_rows(self.engine)


def save(backend: Backend, extraction: Extraction) -> Saved:
    (saved,) = backend.save([extraction])
    return saved


def stored(backend: Backend, article_id: str = "a1") -> dict[str, bytes]:
    events = backend.find_events(article_id=article_id, state=None)
    return {event.id: encode(event) for event in events}
