"""From offsets that were observed to lag: in messages, in seconds, in rates. No Kafka here.

Every offset names the *next* message: committed 3 and end 5 means that two messages wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from agents.topology import AgentName
from schemas.dates import write_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionOffsets:
    """What was observed of one partition.

    ``oldest_timestamp_ms`` is that of the record at the committed position, or of the next one
    where compaction or a transaction left a gap; null where it was not read. ``gaps`` are the offsets
    between the position and the end that hold no record; at least so many, where not ``gaps_exact``.
    """

    partition: int
    start_offset: int
    end_offset: int
    committed_offset: int | None = None
    oldest_timestamp_ms: int | None = None
    oldest_key: bytes | None = None
    gaps: int = 0
    gaps_exact: bool = True
    member: str | None = None

    @property
    def position(self) -> int:
        """Where reading goes on. What retention took is gone; without a commit all is unread."""
        if self.committed_offset is None:
            return self.start_offset
        return max(self.committed_offset, self.start_offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOffsets:
    """One look at the topic that an agent reads, and at the agent's consumer group."""

    agent: AgentName
    consumer_group: str
    topic: str
    observed_at: datetime
    members: int
    dead_letters: int | None
    partitions: tuple[PartitionOffsets, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionLag:
    """How far one partition is behind. ``verdict``, ``reason`` and ``action`` are for whoever judges over time.

    Where not ``lag_exact``, ``lag_messages`` is the most there can be: not all was read, and there may be gaps.
    """

    partition: int
    start_offset: int
    committed_offset: int | None
    end_offset: int
    lag_messages: int
    lag_exact: bool
    lag_seconds: float | None
    member: str | None
    verdict: str | None = None
    reason: str | None = None
    action: str | None = None
    oldest_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLag:
    """How far one agent is behind. Rates are messages a second; null where one look cannot tell."""

    agent: AgentName
    consumer_group: str
    topic: str
    lag_messages: int
    lag_exact: bool
    lag_seconds: float | None
    rate_in: float | None
    rate_out: float | None
    eta_seconds: float | None
    members: int
    dead_letters: int | None
    observed_at: datetime
    partitions: tuple[PartitionLag, ...]
    verdict: str | None = None
    reason: str | None = None
    action: str | None = None


class Said(Protocol):
    """What somebody judged of a partition."""

    @property
    def verdict(self) -> str:
        """One word."""

    @property
    def reason(self) -> str:
        """Why."""

    @property
    def action(self) -> str:
        """What to do; empty where nothing is."""


def measure_lag(
    now: GroupOffsets,
    earlier: GroupOffsets | None = None,
    said: Mapping[int, Said] = MappingProxyType({}),
) -> AgentLag:
    """The lag that one look shows; with an *earlier* look of the same group the rates, too.

    *said* is what was judged of the partitions, by their numbers.
    """
    partitions = tuple(
        _partition_lag(each, now.observed_at, said.get(each.partition)) for each in now.partitions
    )
    messages = sum(each.lag_messages for each in partitions)
    ages = [each.lag_seconds for each in partitions if each.lag_seconds is not None]
    rate_in, rate_out = _rates(now, earlier)
    return AgentLag(
        agent=now.agent,
        consumer_group=now.consumer_group,
        topic=now.topic,
        lag_messages=messages,
        lag_exact=all(each.lag_exact for each in partitions),
        lag_seconds=max(ages, default=None),
        rate_in=rate_in,
        rate_out=rate_out,
        eta_seconds=_eta(messages, rate_in, rate_out),
        members=now.members,
        dead_letters=now.dead_letters,
        observed_at=now.observed_at,
        partitions=partitions,
    )


def lag_fields(lag: AgentLag) -> dict[str, object]:
    """*lag* as ``eventwire lag --json`` and ``/api/lag`` show it."""
    return {
        "agent": lag.agent,
        "consumer_group": lag.consumer_group,
        "topic": lag.topic,
        "verdict": lag.verdict,
        "reason": lag.reason,
        "action": lag.action,
        "lag_messages": lag.lag_messages,
        "lag_exact": lag.lag_exact,
        "lag_seconds": lag.lag_seconds,
        "rate_in": lag.rate_in,
        "rate_out": lag.rate_out,
        "eta_seconds": lag.eta_seconds,
        "members": lag.members,
        "dead_letters": lag.dead_letters,
        "observed_at": write_moment(lag.observed_at),
        "partitions": [_partition_fields(each) for each in lag.partitions],
    }


def _partition_fields(lag: PartitionLag) -> Mapping[str, object]:
    return {
        "partition": lag.partition,
        "start_offset": lag.start_offset,
        "committed_offset": lag.committed_offset,
        "end_offset": lag.end_offset,
        "lag_messages": lag.lag_messages,
        "lag_exact": lag.lag_exact,
        "lag_seconds": lag.lag_seconds,
        "member": lag.member,
        "verdict": lag.verdict,
        "reason": lag.reason,
        "action": lag.action,
        "oldest_key": lag.oldest_key,
    }


def unread_messages(offsets: PartitionOffsets) -> int:
    """How many messages wait: those that can be read, at most; exactly, where ``gaps_exact``."""
    # A commit may be newer than the end offset that was read just before it.
    return max(offsets.end_offset - offsets.position - offsets.gaps, 0)


def oldest_age(offsets: PartitionOffsets, observed_at: datetime) -> float | None:
    """Seconds since Kafka took the oldest message that waits; null where it is not known."""
    return _age(offsets.oldest_timestamp_ms, observed_at)


def _partition_lag(
    offsets: PartitionOffsets, observed_at: datetime, said: Said | None
) -> PartitionLag:
    messages = unread_messages(offsets)
    return PartitionLag(
        partition=offsets.partition,
        start_offset=offsets.start_offset,
        committed_offset=offsets.committed_offset,
        end_offset=offsets.end_offset,
        lag_messages=messages,
        lag_exact=offsets.gaps_exact,
        lag_seconds=oldest_age(offsets, observed_at) if messages else None,
        member=offsets.member,
        verdict=said.verdict if said else None,
        reason=said.reason if said else None,
        action=said.action if said else None,
        oldest_key=_shown_key(offsets.oldest_key) if messages else None,
    )


def _shown_key(key: bytes | None) -> str | None:
    # A producer may send anything as key, of any length.
    return None if key is None else key[:200].decode("utf-8", "replace")


def _age(timestamp_ms: int | None, observed_at: datetime) -> float | None:
    # Kafka's -1: the record has no timestamp.
    if timestamp_ms is None or timestamp_ms < 0:
        return None
    # A producer's clock may be ahead of ours.
    return max(round(observed_at.timestamp() - timestamp_ms / 1000, 3), 0.0)


def _rates(now: GroupOffsets, earlier: GroupOffsets | None) -> tuple[float | None, float | None]:
    if earlier is None:
        return None, None
    seconds = (now.observed_at - earlier.observed_at).total_seconds()
    before = {each.partition: each for each in earlier.partitions}
    pairs = [(before[each.partition], each) for each in now.partitions if each.partition in before]
    if seconds <= 0 or not pairs:
        return None, None
    arrived = sum(after.end_offset - then.end_offset for then, after in pairs)
    taken = sum(after.position - then.position for then, after in pairs)
    # Going backwards is no rate: the topic was made anew, or the group was rewound.
    rate_in = round(arrived / seconds, 3) if arrived >= 0 else None
    rate_out = round(taken / seconds, 3) if taken >= 0 else None
    return rate_in, rate_out


def _eta(messages: int, rate_in: float | None, rate_out: float | None) -> float | None:
    """Seconds until nothing waits, at these rates; null at lag 0 and where it does not shrink."""
    if not messages or rate_in is None or rate_out is None or rate_out <= rate_in:
        return None
    return round(messages / (rate_out - rate_in), 1)
