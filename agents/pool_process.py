"""What a process of the pool runs: it loads the coder, codes what it is sent, and ends by rule where it cannot."""

import gc
import logging
import os
import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from agents.coding import Coder, CodingLimits, RawArticle, Refused, Verdict, code_article
from agents.parent import when_gone
from pipeline.flow_limits import FlowLimits

# A process without memory is in no known state, a hanging one answers nothing: each ends with its status.
NO_MEMORY_STATUS = 77
HANGING_STATUS = 78
# The kernel ends a process with this signal when its processor time is spent, whatever it is in the middle of.
CPU_SPENT = signal.SIGPROF

Load = Callable[[FlowLimits], Coder]

_SECONDS_BETWEEN_LOOKS = 0.5
# Of the time between two looks; what only waits or sleeps stays far below it.
_IDLE_SHARE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The verdict on one article; *is_last* where the process has grown too much and wants to be replaced."""

    verdict: Verdict
    is_last: bool


def code_articles(connection: Connection, parent: int, limits: CodingLimits, load: Load) -> None:
    """Send None once the coder is loaded, then an answer for each raw article received, until *parent* is gone.

    Ends with NO_MEMORY_STATUS, with HANGING_STATUS, or by the signal CPU_SPENT where an article takes more
    than *limits*.
    """
    _obey_only(parent)
    coder = load(limits.flow)
    # What is loaded is never garbage: an article's collections need not walk through it.
    gc.collect()
    gc.freeze()
    logging.disable(logging.WARNING)
    watch = IdleWatch(limits.timeout_seconds, end=lambda: os._exit(HANGING_STATUS))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))
    loaded_bytes = resident_bytes()
    try:
        connection.send(None)
        while True:
            raw = connection.recv()
            watch.begin()
            signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)
            verdict = _code(raw, coder, limits)
            signal.setitimer(signal.ITIMER_PROF, 0)
            watch.finish()
            worn = resident_bytes() - loaded_bytes > limits.growth_bytes
            connection.send(Answer(verdict=verdict, is_last=worn))
    except MemoryError:
        os._exit(NO_MEMORY_STATUS)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # the pool was closed


def resident_bytes() -> int:
    """The memory that this process holds; where the system does not tell, the most it ever held."""
    try:
        with Path("/proc/self/statm").open(encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


class IdleWatch:
    """Calls *end*, from a thread, once an article has kept the process idle for *most_seconds*.

    Only time counts in which the process was awake and used no processor: one that was suspended, or starved by
    its neighbours, does not hang, and what computes is bounded by its processor time.
    """

    def __init__(
        self,
        most_seconds: float,
        *,
        end: Callable[[], None],
        now: Callable[[], float] = time.monotonic,
        used: Callable[[], float] = time.process_time,
    ) -> None:
        self._most_seconds = most_seconds
        self._end = end
        self._now, self._used = now, used
        self._last = (now(), used())
        self._idle_seconds = 0.0
        self._working = False
        threading.Thread(target=self._look_on, name="idle-watch", daemon=True).start()

    def begin(self) -> None:
        """An article was taken."""
        self._idle_seconds = 0.0
        self._working = True

    def finish(self) -> None:
        """It was coded."""
        self._working = False

    def look(self) -> None:
        """Count what passed since the last look; after a suspension that is far more than was lived through."""
        now, used = self._now(), self._used()
        passed = min(now - self._last[0], _SECONDS_BETWEEN_LOOKS)
        if used - self._last[1] < passed * _IDLE_SHARE:
            self._idle_seconds += passed
        self._last = (now, used)
        if self._working and self._idle_seconds >= self._most_seconds:
            self._end()

    def _look_on(self) -> None:
        while True:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
            self.look()


def _obey_only(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(CPU_SPENT, signal.SIG_DFL)
    when_gone(parent, lambda: os._exit(0))


def _code(raw: RawArticle, coder: Coder, limits: CodingLimits) -> Verdict:
    try:
        return code_article(raw, coder=coder, limits=limits)
    except MemoryError:
        raise
    except Exception as error:
        # Nothing but values crosses the pipe: not every exception can be unpickled.
        text = "".join(traceback.format_exception(error))
        return Refused(code="bug", stage="extract", message=f"{error!r}; {text[-700:]}")
