"""Follows a topic without a group: its history in the order of time, then what arrives."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kafka import (
    KafkaConsumer,
    TopicPartition,
)
from kafka.errors import (
    KafkaTimeoutError,
)

from agents.ops.clients import find_outage, open_admin, open_consumer
from agents.ops.records import list_partitions, read_bounds, seek
from agents.settings import Settings

_POLL_MS = 500
_PATIENCE_SECONDS = 60.0
# A partition of which so many records wait is read no further: enough to merge without pauses.
_MAX_WAITING = 500
# What one fetch brings is polled whole: of a partition that is paused in the midst of one kafka-python 3.0
# may read no more once it is resumed. So fetches are small, and little is held.
_FETCH_BYTES = 65_536
_POLL_RECORDS = 1_000_000
_SILENCE_SECONDS = 5.0


def follow_topic(
    settings: Settings, topic: str, *, from_beginning: bool, tell: Callable[[str], None]
) -> Iterator[Any]:
    """The records of *topic* as they come, for ever; with *from_beginning* all that is kept before.

    An outage of the broker is waited for, and told through *tell* once. Raises KafkaError.
    """
    with open_admin(settings) as admin:
        starts, ends = read_bounds(admin, list_partitions(admin, topic))
    with open_consumer(settings, partition_fetch_bytes=_FETCH_BYTES) as consumer:
        if from_beginning:
            yield from merge_by_time(consumer, starts, ends)
        seek(consumer, ends)
        yield from _follow(consumer, settings, tell)


def merge_by_time(
    consumer: KafkaConsumer,
    starts: Mapping[TopicPartition, int],
    ends: Mapping[TopicPartition, int],
) -> Iterator[Any]:
    """The records from *starts* up to *ends* of all partitions, the oldest first.

    Each partition keeps its own order, and only some hundred records of each, or what a fetch brings, are held
    at a time.
    Raises KafkaTimeoutError where nothing more arrives though there should be more.
    """
    reading = {tp for tp, start in starts.items() if start < ends[tp]}
    waiting: dict[TopicPartition, deque[Any]] = {tp: deque() for tp in reading}
    seek(consumer, {tp: starts[tp] for tp in reading})
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while reading or any(waiting.values()):
        if any(not waiting[tp] for tp in reading):
            # The oldest is known only once each partition has shown its next record.
            if _fill(consumer, waiting, reading, ends):
                deadline = time.monotonic() + _PATIENCE_SECONDS
            elif time.monotonic() > deadline:
                raise KafkaTimeoutError(f"no more records within {_PATIENCE_SECONDS:.0f} s")
            continue
        tp = min((queue[0].timestamp, tp) for tp, queue in waiting.items() if queue)[1]
        yield waiting[tp].popleft()
        deadline = time.monotonic() + _PATIENCE_SECONDS


def _fill(
    consumer: KafkaConsumer,
    waiting: Mapping[TopicPartition, deque[Any]],
    reading: set[TopicPartition],
    ends: Mapping[TopicPartition, int],
) -> bool:
    """Read more of those partitions of which too little waits; False where nothing came."""
    for tp in reading:
        (consumer.pause if len(waiting[tp]) >= _MAX_WAITING else consumer.resume)(tp)
    read = consumer.poll(timeout_ms=_POLL_MS, max_records=_POLL_RECORDS)
    for tp, records in read.items():
        waiting[tp].extend(record for record in records if record.offset < ends[tp])
    # The position, not the last record: the end may lie behind a compaction's gap.
    finished = {tp for tp in reading if consumer.position(tp) >= ends[tp]}
    if finished:
        consumer.pause(*finished)
        reading -= finished
    return bool(read or finished)


def _follow(
    consumer: KafkaConsumer, settings: Settings, tell: Callable[[str], None]
) -> Iterator[Any]:
    heard = time.monotonic()
    outage = None
    while True:
        read = consumer.poll(timeout_ms=_POLL_MS)
        if not read and time.monotonic() - heard > _SILENCE_SECONDS:
            heard = time.monotonic()
            now = find_outage(settings)
            if now is not None and outage is None:
                tell(f"{now}; waiting for it")
            elif now is None and outage is not None:
                tell("the broker is back")
            outage = now
        for record in sorted((each for records in read.values() for each in records), key=_moment):
            yield record
            heard = time.monotonic()


def _moment(record: Any) -> tuple[int, int, int]:
    return record.timestamp, record.partition, record.offset
