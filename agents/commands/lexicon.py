"""``eventwire lexicon gaps``: frequent predicates that no lexicon entry covers."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from agents.coding_limits import coding_limits
from agents.commands.console import Console
from agents.commands.predicates import Sighting, find_predicates
from agents.commands.reading import Reading, Unreadable, read_articles
from agents.settings import Settings
from pipeline.flow import Explanation, Flow, load_flow
from schemas.codec import decode_article
from schemas.errors import RefusedMessage

_EXAMPLE_CHARACTERS = 200
# On a terminal an example has what is left of one line, so it starts with the words right before its predicate.
_WORDS_BEFORE = 3
_HEADINGS = ("predicate", "kind", "count", "why", "example")
_WIDTHS = (20, 4, 6, 8)


def run_gaps(
    files: Sequence[Path],
    *,
    settings: Settings,
    console: Console,
    stdin: BinaryIO,
    limit: int,
    as_json: bool,
) -> int:
    """Predicate, kind, count, why and an example on stdout, the most frequent first; 1 where a record was refused."""
    flow = load_flow(coding_limits(settings).flow)
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Sighting] = {}
    refused = 0
    with console.progress("articles read") as tick:
        for reading in read_articles(files, stdin=stdin):
            tick()
            explanation = _explain(reading, flow)
            if isinstance(explanation, str):
                refused += 1
                console.error(explanation)
                continue
            for sighting in find_predicates(explanation, lexicon=flow.lexicon):
                counts[sighting.predicate, sighting.kind] += 1
                first.setdefault((sighting.predicate, sighting.kind), sighting)
    # The alphabet decides between equals, so that two runs give the same list.
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    short = console.is_terminal and not as_json
    rows = [_row(first[key], count, short=short) for key, count in ranked]
    if as_json:
        for row in rows:
            console.json(dict(zip(_HEADINGS, row, strict=True)))
    else:
        console.table(_HEADINGS, rows, widths=_WIDTHS)
    return 1 if refused else 0


def _row(sighting: Sighting, count: int, *, short: bool) -> tuple[str, str, int, str, str]:
    before = sighting.sentence[: sighting.at].split()
    example = sighting.sentence
    if short and len(before) > _WORDS_BEFORE:
        kept = " ".join(before[-_WORDS_BEFORE:])
        example = f"… {kept} {sighting.sentence[sighting.at :]}"
    return sighting.predicate, sighting.kind, count, sighting.why, example[:_EXAMPLE_CHARACTERS]


def _explain(reading: Reading, flow: Flow) -> Explanation | str:
    """The explanation, or the line that says why there is none."""
    if isinstance(reading, Unreadable):
        return str(reading)
    try:
        article = decode_article(reading.value, limits=flow.limits.article).article
        return flow.explain(article)
    except RefusedMessage as refused:
        return reading.refusal(refused.code, refused.message)
