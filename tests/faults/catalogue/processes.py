"""Faults of processes: killed, stopped in turn, frozen, and joining and leaving all the time."""

import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.failpoints import RAISE
from faults.fault import Fault
from faults.keeper import Worker
from faults.processes import descendants, send
from faults.setup import open_stack
from faults.stack import Stack
from faults.trial import faulty_command

# Each worker comes to it with so many batches.
_BATCHES_UNTIL_ERROR = 12

# Beyond it the group has given the worker's partitions to others; see Wire.settings.
SESSION_SECONDS = 6.0


def kill_worker(stack: Stack, chance: random.Random) -> str:
    """SIGKILL of a worker, whatever it is doing; it is started again."""
    time.sleep(chance.uniform(0.0, 3.0))
    worker = stack.random_worker()
    status = stack.end(worker, signal.SIGKILL)
    _await_place(stack, worker)
    return f"SIGKILL of {worker.agent} {worker.number}: status {status}"


def kill_pool_process(stack: Stack, chance: random.Random) -> str:
    """SIGKILL of a process that codes articles."""
    worker, pids = _worker_with_pool(stack)
    pid = chance.choice(pids)
    send(pid, signal.SIGKILL)
    return f"SIGKILL of a pool process of extract {worker.number}"


def restart_rolling(stack: Stack, _chance: random.Random) -> str:
    """SIGTERM of each worker, one after the other, as a release does it."""
    statuses = []
    for worker in stack.workers:
        statuses.append(stack.end(worker, signal.SIGTERM))
        _await_place(stack, worker)
        time.sleep(2.0)
    return f"SIGTERM of {len(statuses)} workers in turn: statuses {sorted(set(statuses))}"


def freeze_worker(stack: Stack, chance: random.Random) -> str:
    """SIGSTOP of a worker, in half of the cases with its pool, often beyond the session's timeout; then CONT."""
    # As often below the timeout as above: both sides of the edge are dangerous.
    seconds = chance.choice(
        (chance.uniform(1, SESSION_SECONDS), chance.uniform(SESSION_SECONDS, 60))
    )
    return freeze(stack, seconds, whole=chance.random() < 0.5)


def freeze_worker_shortly(stack: Stack, chance: random.Random) -> str:
    """The same for 7 to 9 seconds, just beyond the timeout."""
    return freeze(stack, chance.uniform(SESSION_SECONDS + 1, SESSION_SECONDS + 3), whole=False)


def freeze(stack: Stack, seconds: float, *, whole: bool) -> str:
    """SIGSTOP, *seconds* of sleep, SIGCONT; *whole*: of its pool's processes, too."""
    worker = stack.random_worker()
    frozen = [worker.pid, *(descendants(worker.pid) if whole else [])]
    for pid in frozen:
        send(pid, signal.SIGSTOP)
    time.sleep(seconds)
    for pid in frozen:
        send(pid, signal.SIGCONT)
    with_pool = " with its pool" if whole else ""
    return f"SIGSTOP of {worker.agent} {worker.number}{with_pool} for {seconds:.1f} s"


def storm_rebalances(stack: Stack, chance: random.Random) -> str:
    """Extra workers join and leave each 2 to 5 seconds, five times, by SIGTERM and SIGKILL."""
    extra: list[Worker] = []
    for _ in range(5):
        extra.append(stack.add_worker(chance.choice(("extract", "store"))))
        time.sleep(chance.uniform(2.0, 5.0))
        if chance.random() < 0.6:
            leaving = extra.pop(chance.randrange(len(extra)))
            stack.end(leaving, chance.choice((signal.SIGTERM, signal.SIGKILL)))
    for worker in extra:
        stack.end(worker, signal.SIGTERM)
    return "5 extra workers joined and left"


def leave_the_loop(stack: Stack, chance: random.Random) -> str:
    """An error that no policy of failures knows leaves the loop over batches, of each worker now and then."""
    before = len(stack.exits)
    time.sleep(chance.uniform(4.0, 6.0))
    return f"{len(stack.exits) - before} workers ended by an error in their loop"


@contextmanager
def _open_erring(folder: Path, seed: int) -> Iterator[Stack]:
    def change(stack: Stack) -> None:
        stack.command = faulty_command
        place = "agents.hop:take_batches:work():before"
        stack.environ = {RAISE: f"{place}=ValueError@{_BATCHES_UNTIL_ERROR}"}

    with open_stack(folder, seed, change=change) as stack:
        yield stack


def _worker_with_pool(stack: Stack) -> tuple[Worker, list[int]]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        worker = stack.random_worker("extract")
        if pids := stack.pool_processes(worker):
            return worker, pids
        time.sleep(0.2)  # it has just been started
    raise AssertionError(f"no worker has a pool\n{stack.wire.log_tail()}")


def _await_place(stack: Stack, ended: Worker) -> None:
    """Return when a worker runs again in the place of *ended*."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for worker in stack.workers:
            if (worker.agent, worker.number) == (ended.agent, ended.number):
                return
        time.sleep(0.1)
    raise AssertionError(f"{ended.agent} {ended.number} was not started again")


FAULTS = (
    Fault(name="kill-worker", inject=kill_worker, wanted=100, cheap=True, store_workers=1),
    Fault(name="kill-pool-process", inject=kill_pool_process, wanted=50, cheap=True),
    Fault(name="restart-rolling", inject=restart_rolling, wanted=20, cheap=True),
    Fault(name="freeze-worker", inject=freeze_worker, wanted=20, late_writers=True),
    Fault(
        name="freeze-worker-shortly",
        inject=freeze_worker_shortly,
        wanted=10,
        cheap=True,
        late_writers=True,
    ),
    Fault(
        name="error-leaves-loop",
        inject=leave_the_loop,
        cheap=True,
        opened=_open_erring,
        # Other workers may come to their error before all has settled again.
        recovers_within_seconds=120,
    ),
    Fault(name="storm-rebalances", inject=storm_rebalances, wanted=40),
)
