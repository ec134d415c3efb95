"""Observes the agents from outside: reads offsets and records, joins no group, commits nothing."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kafka import (
    KafkaAdminClient,
    KafkaConsumer,
    TopicPartition,
)
from kafka.errors import (
    BrokerResponseError,
    GroupIdNotFoundError,
    KafkaError,
    KafkaTimeoutError,
    UnknownTopicOrPartitionError,
)

from agents.ops.beats import BeatReader
from agents.ops.bounds import BoundsReader
from agents.ops.clients import broker_errors, open_admin, open_consumer, patiently
from agents.ops.gaps import GapCounter, Gaps
from agents.ops.kept import Kept, read_kept
from agents.ops.lag import GroupOffsets, PartitionOffsets
from agents.ops.letters import LetterCounter
from agents.ops.observation import Observation, WorkerSeen
from agents.ops.oldest import Oldest, OldestReader
from agents.ops.records import Offsets
from agents.ops.topics import find_topics
from agents.settings import Settings
from agents.topology import HOPS, Hop, names_of

_COUNT_SECONDS = 10.0
# One record is wanted of each partition.
_FETCH_BYTES = 16_384
# What changes seldom is asked for seldom.
_TOPICS_SECONDS = 30.0
_KEPT_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One look at all groups and topics at once."""

    partitions: Mapping[str, list[TopicPartition]]
    committed: Mapping[str, Offsets]
    starts: Offsets
    ends: Offsets
    unread: Offsets
    groups: Mapping[str, list[dict[str, Any]]]
    oldest: Oldest
    observed_at: datetime


class Observer:
    """Looks at all agents, as often as asked, over the same connections."""

    def __init__(
        self,
        settings: Settings,
        *,
        admin: KafkaAdminClient,
        consumer: KafkaConsumer,
        reader: KafkaConsumer,
        hops: Sequence[Hop] = HOPS,
    ) -> None:
        self._settings, self._hops, self._admin = settings, hops, admin
        names = names_of(settings)
        self._reads = {hop: names.topic(hop.reads) for hop in hops}
        self._groups = {hop: names.group(hop.agent) for hop in hops}
        self._letters_topic, self._beats_topic = (
            names.topic("dead-letters"),
            names.topic("heartbeats"),
        )
        self._bounds = BoundsReader(consumer)
        self._gaps = GapCounter(reader)
        self._oldest = OldestReader(consumer, reader, self._gaps)
        self._letters = LetterCounter(reader)
        self._beats = BeatReader(admin=admin, consumer=reader)
        self._partitions: dict[str, list[TopicPartition]] = {}
        self._partitions_at = float("-inf")
        self._kept: Mapping[str, Kept] = {}
        self._kept_at = float("-inf")

    def look(self, *, count_seconds: float = _COUNT_SECONDS) -> tuple[GroupOffsets, ...]:
        """One look at each agent; what is counted, for *count_seconds* each, goes on where the last look ended.

        Raises BrokerUnreachable, or WrongTopics where a topic is missing.
        """
        with broker_errors(self._settings), self._fresh_after_errors():
            return self._look(self._see(), count_seconds)

    def observe(self, *, count_seconds: float = _COUNT_SECONDS) -> tuple[Observation, ...]:
        """Like ``look``, with the retention of the topics and the heartbeats of the workers."""
        with broker_errors(self._settings), self._fresh_after_errors():
            seen = self._see()
            offsets = self._look(seen, count_seconds)
            workers = self._hear(seen)
            return tuple(
                Observation(
                    offsets=each,
                    retention_seconds=self._kept.get(each.topic, Kept()).retention_seconds,
                    workers=tuple(one for one in workers if one.serves(each)),
                )
                for each in offsets
            )

    def _look(self, seen: _Seen, count_seconds: float) -> tuple[GroupOffsets, ...]:
        letters = self._letters.count(*_bounds(seen, self._letters_topic), seconds=count_seconds)
        compacted = {topic for topic, kept in self._kept.items() if kept.compacted}
        gaps = self._gaps.count(seen.unread, seen.ends, compacted=compacted, seconds=count_seconds)
        return tuple(self._offsets_of(hop, seen, gaps, letters) for hop in self._hops)

    def _see(self) -> _Seen:
        """All that is asked of the brokers, in as few questions as it takes."""
        self._learn_partitions()
        self._learn_kept()
        partitions = self._partitions
        wanted = {self._groups[hop]: partitions[self._reads[hop]] for hop in self._hops}
        # Committed first, then the ends: a message that comes between counts as lag.
        listed = patiently(lambda: self._admin.list_group_offsets(wanted))
        committed = {
            group: {tp: known.offset for tp, known in listed[group].items() if known.offset >= 0}
            for group in wanted
        }
        every = {tp: offset for known in committed.values() for tp, offset in known.items()}
        starts, ends = self._read_bounds(every)
        unread = {
            tp: max(committed[group].get(tp, 0), starts[tp])
            for group, each in wanted.items()
            for tp in each
        }
        groups = self._describe(list(wanted))
        lasting = {topic for topic, kept in self._kept.items() if not kept.compacted}
        oldest = self._oldest.read(unread, ends, lasting=lasting)
        return _Seen(
            partitions=partitions,
            committed=committed,
            starts=starts,
            ends=ends,
            unread=unread,
            groups=groups,
            oldest=oldest,
            # After the reading, so that no age is younger than what it describes.
            observed_at=datetime.now(UTC),
        )

    def _offsets_of(
        self,
        hop: Hop,
        seen: _Seen,
        gaps: Mapping[TopicPartition, Gaps],
        letters: Mapping[str, int] | None,
    ) -> GroupOffsets:
        topic, group = self._reads[hop], self._groups[hop]
        members = seen.groups[group]
        owners = _owners(members, topic)
        return GroupOffsets(
            agent=hop.agent,
            consumer_group=group,
            topic=topic,
            observed_at=seen.observed_at,
            members=len(members),
            dead_letters=None if letters is None else letters.get(hop.agent, 0),
            partitions=tuple(
                _partition(
                    tp,
                    seen,
                    gaps.get(tp, Gaps()),
                    committed=seen.committed[group].get(tp),
                    member=owners.get(tp.partition),
                )
                for tp in seen.partitions[topic]
            ),
        )

    def _describe(self, groups: list[str]) -> dict[str, list[dict[str, Any]]]:
        described = patiently(lambda: self._admin.describe_groups(groups))
        for each in described.values():
            error = each["error"]
            if error and GroupIdNotFoundError.__name__ not in error:
                raise BrokerResponseError(error)
        return {group: described[group]["members"] for group in groups}

    def _hear(self, seen: _Seen) -> tuple[WorkerSeen, ...]:
        return self._beats.read(*_bounds(seen, self._beats_topic))

    def _read_bounds(self, committed: Mapping[TopicPartition, int]) -> tuple[Offsets, Offsets]:
        try:
            return self._bounds.read(
                [tp for each in self._partitions.values() for tp in each], committed
            )
        except KafkaTimeoutError:
            # What a consumer waits for may be a topic that was deleted.
            self._partitions_at = float("-inf")
            self._learn_partitions()
            raise

    def _learn_partitions(self) -> None:
        if time.monotonic() - self._partitions_at < _TOPICS_SECONDS:
            return
        topics = list(dict.fromkeys([*self._reads.values(), self._letters_topic]))
        # Without heartbeats the lag is as right; a broker of before has no such topic.
        known = find_topics(self._admin, [*topics, self._beats_topic])
        for topic in topics:
            if topic not in known:
                raise UnknownTopicOrPartitionError(topic)
        self._partitions = {
            topic: [
                TopicPartition(topic, number)
                for number in sorted(each["partition_index"] for each in described["partitions"])
            ]
            for topic, described in known.items()
        }
        self._partitions_at = time.monotonic()

    def _learn_kept(self) -> None:
        if time.monotonic() - self._kept_at < _KEPT_SECONDS:
            return
        self._kept_at = time.monotonic()
        try:
            self._kept = read_kept(self._admin, list(set(self._reads.values())))
        except BrokerResponseError:
            # It takes a right of its own (DESCRIBE_CONFIGS), without which only `at_risk` is missing.
            self._kept = {}

    @contextmanager
    def _fresh_after_errors(self) -> Iterator[None]:
        """A topic that was made anew, or grew, may be why something failed: ask again the next time."""
        try:
            yield
        except KafkaError:
            self._partitions_at = float("-inf")
            raise


