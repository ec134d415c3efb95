"""Looks with the product's own monitor, and holds what it shows against the ledger."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from agents.ops.judging import AgentReport, Judge, limits_of
from agents.ops.offsets import observing
from lag_truth.ledger import Ledger, Truth
from lag_truth.stage import Stage

LOOK_SECONDS = 0.5
# As the monitor does.
_COUNT_SECONDS = 0.3


@dataclass(frozen=True)
class Sample:
    """One look: what it showed of the agent, between which moments."""

    began: float
    done: float
    report: AgentReport


@dataclass(frozen=True)
class Error:
    """How far a sample is from what was true: while the look lasted, and at the moment that it names.

    What is shown as the most there can be is wrong in records only where there were more.
    """

    seconds: float
    records: int
    seconds_at_moment: float


class Sampler(threading.Thread):
    """Takes *count* samples of the stage's agent, then says that the scenario is over."""

    def __init__(self, stage: Stage, count: int) -> None:
        super().__init__(daemon=True)
        self._stage, self._count = stage, count
        self.samples: list[Sample] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        """Look until there are enough."""
        try:
            self._look()
        except BaseException as error:
            self.failure = error
            raise
        finally:
            self._stage.over.set()

    def _look(self) -> None:
        settings = self._stage.settings
        judge = Judge(limits_of(settings))
        with observing(settings) as observer:
            due = time.monotonic()
            while len(self.samples) < self._count and not self._stage.over.is_set():
                began = time.time()
                seen = observer.observe(count_seconds=_COUNT_SECONDS)
                done = time.time()
                report = next(each for each in judge.take(seen) if each.agent == "extract")
                self.samples.append(Sample(began, done, report))
                due = max(due + LOOK_SECONDS, time.monotonic())
                time.sleep(max(due - time.monotonic(), 0))


def error_of(sample: Sample, ledger: Ledger) -> Error:
    """The worst of the sample's partitions in seconds, and the sum of all in records."""
    at = sample.report.lag.observed_at.timestamp()
    seconds, at_moment, least, most = 0.0, 0.0, 0, 0
    for each in sample.report.lag.partitions:
        shown = each.lag_seconds or 0.0
        during = ledger.truths(each.partition, sample.began, sample.done, at)
        seconds = max(seconds, _from_nearest(shown, during))
        at_moment = max(at_moment, _from_nearest(shown, ledger.truths(each.partition, at, at, at)))
        least += min(truth.records for truth in during)
        most += max(truth.records for truth in during)
    lag = sample.report.lag
    most = most if lag.lag_exact else max(most, lag.lag_messages)
    return Error(seconds, outside(lag.lag_messages, least, most), at_moment)


def verdicts(samples: Sequence[Sample]) -> dict[str, int]:
    """How often each verdict was said, the most frequent first."""
    return dict(Counter(each.report.verdict for each in samples).most_common())


def outside(value: int, least: int, most: int) -> int:
    """How far *value* is outside of *least* to *most*."""
    return max(least - value, value - most, 0)


def _from_nearest(shown: float, truths: Sequence[Truth]) -> float:
    return min(abs(shown - truth.seconds) for truth in truths)
