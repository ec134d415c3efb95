"""Reads the records between two offsets of each partition: bounded in number, time and memory."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from kafka import (
    KafkaAdminClient,
    KafkaConsumer,
    TopicPartition,
)
from kafka.admin import OffsetSpec
from kafka.errors import (
    KafkaTimeoutError,
    UnknownTopicOrPartitionError,
)

from agents.ops.clients import patiently
from agents.ops.topics import find_topics

Offsets = dict[TopicPartition, int]

# A restarting broker is waited for; one that is gone is not.
_PATIENCE_SECONDS = 30.0
_POLL_MS = 250


def list_partitions(admin: KafkaAdminClient, topic: str) -> list[TopicPartition]:
    """The partitions of *topic* in order. Raises KafkaError where it does not exist."""
    known = find_topics(admin, [topic])
    if topic not in known:
        raise UnknownTopicOrPartitionError(topic)
    numbers = sorted(each["partition_index"] for each in known[topic]["partitions"])
    return [TopicPartition(topic, number) for number in numbers]


def read_bounds(
    admin: KafkaAdminClient, partitions: list[TopicPartition]
) -> tuple[Offsets, Offsets]:
    """The start and the end offset of each of *partitions*. Raises KafkaError."""
    return (
        _list_offsets(admin, partitions, OffsetSpec.EARLIEST),
        _list_offsets(admin, partitions, OffsetSpec.LATEST),
    )


def read_between(
    consumer: KafkaConsumer,
    starts: Mapping[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
) -> Iterator[Any]:
    """The records from *starts* up to *ends*, each partition in its order; ends by itself.

    Raises KafkaTimeoutError where nothing more arrives though there should be more.
    """
    remaining = {tp for tp, start in starts.items() if start < ends[tp]}
    if not remaining:
        return
    seek(consumer, {tp: starts[tp] for tp in remaining})
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while remaining:
        for tp, records in consumer.poll(timeout_ms=_POLL_MS).items():
            deadline = time.monotonic() + _PATIENCE_SECONDS
            # Whoever reads may take long over a record: the clock starts anew after each.
            for record in records:
                if record.offset < ends[tp]:
                    yield record
                    deadline = time.monotonic() + _PATIENCE_SECONDS
        # The position, not the last record: an end may lie behind a gap.
        finished = {tp for tp in remaining if consumer.position(tp) >= ends[tp]}
        remaining -= finished
        if finished and remaining:
            # Not paused: kafka-python 3.0 may read a paused partition no more once it is resumed.
            consumer.assign(sorted(remaining))
        if time.monotonic() > deadline:
            raise KafkaTimeoutError(f"no more records within {_PATIENCE_SECONDS:.0f} s")


def seek(consumer: KafkaConsumer, positions: Mapping[TopicPartition, int]) -> None:
    """Let *consumer* read exactly the partitions of *positions*, from there on."""
    consumer.assign(list(positions))
    consumer.resume(*consumer.paused())
    for tp, offset in positions.items():
        consumer.seek(tp, offset)


def reached(
    consumer: KafkaConsumer,
    remaining: Collection[TopicPartition],
    read: Mapping[TopicPartition, Sequence[Any]],
) -> Offsets:
    """Up to where those of *remaining* were read of which a poll has just told something: behind their records.

    Where it has *read* nothing at all, where the consumer stands: gaps are passed over in silence.
    """
    if read:
        return {tp: records[-1].offset + 1 for tp, records in read.items() if tp in remaining}
    # Only now, as asking for one takes as long as there are partitions.
    return {tp: consumer.position(tp) for tp in remaining}


def _list_offsets(
    admin: KafkaAdminClient, partitions: list[TopicPartition], spec: OffsetSpec
) -> Offsets:
    listed = patiently(lambda: admin.list_partition_offsets(dict.fromkeys(partitions, spec)))
    return {tp: known.offset for tp, known in listed.items()}
