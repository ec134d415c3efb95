"""``python -m pipeline.quality.judging``: draws events of real news at random, shows them to a judge, counts the answers."""

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.flow import load_flow
from pipeline.flow_limits import FlowLimits
from pipeline.quality.judged import precision_figures, types_grid
from pipeline.quality.judgements import (
    Judgement,
    judgement_of,
    read_judgements,
    stretches,
    write_judgements,
)
from pipeline.quality.places import missing
from pipeline.quality.report import report_text
from pipeline.quality.section import Section
from pipeline.quality.wikinews import WIKINEWS, code_articles, is_held_out, read_articles
from pipeline.stages.cleaning.clean import clean_article
from schemas.article import Article
from schemas.errors import EventwireError

# As much of the text before the sentence as holds one more.
_BEFORE_CHARS = 400
_NOBODY = "nobody"


def main(arguments: Sequence[str]) -> int:
    """Draw, show or score; 1 where the articles are not there or a file was refused."""
    asked = _parser().parse_args(arguments)
    reason = missing(WIKINEWS)
    if reason and asked.command != "score":
        sys.stderr.write(f"{reason}\n")
        return 1
    try:
        asked.run(asked)
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def draw_events(count: int, seed: int, *, held_out: bool = False) -> tuple[Judgement, ...]:
    """*count* events of all articles, or of the *held_out* ones alone, each as likely as the other, in order.

    Of any status, since a promise is judged as well as an act; those that are negated are left out.
    """
    articles = {
        key: article for key, article in read_articles().items() if is_held_out(key) or not held_out
    }
    found = [
        judgement_of(coded.article_id, event)
        for coded in code_articles(load_flow(FlowLimits()), articles, articles)
        for event in coded.seen.events
        if not event.negated
    ]
    chosen = sorted(random.Random(seed).sample(range(len(found)), min(count, len(found))))
    return tuple(found[index] for index in chosen)


def show_judgement(number: int, row: Judgement, text: str, article: Article) -> str:
    """*row* as a judge reads it: the sentence with its trigger marked, the one before, and who takes part."""
    before = text[max(0, row.sentence_start - _BEFORE_CHARS) : row.sentence_start].split()
    sentence = (
        text[row.sentence_start : row.trigger_start]
        + f">>>{text[row.trigger_start : row.trigger_end]}<<<"
        + text[row.trigger_end : row.sentence_end]
    )
    published = article.published_at.date() if article.published_at else "no date"
    lines = [
        f"{number}. {row.event_type} ({row.status})  article {row.article}, {published}: {article.headline}",
        f"   before:     {_last_sentence(' '.join(before)) or '-'}",
        f"   sentence:   {' '.join(sentence.split())}",
        f"   actors:     {_named(row.actors, text)}",
        f"   recipients: {_named(row.recipients, text)}",
        f"   judged:     {row.real_event or '-'} {row.type or '-'} {row.actor or '-'} {row.recipient or '-'}",
    ]
    return "\n".join(lines)


def score_judgements(rows: Sequence[Judgement]) -> Section:
    """The figures of *rows* as they were drawn, whatever comes out now."""
    judged = [row for row in rows if row.is_judged]
    return Section(
        key="e",
        name="judged",
        title="Judged events, as drawn",
        notes=(f"{len(judged)} of {len(rows)} events judged",),
        figures=precision_figures(judged, judged),
        grids=(types_grid(judged, judged),),
    )


def _draw(asked: argparse.Namespace) -> None:
    write_judgements(asked.out, draw_events(asked.count, asked.seed, held_out=asked.held_out))


def _show(asked: argparse.Namespace) -> None:
    rows = list(enumerate(read_judgements([asked.file]), start=1))
    shown = _shown(rows[asked.start - 1 :][: asked.count])
    sys.stdout.write("\n\n".join(shown) + "\n")


def _shown(rows: Iterable[tuple[int, Judgement]]) -> Iterator[str]:
    articles = read_articles()
    limits = FlowLimits().clean
    for number, row in rows:
        article = articles[row.article]
        yield show_judgement(number, row, clean_article(article, limits=limits).text, article)


def _score(asked: argparse.Namespace) -> None:
    sys.stdout.write(report_text([score_judgements(read_judgements([asked.file]))]) + "\n")


def _named(offsets: Iterable[str], text: str) -> str:
    names = (" ".join(text[start:end].split()) for start, end in stretches(offsets))
    return " | ".join(names) or _NOBODY


def _last_sentence(text: str) -> str:
    """What follows the last full stop but the closing one."""
    return text[text.rfind(". ", 0, max(len(text) - 1, 0)) + 1 :].strip()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline.quality.judging", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("draw", help="code all articles and draw events at random")
    draw.add_argument("--count", type=int, default=200)
    draw.add_argument("--seed", type=int, required=True)
    draw.add_argument(
        "--held-out", action="store_true", help="only of articles that no rule was written with"
    )
    draw.add_argument("--out", type=Path, required=True, metavar="FILE")
    draw.set_defaults(run=_draw)
    show = commands.add_parser("show", help="the drawn events with their text")
    show.add_argument("file", type=Path)
    show.add_argument("--start", type=int, default=1, help="the first to show; 1 by default")
    show.add_argument("--count", type=int, help="how many; by default all")
    show.set_defaults(run=_show)
    score = commands.add_parser("score", help="precision by the answers of the judge")
    score.add_argument("file", type=Path)
    score.set_defaults(run=_score)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
