"""One planted bug on trial: a small installation that has it, traffic, a SIGKILL, a rebalance, and the checker."""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from confluent_kafka import ConsumerGroupState
from confluent_kafka.admin import AdminClient

from agents.embedded.broker import EmbeddedBroker
from faults.bug import Bug
from faults.checker import check
from faults.failpoints import PLAN
from faults.failpoints import Plan as KillPlan
from faults.invariants.violation import Violation
from faults.ledger import Sent
from faults.mix import Mix
from faults.monitor import Monitor
from faults.mutations import BUG
from faults.plan import Plan
from faults.scenario import MOST_RESIDENT_BYTES, ledger_of, sources_of
from faults.setup import open_stack
from faults.stack import Stack
from faults.traffic import Traffic

# Few articles and many versions of each, so that what belongs together meets in one batch.
MIX = Mix(
    article=10, newer=24, older=12, changed=6, duplicate=8,
    canceled=4, withheld=3, canceled_any=8, poison=5,
)  # fmt: skip
MESSAGES = {"null": 600, "all": 200}
_MESSAGES_PER_SECOND = 60.0
_SENT_SECONDS = 300.0
_TRICKLE_SECONDS = 0.2
_JOIN_SECONDS = 120.0
# Alembic keeps the migration that runs in a global variable.
_PREPARING = threading.Lock()


@dataclass
class Trial:
    """What came of a bug, or of its weather alone: which invariants were broken, how often, and an example."""

    bug: str
    seed: int
    violations: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    exits: Counter[str] = field(default_factory=Counter)
    killed_at: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return dict(self.__dict__)

    def note(self, violation: Violation) -> None:
        """One more violation."""
        self.violations[violation.invariant] += 1
        said = f"{violation.where}: {violation.got[:200]}; wanted {violation.want[:100]}"
        self.examples.setdefault(violation.invariant, said)


def faulty_command(agent: str) -> list[str]:
    """The product's worker, with what the environment plants in it."""
    return [sys.executable, "-m", "faults.worker", agent]


def try_bug(
    bug: Bug, folder: Path, *, seed: int, broker: EmbeddedBroker, planted: bool = True
) -> Trial:
    """What the checker says of *bug* under its weather; without *planted*, of the weather alone."""
    trial = Trial(bug.name if planted else f"no bug, weather of {bug.name}", seed)
    started_at = time.monotonic()
    rebalanced = threading.Event()
    with _opened(bug, folder, seed, broker, planted) as stack:
        monitor = Monitor(stack.bootstrap_servers, stack.prefix, lambda: stack.workers)
        traffic = Traffic(
            stack.bootstrap_servers,
            stack.prefix + "raw-articles",
            ledger_of(stack),
            _paced(Plan(seed, MIX), MESSAGES[bug.stages], rebalanced),
            rate=_MESSAGES_PER_SECOND,
            backlog=monitor.lag,
            most_backlog=300,
        )
        try:
            _run(stack, monitor, traffic, bug, rebalanced)
        except AssertionError as error:
            trial.note(Violation("I6", bug.name, str(error)[:400], "progress"))
        finally:
            rebalanced.set()
            traffic.finish()
            monitor.stop()
            stack.stop_workers()
        for violation in (*check(sources_of(stack)).violations, *_resources(monitor)):
            trial.note(violation)
        trial.exits.update(f"{each.agent} {each.status}" for each in stack.exits)
        trial.killed_at = _killed_at(folder)
    trial.seconds = round(time.monotonic() - started_at, 1)
    return trial


@contextmanager
def _opened(
    bug: Bug, folder: Path, seed: int, broker: EmbeddedBroker, planted: bool
) -> Iterator[Stack]:
    for agent, points in bug.kills.items():
        KillPlan(folder, agent).write(list(points))

    def change(stack: Stack) -> None:
        stack.command = faulty_command
        stack.environ = _environ(bug, folder, planted)

    with ExitStack() as opened:
        with _PREPARING:
            stack = opened.enter_context(
                open_stack(
                    folder, seed, database="sqlite", broker=broker, stages=bug.stages, change=change
                )
            )
        yield stack


def _environ(bug: Bug, folder: Path, planted: bool) -> Mapping[str, str]:
    path = os.pathsep.join(
        filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")])
    )
    named = {BUG: bug.name} if planted else {}
    return {"PYTHONPATH": path, PLAN: str(folder), **bug.environ, **named}


def _paced(plan: Iterable[Sent], messages: int, rebalanced: threading.Event) -> Iterator[Sent]:
    """Two thirds at once; a few while the group changes; the rest when it has, so that all meets traffic."""
    for number, message in enumerate(islice(plan, messages)):
        if 2 * messages // 3 <= number < messages - messages // 6:
            rebalanced.wait(_TRICKLE_SECONDS)
        elif number == messages - messages // 6:
            rebalanced.wait(_SENT_SECONDS)
        yield message


def _run(
    stack: Stack, monitor: Monitor, traffic: Traffic, bug: Bug, rebalanced: threading.Event
) -> None:
    messages, patience = MESSAGES[bug.stages], bug.patience_seconds
    stack.start()
    monitor.start()
    traffic.start()
    _await_flow(monitor, patience)
    traffic.await_count(messages // 3, seconds=_SENT_SECONDS)
    for worker in stack.workers:
        stack.end(worker, signal.SIGKILL)
    _await_flow(monitor, patience)
    traffic.await_count(2 * messages // 3, seconds=_SENT_SECONDS)
    extra = [stack.add_worker(agent) for agent in ("extract", "store")]
    for worker in extra:
        await_members(stack, worker.agent, 2)
    for worker in extra:
        stack.end(worker, signal.SIGTERM)
        await_members(stack, worker.agent, 1)
    rebalanced.set()
    _await_flow(monitor, patience)
    traffic.await_count(messages, seconds=_SENT_SECONDS)
    traffic.finish()
    stack.await_idle(patience)


def await_members(stack: Stack, agent: str, count: int, seconds: float = _JOIN_SECONDS) -> None:
    """Return when the group has so many workers, each with its part of the partitions.

    Raises AssertionError after *seconds*.
    """
    deadline = time.monotonic() + seconds
    while not has_members(stack, agent, count):
        if time.monotonic() > deadline:
            raise AssertionError(f"{agent} has not {count} members after {seconds:g} s")
        time.sleep(0.3)


def has_members(stack: Stack, agent: str, count: int) -> bool:
    """Has the group so many workers now, and is no rebalance under way?"""
    admin = AdminClient({"bootstrap.servers": stack.bootstrap_servers})
    group = stack.prefix + agent
    described = admin.describe_consumer_groups([group])[group].result(_JOIN_SECONDS)
    settled = ConsumerGroupState.STABLE if count else ConsumerGroupState.EMPTY
    return bool(described.state == settled and len(described.members) == count)


def _await_flow(monitor: Monitor, seconds: float) -> None:
    took = monitor.await_flow(time.monotonic(), seconds=seconds)
    assert took is not None, f"nothing was committed within {seconds:g} s"


def _resources(monitor: Monitor) -> Iterator[Violation]:
    for kind, size in monitor.peaks.by_kind.items():
        if size > MOST_RESIDENT_BYTES[kind]:
            yield Violation("I8", kind, f"{size:,} bytes", f"{MOST_RESIDENT_BYTES[kind]:,}")


def _killed_at(folder: Path) -> list[str]:
    plans = [KillPlan(folder, agent) for agent in ("extract", "store")]
    return [
        f"{plan.agent} {spec}"
        for plan in plans
        for _, result, spec in plan.done()
        if result == "killed"
    ]
