"""What is read while somebody looks: values, outages with their beginning, events of a real database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from agents.errors import OperatorError
from agents.settings import Settings
from agents.web import refreshed
from agents.web.refreshed import Latest, Refreshed
from agents.web.sources import stored_events
from pipeline.storage.engine import opened
from pipeline.storage.errors import DatabaseUnavailable
from pipeline.storage.migrate import upgrade
from pipeline.storage.repository import SqlEventRepository
from support.builders import make_event, make_extraction
from support.wires import NOW


class Source:
    """Opens and reads; while *away* it raises."""

    def __init__(self) -> None:
        self.opened = self.closed = 0
        self.away = False
        self.read_again = threading.Semaphore(0)

    @contextmanager
    def opening(self) -> Iterator[Callable[[], int]]:
        self.opened += 1
        try:
            yield self.read
        finally:
            self.closed += 1

    def read(self) -> int:
        self.read_again.release()
        if self.away:
            raise OperatorError("it is away")
        return self.opened


def next_of(source: Source, read: "Refreshed[int]") -> "Latest[int]":
    """What is known once *source* was read twice more: the first of them is done then."""
    for _ in range(2):
        assert read.latest is not None
        assert source.read_again.acquire(timeout=30)
    return read.latest


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshed, "_EVERY_SECONDS", 0.01)


def test_an_outage_is_told_with_its_beginning_and_ends_with_a_new_connection() -> None:
    source = Source()
    with Refreshed(source.opening) as read:
        first = next_of(source, read)
        source.away = True
        next_of(source, read)
        out = next_of(source, read)
        later = next_of(source, read)
        source.away = False
        next_of(source, read)
        back = next_of(source, read)

    assert (first.value, first.outage) == (1, None)
    assert (out.value, out.outage) == (1, "it is away")
    assert out.outage_since is not None
    assert later.outage_since == out.outage_since
    assert back.outage is None
    assert back.value is not None
    assert back.value > 1
    assert source.closed == source.opened


def test_nothing_is_read_for_nobody() -> None:
    source = Source()
    with Refreshed(source.opening):
        assert not source.read_again.acquire(timeout=0.2)

    assert source.opened == 0


def test_the_newest_events_and_the_counts_of_the_last_hour(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'wire.db'}"
    future = NOW.replace(year=9_000)
    fresh = [make_event("a1", nth=n, coded_at=future) for n in range(2)]
    with opened(url) as engine:
        upgrade(engine)
        repository = SqlEventRepository(engine)
        repository.save([make_extraction("a1", events=fresh), make_extraction("a2")])

    with stored_events(Settings(database_url=SecretStr(url))) as read:
        found = read()

    assert [event.article_id for event in found.newest] == ["a1", "a1", "a2"]
    assert found.by_type == {"THREATEN": 2}


def test_a_database_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "wire.db"
    settings = Settings(database_url=SecretStr(f"sqlite:///{path}"))
    with stored_events(settings) as read, pytest.raises(DatabaseUnavailable, match="db upgrade"):
        read()

    assert not path.exists()
