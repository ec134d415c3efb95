"""What must be remembered of a partition from look to look, and after how long something is said. Pure."""

from dataclasses import dataclass, replace

from agents.ops.lag import PartitionOffsets
from agents.ops.observation import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """After how many seconds something is said.

    ``batch``: what a worker that works may take for one batch, two tries at a hanging article included.
    """

    stuck: float = 20.0  # a position that does not move, though something waits
    batch: float = 90.0
    silent: float = 10.0  # a worker without heartbeats
    fresh: float = 5.0  # a heartbeat that speaks for now
    unowned: float = 8.0  # a partition without a member
    rebalance: float = 60.0  # the same, while workers of the agent are there
    quiet: float = 60.0  # without a new message: idle
    recent: float = 10.0  # an age nobody need think about
    behind: float = 30.0  # an age that somebody should, where it grows
    rewound: float = 600.0  # how long a rewind is told
    trend: float = 30.0  # over so long an age is compared
    risk: float = 0.8  # share of the retention


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionMemory:
    """What was seen of one partition before. All moments in seconds since 1970."""

    position: int
    moved_at: float  # since when it stands there, with something to read
    end: int
    arrived_at: float | None = None
    unowned_since: float | None = None
    was_owned: bool = False
    rewound_from: int | None = None
    rewound_at: float = 0.0
    # An age and the lag of at least ``trend`` seconds ago, and those that will be it next.
    then: tuple[float, float | None, int] | None = None
    next_then: tuple[float, float | None, int] | None = None

    def later_by(self, seconds: float) -> "PartitionMemory":
        """As if nothing had happened for *seconds*, in which nobody looked."""
        unowned = None if self.unowned_since is None else self.unowned_since + seconds
        return replace(
            self,
            moved_at=self.moved_at + seconds,
            unowned_since=unowned,
            then=None,
            next_then=None,
        )


def remember(
    before: PartitionMemory | None,
    offsets: PartitionOffsets,
    observation: Observation,
    limits: Limits,
    lag: int,
    age: float | None,
) -> PartitionMemory:
    """What is known of the partition after this look; *before* is null at the first one."""
    now, position = observation.moment, offsets.position
    sample = (now, age, lag)
    if before is None:
        return PartitionMemory(
            position=position,
            moved_at=now,
            end=offsets.end_offset,
            unowned_since=None if offsets.member else now,
            was_owned=bool(offsets.member),
            next_then=sample,
        )
    since = now if before.unowned_since is None else before.unowned_since
    after = replace(
        before,
        position=position,
        end=offsets.end_offset,
        # Nothing to read is no standstill: what comes later starts the clock anew.
        moved_at=before.moved_at if lag and position == before.position else now,
        arrived_at=now if offsets.end_offset > before.end else before.arrived_at,
        unowned_since=None if offsets.member else since,
        was_owned=before.was_owned or bool(offsets.member),
    )
    if position < before.position:
        after = replace(after, rewound_from=before.position, rewound_at=now)
    elif before.rewound_from is not None and (
        position >= before.rewound_from or now - before.rewound_at > limits.rewound
    ):
        after = replace(after, rewound_from=None)
    if before.next_then is None or now - before.next_then[0] >= limits.trend:
        after = replace(after, then=before.next_then, next_then=sample)
    return after
