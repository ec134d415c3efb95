"""The pool of processes that code: a time and a memory limit per article, and only the killer's process dies."""

import logging
import multiprocessing
import os
import resource
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from agents.coding import Coder, CodingLimits, Extracted, RawArticle, Refused, Verdict, code_article
from agents.errors import PoolUnusable
from agents.parent import when_gone
from pipeline.flow import FlowLimits, load_flow
from schemas.dead_letter import DeadLetterCode

# An article is condemned on the second try only: the first may have died of somebody's kill -9, of the
# machine's lack of memory, or of a clock that jumped.
ATTEMPTS = 2
# Processes that die before they take any article: after so many pools in a row nothing will help.
MAX_RENEWALS = 3
# A process without memory is in no known state; it ends with this status and is replaced.
_NO_MEMORY_STATUS = 77
_CANARY = RawArticle(value=b'{"id": "canary", "body": "France accused Spain of spying."}')


class CodingPool:
    """Processes with a loaded coder each. An article that hangs or kills its process costs only that process.

    *load* runs once in each process, so it is a function of a module. Every call may come from any thread.
    """

    def __init__(
        self,
        *,
        processes: int,
        limits: CodingLimits,
        load: Callable[[FlowLimits], Coder] = load_flow,
    ) -> None:
        self._limits = limits
        self._open = partial(
            ProcessPool,
            max_workers=processes,
            initializer=_start_process,
            initargs=(os.getpid(), limits, load),
            # Never fork: Faust and kafka-python run threads.
            context=multiprocessing.get_context("spawn"),
        )
        self._lock = threading.Lock()
        self._closed = False
        self._renewals = 0
        self._pool = self._open()

    def submit(self, raw: RawArticle) -> "Future[Verdict]":
        """A future of the verdict on *raw*.

        Its exceptions are PoolUnusable (no process can be started; no fault of the article) and cancellation.
        """
        verdict: Future[Verdict] = Future()
        self._try(raw, verdict, attempt=1)
        return verdict

    def submit_canary(self) -> "Future[Verdict]":
        """A future of the verdict on an article that every sound coder can code: tells a broken set-up early."""
        return self.submit(_CANARY)

    def close(self) -> None:
        """Stop all processes now; what they were working on is cancelled."""
        with self._lock:
            self._closed = True
        _discard(self._pool)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _try(self, raw: RawArticle, verdict: "Future[Verdict]", *, attempt: int) -> None:
        pool = self._pool
        try:
            work = pool.schedule(_code, args=(raw,), timeout=self._limits.timeout_seconds)
        except RuntimeError as error:  # the pool broke, or was closed, since we looked
            self._after_break(pool, error, raw, verdict, attempt)
            return
        work.add_done_callback(partial(self._settle, pool, raw, verdict, attempt))

    def _settle(
        self,
        pool: ProcessPool,
        raw: RawArticle,
        verdict: "Future[Verdict]",
        attempt: int,
        work: "Future[Verdict]",
    ) -> None:
        if work.cancelled():
            verdict.cancel()
            return
        error = work.exception()
        if isinstance(error, BrokenProcessPool):
            self._after_break(pool, error, raw, verdict, attempt)
        elif isinstance(error, (ProcessExpired, TimeoutError)) and attempt < ATTEMPTS:
            self._try(raw, verdict, attempt=attempt + 1)
        else:
            self._renewals = 0
            coded = work.result() if error is None else self._refuse(error, attempt)
            if verdict.set_running_or_notify_cancel():
                verdict.set_result(coded)

    def _after_break(
        self,
        broken: ProcessPool,
        error: Exception,
        raw: RawArticle,
        verdict: "Future[Verdict]",
        attempt: int,
    ) -> None:
        """Try *raw* on a new pool: a process that dies while none has an article breaks the whole pool."""
        with self._lock:
            if self._closed:
                verdict.cancel()
                return
            if self._pool is broken:
                self._renewals += 1
                self._pool = self._open()
                # Not here: this may be a thread of the broken pool, which would wait for itself.
                threading.Thread(target=_discard, args=(broken,), daemon=True).start()
            usable = self._renewals <= MAX_RENEWALS
        if usable:
            self._try(raw, verdict, attempt=attempt)
        elif verdict.set_running_or_notify_cancel():
            verdict.set_exception(
                PoolUnusable(
                    f"the processes that code articles end before they take one ({error}); see their"
                    " error above, and whether article_memory_bytes is enough for the model"
                )
            )

    def _refuse(self, error: BaseException, attempts: int) -> Refused:
        if isinstance(error, TimeoutError):
            limit = f"{self._limits.timeout_seconds:g} s (setting article_timeout_seconds)"
            return _refused("too_slow", f"The article took longer than {limit}.", attempts)
        if isinstance(error, ProcessExpired):
            if error.exitcode == _NO_MEMORY_STATUS:
                limit = f"{self._limits.memory_bytes:,} bytes (setting article_memory_bytes)"
                return _refused("out_of_memory", f"The article took more than {limit}.", attempts)
            reason = f"The process that coded it died (exit status {error.exitcode})."
            return _refused("crashed_extractor", reason, attempts)
        return _refused("bug", f"{error!r}", attempts)


def require_coded(canary: Verdict) -> None:
    """Raises PoolUnusable unless the canary was coded: then no article could be."""
    if not isinstance(canary, Extracted):
        raise PoolUnusable(f"not even a test sentence can be coded: {canary.message}")


def _refused(code: DeadLetterCode, message: str, attempts: int) -> Refused:
    return Refused(code=code, stage="extract", message=message, attempts=attempts)


def _discard(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it out
    pool.join()


# One coder for each process, set once by its initializer.
_coder: Coder | None = None
_limits: CodingLimits | None = None


def _start_process(parent: int, limits: CodingLimits, load: Callable[[FlowLimits], Coder]) -> None:
    """Load the coder, bound the memory, and end with the parent, however that ends."""
    global _coder, _limits
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    when_gone(parent, lambda: os._exit(0))
    _coder, _limits = load(limits.flow), limits
    logging.disable(logging.WARNING)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))


def _code(raw: RawArticle) -> Verdict:
    if _coder is None or _limits is None:
        raise RuntimeError("the pool's process was not initialised")
    try:
        return code_article(raw, coder=_coder, limits=_limits)
    except MemoryError:
        os._exit(_NO_MEMORY_STATUS)
    except Exception as error:
        # Nothing but values crosses the pipe: an exception that cannot be unpickled would break the pool.
        text = "".join(traceback.format_exception(error))
        return _refused("bug", f"{error!r}; {text[-700:]}", attempts=1)
