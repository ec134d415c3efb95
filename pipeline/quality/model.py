"""``python -m pipeline.quality.model``: tests the language model on corpora of others, from raw text."""

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.nlp.load import load_nlp
from pipeline.quality.floors import (
    MODEL_RULES,
    Floors,
    find_falls,
    load_floors,
    raise_floors,
    write_floors,
)
from pipeline.quality.model_table import figures_json, load_model_table
from pipeline.quality.places import SHARED, TESTS
from pipeline.training.convert import convert_corpora
from pipeline.training.evaluate import MODEL_TESTS, QUICK_TESTS, corpora_of, evaluate_model
from schemas.errors import EventwireError

_CORPORA = SHARED / "data" / "nlp"
_VARIABLE = "NLP_CORPORA"
MODEL_FLOORS = TESTS / "model_floors.toml"
# The group of the file that holds them.
GROUP = "model"


def main(arguments: Sequence[str]) -> int:
    """Print the table that *arguments* ask for; 1 where a figure fell or a file was refused.

    Without the corpora there is nothing to test: that is said, and is no fault.
    """
    asked = _parser().parse_args(arguments)
    if not asked.data.is_dir():
        sys.stderr.write(f"{missing_corpora(asked.data)}\n")
        return 0
    try:
        falls = _test(asked)
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stderr.writelines(f"{fall}\n" for fall in falls)
    return 1 if falls else 0


def corpora_folder() -> Path:
    """The folder of the corpora: NLP_CORPORA of the environment, by default one beside the repository."""
    chosen = os.environ.get(_VARIABLE)
    return Path(chosen) if chosen else _CORPORA


def missing_corpora(folder: Path) -> str:
    """Why the model is not tested."""
    return (
        f"The language model is not tested: there is no folder {folder} with the corpora of"
        f" pipeline/training/sources.toml; name theirs with --data or {_VARIABLE}."
    )


def corpora_sha256(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The digest of each converted corpus of *names* in *folder*."""
    return {
        name: hashlib.sha256((folder / f"{name}.jsonl").read_bytes()).hexdigest()
        for name in sorted(names)
    }


def _test(asked: argparse.Namespace) -> list[str]:
    """Print the figures; a line for each that fell, none where floors are written."""
    tests = QUICK_TESTS if asked.quick else MODEL_TESTS
    nlp = load_nlp(asked.model)
    with TemporaryDirectory() as made:
        folder = Path(made)
        convert_corpora(asked.data, folder, corpora_of(tests))
        digests = corpora_sha256(folder, corpora_of(tests))
        figures = evaluate_model(nlp, folder, tests)
    table = load_model_table()
    main_figures = table.main_figures(figures)
    floors = load_floors(MODEL_FLOORS).get(GROUP, Floors(digests={}, floors={}))
    if asked.json:
        model = {"name": nlp.meta["name"], "version": nlp.meta["version"]}
        sys.stdout.write(figures_json(figures, model=model, corpora=digests) + "\n")
    else:
        sys.stdout.write(table.text(figures, floors.floors) + "\n")
    if asked.write_floors is None:
        return find_falls(main_figures, floors, MODEL_RULES)
    path: Path = asked.write_floors
    present = load_floors(path)
    raised = raise_floors(
        main_figures,
        digests=digests,
        present=present.get(GROUP),
        rules=MODEL_RULES,
        accept_changed=asked.accept_new_corpora,
    )
    write_floors(path, {**present, GROUP: raised}, MODEL_RULES)
    return []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline.quality.model", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=corpora_folder(),
        metavar="DIR",
        help=f"the corpora; by default {_VARIABLE} of the environment, or ../shared/data/nlp",
    )
    parser.add_argument(
        "--model", type=Path, metavar="DIR", help="another package than the shipped model"
    )
    parser.add_argument("--quick", action="store_true", help="three tests that tell most")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the table")
    parser.add_argument(
        "--write-floors", type=Path, metavar="PATH", help="raise the floors in PATH; lowers none"
    )
    parser.add_argument(
        "--accept-new-corpora", action="store_true", help="set the floors anew for changed corpora"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
