"""The repository without a database: for tests and for trying things out."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from pipeline.storage.queries import EventFilter, RowCounts
from pipeline.storage.replacement import Saved, Standing, apply_extraction, make_storable
from schemas.event import Event, EventState
from schemas.extraction import Extraction

_NEVER = datetime.min.replace(tzinfo=UTC)


class MemoryEventRepository:
    """Keeps the promises of EventRepository in a dictionary; lost at exit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._standing: dict[str, Standing] = {}
        self._extractions: dict[str, Extraction] = {}

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        """See EventRepository."""
        batch = [make_storable(extraction) for extraction in extractions]
        saved = []
        with self._lock:
            for storable in batch:
                article_id = storable.extraction.article.id
                step = apply_extraction(self._standing.get(article_id), storable)
                self._standing[article_id] = step.standing
                if step.writes:
                    self._extractions[article_id] = storable.extraction
                saved.append(step.saved)
        return tuple(saved)

    def newer_than(self, revisions: Mapping[str, int]) -> tuple[Saved, ...]:
        """See EventRepository."""
        with self._lock:
            standing = [(key, self._standing.get(key)) for key in revisions]
        return tuple(
            Saved(article_id=key, change="unchanged", revision=stood.revision, events=stood.events)
            for key, stood in standing
            if stood and stood.revision > revisions[key]
        )

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
        """As ``pipeline.storage.queries.find_events``."""
        wanted = EventFilter(
            since=since, event_type=event_type, country=country, article_id=article_id, state=state
        )
        with self._lock:
            stored = [event for standing in self._standing.values() for event in standing.events]
        newest = sorted(stored, key=lambda e: (e.coded_at or _NEVER, e.id), reverse=True)
        return islice(filter(wanted.admits, newest), limit)

    def count_rows(self) -> RowCounts:
        """As ``pipeline.storage.queries.count_rows``."""
        with self._lock:
            outcomes = Counter(e.article.outcome for e in self._extractions.values())
            states = Counter(e.state for s in self._standing.values() for e in s.events)
        return RowCounts(
            articles_by_outcome=dict(sorted(outcomes.items())),
            current_events=states["current"],
            retracted_events=states["retracted"],
        )
