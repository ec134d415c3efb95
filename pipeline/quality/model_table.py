"""The table of the language model's figures: for people, and as one JSON object for programs."""

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

from pipeline.training.evaluate import Figure
from schemas.toml_file import Table, load_toml_file

_HEAD = ("test", "measure", "value", "floor", "prototype", "wanted")
_MISSING = "-"


class ModelTable(Table):
    """``model_table.toml``: titles of tests and measures; by figure, what the prototype has and what is wanted."""

    tests: dict[str, str]
    measures: dict[str, str]
    prototype: dict[str, float]
    wanted: dict[str, float]

    def main_figures(self, figures: Iterable[Figure]) -> dict[str, float]:
        """Those of *figures* that get a floor, by name."""
        return {figure.name: figure.value for figure in figures if figure.measure in self.measures}

    def text(self, figures: Sequence[Figure], floors: Mapping[str, float]) -> str:
        """A line for each figure that gets a floor, in percent; ``*`` where it is below what is wanted."""
        lines = ["figures of the language model, in percent, from raw text"]
        lines.append(_line(_HEAD))
        for figure in figures:
            if figure.measure not in self.measures:
                continue
            wanted = self.wanted.get(figure.name)
            short = wanted is not None and figure.value < wanted
            lines.append(
                _line(
                    (
                        self.tests[figure.test],
                        self.measures[figure.measure],
                        f"{figure.value:.1f}",
                        _shown(floors.get(figure.name)),
                        _shown(self.prototype.get(figure.name)),
                        _shown(wanted) + ("*" if short else ""),
                    )
                )
            )
        lines.append("* the figure is below what is wanted")
        return "\n".join(lines)


def load_model_table() -> ModelTable:
    """The titles and aims. Raises InvalidDataFile."""
    return load_toml_file(files("pipeline.quality") / "model_table.toml", ModelTable)


def figures_json(
    figures: Iterable[Figure], *, model: Mapping[str, str], corpora: Mapping[str, str]
) -> str:
    """All figures in percent with the model and the digests of the converted corpora, on one line."""
    return json.dumps(
        {
            "model": dict(model),
            "corpora_sha256": dict(corpora),
            "figures": {figure.name: figure.value for figure in figures},
        }
    )


def _line(columns: Sequence[str]) -> str:
    test, measure, *numbers = columns
    return f"{test:<34} {measure:<29}" + "".join(f" {number:>9}" for number in numbers)


def _shown(figure: float | None) -> str:
    return _MISSING if figure is None else f"{figure:.1f}"
