"""``python -m pipeline.training STEP --work FOLDER``: the recipe, one step a command.

convert   corpora to sentences, one a line of JSON
train     sentences and start weights to a checkpoint; started again, it goes on where it stopped
export    the checkpoint to a model of 8 bits, ready to load, in FOLDER/en_news
evaluate  the exported model on the test corpora, from raw text
package   the exported model with its figures, into the source tree
"""

import argparse
import logging
import sys
from pathlib import Path

from pipeline.nlp.load import load_nlp
from pipeline.training.checkpoints import CHECKPOINT, load_checkpoint
from pipeline.training.convert import convert_corpora
from pipeline.training.evaluate import evaluate_model
from pipeline.training.export import export
from pipeline.training.package import assemble_package, publish_package, write_figures
from pipeline.training.recipe import Recipe, load_recipe
from pipeline.training.train import train
from schemas.errors import EventwireError

_STEPS = ("convert", "train", "export", "evaluate", "package")

log = logging.getLogger(__name__)


def main() -> int:
    """Run the step that the command line names; the exit status."""
    chosen = _parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stdout)
    try:
        _run(chosen.step, chosen.work, chosen.data, load_recipe())
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", choices=_STEPS)
    parser.add_argument(
        "--work", type=Path, default=Path("build/training"), help="folder of all that is made"
    )
    parser.add_argument(
        "--data", type=Path, default=Path("../shared/data/nlp"), help="folder of the corpora"
    )
    return parser


def _run(step: str, work: Path, data: Path, recipe: Recipe) -> None:
    if step == "convert":
        convert_corpora(data, work / "corpora")
    elif step == "train":
        train(work, recipe)
    elif step == "export":
        checkpoint = load_checkpoint(work / CHECKPOINT)
        export(checkpoint, work / recipe.name)
        assemble_package(work, recipe, checkpoint)
    elif step == "evaluate":
        figures = evaluate_model(load_nlp(work / recipe.name), work / "corpora")
        for figure in figures:
            log.info("%s %.2f", figure.name, figure.value)
        write_figures(work, figures)
    else:
        assemble_package(work, recipe, load_checkpoint(work / CHECKPOINT))
        publish_package(work, recipe)


if __name__ == "__main__":
    raise SystemExit(main())
