"""One fault under traffic: set up, measure without it, inject it again and again, heal, and check."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.checker import check
from faults.evidence import Sources
from faults.fault import Fault
from faults.invariants.violation import Violation
from faults.monitor import Monitor
from faults.plan import Plan
from faults.recompute import check_recomputed
from faults.stack import DATABASE_PASSWORD, KAFKA_PASSWORD, Stack
from faults.traffic import Traffic

# Beyond it a process is growing: a worker holds a few batches, a pool process a model.
MOST_RESIDENT_BYTES = {"extract": 500_000_000, "store": 700_000_000, "pool process": 1_200_000_000}
IDLE_SECONDS = 240.0
_SENT_SECONDS = 14_400.0  # as the backlog allows, so no measure of progress: each fault has its own


@dataclass(frozen=True, kw_only=True)
class Load:
    """How much traffic: at least *messages*, at *rate* a second or as fast as the backlog allows.

    *quiet_messages* flow before the first fault: the throughput without it. Faults are spread over the rest,
    and *between_seconds* lie between two at least.
    """

    messages: int = 2_000
    quiet_messages: int = 500
    rate: float | None = None
    most_backlog: int = 1_000
    between_seconds: tuple[float, float] = (1.0, 4.0)


@dataclass
class Result:
    """What came of a scenario; plain values, for the report."""

    fault: str
    seed: int
    stages: str = "null"
    injected: int = 0
    notes: list[str] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    recovery_seconds: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        plain = {**self.__dict__, "violations": [each.as_json() for each in self.violations]}
        plain["recovery_seconds"] = [round(each, 2) for each in self.recovery_seconds]
        return plain


def run_scenario(
    fault: Fault,
    stack: Stack,
    *,
    seed: int,
    count: int,
    load: Load,
    say: Callable[[str], None] = lambda _line: None,
) -> Result:
    """Inject *fault* *count* times into *stack*, which is prepared and not started, and check what is left.

    Raises nothing for what the product did: that is in the violations.
    """
    started_at = time.monotonic()
    result = Result(fault.name, seed, stack.stages)
    run = _Run(fault, stack, load, result, seed)
    settled = False
    try:
        run.warm_up()
        for number in range(count):
            say(run.inject(number, count))
        run.settle()
        settled = True
    except AssertionError as error:
        result.violations.append(Violation("I6", fault.name, str(error)[-1_500:], "progress"))
    finally:
        run.end()
    result.violations += [*_resources(run.monitor), *_ends(fault, stack)]
    if settled:  # what is still under way would look like a loss
        _check(fault, stack, result)
    result.seconds = round(time.monotonic() - started_at, 1)
    return result


def _check(fault: Fault, stack: Stack, result: Result) -> None:
    verdict = check(sources_of(stack), late_writers=fault.late_writers)
    result.violations += verdict.violations
    result.figures |= verdict.figures
    if stack.stages == "all":
        chance = random.Random(result.seed)
        result.violations += check_recomputed(sources_of(stack), verdict.standing, chance)


def sources_of(stack: Stack) -> Sources:
    """Where the checker finds what *stack* holds."""
    return Sources(
        bootstrap_servers=stack.bootstrap_servers,
        prefix=stack.prefix,
        ledger=ledger_of(stack),
        database_file=stack.database_file,
        database_url=stack.database_url,
        log_folder=stack.folder,
        secrets=(DATABASE_PASSWORD, KAFKA_PASSWORD),
        null_stages=stack.stages == "null",
    )


def ledger_of(stack: Stack) -> Path:
    """The ledger's file."""
    return stack.folder / "ledger.db"


