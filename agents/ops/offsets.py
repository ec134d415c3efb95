"""Observes the agents from outside: reads offsets and records, joins no group, commits nothing."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kafka import (
    KafkaAdminClient,
    KafkaConsumer,
    TopicPartition,
)
from kafka.errors import BrokerResponseError, GroupIdNotFoundError

from agents.ops.clients import broker_errors, open_admin, open_consumer, patiently
from agents.ops.lag import GroupOffsets, PartitionOffsets
from agents.ops.letters import LetterCounter
from agents.ops.records import Offsets, list_partitions, read_bounds, seek
from agents.settings import Settings
from agents.topology import HOPS, Hop, names_of

# What reading the oldest records may take; a partition that is slower has no age in this look.
_READ_SECONDS = 5.0
_COUNT_SECONDS = 10.0
# One record is wanted of each partition; Kafka sends at least one, however large it is.
_FETCH_BYTES = 16_384
_POLL_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Oldest:
    """The timestamp of each partition's oldest unread record, and the partitions that hold none."""

    timestamps: dict[TopicPartition, int] = field(default_factory=dict)
    only_gaps: set[TopicPartition] = field(default_factory=set)


class Observer:
    """Looks at all agents, as often as asked, over the same connections."""

    def __init__(
        self,
        settings: Settings,
        *,
        admin: KafkaAdminClient,
        consumer: KafkaConsumer,
        letters: LetterCounter,
    ) -> None:
        self._settings = settings
        self._names = names_of(settings)
        self._admin = admin
        self._consumer = consumer
        self._letters = letters

    def look(self, *, count_seconds: float = _COUNT_SECONDS) -> tuple[GroupOffsets, ...]:
        """One look at each agent; the counting of dead letters goes on where the last look ended.

        Raises BrokerUnreachable, or WrongTopics where a topic is missing.
        """
        with broker_errors(self._settings):
            letters = self._letters.count(seconds=count_seconds)
            return tuple(self._observe(hop, letters) for hop in HOPS)

    def _observe(self, hop: Hop, letters: Mapping[str, int] | None) -> GroupOffsets:
        topic, group = self._names.topic(hop.reads), self._names.group(hop.agent)
        partitions = list_partitions(self._admin, topic)
        # Committed first, then the ends: a message that comes between counts as lag.
        committed = patiently(lambda: self._admin.list_group_offsets({group: partitions}))[group]
        positions = {tp: known.offset for tp, known in committed.items() if known.offset >= 0}
        starts, ends = read_bounds(self._admin, partitions)
        members = self._members(group)
        unread = {tp: max(positions.get(tp, 0), starts[tp]) for tp in partitions}
        oldest = _read_oldest(self._consumer, unread, ends)
        # After the reading, so that no age is younger than what it describes.
        observed_at = datetime.now(UTC)
        return GroupOffsets(
            agent=hop.agent,
            consumer_group=group,
            topic=topic,
            observed_at=observed_at,
            members=len(members),
            dead_letters=None if letters is None else letters.get(hop.agent, 0),
            partitions=tuple(
                PartitionOffsets(
                    partition=tp.partition,
                    start_offset=starts[tp],
                    end_offset=ends[tp],
                    committed_offset=positions.get(tp),
                    oldest_timestamp_ms=oldest.timestamps.get(tp),
                    only_gaps=tp in oldest.only_gaps,
                    member=_owner(members, tp),
                )
                for tp in partitions
            ),
        )

    def _members(self, group: str) -> list[dict[str, Any]]:
        described = patiently(lambda: self._admin.describe_groups([group]))
        error = described[group]["error"]
        if error and GroupIdNotFoundError.__name__ not in error:
            raise BrokerResponseError(error)
        members: list[dict[str, Any]] = described[group]["members"]
        return members


@contextmanager
def observing(settings: Settings) -> Iterator[Observer]:
    """Yields an observer of the agents. Raises BrokerUnreachable."""
    with (
        open_admin(settings) as admin,
        open_consumer(settings, partition_fetch_bytes=_FETCH_BYTES, check_sums=False) as consumer,
        open_consumer(settings, check_sums=False) as letters_consumer,
    ):
        topic = names_of(settings).topic("dead-letters")
        letters = LetterCounter(admin=admin, consumer=letters_consumer, topic=topic)
        yield Observer(settings, admin=admin, consumer=consumer, letters=letters)


def _read_oldest(consumer: KafkaConsumer, unread: Offsets, ends: Offsets) -> _Oldest:
    """Read one record of each partition that is behind, all of them at once, in bounded time."""
    oldest = _Oldest()
    remaining = {tp for tp, position in unread.items() if position < ends[tp]}
    seek(consumer, {tp: unread[tp] for tp in remaining})
    deadline = time.monotonic() + _READ_SECONDS
    while remaining and time.monotonic() < deadline:
        read = consumer.poll(timeout_ms=_POLL_MS)
        for tp in list(remaining):
            first = read[tp][0] if read.get(tp) else None
            if first is not None and first.offset < ends[tp]:
                oldest.timestamps[tp] = first.timestamp
            elif first is not None or consumer.position(tp) >= ends[tp]:
                oldest.only_gaps.add(tp)
            else:
                continue
            remaining.discard(tp)
            consumer.pause(tp)
    return oldest


def _owner(members: list[dict[str, Any]], tp: TopicPartition) -> str | None:
    """Who reads the partition: the member's client id and host, as an operator looks for it."""
    for member in members:
        assignment = member["member_assignment"]
        # Bytes where the member's protocol is unknown, empty while the group rebalances.
        assigned = assignment.get("assigned_partitions", ()) if isinstance(assignment, dict) else ()
        for each in assigned:
            if each["topic"] == tp.topic and tp.partition in each["partitions"]:
                return f"{member['client_id']}@{member['client_host'].removeprefix('/')}"
    return None
