"""Looks at one agent of one partition, written down second by second, for tests of the verdicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from agents.ops.lag import GroupOffsets, PartitionOffsets
from agents.ops.observation import Observation, ProcessState, WorkerSeen
from agents.ops.verdicts import AgentVerdict, judge_series
from schemas.heartbeat import Heartbeat

T0 = 1_800_000_000.0
WORKER = "extract-desk-7"
MEMBER = f"{WORKER}@10.0.0.7"


@dataclass
class At:
    """One look, *second* seconds after the start; *age* of the oldest unread message, where one waits."""

    second: float
    committed: int | None = 0
    end: int = 0
    age: float | None = None
    member: str | None = MEMBER
    members: int = 1
    start: int = 0
    silent: float | None = 0.5  # None: no heartbeat at all
    process: ProcessState = "alive"
    in_hand: int = 0
    waiting: float | None = None  # for the database, since so many seconds
    phase: str = "running"
    blocked: float = 0.0  # its event loop, since so many seconds


def seen(look: At) -> tuple[WorkerSeen, ...]:
    """The worker that such a look hears, if any."""
    if look.silent is None:
        return ()
    now = T0 + look.second
    waits: dict[str, Any] = {}
    if look.waiting is not None:
        waits = {"waiting_for": "database", "waiting_since": moment(now - look.waiting)}
    beat = Heartbeat.model_validate(
        {
            "worker": WORKER,
            "agent": "extract",
            "host": "desk",
            "pid": 7,
            "version": "0",
            "phase": look.phase,
            "started_at": moment(T0),
            "sent_at": moment(now - look.silent),
            "in_hand": look.in_hand,
            "loop_at": moment(now - look.silent - look.blocked),
            **waits,
        }
    )
    return (WorkerSeen(heartbeat=beat, silent_seconds=look.silent, process=look.process),)


def moment(seconds: float) -> datetime:
    """*seconds* since 1970, as a moment."""
    return datetime.fromtimestamp(seconds, tz=UTC)


def observation(look: At, *, retention: float | None = 604_800) -> Observation:
    """What the monitor sees in such a look."""
    now = T0 + look.second
    timestamp = None if look.age is None else round((now - look.age) * 1000)
    partition = PartitionOffsets(
        partition=3,
        start_offset=look.start,
        end_offset=look.end,
        committed_offset=look.committed,
        oldest_timestamp_ms=timestamp,
        member=look.member,
    )
    return Observation(
        offsets=GroupOffsets(
            agent="extract",
            consumer_group="eventwire-extract",
            topic="raw-articles",
            observed_at=moment(now),
            members=look.members,
            dead_letters=0,
            partitions=(partition,),
        ),
        retention_seconds=retention,
        workers=seen(look),
    )


def verdict(looks: Iterable[At]) -> AgentVerdict:
    """What is said after all of *looks*."""
    return judge_series(observation(look) for look in looks)


def stuck(until: float, **fields: Any) -> list[At]:
    """Something came at second 1 and has waited since; a look each second."""
    first = At(0, committed=5, end=5)
    return [
        first,
        *(At(s, committed=5, end=9, age=s - 1, **fields) for s in range(1, int(until) + 1)),
    ]
