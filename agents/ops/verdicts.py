"""Verdicts over time: is an agent behind, since when, and what is to be done. Pure: a fold over looks.

``judge(memory, observation)`` gives the verdict and the memory for the next look; ``judge_series`` folds a whole
series. Cost of a look: the number of partitions, whatever the length of the series.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from agents.ops.look import PartitionVerdict, Verdict
from agents.ops.observation import Observation
from agents.ops.partition_memory import Limits, PartitionMemory
from agents.ops.partition_verdicts import judge_partition
from agents.topology import AgentName

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
CRITICAL: frozenset[str] = frozenset({"data_lost", "stopped", "stalled"})
WARNING: frozenset[str] = frozenset({"at_risk", "falling_behind", "rewound"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentVerdict:
    """What is said of an agent: one sentence of why, one of what to do (empty where nothing is)."""

    agent: AgentName
    verdict: Verdict
    reason: str
    action: str
    partitions: tuple[PartitionVerdict, ...]

    @property
    def provisional(self) -> bool:
        """May looks in the next seconds well say worse?"""
        return self.verdict not in CRITICAL and any(each.provisional for each in self.partitions)


@dataclass(frozen=True, slots=True)
class AgentMemory:
    """What must be known of the looks before: by partition."""

    partitions: Mapping[int, PartitionMemory] = field(default_factory=dict)

    def later_by(self, seconds: float) -> "AgentMemory":
        """As if nothing had happened for *seconds*: nobody looked, so no standstill counts."""
        return AgentMemory(
            {number: each.later_by(seconds) for number, each in self.partitions.items()}
        )


def judge(
    memory: AgentMemory, observation: Observation, *, limits: Limits | None = None
) -> tuple[AgentVerdict, AgentMemory]:
    """The verdict on *observation*, knowing what came before it."""
    known = limits or Limits()
    verdicts: list[PartitionVerdict] = []
    remembered: dict[int, PartitionMemory] = {}
    for offsets in observation.offsets.partitions:
        number = offsets.partition
        verdict, remembered[number] = judge_partition(
            memory.partitions.get(number), offsets, observation, known
        )
        verdicts.append(verdict)
    return _of_agent(observation, tuple(verdicts)), AgentMemory(remembered)


def judge_series(
    observations: Iterable[Observation], *, limits: Limits | None = None
) -> AgentVerdict:
    """The verdict after all *observations*, oldest first. Raises ValueError where there is none."""
    memory, verdict = AgentMemory(), None
    for observation in observations:
        verdict, memory = judge(memory, observation, limits=limits)
    if verdict is None:
        raise ValueError("no observation to judge")
    return verdict


def _of_agent(observation: Observation, partitions: tuple[PartitionVerdict, ...]) -> AgentVerdict:
    agent = observation.offsets.agent
    worst = min(partitions, key=lambda each: VERDICTS.index(each.verdict), default=None)
    if worst is None:
        return AgentVerdict(
            agent=agent,
            verdict="idle",
            reason=f"{observation.offsets.topic} has no partitions",
            action="create the topics: `eventwire topics create`",
            partitions=(),
        )
    alike = sum(each.verdict == worst.verdict for each in partitions)
    reason, action = worst.reason, worst.action
    if alike > 1 and worst.verdict not in {"idle", "ok"}:
        reason += f"; {alike} of {len(partitions)} partitions alike"
    if worst.verdict in {"idle", "ok"} and not observation.offsets.members:
        reason += "; no worker runs"
        action = f"start a worker before the next article: `eventwire worker {agent}`"
    return AgentVerdict(
        agent=agent, verdict=worst.verdict, reason=reason, action=action, partitions=partitions
    )
