"""Floors of the language model's figures: they may only rise, unless the corpora were changed."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.quality.floors import FloorsRefused
from schemas.toml_file import Table, load_toml_file

# In points. Processors round differently: one that lacks VNNI moves a figure by a tenth or two.
SLACK = 0.3
# Of names there are few: of the smallest test one more or less is a third of a point.
SLACK_OF_NAMES = 1.0

_HEAD = """\
# What each figure of `python -m pipeline.quality.model` must reach, in percent; it and tests/quality
# fail below it. A floor may only rise: `--write-floors PATH` raises each to the present figure less
# 0.3 points (of names 1) and refuses to lower any. The digests are those of the converted corpora: when they
# change, figures do not compare, and `--accept-new-corpora` beside it sets all floors anew.
"""


class ModelFloors(Table):
    """The floors of the figures by name, for the converted corpora with those digests."""

    corpora: dict[str, str]
    floors: dict[str, float]


def load_model_floors(path: Path) -> ModelFloors:
    """The floors in *path*. Raises InvalidDataFile."""
    return load_toml_file(path, ModelFloors)


def corpora_sha256(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The digest of each converted corpus of *names* in *folder*."""
    return {
        name: hashlib.sha256((folder / f"{name}.jsonl").read_bytes()).hexdigest()
        for name in sorted(names)
    }


def find_model_falls(figures: Mapping[str, float], floors: ModelFloors) -> list[str]:
    """A line for each of *figures* below its floor: which, and by how much."""
    return [
        f"{name} fell to {figures[name]:.2f}, which is {floor - figures[name]:.2f} points below"
        f" its floor of {floor:.1f}"
        for name, floor in floors.floors.items()
        if name in figures and figures[name] < floor
    ]


def find_changed_corpora(digests: Mapping[str, str], floors: ModelFloors) -> list[str]:
    """The names of *digests* that are not those of the floors."""
    return [name for name, digest in digests.items() if floors.corpora.get(name) != digest]


def raise_model_floors(
    figures: Mapping[str, float],
    *,
    digests: Mapping[str, str],
    present: ModelFloors | None,
    accept_new_corpora: bool = False,
) -> ModelFloors:
    """Floors 0.3 points (of names 1) below *figures*, none lower than in *present*. Raises FloorsRefused.

    Floors of *present* for figures of other tests stay as they are.
    """
    wanted = {name: _floor_below(name, figure) for name, figure in figures.items()}
    if present is not None and find_changed_corpora(digests, present):
        if not accept_new_corpora:
            raise FloorsRefused(
                "The converted corpora were changed since the floors were set: check that change,"
                " then write the floors with --accept-new-corpora."
            )
    elif present is not None:
        falls = find_model_falls(figures, present)
        if falls:
            raise FloorsRefused("A floor may only rise: " + "; ".join(falls) + ".")
        wanted = {name: max(floor, present.floors.get(name, 0)) for name, floor in wanted.items()}
    if present is None:
        return ModelFloors(corpora=dict(digests), floors=wanted)
    return ModelFloors(corpora={**present.corpora, **digests}, floors={**present.floors, **wanted})


def write_model_floors(path: Path, floors: ModelFloors) -> None:
    """Write *floors* to *path* as TOML."""
    lines = [
        _HEAD + "\n[corpora]",
        *(f'{name} = "{digest}"' for name, digest in floors.corpora.items()),
        "\n[floors]",
        *(f"{name} = {floor:.1f}" for name, floor in floors.floors.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _floor_below(name: str, figure: float) -> float:
    slack = SLACK_OF_NAMES if name.endswith("_names_f1") else SLACK
    # The small part keeps 88.3 - 0.3 from being cut to 87.9.
    return max(math.floor((figure - slack) * 10 + 1e-9) / 10, 0.0)