class _Run:
    """The parts of a scenario that run at the same time."""

    def __init__(self, fault: Fault, stack: Stack, load: Load, result: Result, seed: int) -> None:
        self._fault, self._stack, self._load, self._result = fault, stack, load, result
        self._chance = random.Random(seed)
        self.monitor = Monitor(stack.bootstrap_servers, stack.prefix, lambda: stack.workers)
        self._traffic = Traffic(
            stack.bootstrap_servers,
            stack.prefix + "raw-articles",
            ledger_of(stack),
            fault.messages(seed) if fault.messages else Plan(seed, fault.mix),
            rate=load.rate,
            backlog=self.monitor.lag,
            most_backlog=load.most_backlog,
        )
        self._faults_began_at = 0.0
        self._acknowledged_before = 0

    def warm_up(self) -> None:
        """Start everything, and measure the throughput without faults."""
        self._stack.start(self._fault.extract_workers, self._fault.store_workers)
        self.monitor.start()
        self._traffic.start()
        # Once the first are through, so that starting up does not count.
        self._traffic.await_count(1, seconds=60)
        flowed = self.monitor.await_flow(time.monotonic(), seconds=300)
        assert flowed is not None, f"no flow 300 s after the start\n{self._stack.wire.log_tail()}"
        began_at, before = time.monotonic(), self._done()
        deadline = began_at + 900
        while self._done() - before < self._load.quiet_messages and self._traffic.is_alive():
            assert time.monotonic() < deadline, f"{self._done() - before} messages in 900 s"
            time.sleep(0.2)
        self._note_throughput("throughput_without", began_at, before)
        self._faults_began_at, self._acknowledged_before = time.monotonic(), self._done()

    def inject(self, number: int, count: int) -> str:
        """The fault once, at its part of the traffic, and the time until articles flow again."""
        quiet = self._load.quiet_messages
        due = quiet + (self._load.messages - quiet) * number // count
        self._traffic.await_count(due, seconds=_SENT_SECONDS)
        time.sleep(self._chance.uniform(*self._load.between_seconds))
        note = self._fault.inject(self._stack, self._chance)
        healed_at = time.monotonic()
        limit = self._fault.recovers_within_seconds
        took = self.monitor.await_flow(healed_at, seconds=max(120.0, limit))
        self._result.injected += 1
        line = f"{number}: {note}; {'no flow' if took is None else f'{took:.1f} s'}"
        self._result.notes.append(line)
        if took is not None:
            self._result.recovery_seconds.append(took)
        if took is None or took > limit:
            got = f"no flow for {took or 120:.1f} s after: {note}"
            self._result.violations.append(Violation("I6", self._fault.name, got, f"{limit:g} s"))
        return line

    def settle(self) -> None:
        """All traffic sent, everything done; the time it took is a figure."""
        if self._fault.messages is not None:
            self._traffic.join(_SENT_SECONDS)  # all of them; they are not without end
        self._traffic.await_count(self._load.messages, seconds=_SENT_SECONDS)
        self._note_throughput("throughput_under", self._faults_began_at, self._acknowledged_before)
        self._traffic.finish()
        self._result.figures["seconds_to_idle"] = round(self._stack.await_idle(IDLE_SECONDS), 1)
        if self._fault.then is not None:
            self._result.violations += self._fault.then(self._stack)

    def end(self) -> None:
        """Stop traffic and workers, whatever came before."""
        if self._traffic.is_alive():
            self._traffic.finish()
        if self.monitor.is_alive():
            self.monitor.stop()
        statuses = self._stack.stop_workers()
        figures = self._result.figures
        figures["acknowledged"] = self._traffic.acknowledged
        figures["unsure_messages"] = len(self._traffic.failed)
        figures["peak_bytes"] = self.monitor.peaks.by_kind
        figures["last_statuses"] = statuses
        figures["left_out"] = count_left_out(self._stack.folder)
        figures["unplanned_ends"] = [
            f"{each.agent}: {each.status}" for each in self._stack.exits if not each.planned
        ]

    def _done(self) -> int:
        sample = self.monitor.latest
        # Poison stops at the first agent, and a replay sets the first one's count back.
        return max(map(sum, sample.committed.values())) if sample else 0

    def _note_throughput(self, name: str, began_at: float, before: int) -> None:
        seconds = max(0.001, time.monotonic() - began_at)
        self._result.figures[name] = round((self._done() - before) / seconds, 1)


def _resources(monitor: Monitor) -> list[Violation]:
    return [
        Violation("I8", kind, f"{size:,} bytes", f"at most {MOST_RESIDENT_BYTES[kind]:,}")
        for kind, size in monitor.peaks.by_kind.items()
        if size > MOST_RESIDENT_BYTES[kind]
    ]


def _ends(fault: Fault, stack: Stack) -> list[Violation]:
    if fault.may_end_workers:
        return []
    unplanned = [each for each in stack.exits if not each.planned]
    return [
        Violation("I9", f"{each.agent} {each.number}", f"ended, status {each.status}", "goes on")
        for each in unplanned[count_left_out(stack.folder) :]
    ]


def count_left_out(folder: Path) -> int:
    """How many workers ended, by their logs, because Faust had passed messages over: as they are to."""
    logs = (log.read_bytes() for log in folder.glob("*.log"))
    return sum(text.count(b"Crashed reason=MessagesLeftOut(") for text in logs)
