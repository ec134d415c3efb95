"""What is true of a consumer group: kept by whoever produced and committed, never read from a broker.

A step (a record, a commit, a cut) takes effect at some moment between its beginning and its end, so what is
true at a moment may be one of several states; all of them are given.
"""

import threading
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

UNKNOWN_END = float("inf")


@dataclass(slots=True)
class Step:
    """*records* more in the partition, or a new committed or start offset."""

    began: float
    done: float
    records: int = 0
    committed: int | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A partition as it is between two steps: *records* are those that were ever there to be read."""

    records: int = 0
    committed: int | None = None
    start: int = 0

    @property
    def position(self) -> int:
        return max(self.committed or 0, self.start)

    def after(self, step: Step) -> "State":
        return State(
            self.records + step.records,
            self.committed if step.committed is None else step.committed,
            max(self.start, step.start or 0),
        )


@dataclass(slots=True)
class _Partition:
    offsets: list[int] = field(default_factory=list)
    timestamps: list[float] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def states(self, since: float, until: float) -> Iterator[State]:
        state, certain = State(), True
        for step in self.steps:
            if certain and step.done >= since:
                certain = False
                yield state
            if step.began > until:
                return
            state = state.after(step)
            if not certain:
                yield state
        if certain:
            yield state

    def truth(self, state: State, at: float) -> "Truth":
        first = bisect_left(self.offsets, state.position)
        waiting = max(state.records - first, 0)
        return Truth(waiting, max(at - self.timestamps[first], 0.0) if waiting else 0.0)


@dataclass(frozen=True, slots=True)
class Truth:
    """Records that wait, and the age of the oldest of them; 0 where none waits."""

    records: int
    seconds: float


class Ledger:
    """All moments in seconds since 1970. May be written by several threads."""

    def __init__(self) -> None:
        self._partitions: dict[int, _Partition] = defaultdict(_Partition)
        self._lock = threading.Lock()

    def produced(
        self, partition: int, offset: int, timestamp: float, *, began: float, done: float
    ) -> None:
        """The brokers took a record; each partition's in the order of their offsets."""
        with self._lock:
            known = self._partitions[partition]
            known.offsets.append(offset)
            known.timestamps.append(timestamp)
            insort(known.steps, Step(began, done, records=1), key=_beginning)

    def commits(self, partition: int, offset: int, *, began: float) -> Step:
        """A commit begins; its ``done`` is to be set."""
        return self._add(partition, Step(began, UNKNOWN_END, committed=offset))

    def cuts(self, partition: int, start: int, *, began: float) -> Step:
        """Everything before *start* is about to be deleted."""
        return self._add(partition, Step(began, UNKNOWN_END, start=start))

    def withdraw(self, partition: int, step: Step) -> None:
        """*step* never took effect."""
        with self._lock:
            self._partitions[partition].steps.remove(step)

    def compacted(self, kept: Collection[tuple[int, int]]) -> None:
        """Of what was produced so far only (partition, offset) in *kept* are left; no sample is older."""
        with self._lock:
            for number, known in self._partitions.items():
                left = [
                    (offset, timestamp)
                    for offset, timestamp in zip(known.offsets, known.timestamps, strict=True)
                    if (number, offset) in kept
                ]
                known.offsets = [offset for offset, _ in left]
                known.timestamps = [timestamp for _, timestamp in left]
                commits = [step for step in known.steps if not step.records]
                known.steps = [Step(0.0, 0.0, records=len(left)), *commits]

    def truths(self, partition: int, since: float, until: float, at: float) -> list[Truth]:
        """All that may have been true of *partition* from *since* to *until*; ages are those at *at*."""
        with self._lock:
            known = self._partitions[partition]
            return [known.truth(state, at) for state in set(known.states(since, until))]

    def end(self, partition: int) -> int:
        """The offset behind the last record."""
        with self._lock:
            offsets = self._partitions[partition].offsets
            return offsets[-1] + 1 if offsets else 0

    @property
    def partitions(self) -> list[int]:
        """Those of which something is known."""
        with self._lock:
            return sorted(self._partitions)

    def _add(self, partition: int, step: Step) -> Step:
        with self._lock:
            insort(self._partitions[partition].steps, step, key=_beginning)
        return step


def _beginning(step: Step) -> float:
    return step.began
