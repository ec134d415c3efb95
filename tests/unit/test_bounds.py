"""When the start offsets are asked for: only where retention could take what waits, else seldom."""

from collections.abc import Sequence

from kafka import TopicPartition

from agents.ops.bounds import STARTS_SECONDS, BoundsReader
from agents.ops.records import Offsets

FIRST, SECOND = TopicPartition("raw-articles", 0), TopicPartition("raw-articles", 1)
BOTH = [FIRST, SECOND]


class Log:
    """Partitions of a log in memory; notes of which the start was asked for."""

    def __init__(self) -> None:
        self.starts: Offsets = {FIRST: 0, SECOND: 0}
        self.ends: Offsets = {FIRST: 9, SECOND: 9}
        self.asked: list[list[TopicPartition]] = []

    def beginning_offsets(self, partitions: Sequence[TopicPartition]) -> Offsets:
        self.asked.append(list(partitions))
        return {tp: self.starts[tp] for tp in partitions}

    def end_offsets(self, partitions: Sequence[TopicPartition]) -> Offsets:
        return {tp: self.ends[tp] for tp in partitions}


def test_starts_are_asked_for_where_something_is_unread() -> None:
    log = Log()
    reader = BoundsReader(log, now=lambda: 0.0)
    reader.read(BOTH, {FIRST: 9, SECOND: 9})
    log.starts = {FIRST: 4, SECOND: 5}

    starts, ends = reader.read(BOTH, {FIRST: 9, SECOND: 3})

    assert (starts, ends) == ({FIRST: 0, SECOND: 5}, log.ends)
    assert log.asked == [BOTH, [SECOND]]


def test_the_others_are_asked_for_now_and_then() -> None:
    moments = iter((0.0, 0.0, STARTS_SECONDS, STARTS_SECONDS))
    log = Log()
    reader = BoundsReader(log, now=lambda: next(moments))
    done = {FIRST: 9, SECOND: 9}
    reader.read(BOTH, done)
    log.starts = {FIRST: 4, SECOND: 5}

    assert reader.read(BOTH, done)[0] == log.starts


def test_without_a_commit_all_is_unread_and_an_empty_partition_has_nothing() -> None:
    log = Log()
    log.ends[SECOND] = 0
    reader = BoundsReader(log, now=lambda: 0.0)
    reader.read(BOTH, {})
    reader.read(BOTH, {})

    assert log.asked == [BOTH, [FIRST]]


def test_a_topic_that_was_made_anew_has_a_start_of_its_own() -> None:
    log = Log()
    log.starts = {FIRST: 6, SECOND: 6}
    reader = BoundsReader(log, now=lambda: 0.0)
    done = {FIRST: 9, SECOND: 9}
    reader.read(BOTH, done)
    log.starts, log.ends = {FIRST: 0, SECOND: 6}, {FIRST: 2, SECOND: 9}

    assert reader.read(BOTH, done)[0] == log.starts
