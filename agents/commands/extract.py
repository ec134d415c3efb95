"""``eventwire extract``: articles in, extractions out, in the order of the input; no Kafka, no database."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import BinaryIO

from agents.coding import CodingLimits, Extracted, RawArticle, Refused, Verdict, code_article
from agents.coding_limits import coding_limits
from agents.commands.console import Console
from agents.commands.explain import draw, explain_record
from agents.commands.reading import Reading, Record, Unreadable, read_articles
from agents.errors import UsageError
from agents.pool import CodingPool
from agents.settings import Settings
from pipeline.flow import Flow, load_flow

# Articles under way per process: enough that none idles behind a slow one, few enough to hold in memory.
_AHEAD_PER_PROCESS = 8

Judged = tuple[Reading, Verdict | None]


def run_extract(
    files: Sequence[Path],
    *,
    settings: Settings,
    console: Console,
    stdin: BinaryIO,
    jobs: int,
    explain: bool,
) -> int:
    """One extraction a line on stdout; 1 where a record was refused, which is told on stderr."""
    if explain and jobs > 1:
        raise UsageError("--explain works in one process; leave out --jobs or give --jobs 1")
    limits = coding_limits(settings)
    readings = read_articles(files, stdin=stdin)
    if jobs > 1:
        return _write(_judge_in_pool(readings, limits=limits, jobs=jobs), console)
    flow = load_flow(limits.flow)

    def tell_why(record: Record) -> None:
        for line in draw(explain_record(record, flow=flow)):
            console.note(line.plain)

    judged = _judge_here(readings, flow=flow, limits=limits)
    return _write(judged, console, after=tell_why if explain else None)


def _write(
    judged: Iterable[Judged],
    console: Console,
    *,
    after: Callable[[Record], None] | None = None,
) -> int:
    """Write each extraction, tell each refusal, and call *after* for each record that was coded."""
    status = 0
    with console.progress("articles extracted", amid_data=True) as tick:
        for reading, verdict in judged:
            if isinstance(verdict, Extracted):
                console.json_bytes(verdict.extraction)
                if after is not None and isinstance(reading, Record):
                    after(reading)
            else:
                status = 1
                console.error(_refusal(reading, verdict))
            tick()
    return status


def _refusal(reading: Reading, refused: Refused | None) -> str:
    if isinstance(reading, Unreadable) or refused is None:
        return str(reading)
    return reading.refusal(refused.code, refused.message)


def _judge_here(
    readings: Iterable[Reading], *, flow: Flow, limits: CodingLimits
) -> Iterator[Judged]:
    for reading in readings:
        if isinstance(reading, Unreadable):
            yield reading, None
        else:
            yield reading, _judge(reading, flow=flow, limits=limits)


def _judge(record: Record, *, flow: Flow, limits: CodingLimits) -> Verdict:
    try:
        return code_article(RawArticle(value=record.value), coder=flow, limits=limits)
    except Exception as error:  # a fault of ours costs one article, as it does in the pool
        return Refused(code="bug", stage="extract", message=repr(error))


def _judge_in_pool(
    readings: Iterable[Reading], *, limits: CodingLimits, jobs: int
) -> Iterator[Judged]:
    """Verdicts in the order of the input, with a bounded number of articles read ahead of the slowest."""
    waiting: deque[tuple[Reading, Future[Verdict] | None]] = deque()
    with CodingPool(processes=jobs, limits=limits) as pool:
        for reading in readings:
            future = (
                pool.submit(RawArticle(value=reading.value))
                if isinstance(reading, Record)
                else None
            )
            waiting.append((reading, future))
            while len(waiting) > jobs * _AHEAD_PER_PROCESS or (waiting and _is_done(waiting[0][1])):
                yield _next(waiting)
        while waiting:
            yield _next(waiting)


def _is_done(future: "Future[Verdict] | None") -> bool:
    return future is None or future.done()


def _next(waiting: "deque[tuple[Reading, Future[Verdict] | None]]") -> Judged:
    reading, future = waiting.popleft()
    return reading, None if future is None else future.result()
