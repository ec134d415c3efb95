"""``python -m pipeline.quality``: codes the seed articles and compares them with their gold."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.flow import FlowLimits, load_flow
from pipeline.quality.coding import code_files
from pipeline.quality.floors import load_floors, raise_floors, write_floors
from pipeline.quality.gold import gold_sha256, load_gold
from pipeline.quality.report import report_json, report_mistakes, report_text
from pipeline.quality.scoring import add_up, count_figures, score_articles
from schemas.errors import EventwireError
from seeds import ACCEPTED_SUFFIXES, GOLD_PATTERN, gold_files, seed_files


def main(arguments: Sequence[str]) -> int:
    """Print the report that *arguments* ask for; 1 where a file or new floors were refused."""
    asked = _parser().parse_args(arguments)
    try:
        _compare(asked)
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _compare(asked: argparse.Namespace) -> None:
    articles, gold = _files(asked.folder)
    digest = gold_sha256(gold)
    flow = load_flow(FlowLimits())
    scores = score_articles(load_gold(gold), code_files(articles, flow))
    if asked.json:
        sys.stdout.write(report_json(scores, gold_sha256=digest, coder=flow.coder) + "\n")
    else:
        sys.stdout.write(report_text(scores) + "\n")
    if asked.mistakes:
        sys.stdout.write("\n" + report_mistakes(scores) + "\n")
    if asked.write_floors is not None:
        path: Path = asked.write_floors
        floors = raise_floors(
            count_figures(add_up([score.tally for score in scores])),
            gold_sha256=digest,
            present=load_floors(path) if path.exists() else None,
            accept_new_gold=asked.accept_new_gold,
        )
        write_floors(path, floors)


def _files(folder: Path | None) -> tuple[Sequence[Path], Sequence[Path]]:
    """The article files and the gold files of *folder*, by default those of the seeds."""
    if folder is None:
        return seed_files(), gold_files()
    articles = sorted(path for path in folder.iterdir() if path.suffix in ACCEPTED_SUFFIXES)
    return articles, sorted(folder.glob(GOLD_PATTERN))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline.quality", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object in place of tables")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="other articles with gold, in place of the seeds"
    )
    parser.add_argument("--mistakes", action="store_true", help="also each difference, a line each")
    parser.add_argument(
        "--write-floors", type=Path, metavar="PATH", help="raise the floors in PATH; lowers none"
    )
    parser.add_argument(
        "--accept-new-gold", action="store_true", help="set the floors anew for a changed gold"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
