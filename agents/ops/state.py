"""What a worker is doing now: for its health page, its heartbeat and its log."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from agents.ops.log import SECONDS_BETWEEN_LINES, Log
from agents.topology import AgentName

Awaited = Literal["kafka", "database"]
# Those of extract are the flow's.
StoreStage = Literal["save", "publish"]

_SECONDS_BETWEEN_TICKS = 1.0


@dataclass(slots=True, kw_only=True)
class WorkerState:
    """The state of one worker, changed by its agent and read by whoever reports it.

    Times are seconds since 1970. ``waiting_for`` is null unless an outage is waited through.
    """

    agent: AgentName
    log: Log
    now: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic  # for durations: no clock that is set changes them
    waiting_for: Awaited | None = None
    waiting_since: float = 0.0
    waiting_because: str = ""
    progressed_at: float = field(default_factory=time.time)
    in_hand: int = 0
    in_hand_since: float = 0.0
    loop_at: float | None = None  # when the event loop ran last
    phase: Literal["starting", "running", "stopping"] = "starting"
    ended: Counter[str] = field(default_factory=Counter)  # articles by outcome
    events: int = 0
    dead_letters: Counter[str] = field(default_factory=Counter)  # by code
    stage_milliseconds: Counter[str] = field(default_factory=Counter)
    assigned: int | None = (
        None  # partitions; null until the group has dealt them, 0 where none was left
    )
    canary: Literal["pending", "coded", "failed"] | None = (
        None  # null where nothing is to be proved
    )
    _waited_from: float = 0.0
    _said_at: float = float("-inf")

    def wait(self, what: Awaited, error: Exception, seconds: float = 0.0) -> None:
        """An attempt failed because *what* is away, since *seconds*: told in a line each 30 s at most."""
        moment = self.steady()
        if self.waiting_for != what:
            self.waiting_for = what
            self.waiting_since, self._waited_from = self.now() - seconds, moment - seconds
        self.waiting_because = f"{type(error).__name__}: {error}"[:500]
        if moment - self._said_at >= SECONDS_BETWEEN_LINES:
            self._said_at = moment
            seconds = round(moment - self._waited_from)
            self.log.warning(
                "waiting", waiting_for=what, seconds=seconds, error=self.waiting_because
            )

    def go_on(self) -> None:
        """What was waited for is there again."""
        if self.waiting_for is None:
            return
        seconds = round(self.steady() - self._waited_from, 1)
        self.log.info("going on", waited_for=self.waiting_for, seconds=seconds)
        self.waiting_for, self._said_at = None, float("-inf")

    @contextlib.contextmanager
    def timed(self, stage: StoreStage) -> Iterator[None]:
        """What the block takes counts for *stage*, where it ends well."""
        began = self.steady()
        yield
        self.stage_milliseconds.update({stage: 1000 * (self.steady() - began)})

    def take(self, count: int) -> None:
        """*count* messages were taken and are worked on."""
        self.in_hand, self.in_hand_since = count, self.now()

    def progress(self) -> None:
        """What was in hand is done and acknowledged."""
        self.in_hand, self.progressed_at = 0, self.now()

    @contextlib.asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """While the block lasts ``loop_at`` follows the clock, unless the event loop is blocked."""
        ticks = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            ticks.cancel()

    async def _tick(self) -> None:
        while True:
            self.loop_at = self.now()
            await asyncio.sleep(_SECONDS_BETWEEN_TICKS)
