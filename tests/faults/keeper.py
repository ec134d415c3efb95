"""Keeps workers running as systemd would: whichever ends is started again after a second."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from faults.processes import send

RESTART_SECONDS = 1.0
_LOOK_SECONDS = 0.05
_ENDING = {signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGABRT}


@dataclass(eq=False)
class Worker:
    """One process that runs an agent."""

    agent: str
    number: int
    process: "subprocess.Popen[bytes]"
    planned: bool = False

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def runs(self) -> bool:
        return self.process.poll() is None


@dataclass(frozen=True)
class Exit:
    """One end of a worker; a negative *status* is the signal that did it."""

    agent: str
    number: int
    status: int
    planned: bool
    at: float = field(default_factory=time.time)


@dataclass(eq=False)
class _Place:
    agent: str
    number: int
    worker: Worker
    ended_at: float | None = None


class Keeper:
    """*start_process* starts a worker of an agent. Every call may come from any thread."""

    def __init__(self, start_process: Callable[[str], "subprocess.Popen[bytes]"]) -> None:
        self._start_process = start_process
        self._lock = threading.RLock()
        self._places: list[_Place] = []
        self._extra: list[Worker] = []
        self._paused = False
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self.exits: list[Exit] = []

    def keep(self, agent: str) -> None:
        """Start a worker of *agent*, and again whenever it ends."""
        with self._lock:
            number = len(self._places)
            self._places.append(_Place(agent, number, self._started(agent, number)))
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()

    def add(self, agent: str) -> Worker:
        """Start a worker that is not kept."""
        with self._lock:
            worker = self._started(agent, 1000 + len(self._extra))
            self._extra.append(worker)
            return worker

    def running(self) -> list[Worker]:
        """The workers that run now, the extra ones last."""
        with self._lock:
            known = [place.worker for place in self._places] + self._extra
            return [worker for worker in known if worker.runs]

    def plan(self, worker: Worker, number: int) -> None:
        """Send *worker* a signal; its end is planned then, if the signal is one that ends."""
        with self._lock:
            if worker.runs:
                worker.planned = worker.planned or number in _ENDING
                send(worker.pid, number)

    def pause(self, seconds: float) -> list[int]:
        """SIGTERM to all, and SIGKILL to whichever needs longer than *seconds*; nothing is started again."""
        with self._lock:
            self._paused = True
            running = self.running()
            for worker in running:
                self.plan(worker, signal.SIGTERM)
                send(worker.pid, signal.SIGCONT)
        deadline = time.monotonic() + seconds
        statuses = [_status(worker, deadline) for worker in running]
        self._note_ends()
        return statuses

    def resume(self) -> None:
        """After ``pause``: each kept worker again, at once."""
        with self._lock:
            for place in self._places:
                if not place.worker.runs:
                    place.worker = self._started(place.agent, place.number)
                    place.ended_at = None
            self._paused = False

    def close(self) -> None:
        """Start nothing any more."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(10)

    def _look(self) -> None:
        while not self._closed.wait(_LOOK_SECONDS):
            self._note_ends()
            with self._lock:
                if self._paused:
                    continue
                for place in self._places:
                    ended_at = place.ended_at
                    if ended_at and time.monotonic() - ended_at >= RESTART_SECONDS:
                        place.worker = self._started(place.agent, place.number)
                        place.ended_at = None

    def _note_ends(self) -> None:
        with self._lock:
            for place in self._places:
                if place.ended_at is None and not place.worker.runs:
                    place.ended_at = time.monotonic()
                    self._note(place.worker)
            for worker in [each for each in self._extra if not each.runs]:
                self._extra.remove(worker)
                self._note(worker)

    def _note(self, worker: Worker) -> None:
        status = worker.process.returncode
        self.exits.append(Exit(worker.agent, worker.number, status, worker.planned))

    def _started(self, agent: str, number: int) -> Worker:
        return Worker(agent, number, self._start_process(agent))


def _status(worker: Worker, deadline: float) -> int:
    try:
        return worker.process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        worker.process.kill()
        return worker.process.wait()
