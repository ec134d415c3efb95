"""Floors: what each figure must reach. A floor may only rise, unless the gold was changed."""

import math
from collections.abc import Mapping
from pathlib import Path

from pipeline.quality.scoring import FIGURES, FigureName
from schemas.errors import EventwireError
from schemas.toml_file import Table, load_toml_file

# Room for what a change elsewhere may cost without anybody having to explain it.
SLACK = 0.02

_HEAD = """\
# What each figure of `python -m pipeline.quality` must reach; tests/quality fails below it.
# A floor may only rise: `python -m pipeline.quality --write-floors PATH` raises each to the present
# figure less two points and refuses to lower any. The digest is that of the gold: when the gold is
# changed, figures do not compare, and `--accept-new-gold` beside it sets all floors anew. Say in
# the commit why the gold was changed.
"""


class Floors(Table):
    """The floors of the figures, for the gold with that digest."""

    gold_sha256: str
    floors: dict[FigureName, float]


class FloorsRefused(EventwireError):
    """New floors would lie below the old ones, or belong to another gold."""


def load_floors(path: Path) -> Floors:
    """The floors in *path*. Raises InvalidDataFile."""
    return load_toml_file(path, Floors)


def find_falls(figures: Mapping[FigureName, float], floors: Floors) -> list[str]:
    """A line for each figure below its floor: which, and by how much."""
    return [
        f"{name} fell to {figures[name]:.3f}, which is {floor - figures[name]:.3f} below"
        f" its floor of {floor:.2f}"
        for name, floor in floors.floors.items()
        if figures[name] < floor
    ]


def raise_floors(
    figures: Mapping[FigureName, float],
    *,
    gold_sha256: str,
    present: Floors | None,
    accept_new_gold: bool = False,
) -> Floors:
    """Floors two points below *figures*, none lower than in *present*. Raises FloorsRefused."""
    wanted = {name: _floor_below(figures[name]) for name in FIGURES}
    if present is not None and present.gold_sha256 != gold_sha256:
        if not accept_new_gold:
            raise FloorsRefused(
                "The gold was changed since the floors were set: check that change, then write"
                " the floors with --accept-new-gold."
            )
    elif present is not None:
        falls = find_falls(figures, present)
        if falls:
            raise FloorsRefused("A floor may only rise: " + "; ".join(falls) + ".")
        wanted = {name: max(floor, present.floors.get(name, 0)) for name, floor in wanted.items()}
    return Floors(gold_sha256=gold_sha256, floors=wanted)


def write_floors(path: Path, floors: Floors) -> None:
    """Write *floors* to *path* as TOML."""
    lines = [f"{name} = {floor:.2f}" for name, floor in floors.floors.items()]
    head = f'{_HEAD}gold_sha256 = "{floors.gold_sha256}"\n\n[floors]\n'
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _floor_below(figure: float) -> float:
    # The small part keeps 0.92 - 0.02 from being cut to 0.89.
    return max(math.floor((figure - SLACK) * 100 + 1e-9) / 100, 0.0)
