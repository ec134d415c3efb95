"""Watches an installation from beside: how far each agent has come, and what the workers hold in memory."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from confluent_kafka import Consumer, KafkaException, TopicPartition

from faults.keeper import Worker
from faults.processes import command_of, descendants, resident_bytes
from support.wire import HOPS, PARTITIONS

_LOOK_SECONDS = 0.5
_MEMORY_SECONDS = 2.0
_ANSWER_SECONDS = 5.0


@dataclass(frozen=True)
class Sample:
    """What both groups had committed of each partition, and its end, at a moment of the monotonic clock."""

    at: float
    committed: dict[str, list[int]]
    ends: dict[str, list[int]]

    @property
    def lag(self) -> int:
        """Messages not committed yet, over both agents."""
        return sum(sum(self.ends[agent]) - sum(self.committed[agent]) for agent in HOPS)

    def waiting(self, first: "Sample") -> set[tuple[str, int]]:
        """Agent and partition where messages wait and nothing was committed since *first*."""
        return {
            (agent, number)
            for agent in HOPS
            for number, committed in enumerate(self.committed[agent])
            if committed < self.ends[agent][number] and committed <= first.committed[agent][number]
        }


@dataclass
class Peaks:
    """The most that any one process of a kind held, in bytes."""

    by_kind: dict[str, int] = field(default_factory=dict)

    def note(self, kind: str, size: int) -> None:
        """*size* was seen."""
        self.by_kind[kind] = max(size, self.by_kind.get(kind, 0))


class Monitor(threading.Thread):
    """Samples until ``stop``; ``workers()`` gives those that run. Survives any outage of the brokers."""

    def __init__(
        self, bootstrap_servers: str, prefix: str, workers: Callable[[], Iterable[Worker]]
    ) -> None:
        super().__init__(daemon=True)
        self._bootstrap_servers, self._prefix, self._workers = bootstrap_servers, prefix, workers
        self._stopping = threading.Event()
        self.latest: Sample | None = None
        self.peaks = Peaks()

    def stop(self) -> None:
        """Take no more samples."""
        self._stopping.set()
        self.join()

    def lag(self) -> int | None:
        """Messages not committed yet, as of the last sample; None where there is none of the last seconds."""
        sample = self.latest
        recent = sample is not None and time.monotonic() - sample.at < _ANSWER_SECONDS
        return sample.lag if sample and recent else None

    def await_flow(self, since: float, *, seconds: float) -> float | None:
        """Seconds from *since* until each agent committed something new of each partition that had any.

        None where they did not within *seconds*. What others still commit does not count: an article that
        lies in the partition of a dead worker does not flow.
        """
        first: Sample | None = None
        waited_for = {(agent, number) for agent in HOPS for number in range(PARTITIONS)}
        while time.monotonic() - since < seconds:
            sample = self.latest
            if sample is not None and sample.at >= since:
                first = first or sample
                waited_for &= sample.waiting(first)
                if not waited_for:
                    return sample.at - since
            time.sleep(0.1)
        return None

    def run(self) -> None:
        """Sample until told to stop."""
        consumers = {agent: self._consumer(agent) for agent in HOPS}
        memory_at = 0.0
        try:
            while not self._stopping.wait(_LOOK_SECONDS):
                if time.monotonic() - memory_at > _MEMORY_SECONDS:
                    memory_at = time.monotonic()
                    self._sample_memory()
                try:
                    self.latest = self._sample(consumers)
                except KafkaException:
                    # The brokers are away, or have no coordinator yet. A client that knew another leader asks
                    # the old one for minutes, so new ones are made.
                    _close(consumers)
                    consumers = {agent: self._consumer(agent) for agent in HOPS}
        finally:
            _close(consumers)

    def _consumer(self, agent: str) -> Consumer:
        # Asking for a group's commits does not join the group.
        return Consumer(
            {
                "bootstrap.servers": self._bootstrap_servers,
                "group.id": self._prefix + agent,
                "log_level": 0,  # an outage is what is tested
            }
        )

    def _sample(self, consumers: dict[str, Consumer]) -> Sample:
        committed: dict[str, list[int]] = {}
        ends: dict[str, list[int]] = {}
        for agent, consumer in consumers.items():
            topic = self._prefix + HOPS[agent]
            asked = [TopicPartition(topic, number) for number in range(PARTITIONS)]
            places = consumer.committed(asked, timeout=_ANSWER_SECONDS)
            committed[agent] = [max(place.offset, 0) for place in places]
            # After the commits, so that no lag is below zero.
            ends[agent] = [
                consumer.get_watermark_offsets(each, timeout=_ANSWER_SECONDS)[1] for each in asked
            ]
        return Sample(time.monotonic(), committed, ends)

    def _sample_memory(self) -> None:
        for worker in self._workers():
            self.peaks.note(worker.agent, resident_bytes(worker.pid))
            for pid in descendants(worker.pid):
                if "spawn_main" in command_of(pid):
                    self.peaks.note("pool process", resident_bytes(pid))


def _close(consumers: dict[str, Consumer]) -> None:
    for consumer in consumers.values():
        consumer.close()
