"""``make bench``: what the language model costs, milliseconds a stage, articles a second through the wire.

``python tests/bench.py monitor`` tells what watching costs; ``hostile`` and ``memory``, which take an hour, what hostile
messages cost.

Machines differ and are shared, so each figure also stands as a ratio to one taken in the same run: a stage to
spaCy's bare tokenizer over the same text, the wire to the flow alone in one process.
"""

import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from agents.coding import StageClock
from agents.embedded.broker import EmbeddedBroker
from bench_hostile import bench_hostile, bench_memory
from bench_monitor import bench_monitor
from generate import generate_articles
from pipeline.flow import load_flow
from pipeline.flow_limits import FlowLimits
from pipeline.nlp.load import load_nlp
from schemas.article import Article
from schemas.codec import decode_article
from support.wire import Wire

ROUNDS = 5
STAGE_ARTICLES = 200
WIRE_ARTICLES = 2_000


def best_of(rounds: int, run: Callable[[], None]) -> float:
    """The shortest of *rounds* runs, in seconds: what the machine can do when nobody disturbs it."""
    times = []
    for _ in range(rounds):
        started_at = time.perf_counter()
        run()
        times.append(time.perf_counter() - started_at)
    return min(times)


def bench_stages(articles: Sequence[Article]) -> float:
    """Writes a line a stage; returns the articles a second of the flow in one process."""
    flow = load_flow(FlowLimits())
    tokenizer = spacy.blank("en").tokenizer
    spent: dict[str, list[float]] = defaultdict(list)

    def tokenize() -> None:
        for article in articles:
            tokenizer(article.body or "")

    def extract() -> None:
        totals: dict[str, float] = defaultdict(float)
        for article in articles:
            clock = StageClock()
            flow.run(article, on_stage=clock.mark)
            for stage, milliseconds in clock.milliseconds.items():
                totals[stage] += milliseconds
        for stage, total in totals.items():
            spent[stage].append(total)

    baseline = best_of(ROUNDS, tokenize) * 1000
    seconds = best_of(ROUNDS, extract)
    say(f"{'stage':<12}{'ms/article':>12}{'x tokenizer':>14}")
    say(f"{'(tokenizer)':<12}{baseline / len(articles):>12.3f}{1:>14.1f}")
    for stage, totals in spent.items():
        say(f"{stage:<12}{min(totals) / len(articles):>12.3f}{min(totals) / baseline:>14.1f}")
    rate = len(articles) / seconds
    say(f"flow in one process: {rate:,.0f} articles/s")
    return rate


def bench_model(articles: Sequence[Article]) -> None:
    """Writes what the language model costs: to load, in tokens a second of processor time, in memory."""
    started_at = time.perf_counter()
    nlp = load_nlp()
    loaded = time.perf_counter() - started_at
    best = 0.0
    for _ in range(ROUNDS):
        started_at, tokens = time.process_time(), 0
        for article in articles:
            with nlp.memory_zone():
                tokens += len(nlp(article.body or ""))
        best = max(best, tokens / (time.process_time() - started_at))
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(
        f"language model: loaded in {loaded:.2f} s, {best:,.0f} tokens/s of one core,"
        f" {resident:,.0f} MB resident at most"
    )


def bench_wire(flow_rate: float) -> None:
    """Writes the articles a second from the first message pushed to the last offset committed."""
    articles = [(b"%d" % n, value) for n, value in enumerate(generate_articles(WIRE_ARTICLES))]
    with tempfile.TemporaryDirectory() as folder, EmbeddedBroker(Path(folder) / "kafka") as broker:
        wire = Wire(broker.bootstrap_servers, Path(folder), "bench-")
        wire.prepare()
        wire.start("extract")
        wire.start("store")
        try:
            # The first articles wait for the workers to start; they are not timed.
            wire.push(articles[:50])
            wire.await_idle()
            started_at = time.perf_counter()
            wire.push(articles[50:])
            wire.await_idle(seconds=600)
            rate = (WIRE_ARTICLES - 50) / (time.perf_counter() - started_at)
        finally:
            wire.kill()
    say(
        f"whole wire, one extracting process: {rate:,.0f} articles/s,"
        f" {rate / flow_rate:.2f} of the flow alone"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(parts: Sequence[str]) -> None:
    """Runs the parts that are named, by default those of ``make bench``."""
    if "hostile" in parts:
        bench_hostile()
    if "memory" in parts:
        bench_memory()
    if "monitor" in parts or not parts:
        bench_monitor()
    if not parts:
        articles = [decode_article(value).article for value in generate_articles(STAGE_ARTICLES)]
        bench_model(articles)
        bench_wire(bench_stages(articles))


if __name__ == "__main__":
    main(sys.argv[1:])
