"""What one look at an agent sees, from outside: offsets, retention, and what its workers say of themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from agents.ops.lag import GroupOffsets
from schemas.heartbeat import Heartbeat

# ``unknown`` where the worker runs on another machine, or the system does not tell.
ProcessState = Literal["alive", "frozen", "gone", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSeen:
    """A worker's last heartbeat, how old it was when it was looked at, and the state of its process."""

    heartbeat: Heartbeat
    silent_seconds: float
    process: ProcessState = "unknown"

    @property
    def name(self) -> str:
        """As the consumer group lists it."""
        return self.heartbeat.worker

    def serves(self, group: GroupOffsets) -> bool:
        """Is it a worker of *group*? One that does not name its consumer group is any of its agent's."""
        beat = self.heartbeat
        return beat.agent == group.agent and beat.consumer_group in ("", group.consumer_group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One look at an agent. ``retention_seconds`` is the topic's; null where it keeps everything."""

    offsets: GroupOffsets
    retention_seconds: float | None = None
    workers: tuple[WorkerSeen, ...] = ()

    @property
    def moment(self) -> float:
        """When it was looked, in seconds since 1970."""
        return self.offsets.observed_at.timestamp()

    def owner(self, member: str | None) -> WorkerSeen | None:
        """The worker behind a group's *member* (``CLIENT@HOST``), where it sends heartbeats."""
        if member is None:
            return None
        client, _, _ = member.rpartition("@")
        return next((worker for worker in self.workers if worker.name == client), None)


def latest_by_worker(beats: Iterable[Heartbeat]) -> dict[str, Heartbeat]:
    """The newest heartbeat of each worker."""
    newest: dict[str, Heartbeat] = {}
    for beat in beats:
        known = newest.get(beat.worker)
        if known is None or beat.sent_at >= known.sent_at:
            newest[beat.worker] = beat
    return newest
