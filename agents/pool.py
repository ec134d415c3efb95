"""The pool of processes that code: limits per article, and only the killer's process dies.

Each process has a pipe and a thread of its own, and shares no lock with another: killed or suspended at whatever
moment, also in the middle of an answer, it delays nobody but the article that it holds.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from agents.coding import CodingLimits, Extracted, RawArticle, Refused, Verdict
from agents.errors import PoolUnusable
from agents.loading import load_all
from agents.pool_child import Child, Death
from agents.pool_process import Load
from schemas.dead_letter import DeadLetterCode

# A first death may have been the memory that others took, or what earlier articles left in the process.
ATTEMPTS = 2
# No article sends these signals: the system or somebody does. One that makes the system kill is told in the end.
KILLED_ATTEMPTS = 5
# Starts that fail in a row, for each process: after so many nothing will help. A storm of kills passes.
MAX_FAILED_STARTS = 4
MAX_KILLED_STARTS = 20

_SECONDS_BETWEEN_LOOKS = 1.0
_CANARY = RawArticle(value=b'{"id": "canary", "body": "France accused Spain of spying."}')


@dataclass(slots=True, kw_only=True)
class _Job:
    """An article on its way, and how often its process died."""

    raw: RawArticle
    verdict: "Future[Verdict]"
    deaths: int = 0
    kills: int = 0


class CodingPool:
    """Processes with a loaded coder each. An article that hangs or kills its process costs only that process.

    *load* runs once in each process, so it is a function of a module. Every call may come from any thread.
    """

    def __init__(self, *, processes: int, limits: CodingLimits, load: Load = load_all) -> None:
        self._processes = processes
        self._limits = limits
        self._load = load
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False
        self._failure: PoolUnusable | None = None
        self._failed_starts = self._killed_starts = 0
        self._children: set[Child] = set()
        self._keepers = [
            threading.Thread(target=self._keep, name=f"coding-{n}", daemon=True)
            for n in range(processes)
        ]
        for keeper in self._keepers:
            keeper.start()

    def submit(self, raw: RawArticle) -> "Future[Verdict]":
        """A future of the verdict on *raw*.

        Its exceptions are PoolUnusable (no process can be started; no fault of the article) and cancellation.
        """
        job = _Job(raw=raw, verdict=Future())
        self._jobs.put(job)
        if self._closed or self._failure:
            self._abandon_all()
        return job.verdict

    def submit_canary(self) -> "Future[Verdict]":
        """A future of the verdict on an article that every sound coder can code: tells a broken set-up early."""
        return self.submit(_CANARY)

    def close(self) -> None:
        """Stop all processes now; what they were working on is cancelled."""
        with self._lock:
            self._closed = True
            children = list(self._children)
        for child in children:
            child.kill()
        for keeper in self._keepers:
            keeper.join()
        self._abandon_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _keep(self) -> None:
        """Run one process after another, until the pool is closed or unusable; a thread each."""
        job: _Job | None = None
        while (child := self._open()) is not None:
            # The same thread tries its article again: a killer never takes a second process with it.
            job = self._serve(child, job)
            with self._lock:
                self._children.discard(child)
            child.close()
        if job:
            self._abandon(job)
        self._abandon_all()

    def _open(self) -> Child | None:
        """A process that is ready; None where the pool is closed or no process can be started."""
        while True:
            with self._lock:
                if self._closed or self._failure:
                    return None
                child = Child(self._limits, self._load)
                self._children.add(child)
            ready = child.is_ready()
            death = None if ready else child.death()
            with self._lock:
                if death is None:
                    self._failed_starts = self._killed_starts = 0
                    return child
                self._children.discard(child)
                self._count_failed_start(death)
            child.close()

    def _count_failed_start(self, death: Death) -> None:
        self._killed_starts += death.by_kill
        self._failed_starts += not death.by_kill
        limits = (MAX_FAILED_STARTS * self._processes, MAX_KILLED_STARTS * self._processes)
        if self._failed_starts >= limits[0] or self._killed_starts >= limits[1]:
            self._failure = PoolUnusable(
                f"the processes that code articles end before they take one ({death.text}); see their"
                " error above, and whether article_memory_bytes is enough for the model"
            )

    def _serve(self, child: Child, job: _Job | None) -> _Job | None:
        """Have *child* code until it ends, *job* first; the job to try again, if it died of one."""
        while not self._closed:
            job = job or self._next()
            if job is None:
                if child.is_alive():
                    continue
                return None
            if job.verdict.cancelled():
                job = None
                continue
            if not child.is_alive():
                return job
            answer = child.code(job.raw)
            if answer is None:
                return None if self._condemn(job, child.death()) else job
            _settle(job, answer.verdict)
            job = None
            if answer.is_last:
                return None
        return job

    def _next(self) -> _Job | None:
        try:
            return self._jobs.get(timeout=_SECONDS_BETWEEN_LOOKS)
        except queue.Empty:
            return None

    def _condemn(self, job: _Job, death: Death) -> bool:
        """Refuse the article of *job* if *death* was the last it may cause; True where it was refused."""
        if self._closed:
            return False
        job.deaths += not death.by_kill
        job.kills += death.by_kill
        if death.cause != "cpu" and job.deaths < ATTEMPTS and job.kills < KILLED_ATTEMPTS:
            return False
        code, message = _REFUSALS[death.cause](death, self._limits)
        attempts = job.deaths + job.kills
        _settle(job, Refused(code=code, stage="extract", message=message, attempts=attempts))
        return True

    def _abandon_all(self) -> None:
        while True:
            try:
                self._abandon(self._jobs.get_nowait())
            except queue.Empty:
                return

    def _abandon(self, job: _Job) -> None:
        if self._failure is None:
            job.verdict.cancel()
        elif job.verdict.set_running_or_notify_cancel():
            job.verdict.set_exception(self._failure)


def require_coded(canary: Verdict) -> None:
    """Raises PoolUnusable unless the canary was coded: then no article could be."""
    if not isinstance(canary, Extracted):
        raise PoolUnusable(f"not even a test sentence can be coded: {canary.message}")


def _settle(job: _Job, verdict: Verdict) -> None:
    if job.verdict.set_running_or_notify_cancel():
        job.verdict.set_result(verdict)


def _spent(_death: Death, limits: CodingLimits) -> tuple[DeadLetterCode, str]:
    limit = f"{limits.cpu_seconds:g} CPU seconds (setting article_cpu_seconds)"
    return "too_slow", f"The article took more than {limit}."


def _hung(_death: Death, limits: CodingLimits) -> tuple[DeadLetterCode, str]:
    limit = f"{limits.timeout_seconds:g} s (setting article_timeout_seconds)"
    return "too_slow", f"The process that coded it did nothing for more than {limit}."


def _swelled(_death: Death, limits: CodingLimits) -> tuple[DeadLetterCode, str]:
    limit = f"{limits.memory_bytes:,} bytes (setting article_memory_bytes)"
    return "out_of_memory", f"The article took more than {limit}."


def _crashed(death: Death, _limits: CodingLimits) -> tuple[DeadLetterCode, str]:
    return "crashed_extractor", f"The process that coded it died ({death.text})."


_REFUSALS: dict[str, Callable[[Death, CodingLimits], tuple[DeadLetterCode, str]]] = {
    "cpu": _spent,
    "idle": _hung,
    "memory": _swelled,
    "crash": _crashed,
    "kill": _crashed,
}
