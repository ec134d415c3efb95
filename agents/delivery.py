"""Getting messages out: every broker acknowledgement awaited, outages waited through, nothing given up."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from agents.ops.log import SECONDS_BETWEEN_LINES, Log

_T = TypeVar("_T")

FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to send; a null value is a tombstone."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


class Outlet(Protocol):
    """A topic to write to."""

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        """Send *messages* in order and return once the brokers hold all of them.

        Equal keys keep their order. Raises where any of them was not acknowledged; sending all again is harmless.
        """


class MemoryOutlet:
    """An outlet that keeps what is sent in ``sent``; *failures* makes its first calls fail as an outage would."""

    def __init__(self, *, failures: int = 0) -> None:
        self.sent: list[Outgoing] = []
        self._failures = failures

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        """See Outlet. A failing call keeps the first of its messages, as a broker lost midway does."""
        if self._failures:
            self._failures -= 1
            self.sent += messages[:1]
            raise ConnectionError("the broker is away")
        self.sent += messages


async def until_done(what: str, attempt: Callable[[], Awaitable[_T]], *, log: Log) -> _T:
    """What *attempt* returns, once it succeeds: an outage of *what* is waited through, however long.

    Only for work that may be repeated. Raises nothing but cancellation: *attempt* turns a failure that waiting
    cannot help into a value.
    """
    wait = FIRST_WAIT_SECONDS
    said_at = float("-inf")
    clock = asyncio.get_running_loop().time
    while True:
        try:
            return await attempt()
        except Exception as error:
            if clock() - said_at >= SECONDS_BETWEEN_LINES:
                said_at = clock()
                cause = f"{type(error).__name__}: {error}"[:500]
                log.warning("waiting", waiting_for=what, error=cause)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT_SECONDS)
