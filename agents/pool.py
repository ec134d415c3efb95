"""The pool of processes that extract: a time and a memory limit per article, and only the killer's process dies."""

import logging
import multiprocessing
import os
import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from pebble import ProcessExpired, ProcessPool

from pipeline.flow import FlowLimits, StageName, load_flow
from schemas.article import Article
from schemas.codec import decode_article, encode
from schemas.dead_letter import DeadLetterCode
from schemas.errors import RefusedMessage
from schemas.extraction import Extraction
from schemas.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """The bytes of one message and when Kafka took them (null outside Kafka)."""

    value: bytes | None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article that was coded: its extraction, encoded, and what to say of it in a log line."""

    article_id: str
    outcome: Outcome
    extraction: bytes
    event_count: int
    stage_milliseconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An article that can never be coded, with the reason its dead letter carries."""

    code: DeadLetterCode
    stage: str
    message: str


Verdict = Extracted | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLimits:
    """What one article may take. *memory_bytes* bounds the address space of the whole process."""

    flow: FlowLimits
    timeout_seconds: float
    memory_bytes: int
    max_extraction_bytes: int


class Coder(Protocol):
    """Whatever codes an article: the flow, or a stand-in for it."""

    def run(
        self,
        article: Article,
        *,
        received_at: datetime | None,
        on_stage: Callable[[StageName], None],
    ) -> Extraction:
        """See pipeline.flow.Flow.run."""


class ExtractorPool:
    """Processes with a loaded flow each. An article that hangs or kills its process costs only that process.

    *load* runs once in each process, so it is a function of a module.
    """

    def __init__(
        self,
        *,
        processes: int,
        limits: PoolLimits,
        load: Callable[[FlowLimits], Coder] = load_flow,
    ) -> None:
        self._limits = limits
        self._pool = ProcessPool(
            max_workers=processes,
            initializer=_start_process,
            initargs=(os.getpid(), limits, load),
            # Never fork: Faust and kafka-python run threads.
            context=multiprocessing.get_context("spawn"),
        )

    def submit(self, raw: RawArticle) -> "Future[Verdict]":
        """A future that always yields a verdict; it is never an exception but for cancellation."""
        verdict: Future[Verdict] = Future()
        verdict.set_running_or_notify_cancel()
        work = self._pool.schedule(_extract, args=(raw,), timeout=self._limits.timeout_seconds)
        work.add_done_callback(lambda done: verdict.set_result(self._judge(done)))
        return verdict

    def close(self) -> None:
        """Stop all processes now; what they were working on is dropped."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it out
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _judge(self, work: "Future[Verdict]") -> Verdict:
        try:
            return work.result()
        except (TimeoutError, FutureTimeoutError):
            limit = self._limits.timeout_seconds
            return Refused(
                code="too_slow",
                stage="extract",
                message=f"The article took longer than {limit:g} s (setting article_timeout_seconds).",
            )
        except ProcessExpired as expired:
            return Refused(
                code="crashed_extractor",
                stage="extract",
                message=f"The extracting process died on the article (exit code {expired.exitcode}).",
            )
        except MemoryError:
            limit = self._limits.memory_bytes
            return Refused(
                code="out_of_memory",
                stage="extract",
                message=f"The article took more than {limit:,} bytes (setting article_memory_bytes).",
            )
        except CancelledError:
            return Refused(code="bug", stage="extract", message="The pool was stopped.")
        except Exception as error:
            text = "".join(traceback.format_exception(error))
            return Refused(code="bug", stage="extract", message=f"{error!r}; {text[-700:]}")


# One flow for each process, set once by its initializer.
_flow: Coder | None = None
_limits: PoolLimits | None = None


def _start_process(parent: int, limits: PoolLimits, load: Callable[[FlowLimits], Coder]) -> None:
    """Load the flow, bound the memory, and end with the parent, however that ends."""
    global _flow, _limits
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    logging.disable(logging.WARNING)
    _flow, _limits = load(limits.flow), limits
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))


def _end_with(parent: int) -> None:
    # The parent's id is passed in, as the parent may be dead before this process runs.
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def _extract(raw: RawArticle) -> Verdict:
    if _flow is None or _limits is None:
        raise RuntimeError("the pool's process was not initialised")
    return extract_one(raw, flow=_flow, limits=_limits)


def extract_one(raw: RawArticle, *, flow: Coder, limits: PoolLimits) -> Verdict:
    """The verdict on one article, in this process. Raises only for a bug of ours or a lack of memory."""
    clock = StageClock()
    try:
        article = decode_article(raw.value, limits=limits.flow.article).article
        extraction = flow.run(article, received_at=raw.received_at, on_stage=clock.mark)
        encoded = encode(extraction)
    except RefusedMessage as refused:
        return Refused(code=refused.code, stage=refused.stage, message=refused.message)
    if len(encoded) > limits.max_extraction_bytes:
        return Refused(
            code="extraction_too_large",
            stage="extract",
            message=f"The extraction has {len(encoded):,} bytes, the limit is"
            f" {limits.max_extraction_bytes:,} (setting max_extraction_bytes).",
        )
    return Extracted(
        article_id=article.id,
        outcome=extraction.article.outcome,
        extraction=encoded,
        event_count=len(extraction.events),
        stage_milliseconds=clock.milliseconds,
    )


class StageClock:
    """Milliseconds of each stage; ``mark(stage)`` is called when a stage ends."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._last = now()
        self.milliseconds: dict[str, float] = {}

    def mark(self, stage: StageName) -> None:
        """*stage* ended now; what passed since the last mark was its."""
        moment = self._now()
        self.milliseconds[stage] = round((moment - self._last) * 1000, 3)
        self._last = moment
