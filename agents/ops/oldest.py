"""Reads the oldest unread record of each partition: its timestamp is the exact age of what waits."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from kafka import (
    KafkaConsumer,
    TopicPartition,
)

from agents.ops.gaps import GapCounter
from agents.ops.records import Offsets, reached, seek

# What reading may take; a partition that is slower has no age in this look.
_READ_SECONDS = 5.0
# The record at a position does not change, but compaction may take it.
_KNOWN_SECONDS = 10.0
# Elsewhere only a topic that was made anew has another one there.
_LASTING_SECONDS = 60.0
_POLL_MS = 100
_POLL_RECORDS = 50_000
# A fetch of a thousand partitions is an answer of megabytes, for a timestamp each.
_AT_ONCE = 100
_KEY_BYTES = 200


@dataclass(frozen=True, slots=True)
class _Known:
    position: int
    read_at: float
    timestamp_ms: int
    key: bytes | None


Oldest = dict[TopicPartition, tuple[int, bytes | None]]
"""The timestamp and key of each partition's oldest unread record, where it holds one that could be read."""


class OldestReader:
    """Reads with *quick*, which fetches little; what is too large for that with *thorough*.

    A record that was read is not read again while the position stands. What was read is noted in *gaps*.
    """

    def __init__(
        self,
        quick: KafkaConsumer,
        thorough: KafkaConsumer,
        gaps: GapCounter,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._quick, self._thorough, self._gaps, self._now = quick, thorough, gaps, now
        self._known: dict[TopicPartition, _Known] = {}
        self._read_at: dict[TopicPartition, float] = {}

    def read(self, unread: Offsets, ends: Offsets, *, lasting: Collection[str] = ()) -> Oldest:
        """One record of each partition with *unread* below its end, all at once, in bounded time.

        Topics in *lasting* are not compacted.
        """
        oldest: Oldest = {}
        waiting = {
            tp: position
            for tp, position in unread.items()
            if position < ends[tp] and not self._gaps.is_empty(tp, position, ends[tp])
        }
        self._known = {tp: self._known[tp] for tp in waiting if tp in self._known}
        for tp, position in list(waiting.items()):
            known = self._known.get(tp)
            seconds = _LASTING_SECONDS if tp.topic in lasting else _KNOWN_SECONDS
            if known and known.position == position and self._now() - known.read_at < seconds:
                oldest[tp] = (known.timestamp_ms, known.key)
                del waiting[tp]
        deadline = self._now() + _READ_SECONDS
        # Those that were read longest ago first: where time is short each has its turn.
        turns = sorted(waiting, key=lambda tp: self._read_at.get(tp, 0.0))
        for first in range(0, len(turns), _AT_ONCE):
            if self._now() >= deadline:
                break
            some = {tp: waiting[tp] for tp in turns[first : first + _AT_ONCE]}
            self._read(some, ends, oldest, deadline)
        return oldest

    def _read(self, some: Offsets, ends: Offsets, oldest: Oldest, deadline: float) -> None:
        remaining, consumer = dict(some), self._quick
        seek(consumer, remaining)
        while remaining and self._now() < deadline:
            read = consumer.poll(timeout_ms=_POLL_MS, max_records=_POLL_RECORDS)
            for tp, upto in reached(consumer, remaining, read).items():
                position, records = remaining[tp], read.get(tp, ())
                first = records[0] if records else None
                if first is not None and first.offset < ends[tp]:
                    key = first.key and first.key[:_KEY_BYTES]
                    oldest[tp] = (first.timestamp, key)
                    self._known[tp] = _Known(position, self._now(), first.timestamp, key)
                    self._read_at[tp] = self._now()
                elif first is None and upto < ends[tp]:
                    continue
                self._gaps.note(tp, position, [each.offset for each in records], upto)
                del remaining[tp]
            if read and remaining:
                if len(read) == 1:
                    # The others' messages are larger than the small fetch, which brings one of them at a time.
                    consumer = self._thorough
                # Not paused: kafka-python 3.0 may read a paused partition no more once it is resumed.
                seek(consumer, remaining)
