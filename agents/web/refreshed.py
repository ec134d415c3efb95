"""Something that is read again and again while somebody looks at it, through outages."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from agents.ops.background import Background
from schemas.errors import EventwireError

T = TypeVar("T")

_EVERY_SECONDS = 5.0
# Nobody asked for so long: nobody looks.
_WATCHED_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest(Generic[T]):
    """What was read last and when; with an outage, why nothing newer is there and since when."""

    value: T | None = None
    read_at: datetime | None = None
    outage: str | None = None
    outage_since: datetime | None = None


class Refreshed(Background, Generic[T]):
    """Reads every few seconds in a thread of its own while the block lasts and somebody asks.

    *opening* gives the connection as a function that reads; after an outage it is opened anew.
    """

    def __init__(self, opening: Callable[[], AbstractContextManager[Callable[[], T]]]) -> None:
        super().__init__("refreshed", join_seconds=5)
        self._opening = opening
        self._connection = ExitStack()
        self._read: Callable[[], T] | None = None
        self._latest: Latest[T] = Latest()
        self._asked_at = 0.0
        self._asked = threading.Event()

    @property
    def latest(self) -> Latest[T]:
        """What is known; never waits. Asking keeps it fresh."""
        idle = time.monotonic() - self._asked_at > _WATCHED_SECONDS
        self._asked_at = time.monotonic()
        if idle:
            self._asked.set()
        return self._latest

    def _wake(self) -> None:
        self._asked.set()

    def _run(self) -> None:
        with self._connection:
            while not self._stopping.is_set():
                watched = time.monotonic() - self._asked_at < _WATCHED_SECONDS
                if watched and self._asked_at:
                    self._refresh()
                self._asked.wait(_EVERY_SECONDS)
                self._asked.clear()

    def _refresh(self) -> None:
        before = self._latest
        try:
            if self._read is None:
                self._read = self._connection.enter_context(self._opening())
            value = self._read()
        except EventwireError as error:
            self._read = None
            self._connection.close()
            self._latest = Latest(
                value=before.value,
                read_at=before.read_at,
                outage=str(error),
                outage_since=before.outage_since or datetime.now(UTC),
            )
            return
        self._latest = Latest(value=value, read_at=datetime.now(UTC))
