"""One process of the pool, as its thread sees it: started, asked, dead, and why."""

import multiprocessing
import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import Literal

from agents.coding import CodingLimits, RawArticle
from agents.pool_process import (
    CPU_SPENT,
    HANGING_STATUS,
    NO_MEMORY_STATUS,
    Answer,
    Load,
    code_articles,
)

Cause = Literal["cpu", "idle", "memory", "crash", "kill"]

# The process itself tells most hanging; one that waits inside a C library with Python's lock cannot. A suspended
# one looks the same from here, so the patience is long: no operator suspends a worker for so many times the limit.
PATIENCE = 20

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_TO_END = 5.0
_STATUSES: dict[int, Cause] = {
    NO_MEMORY_STATUS: "memory",
    HANGING_STATUS: "idle",
    -CPU_SPENT: "cpu",
    **dict.fromkeys((-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGQUIT), "kill"),
}
# multiprocessing keeps a set of its children and reaps them as it starts another: not made for threads.
_STARTING = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """Why a process ended; ``text`` is for a message."""

    cause: Cause
    text: str

    @property
    def by_kill(self) -> bool:
        """True where somebody or the system killed it."""
        return self.cause == "kill"


class Child:
    """A process that loads a coder and codes one article after the other. Not to be shared by threads but for ``kill``."""

    def __init__(self, limits: CodingLimits, load: Load) -> None:
        self._patience = PATIENCE * limits.timeout_seconds
        self._lost_patience = self._closed = False
        # Never fork: Faust and kafka-python run threads.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=code_articles, args=(theirs, os.getpid(), limits, load), daemon=True
        )
        with _STARTING:
            self._process.start()
        # Theirs alone from now on, so that its end is the end of the pipe.
        theirs.close()

    def is_ready(self) -> bool:
        """Wait until its coder is loaded; False where it ended before."""
        try:
            self._connection.recv()
        except (EOFError, OSError):
            return False
        return True

    def is_alive(self) -> bool:
        """False where it ended."""
        with _STARTING:
            return self._process.is_alive()

    def code(self, raw: RawArticle) -> Answer | None:
        """The answer to *raw*, or None where the process ended of it."""
        try:
            self._connection.send(raw)
            self._await_answer()
            answer: Answer = self._connection.recv()
        except (EOFError, OSError):
            return None
        return answer

    def kill(self) -> None:
        """End it at once. From any thread, and also when it has ended."""
        with _STARTING:
            if not self._closed and self._process.exitcode is None:
                self._process.kill()

    def death(self) -> Death:
        """Why it ended; call it only when it did."""
        ends_at = time.monotonic() + _SECONDS_TO_END
        while self.is_alive():
            if time.monotonic() > ends_at:  # it closed its pipe and goes on
                self.kill()
            time.sleep(0.01)
        status = self._process.exitcode or 0
        if self._lost_patience:
            return Death(cause="idle", text="it did not answer")
        return Death(cause=_STATUSES.get(status, "crash"), text=f"exit status {status}")

    def close(self) -> None:
        """End it and free what it held."""
        self.kill()
        self.death()
        self._connection.close()
        with _STARTING:
            self._closed = True
            self._process.close()

    def _await_answer(self) -> None:
        """Return when there is an answer or an end. Only time counts in which this process was awake itself."""
        waited, last = 0.0, time.monotonic()
        while not self._connection.poll(_SECONDS_BETWEEN_LOOKS):
            now = time.monotonic()
            waited += min(now - last, _SECONDS_BETWEEN_LOOKS)
            last = now
            if waited > self._patience and not self._lost_patience:
                self._lost_patience = True
                self.kill()
