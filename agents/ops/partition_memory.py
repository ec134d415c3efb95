"""What must be remembered of a partition from look to look, and after how long something is said. Pure."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from agents.ops.lag import PartitionOffsets
from agents.ops.observation import WorkerSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """After how many seconds something is said.

    ``batch``: what a worker that works may take for one batch, two tries at a hanging article included.
    """

    stuck: float = 20.0  # a position that does not move, though something waits
    batch: float = 90.0
    silent: float = 10.0  # a worker without heartbeats
    fresh: float = 5.0  # a heartbeat that speaks for now
    late: float = 2.5  # a heartbeat that is not the last one of a worker that lives
    unowned: float = 8.0  # a partition without a member
    rebalance: float = 60.0  # the same, while workers of the agent are there
    quiet: float = 60.0  # without a new message: idle
    recent: float = 10.0  # an age nobody need think about
    behind: float = 30.0  # an age that somebody should, where it grows
    rewound: float = 600.0  # how long a rewind is told
    trend: float = 30.0  # over so long an age is compared
    risk: float = 0.8  # share of the retention

    def finds_there(self, worker: WorkerSeen) -> bool:
        """Does *worker* run, and will it, or does it already, belong to the group?"""
        if worker.process in {"gone", "frozen"} or worker.heartbeat.phase == "stopping":
            return False
        return worker.silent_seconds < self.silent

    def finds_hindered(self, worker: WorkerSeen) -> bool:
        """Does *worker* wait through an outage, or say nothing?"""
        return worker.heartbeat.waiting_for is not None or worker.silent_seconds >= self.silent

    def finds_doubtful(self, worker: WorkerSeen) -> bool:
        """May *worker* be dead or frozen, though it was heard a moment ago?"""
        seen = worker.process in {"gone", "frozen"}
        return worker.silent_seconds >= (self.late if seen else self.fresh)


class Point(NamedTuple):
    """Age and lag at a look that saw the position move: in between an age only grows with the clock."""

    moment: float
    age: float
    lag: int


class Trend(NamedTuple):
    """The last point, one of at least ``Limits.trend`` seconds before it, and the one that will be that next."""

    latest: Point | None = None
    then: Point | None = None
    next_then: Point | None = None

    @property
    def falls_behind(self) -> bool:
        """Does the oldest message wait for longer than it did then, and no fewer wait behind it?"""
        if self.latest is None or self.then is None:
            return False
        return self.latest.age > self.then.age + 1.0 and self.latest.lag >= self.then.lag

    def went_on(self, point: Point, seconds: float) -> "Trend":
        """With *point* as the last one; *seconds* is what a comparison spans."""
        if self.next_then is None or point.moment - self.next_then.moment >= seconds:
            return Trend(latest=point, then=self.next_then, next_then=point)
        return self._replace(latest=point)


NO_TREND = Trend()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionMemory:
    """What was seen of one partition before. All moments in seconds since 1970."""

    position: int
    moved_at: float  # since when it stands there, with something to read
    end: int
    arrived_at: float | None = None
    member: str | None = None
    unowned_since: float | None = None
    was_owned: bool = False
    rewound_from: int | None = None
    rewound_at: float = 0.0
    trend: Trend = NO_TREND

    def later_by(self, seconds: float) -> "PartitionMemory":
        """As if nothing had happened for *seconds*, in which nobody looked."""
        unowned = None if self.unowned_since is None else self.unowned_since + seconds
        return replace(
            self, moved_at=self.moved_at + seconds, unowned_since=unowned, trend=NO_TREND
        )


def remember(
    before: PartitionMemory | None,
    offsets: PartitionOffsets,
    *,
    now: float,
    limits: Limits,
    lag: int,
    age: float | None,
    hindered: bool,
) -> PartitionMemory:
    """What is known after this look; *before* is null at the first one.

    *hindered*: the owner waits or is silent; what grows meanwhile says nothing of its speed.
    """
    position, member = offsets.position, offsets.member
    if before is None:
        return _first(offsets, now)
    since = now if before.unowned_since is None else before.unowned_since
    rewound_from, rewound_at = _rewind(before, position, now, limits)
    # A new owner, or one that was hindered, begins anew.
    same_owner = lag and member and member == before.member and not hindered
    trend = before.trend if same_owner else NO_TREND
    if age is not None and position > before.position:
        trend = trend.went_on(Point(now, age, lag), limits.trend)
    # Built anew, not by replace(): of a thousand partitions a look.
    return PartitionMemory(
        position=position,
        # Nothing to read is no standstill: what comes later starts the clock anew.
        moved_at=before.moved_at if lag and position == before.position else now,
        end=offsets.end_offset,
        arrived_at=now if offsets.end_offset > before.end else before.arrived_at,
        member=member,
        unowned_since=None if member else since,
        was_owned=before.was_owned or bool(member),
        rewound_from=rewound_from,
        rewound_at=rewound_at,
        trend=trend,
    )


def _first(offsets: PartitionOffsets, now: float) -> PartitionMemory:
    return PartitionMemory(
        position=offsets.position,
        moved_at=now,
        end=offsets.end_offset,
        member=offsets.member,
        unowned_since=None if offsets.member else now,
        was_owned=bool(offsets.member),
    )


def _rewind(
    before: PartitionMemory, position: int, now: float, limits: Limits
) -> tuple[int | None, float]:
    """From where the position was set back, and when; null once it is there again, or long after."""
    if position < before.position:
        return before.position, now
    if before.rewound_from is None or position >= before.rewound_from:
        return None, before.rewound_at
    if now - before.rewound_at > limits.rewound:
        return None, before.rewound_at
    return before.rewound_from, before.rewound_at
