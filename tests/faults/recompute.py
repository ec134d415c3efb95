"""I3 against a clean run: a sample of what stands is coded again by a process that knows nothing of this one."""

import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from faults.evidence import Sources, connected, rows_of
from faults.invariants.expected import Standing
from faults.invariants.violation import Violation
from faults.ledger import read_ledger

SAMPLE = 60
_SECONDS = 300
_CODE = "from agents.cli import main; main()"


def check_recomputed(
    sources: Sources, standing: dict[str, Standing], chance: random.Random
) -> Iterator[Violation]:
    """The current events of sampled articles are those that `eventwire extract` finds in their messages."""
    usable = {
        article_id: each.sent.sequence
        for article_id, each in standing.items()
        if each.sent.status == "usable"
    }
    sampled = chance.sample(sorted(usable), min(SAMPLE, len(usable)))
    wanted = {usable[article_id] for article_id in sampled}
    values = [sent.value or b"" for sent in read_ledger(sources.ledger) if sent.sequence in wanted]
    coded = _coded(values)
    stored = _stored(sources)
    for article_id in sampled:
        got, want = sorted(stored[article_id]), sorted(coded.get(article_id, ()))
        if got != want:
            yield Violation("I3", f"events of {article_id}, coded again", f"{got}", f"{want}")


def _coded(values: list[bytes]) -> dict[str, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.ndjson"
        articles.write_bytes(b"\n".join(values) + b"\n")
        done = subprocess.run(
            [sys.executable, "-c", _CODE, "extract", str(articles)],
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
    extractions = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        each["article"]["id"]: [event["id"] for event in each["events"]] for each in extractions
    }


def _stored(sources: Sources) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with connected(sources) as connection:
        query = "SELECT article_id, id FROM events WHERE state = 'current'"
        for article_id, event_id in rows_of(connection, query):
            found[article_id].append(event_id)
    return found
