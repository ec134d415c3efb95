"""``python tests/bench.py hostile memory``: what hostile messages cost beside plain ones, and what stays in memory."""

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from agents.coding import CodingLimits, Extracted, RawArticle, Verdict, code_article
from agents.coding_limits import coding_limits
from agents.pool_process import resident_bytes
from agents.settings import Settings
from generate import generate_articles
from pipeline.flow import Flow, load_flow
from support.hostile import CATALOGUE, Size, distinct_articles

MOST_CPU_SECONDS = 5.0
MOST_MEGABYTES = 500
SHOWN = 12
# The longest body, one of a fifth of it, and one that is coded whole.
BODY_CHARS = (500_000, 100_000, 50_000)
DISTINCT_ARTICLES = 200_000
DISTINCT_WORDS = 10
_MEGABYTE = 1_000_000
# A case that takes longer is reported as this long.
_GIVEN_UP_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one message took: processor time, memory above the loaded process, and how it ended."""

    name: str
    cpu_seconds: float
    megabytes: float
    end: str


def bench_hostile() -> None:
    """Writes the costliest messages of the catalogue, and how many took more than they may."""
    flow, limits = _loaded()
    costs = [_cost(name, value, flow, limits) for name, value in _messages()]
    plain = max(cost.cpu_seconds for cost in costs if cost.name.startswith("plain"))
    _say(f"{'message':<52}{'CPU s':>8}{'x plain':>9}{'MB':>7}  end")
    by_memory = sorted(costs, key=lambda cost: -cost.megabytes)[:SHOWN]
    for cost in [*sorted(costs, key=lambda cost: -cost.cpu_seconds)[:SHOWN], *by_memory]:
        ratio = cost.cpu_seconds / plain
        _say(
            f"{cost.name:<52}{cost.cpu_seconds:>8.2f}{ratio:>9.2f}{cost.megabytes:>7.0f}  {cost.end}"
        )
    slow = sum(cost.cpu_seconds > MOST_CPU_SECONDS for cost in costs)
    large = sum(cost.megabytes > MOST_MEGABYTES for cost in costs)
    _say(
        f"{len(costs)} messages: {slow} over {MOST_CPU_SECONDS:g} CPU s,"
        f" {large} over {MOST_MEGABYTES} MB; plain text takes {plain:.2f} CPU s at most"
    )


def bench_memory(count: int = DISTINCT_ARTICLES) -> None:
    """Writes how the memory of one process grows over articles of words that no other has."""
    flow, limits = _loaded()
    loaded = resident_bytes()
    marks: list[tuple[int, float]] = []
    for n, value in enumerate(distinct_articles(count, words=DISTINCT_WORDS), start=1):
        code_article(RawArticle(value=value), coder=flow, limits=limits)
        if n % max(count // 10, 1) == 0:
            marks.append((n, (resident_bytes() - loaded) / _MEGABYTE))
            _say(f"{n:>8,} articles of new words: {marks[-1][1]:>6.1f} MB more than when loaded")
    (half, at_half), (whole, at_end) = marks[len(marks) // 2 - 1], marks[-1]
    slope = (at_end - at_half) / (whole - half) * 1000
    _say(
        f"second half: {slope:.2f} MB per 1,000 articles; the pool replaces a process at"
        f" {limits.growth_bytes / _MEGABYTE:.0f} MB"
    )


def _loaded() -> tuple[Flow, CodingLimits]:
    limits = coding_limits(Settings())
    flow = load_flow(limits.flow)
    for value in generate_articles(20):
        code_article(RawArticle(value=value), coder=flow, limits=limits)
    gc.collect()
    gc.freeze()
    return flow, limits


def _messages() -> Iterator[tuple[str, bytes]]:
    for chars in BODY_CHARS:
        yield f"plain, {chars:,}", orjson.dumps({"id": "plain", "body": _plain(chars)})
    for name, build in CATALOGUE.items():
        values = {build(Size(body_chars=chars)): chars for chars in BODY_CHARS}
        for value, chars in values.items():
            yield f"{name}, {chars:,}", value


def _plain(chars: int) -> str:
    bodies = (orjson.loads(value)["body"] for value in generate_articles(chars // 200))
    return "\n\n".join(bodies)[:chars]


def _cost(name: str, value: bytes, flow: Flow, limits: CodingLimits) -> Cost:
    """What *value* costs in a process of its own, which starts as a copy of this one."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.setitimer(signal.ITIMER_PROF, _GIVEN_UP_SECONDS)
        base, started_at = resident_bytes(), time.process_time()
        verdict = code_article(RawArticle(value=value), coder=flow, limits=limits)
        spent = time.process_time() - started_at
        told = (spent, (_peak_bytes() - base) / _MEGABYTE, _end(verdict))
        os.write(writer, orjson.dumps(told))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        told_bytes = answer.read()
    os.waitpid(pid, 0)
    if not told_bytes:
        return Cost(name=name, cpu_seconds=_GIVEN_UP_SECONDS, megabytes=0, end="gave up")
    seconds, megabytes, end = orjson.loads(told_bytes)
    return Cost(name=name, cpu_seconds=seconds, megabytes=megabytes, end=end)


def _end(verdict: Verdict) -> str:
    if isinstance(verdict, Extracted):
        return f"{verdict.outcome}, {verdict.event_count} events"
    return verdict.code


def _peak_bytes() -> int:
    """The most memory this process held since it was made; a copied process begins with what it was copied from."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        peak = next(line for line in status if line.startswith("VmHWM"))
    return int(peak.split()[1]) * 1024


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
