"""One installation of a scenario: topics, a database and workers that are kept running."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from agents.embedded.broker import EmbeddedBroker
from faults.keeper import Exit, Keeper, Worker
from faults.postgres import Postgres
from faults.processes import command_of, descendants
from support.wire import Wire

Stages = Literal["null", "all"]
# Planted where a worker must know it: the checker looks for both in whatever came out.
DATABASE_PASSWORD = "planted-Database-9f3c"
KAFKA_PASSWORD = "planted-Kafka-7be1"
_STOP_SECONDS = 45.0


def plain_command(agent: str) -> list[str]:
    """The product's own worker."""
    return [sys.executable, "-m", "agents.worker", agent]


@dataclass
class Stack:
    """Topics with a prefix of their own on *bootstrap_servers*, a database, and workers.

    ``broker`` and ``postgres`` are there where the set-up made them, for faults that stop them. *environ* and
    *command* are for workers alone: a proxy's address, a library to preload, a program with planted faults.
    Change them before ``start``, or call ``restart`` after.
    """

    bootstrap_servers: str
    folder: Path
    prefix: str
    broker: EmbeddedBroker | None = None
    postgres: Postgres | None = None
    stages: Stages = "null"
    command: Callable[[str], list[str]] = plain_command
    environ: Mapping[str, str] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(0))

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.wire = Wire(self.bootstrap_servers, self.folder, self.prefix, self.database_url)
        self._keeper = Keeper(self._start_worker)

    @property
    def database_url(self) -> str:
        """For psycopg; empty where the database is the SQLite file in the folder."""
        return self.postgres.url if self.postgres else ""

    @property
    def database_file(self) -> Path:
        return self.folder / "eventwire.db"

    @property
    def workers(self) -> list[Worker]:
        """The workers that run now, the extra ones last."""
        return self._keeper.running()

    @property
    def exits(self) -> list[Exit]:
        """Each end of a worker so far; ``planned`` where we sent it a signal."""
        return list(self._keeper.exits)

    def prepare(self) -> Self:
        """Make topics and tables."""
        self.wire.prepare()
        return self

    def start(self, extract: int = 1, store: int = 1) -> None:
        """Start so many workers of each agent and keep them running."""
        for agent, count in (("extract", extract), ("store", store)):
            for _ in range(count):
                self._keeper.keep(agent)

    def add_worker(self, agent: str) -> Worker:
        """One more worker, which is not started again when it ends."""
        return self._keeper.add(agent)

    def end(self, worker: Worker, number: int = signal.SIGTERM) -> int:
        """End *worker* by a signal and return its exit status; a kept one is started again."""
        self.send(worker, number)
        try:
            return worker.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.process.kill()
            return worker.process.wait()

    def send(self, worker: Worker, number: int) -> None:
        """Send a signal that may end *worker*: its end is planned then."""
        self._keeper.plan(worker, number)

    def random_worker(self, agent: str | None = None) -> Worker:
        """One of the workers that run; waits for one where all have just ended."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            candidates = [each for each in self.workers if agent in {None, each.agent}]
            if candidates:
                return self.chance.choice(candidates)
            time.sleep(0.1)
        raise AssertionError(f"no worker runs\n{self.wire.log_tail()}")

    def pool_processes(self, worker: Worker) -> list[int]:
        """The processes that code articles for *worker*."""
        return [pid for pid in descendants(worker.pid) if "spawn_main" in command_of(pid)]

    def lag(self) -> int:
        """Messages that an agent has not committed yet. Raises KafkaException while the brokers are away."""
        return self.wire.lag()

    def await_idle(self, seconds: float = 180.0) -> float:
        """The seconds until both agents had done everything. Raises AssertionError after *seconds*."""
        started_at = time.monotonic()
        self.wire.await_idle(seconds=seconds)
        return time.monotonic() - started_at

    def stop_workers(self) -> list[int]:
        """SIGTERM to all; their exit statuses. ``start_workers`` starts those that were kept again."""
        return self._keeper.pause(_STOP_SECONDS)

    def start_workers(self) -> None:
        """After ``stop_workers``: the same workers again."""
        self._keeper.resume()

    def stop(self) -> list[int]:
        """End everything that ``start`` began; the exit statuses of the workers."""
        statuses = self.stop_workers()
        self._keeper.close()
        self.wire.kill()
        return statuses

    def _start_worker(self, agent: str) -> "subprocess.Popen[bytes]":
        self.wire.command = self.command
        self.wire.environ = {**self._own_environ(), **self.environ}
        return self.wire.start(agent)

    def _own_environ(self) -> dict[str, str]:
        # As `python -m faults.worker` needs it; the product's own packages are installed.
        own = {
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "EVENTWIRE_KAFKA_SASL_PASSWORD": KAFKA_PASSWORD,
            "EVENTWIRE_BATCH_SIZE": "50",  # the product's own default
        }
        if self.stages == "null":
            own["EVENTWIRE_EXTRACT_STAGES"] = "null"
        if self.postgres:
            given = f"postgres:{DATABASE_PASSWORD}@"
            own["EVENTWIRE_DATABASE_URL"] = self.postgres.url.replace("postgres@", given)
        return own


@contextmanager
def stopping(stack: Stack) -> Iterator[Stack]:
    """*stack*, stopped at the end whatever happens."""
    try:
        yield stack
    finally:
        stack.stop()
