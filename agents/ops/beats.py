"""Reads the heartbeats of the workers as they come; each record is read once, however often asked."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kafka import (
    KafkaAdminClient,
    KafkaConsumer,
    TopicPartition,
)
from kafka.admin import OffsetTimestamp
from pydantic import ValidationError

from agents.ops.clients import patiently
from agents.ops.observation import WorkerSeen
from agents.ops.processes import process_state
from agents.ops.records import Offsets, read_between
from schemas.heartbeat import Heartbeat

# How long a worker is remembered after its last heartbeat, also where that said that it stops.
_SILENT_SECONDS = 600.0
# Whoever may write to the topic must not fill the memory of who reads it.
_MOST_WORKERS = 2_000


@dataclass(frozen=True, slots=True)
class _Heard:
    beat: Heartbeat
    at: float


class BeatReader:
    """The workers that were heard in the last ten minutes."""

    def __init__(
        self,
        *,
        admin: KafkaAdminClient,
        consumer: KafkaConsumer,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._admin, self._consumer, self._now = admin, consumer, now
        self._next: Offsets = {}
        self._heard: dict[str, _Heard] = {}

    def read(self, starts: Offsets, ends: Offsets) -> tuple[WorkerSeen, ...]:
        """The workers now, by name; *starts* and *ends* bound the topic. Raises KafkaError."""
        self._find_first(ends)
        positions = {tp: max(self._position(tp, ends), starts[tp]) for tp in ends}
        newest: dict[bytes | None, tuple[float, bytes]] = {}
        for record in read_between(self._consumer, positions, ends):
            if record.value is not None:
                newest[record.key] = (self._heard_at(record), record.value)
        self._next = {**self._next, **ends}
        for heard_at, value in newest.values():
            self._take(heard_at, value)
        return self._seen()

    def _find_first(self, ends: Offsets) -> None:
        new = [tp for tp in ends if tp not in self._next]
        if not new:
            return
        since = OffsetTimestamp(int((self._now() - _SILENT_SECONDS) * 1000))
        found = patiently(lambda: self._admin.list_partition_offsets(dict.fromkeys(new, since)))
        for tp in new:
            # -1: nothing was written since then.
            self._next[tp] = found[tp].offset if found[tp].offset >= 0 else ends[tp]

    def _position(self, tp: TopicPartition, ends: Offsets) -> int:
        # Behind the end stands who knew a topic that was made anew since.
        return self._next[tp] if self._next[tp] <= ends[tp] else 0

    def _heard_at(self, record: "object") -> float:
        # By the producer's clock, which may be ahead of ours.
        return min(getattr(record, "timestamp", 0) / 1000, self._now())

    def _take(self, heard_at: float, value: bytes) -> None:
        try:
            beat = Heartbeat.model_validate_json(value)
        except ValidationError:
            # Of a newer release, or of somebody else: it tells nothing.
            return
        before = self._heard.get(beat.worker)
        if before is None or beat.sent_at >= before.beat.sent_at:
            self._heard[beat.worker] = _Heard(beat, heard_at)

    def _seen(self) -> tuple[WorkerSeen, ...]:
        now = self._now()
        self._heard = {
            name: heard for name, heard in self._heard.items() if now - heard.at < _SILENT_SECONDS
        }
        for name in sorted(self._heard, key=lambda each: self._heard[each].at)[:-_MOST_WORKERS]:
            del self._heard[name]
        return tuple(
            WorkerSeen(
                heartbeat=heard.beat,
                silent_seconds=round(max(now - heard.at, 0.0), 3),
                process=process_state(heard.beat),
            )
            for _, heard in sorted(self._heard.items())
        )