@contextmanager
def observing(settings: Settings, *, hops: Sequence[Hop] = HOPS) -> Iterator[Observer]:
    """Yields an observer of the agents. Raises BrokerUnreachable."""
    with (
        open_admin(settings) as admin,
        open_consumer(settings, partition_fetch_bytes=_FETCH_BYTES, check_sums=False) as consumer,
        open_consumer(settings, check_sums=False) as reader,
    ):
        yield Observer(settings, admin=admin, consumer=consumer, reader=reader, hops=hops)


def _partition(
    tp: TopicPartition, seen: _Seen, gaps: Gaps, *, committed: int | None, member: str | None
) -> PartitionOffsets:
    timestamp, key = seen.oldest.get(tp, (None, None))
    return PartitionOffsets(
        partition=tp.partition,
        start_offset=seen.starts[tp],
        end_offset=seen.ends[tp],
        committed_offset=committed,
        oldest_timestamp_ms=timestamp,
        oldest_key=key,
        gaps=gaps.offsets,
        gaps_exact=gaps.exact,
        member=member,
    )


def _bounds(seen: _Seen, topic: str) -> tuple[Offsets, Offsets]:
    partitions = seen.partitions.get(topic, [])
    return {tp: seen.starts[tp] for tp in partitions}, {tp: seen.ends[tp] for tp in partitions}


def _owners(members: list[dict[str, Any]], topic: str) -> dict[int, str]:
    """Who reads each partition: the member's client id and host, as an operator looks for it."""
    owners: dict[int, str] = {}
    for member in members:
        assignment = member["member_assignment"]
        # Bytes where the member's protocol is unknown, empty while the group rebalances.
        assigned = assignment.get("assigned_partitions", ()) if isinstance(assignment, dict) else ()
        name = f"{member['client_id']}@{member['client_host'].removeprefix('/')}"
        for each in assigned:
            if each["topic"] == topic:
                owners |= dict.fromkeys(each["partitions"], name)
    return owners
