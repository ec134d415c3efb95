"""Judges the agents look by look: lag, rates and verdicts, with what must be remembered in between. No Kafka here."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from agents.ops.history import History
from agents.ops.lag import AgentLag, GroupOffsets, measure_lag
from agents.ops.look import Verdict
from agents.ops.observation import Observation, WorkerSeen
from agents.ops.partition_memory import Limits
from agents.ops.verdicts import AgentMemory, AgentVerdict, judge
from agents.settings import Settings
from agents.topology import AgentName

# Rates over this many seconds: workers commit every few seconds, so one second shows 0 or a burst.
RATE_SECONDS = 15.0
# Nobody looked for longer: what happened meanwhile is not known, and no worker's fault.
BLIND_SECONDS = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReport:
    """One agent: its lag with verdict, reason and action; since when the verdict stands; its workers.

    ``provisional``: a worker may just have died or frozen, and a look some seconds later will tell.
    """

    lag: AgentLag
    verdict: Verdict
    reason: str
    action: str
    since: datetime
    workers: tuple[WorkerSeen, ...]
    provisional: bool = False

    @property
    def agent(self) -> AgentName:
        """The agent's name."""
        return self.lag.agent


@dataclass(slots=True)
class _Known:
    """What is remembered of one agent."""

    memory: AgentMemory = field(default_factory=AgentMemory)
    earlier: deque[GroupOffsets] = field(default_factory=deque)
    verdict: Verdict | None = None
    since: datetime | None = None
    heard_since: datetime | None = None  # since the last outage
    history: History = field(default_factory=History)


class Judge:
    """Turns looks into reports. One object sees all looks, in the order of time.

    With *at_once* it says `stopped` without the patience of whoever looks on, where no worker was heard lately.
    """

    def __init__(self, limits: Limits, *, at_once: bool = False) -> None:
        self._limits, self._at_once = limits, at_once
        self._agents: dict[AgentName, _Known] = {}

    def take(
        self, observations: Iterable[Observation], *, after_outage: bool = False
    ) -> tuple[AgentReport, ...]:
        """The reports of one look; *after_outage* says that nobody could look since the last one."""
        return tuple(self._report(each, after_outage) for each in observations)

    @property
    def histories(self) -> Mapping[AgentName, History]:
        """What is kept of each agent."""
        return {agent: known.history for agent, known in self._agents.items()}

    def _report(self, observation: Observation, after_outage: bool) -> AgentReport:
        now = observation.offsets
        known = self._agents.setdefault(now.agent, _Known())
        self._pass_over_outage(known, now.observed_at, after_outage)
        heard = _heard(observation, known.heard_since)
        said, known.memory = judge(known.memory, heard, limits=self._limits_for(heard))
        if said.verdict != known.verdict or known.since is None:
            known.verdict, known.since = said.verdict, now.observed_at
        lag = _judged(now, known.earlier[0] if known.earlier else None, said)
        known.earlier.append(now)
        while _seconds_between(known.earlier[0], now) > RATE_SECONDS:
            known.earlier.popleft()
        known.history.add(lag)
        return AgentReport(
            lag=lag,
            verdict=said.verdict,
            reason=said.reason,
            action=said.action,
            since=known.since,
            workers=observation.workers,
            provisional=said.provisional,
        )

    def _limits_for(self, observation: Observation) -> Limits:
        patience = self._limits.unowned
        if not self._at_once or any(each.silent_seconds < patience for each in observation.workers):
            return self._limits
        return replace(self._limits, unowned=0.0)

    def _pass_over_outage(self, known: _Known, now: datetime, after_outage: bool) -> None:
        if not known.earlier:
            return
        blind = (now - known.earlier[-1].observed_at).total_seconds()
        if after_outage or blind > BLIND_SECONDS:
            known.memory = known.memory.later_by(blind)
            known.heard_since = now


def _judged(now: GroupOffsets, earlier: GroupOffsets | None, said: AgentVerdict) -> AgentLag:
    of_partitions = {each.partition: each for each in said.partitions}
    lag = measure_lag(now, earlier, of_partitions)
    return replace(lag, verdict=said.verdict, reason=said.reason, action=said.action)


def limits_of(settings: Settings) -> Limits:
    """When something is said, with workers of these *settings*: a batch may hold an article that hangs twice."""
    usual = Limits()
    return replace(
        usual,
        stuck=max(usual.stuck, 2 * settings.kafka_commit_interval_seconds + 10),
        batch=max(usual.batch, 2 * settings.article_timeout_seconds + 30),
    )


def _heard(observation: Observation, since: datetime | None) -> Observation:
    """*observation*, where no worker has been silent for longer than it could be heard."""
    if since is None:
        return observation
    heard = (observation.offsets.observed_at - since).total_seconds()
    workers: Sequence[WorkerSeen] = [
        replace(each, silent_seconds=min(each.silent_seconds, heard))
        for each in observation.workers
    ]
    return replace(observation, workers=tuple(workers))


def _seconds_between(earlier: GroupOffsets, later: GroupOffsets) -> float:
    return (later.observed_at - earlier.observed_at).total_seconds()
