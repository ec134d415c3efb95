"""The shipped language model stays at or above its floors, on the corpora of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.nlp.load import load_nlp
from pipeline.quality.floors import MODEL_RULES, find_changed, find_falls, load_floors
from pipeline.quality.model import (
    GROUP,
    MODEL_FLOORS,
    corpora_folder,
    corpora_sha256,
    missing_corpora,
)
from pipeline.quality.model_table import load_model_table
from pipeline.training.convert import convert_corpora
from pipeline.training.evaluate import QUICK_TESTS, Figure, corpora_of, evaluate_model

WRITE = "python -m pipeline.quality.model --write-floors tests/quality/model_floors.toml"

# One process converts and evaluates for all of them.
pytestmark = pytest.mark.xdist_group("model")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    digests: dict[str, str]
    figures: Sequence[Figure]


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    corpora = corpora_folder()
    if not corpora.is_dir():
        pytest.skip(missing_corpora(corpora))
    folder: Path = tmp_path_factory.mktemp("corpora")
    convert_corpora(corpora, folder, corpora_of(QUICK_TESTS))
    return Evaluation(
        digests=corpora_sha256(folder, corpora_of(QUICK_TESTS)),
        figures=evaluate_model(load_nlp(), folder, QUICK_TESTS),
    )


@pytest.mark.slow
def test_no_figure_of_the_model_is_below_its_floor(evaluation: Evaluation) -> None:
    figures = load_model_table().main_figures(evaluation.figures)

    falls = find_falls(figures, load_floors(MODEL_FLOORS)[GROUP], MODEL_RULES)

    assert not falls, "\n".join(falls)


@pytest.mark.slow
def test_every_figure_of_the_model_has_a_floor_on_the_present_corpora(
    evaluation: Evaluation,
) -> None:
    floors = load_floors(MODEL_FLOORS)[GROUP]
    figures = load_model_table().main_figures(evaluation.figures)

    assert not find_changed(evaluation.digests, floors), (
        f"the conversion was changed; where that is right, run: {WRITE} --accept-new-corpora"
    )
    assert figures.keys() <= floors.floors.keys(), f"run: {WRITE}"
