"""The monitor: looks at all agents about each second, through outages, and has a report for whoever asks."""

import gc
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from agents.errors import BrokerUnreachable, OperatorError
from agents.ops.background import Background
from agents.ops.history import Sample
from agents.ops.judging import AgentReport, Judge, limits_of
from agents.ops.observation import Observation
from agents.ops.offsets import observing
from agents.settings import Settings
from agents.topology import AgentName

SECONDS_BETWEEN_LOOKS = 1.0
# A look costs what it looks at: of more partitions there are fewer looks, yet enough to tell a stop within 15 s.
_PARTITIONS_A_SECOND = 120
_LONGEST_SECONDS = 4.0
# Of each look, for what was not counted yet; the rest goes on in the next one.
_COUNT_SECONDS = 0.3
_ALLOCATIONS_BETWEEN_COLLECTIONS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Why nothing can be seen, in one line that says what to do, and since when."""

    since: datetime
    reason: str
    broker_reached: (
        bool  # False: no broker answers; True: it answers, but a topic is missing or refused
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is known now. ``number`` counts the looks; with an outage the agents are as last seen."""

    number: int
    looked_at: datetime
    agents: tuple[AgentReport, ...] = ()
    outage: Outage | None = None

    @classmethod
    def none(cls) -> "Report":
        """What is known before the first look."""
        return cls(number=0, looked_at=datetime.now(UTC))


class Looker(Protocol):
    """What a monitor looks with."""

    def observe(self, *, count_seconds: float) -> tuple[Observation, ...]:
        """One look at each agent. Raises OperatorError."""


class Monitor(Background):
    """Looks in a thread of its own while the block lasts; every method may be called from any thread.

    A look each second, of more than 120 partitions each ``seconds_between_looks``.

    Its memory is bounded, whatever it watches and however long.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        open_looker: Callable[[Settings], AbstractContextManager[Looker]] = observing,
    ) -> None:
        super().__init__("monitor", join_seconds=10)
        self._settings, self._open_looker = settings, open_looker
        self._judge = Judge(limits_of(settings))
        self._connections = ExitStack()
        self._looker: Looker | None = None
        self._report = Report.none()
        self._news = threading.Condition()

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()

    @property
    def report(self) -> Report:
        """The last look; ``number`` is 0 before the first one."""
        return self._report

    def wait(self, *, after: int, seconds: float) -> Report:
        """The first report with a number above *after*; the one that is known after *seconds*, or at the end."""
        with self._news:
            self._news.wait_for(
                lambda: self._report.number > after or self._stopping.is_set(), timeout=seconds
            )
            return self._report

    def history(self, agent: AgentName, *, day: bool = False) -> tuple[Sample, ...]:
        """The samples of the last 15 minutes, or of the last *day* by minutes; oldest first."""
        with self._news:
            known = self._judge.histories.get(agent)
            if known is None:
                return ()
            return known.minutes if day else known.seconds

    def _run(self) -> None:
        due = time.monotonic()
        with self._connections:
            while not self._stopping.is_set():
                self._look()
                due = max(due + seconds_between_looks(self._report), time.monotonic())
                self._stopping.wait(due - time.monotonic())

    def _look(self) -> None:
        before = self._report
        try:
            if self._looker is None:
                self._looker = self._connections.enter_context(self._open_looker(self._settings))
            seen = self._looker.observe(count_seconds=_COUNT_SECONDS)
        except OperatorError as error:
            # New connections the next time: these may hang on to a broker that is gone.
            self._looker = None
            self._connections.close()
            self._tell(before.agents, _outage(before.outage, error))
            return
        with self._news:
            agents = self._judge.take(seen, after_outage=before.outage is not None)
        self._tell(agents, None)

    def _tell(self, agents: tuple[AgentReport, ...], outage: Outage | None) -> None:
        with self._news:
            self._report = Report(
                number=self._report.number + 1,
                looked_at=datetime.now(UTC),
                agents=agents,
                outage=outage,
            )
            self._news.notify_all()


def collect_seldom() -> None:
    """For a process that does nothing but watch: an eighth less processor time a look.

    What a look leaves is freed as soon as nobody holds it; what is loaded by now never is.
    """
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS_BETWEEN_COLLECTIONS)


def seconds_between_looks(report: Report) -> float:
    """How long after the look of *report* the next one begins: 1 to 4 seconds, by the number of partitions."""
    partitions = sum(len(each.lag.partitions) for each in report.agents)
    wanted = SECONDS_BETWEEN_LOOKS * partitions / _PARTITIONS_A_SECOND
    return min(max(wanted, SECONDS_BETWEEN_LOOKS), _LONGEST_SECONDS)


def _outage(before: Outage | None, error: OperatorError) -> Outage:
    return Outage(
        since=before.since if before else datetime.now(UTC),
        reason=str(error),
        broker_reached=not isinstance(error, BrokerUnreachable),
    )
