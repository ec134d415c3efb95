"""Finds the offsets that hold no record: what compaction took, and the markers of transactions.

A plain topic has none and is not read for it. A topic is suspected where compaction is on, where reading met a gap,
or where a last offset holds no record; what waits of a suspected one is read once, and only the gaps kept.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kafka import (
    KafkaConsumer,
    TopicPartition,
)

from agents.ops.records import Offsets, reached, seek

# More records than these are not read for their number: it is said as the most there can be.
_MOST_RECORDS = 20_000
# A transaction leaves a marker behind its last record: seldom looked for is soon found.
_SAMPLE_SECONDS = 30.0
_SUSPECT_SECONDS = 600.0
# Compaction may have taken more since.
_COMPACTED_SECONDS = 60.0
_POLL_MS = 100

# A partition, from where it was read, the offsets of its records, and up to where.
_Read = tuple[TopicPartition, int, Sequence[int], int]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Offsets without a record among those that wait; at least so many, where not *exact*."""

    offsets: int = 0
    exact: bool = True


@dataclass(slots=True)
class _Stretch:
    """What was read of a partition: from *start* up to *reached*, and the gaps in it, each half-open."""

    start: int
    reached: int
    read_at: float
    gaps: list[tuple[int, int]] = field(default_factory=list)

    def count(self, start: int, end: int) -> int:
        return sum(max(min(last, end) - max(first, start), 0) for first, last in self.gaps)


class GapCounter:
    """Counts gaps; reads with *consumer*, and knows from ``note`` what others read anyway."""

    def __init__(
        self, consumer: KafkaConsumer, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._consumer, self._now = consumer, now
        self._stretches: dict[TopicPartition, _Stretch] = {}
        self._suspected_at: dict[str, float] = {}
        self._sampled_at: dict[TopicPartition, float] = {}

    def note(self, tp: TopicPartition, position: int, offsets: Iterable[int], upto: int) -> None:
        """From *position* up to *upto* there are records at *offsets*, ascending, and no others."""
        gaps = list(_gaps_between(position, offsets, upto))
        known = self._stretches.get(tp)
        if known is None or not known.start <= position <= known.reached:
            self._stretches[tp] = _Stretch(position, upto, self._now(), gaps)
        elif upto > known.reached:
            beyond = ((max(first, known.reached), last) for first, last in gaps)
            known.gaps.extend((first, last) for first, last in beyond if first < last)
            known.reached = upto
        if gaps:
            self._suspected_at[tp.topic] = self._now()

    def is_empty(self, tp: TopicPartition, position: int, end: int) -> bool:
        """Is it known that no record is between *position* and *end*?"""
        gaps = self._known(tp, position, end)
        return gaps.exact and gaps.offsets == end - position

    def count(
        self, unread: Offsets, ends: Offsets, *, compacted: Collection[str] = (), seconds: float
    ) -> Mapping[TopicPartition, Gaps]:
        """The gaps from *unread* up to *ends*, of the partitions where that is something.

        Reading goes on where the last look ended, for *seconds* at most. Topics in *compacted* are suspected.
        Raises KafkaError.
        """
        deadline = self._now() + seconds
        waiting = {tp: position for tp, position in unread.items() if position < ends[tp]}
        self._forget(waiting, ends, compacted)
        self._sample(self._unsampled(waiting, ends), ends, deadline)
        suspects = {tp for tp in waiting if tp.topic in self._suspected_at}
        for read in self._fetch(self._unread(suspects, waiting, ends), ends, deadline):
            self.note(*read)
        return {
            tp: self._known(tp, position, ends[tp]) if tp in suspects else Gaps()
            for tp, position in waiting.items()
        }

    def _known(self, tp: TopicPartition, position: int, end: int) -> Gaps:
        known = self._stretches.get(tp)
        if known is None or known.start > position:
            return Gaps(exact=False)
        return Gaps(known.count(position, end), exact=known.reached >= end)

    def _forget(self, waiting: Offsets, ends: Offsets, compacted: Collection[str]) -> None:
        now = self._now()
        self._suspected_at = {
            topic: at for topic, at in self._suspected_at.items() if now - at < _SUSPECT_SECONDS
        } | dict.fromkeys(compacted, now)
        for tp, known in list(self._stretches.items()):
            position = waiting.get(tp)
            old = tp.topic in compacted and now - known.read_at >= _COMPACTED_SECONDS
            if old or position is None or not known.start <= position <= known.reached:
                del self._stretches[tp]
                continue
            known.start = position
            known.gaps = [gap for gap in known.gaps if gap[1] > position]
            if known.gaps:
                self._suspected_at[tp.topic] = now
        self._sampled_at = {
            tp: at
            for tp, at in self._sampled_at.items()
            if tp in ends and now - at < _SAMPLE_SECONDS
        }

    def _unsampled(self, waiting: Offsets, ends: Offsets) -> Offsets:
        """The last offset of those of which nothing tells whether they have gaps."""
        return {
            tp: ends[tp] - 1
            for tp, position in waiting.items()
            if tp.topic not in self._suspected_at
            and tp not in self._sampled_at
            and not self._known(tp, position, ends[tp]).exact
        }

    def _sample(self, lasts: Offsets, ends: Offsets, deadline: float) -> None:
        for tp, position, offsets, upto in self._fetch(lasts, ends, deadline):
            if any(_gaps_between(position, offsets, upto)):
                self._suspected_at[tp.topic] = self._now()
            self._sampled_at[tp] = self._now()

    def _unread(
        self, suspects: Collection[TopicPartition], waiting: Offsets, ends: Offsets
    ) -> Offsets:
        """From where each of *suspects* is not read yet, where that is not too much."""
        known = {
            tp: self._stretches[tp].reached if tp in self._stretches else waiting[tp]
            for tp in suspects
        }
        return {tp: at for tp, at in known.items() if 0 < ends[tp] - at <= _MOST_RECORDS}

    def _fetch(self, positions: Offsets, ends: Offsets, deadline: float) -> Iterator[_Read]:
        remaining = dict(positions)
        if remaining:
            seek(self._consumer, remaining)
        while remaining and self._now() < deadline:
            read = self._consumer.poll(timeout_ms=_POLL_MS)
            for tp, upto in reached(self._consumer, remaining, read).items():
                position, records = remaining[tp], read.get(tp, ())
                if upto > position:
                    yield tp, position, [each.offset for each in records], upto
                    remaining[tp] = upto
                if upto >= ends[tp]:
                    del remaining[tp]


def _gaps_between(position: int, offsets: Iterable[int], upto: int) -> Iterator[tuple[int, int]]:
    expected = position
    for offset in offsets:
        if offset > expected:
            yield expected, offset
        expected = offset + 1
    if upto > expected:
        yield expected, upto
