"""Reads the end offset of each partition, and the start offset where it may matter: two questions at most a look."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from kafka import TopicPartition

from agents.ops.records import Offsets

# Of a partition with nothing unread the start may be so old: retention takes nothing there that anybody waits for.
STARTS_SECONDS = 10.0


class OffsetsLister(Protocol):
    """The part of a KafkaConsumer that is used: unlike an admin client it remembers who leads a partition."""

    def beginning_offsets(self, partitions: Sequence[TopicPartition]) -> Offsets:
        """The start offset of each of *partitions*. Raises KafkaError."""

    def end_offsets(self, partitions: Sequence[TopicPartition]) -> Offsets:
        """The end offset of each of *partitions*. Raises KafkaError."""


class BoundsReader:
    """Remembers the start offsets; the ends are always asked for."""

    def __init__(
        self, consumer: OffsetsLister, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._consumer, self._now = consumer, now
        self._starts: Offsets = {}
        self._starts_at = float("-inf")

    def read(
        self, partitions: Sequence[TopicPartition], committed: Mapping[TopicPartition, int]
    ) -> tuple[Offsets, Offsets]:
        """Start and end of each of *partitions*; without a commit all of it is unread. Raises KafkaError."""
        ends = self._consumer.end_offsets(partitions)
        wanted = [tp for tp in partitions if self._may_matter(tp, committed.get(tp, 0), ends[tp])]
        if self._now() - self._starts_at >= STARTS_SECONDS:
            wanted, self._starts_at = list(partitions), self._now()
        if wanted:
            self._starts.update(self._consumer.beginning_offsets(wanted))
        return {tp: self._starts[tp] for tp in partitions}, ends

    def _may_matter(self, tp: TopicPartition, committed: int, end: int) -> bool:
        # Above its end is the start of a topic that was made anew.
        start = self._starts.get(tp)
        return start is None or committed < end or start > end
