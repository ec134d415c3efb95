"""Reads the topic dead-letters: its letters one after the other, and how many each agent wrote."""

import time
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

from kafka import (
    KafkaAdminClient,
    KafkaConsumer,
    TopicPartition,
)
from kafka.errors import NoError
from kafka.structs import (
    OffsetAndMetadata,
)

from agents.ops.clients import patiently
from agents.ops.records import Offsets, read_between
from agents.replay import Letter, Marks, decode_marks, encode_marks
from schemas.dead_letter import CODES, PREFIX, DeadLetterReason

_AGENT = PREFIX + "agent"


def read_letters(consumer: KafkaConsumer, starts: Offsets, ends: Offsets) -> Iterator[Letter]:
    """The letters from *starts* up to *ends*, one at a time. Raises KafkaError."""
    for record in read_between(consumer, starts, ends):
        # Kafka has null headers; our producer does not, and sends them as empty ones.
        headers = tuple((name, field or b"") for name, field in record.headers)
        yield Letter(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            timestamp_ms=record.timestamp,
            key=record.key,
            value=record.value,
            headers=headers,
            reason=DeadLetterReason.from_headers(headers),
        )


class LetterCounter:
    """Counts the retained letters of each agent; each letter is read once, however often asked.

    Kept is one number a letter (8 bytes), so that what retention takes can be taken off again.
    """

    def __init__(self, consumer: KafkaConsumer) -> None:
        self._consumer = consumer
        self._next: Offsets = {}
        self._offsets: dict[tuple[TopicPartition, str], array[int]] = {}

    def count(self, starts: Offsets, ends: Offsets, *, seconds: float) -> Mapping[str, int] | None:
        """Letters by agent from *starts* to *ends*; None until *seconds* sufficed to read them all.

        Raises KafkaError.
        """
        self._forget(starts, ends)
        positions = {tp: max(self._next.get(tp, 0), start) for tp, start in starts.items()}
        deadline = time.monotonic() + seconds
        for record in read_between(self._consumer, positions, ends):
            self._note(record)
            if time.monotonic() > deadline:
                return None
        self._next = dict(ends)
        counts: dict[str, int] = {}
        for (_, agent), offsets in self._offsets.items():
            counts[agent] = counts.get(agent, 0) + len(offsets)
        return counts

    def _note(self, record: Any) -> None:
        tp = TopicPartition(record.topic, record.partition)
        agent = dict(record.headers).get(_AGENT) or b""
        key = (tp, agent.decode("utf-8", "replace"))
        self._offsets.setdefault(key, array("q")).append(record.offset)
        self._next[tp] = record.offset + 1

    def _forget(self, starts: Offsets, ends: Offsets) -> None:
        """Drop what retention took, and everything of a topic that was made anew."""
        for (tp, _), offsets in self._offsets.items():
            anew = self._next.get(tp, 0) > ends.get(tp, 0)
            del offsets[: len(offsets) if anew else bisect_left(offsets, starts[tp])]
        for tp, end in ends.items():
            if self._next.get(tp, 0) > end:
                self._next[tp] = 0


def load_marks(admin: KafkaAdminClient, group: str, ends: Offsets) -> dict[TopicPartition, Marks]:
    """How far each code was replayed: kept as *group*'s committed offsets. Raises KafkaError."""
    committed = patiently(lambda: admin.list_group_offsets({group: list(ends)}))[group]
    return {
        tp: decode_marks(committed[tp].metadata if tp in committed else "", end_offset=end)
        for tp, end in ends.items()
    }


def save_marks(admin: KafkaAdminClient, group: str, marks: Mapping[TopicPartition, Marks]) -> None:
    """Remember *marks*. Kafka forgets them a week after the last replay, by default.

    The group's offset itself is the smallest mark, so lag tools show what was never replayed.
    """
    offsets = {
        tp: OffsetAndMetadata(min(each.get(code, 0) for code in CODES), encode_marks(each), -1)
        for tp, each in marks.items()
    }
    for error in patiently(lambda: admin.alter_group_offsets(group, offsets)).values():
        if error is not NoError:
            raise error(group)
