"""One look at one partition, with what is remembered of it, and the word that is said of it. Pure."""

from dataclasses import dataclass
from typing import Literal

from agents.ops.lag import PartitionOffsets
from agents.ops.observation import Observation, WorkerSeen
from agents.ops.partition_memory import Limits, PartitionMemory

# Worst first: an agent has the worst verdict of its partitions.
Verdict = Literal[
    "data_lost",
    "stopped",
    "stalled",
    "at_risk",
    "falling_behind",
    "rewound",
    "never_committed",
    "catching_up",
    "ok",
    "idle",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionVerdict:
    """The word, one sentence of why, and one of what to do (empty where nothing is)."""

    partition: int
    verdict: Verdict
    reason: str
    action: str = ""
    provisional: bool = False  # a worker may just have died or frozen: the next looks will tell


@dataclass(frozen=True, slots=True)
class Look:
    """One partition now, with its memory already brought up to now."""

    offsets: PartitionOffsets
    observation: Observation
    memory: PartitionMemory
    limits: Limits
    lag: int
    age: float | None
    worker: WorkerSeen | None  # the owner, where it sends heartbeats
    now: float

    @property
    def place(self) -> str:
        """Topic and partition, such as ``raw-articles[3]``."""
        return f"{self.observation.offsets.topic}[{self.offsets.partition}]"

    @property
    def worker_command(self) -> str:
        """What starts a worker of its agent."""
        return f"`eventwire worker {self.observation.offsets.agent}`"

    @property
    def never_read(self) -> bool:
        """No commit, no owner since somebody looks, and no worker was heard lately."""
        committed = self.offsets.committed_offset is not None
        return not (committed or self.memory.was_owned or self.observation.workers)

    @property
    def stuck_seconds(self) -> float:
        """For how long the position has stood, with something to read."""
        return self.now - self.memory.moved_at

    def say(self, word: Verdict, reason: str, action: str = "") -> PartitionVerdict:
        """The verdict *word* on this partition."""
        return PartitionVerdict(
            partition=self.offsets.partition, verdict=word, reason=reason, action=action
        )
