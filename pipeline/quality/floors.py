"""Floors: what each figure must reach. A floor may only rise, unless the gold was changed."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import RootModel

from schemas.errors import EventwireError
from schemas.toml_file import Table, load_toml_file


class Floors(Table):
    """The floors of one group of figures, for the sets with those digests."""

    digests: dict[str, str]
    floors: dict[str, float]


class _FloorsFile(RootModel[dict[str, Floors]]):
    """The floors of each group, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorRules:
    """How floors are told and set. Figures whose name ends in ``wide_suffix`` have the slack ``wide``.

    The slack is room for what a change elsewhere may cost without anybody having to explain it.
    """

    head: str
    accept: str
    slack: float
    decimals: int
    unit: str = ""
    wide_suffix: str = ""
    wide: float = 0.0

    def floor_below(self, name: str, figure: float) -> float:
        """The floor for a figure that reaches *figure* now."""
        is_wide = bool(self.wide_suffix) and name.endswith(self.wide_suffix)
        below = figure - (self.wide if is_wide else self.slack)
        steps = float(10**self.decimals)
        # The small part keeps 0.92 - 0.02 from being cut to 0.89.
        return max(math.floor(below * steps + 1e-9) / steps, 0.0)


QUALITY_RULES = FloorRules(
    head="""\
# What each figure of `python -m pipeline.quality` must reach, section by section; tests/quality fails below it.
# A floor may only rise: `python -m pipeline.quality --write-floors PATH` raises each to the present figure
# less two points and refuses to lower any. The digests are those of the sets: when one is changed, figures do
# not compare, and `--accept-new-gold` beside it sets the floors of that section anew. Say in the commit why
# the set was changed.
""",
    accept="--accept-new-gold",
    slack=0.02,
    decimals=2,
)

MODEL_RULES = FloorRules(
    head="""\
# What each figure of `python -m pipeline.quality.model` must reach, in percent; it and tests/quality
# fail below it. A floor may only rise: `--write-floors PATH` raises each to the present figure less
# 0.3 points (of names 1) and refuses to lower any. The digests are those of the converted corpora: when they
# change, figures do not compare, and `--accept-new-corpora` beside it sets all floors anew.
""",
    accept="--accept-new-corpora",
    # Processors round differently: one that lacks VNNI moves a figure by a tenth or two.
    slack=0.3,
    decimals=1,
    unit=" points",
    # Of names there are few: of the smallest test one more or less is a third of a point.
    wide_suffix="_names_f1",
    wide=1.0,
)


class FloorsRefused(EventwireError):
    """New floors would lie below the old ones, or belong to another gold."""


def load_floors(path: Path) -> dict[str, Floors]:
    """The floors in *path* by group; none where there is no such file. Raises InvalidDataFile."""
    return load_toml_file(path, _FloorsFile).root if path.exists() else {}


def find_falls(figures: Mapping[str, float], floors: Floors, rules: FloorRules) -> list[str]:
    """A line for each of *figures* below its floor: which, and by how much."""
    places = rules.decimals
    return [
        f"{name} fell to {figures[name]:.{places + 1}f}, which is"
        f" {floor - figures[name]:.{places + 1}f}{rules.unit} below its floor of {floor:.{places}f}"
        for name, floor in floors.floors.items()
        if name in figures and figures[name] < floor
    ]


def find_changed(digests: Mapping[str, str], floors: Floors) -> list[str]:
    """The names of the sets among *digests* that are not those of the floors."""
    return [name for name, digest in digests.items() if floors.digests.get(name) != digest]


def raise_floors(
    figures: Mapping[str, float],
    *,
    digests: Mapping[str, str],
    present: Floors | None,
    rules: FloorRules,
    accept_changed: bool = False,
) -> Floors:
    """Floors below *figures* by the slack, none lower than in *present*. Raises FloorsRefused.

    Floors of *present* for figures that were not measured stay as they are.
    """
    wanted = {name: rules.floor_below(name, figure) for name, figure in figures.items()}
    if present is None:
        return Floors(digests=dict(digests), floors=wanted)
    changed = find_changed(digests, present)
    if changed and not accept_changed:
        raise FloorsRefused(
            f"Changed since the floors were set: {', '.join(changed)}. Check that change, then write"
            f" the floors with {rules.accept}."
        )
    if not changed:
        falls = find_falls(figures, present, rules)
        if falls:
            raise FloorsRefused("A floor may only rise: " + "; ".join(falls) + ".")
        wanted = {name: max(floor, present.floors.get(name, 0)) for name, floor in wanted.items()}
    return Floors(digests={**present.digests, **digests}, floors={**present.floors, **wanted})


def write_floors(path: Path, groups: Mapping[str, Floors], rules: FloorRules) -> None:
    """Write the floors of all *groups* to *path* as TOML."""
    lines = [rules.head.rstrip("\n")]
    for name, group in groups.items():
        lines += ["", f"[{name}.digests]"]
        lines += [f"{of} = {json.dumps(digest)}" for of, digest in group.digests.items()]
        lines += ["", f"[{name}.floors]"]
        lines += [f"{of} = {floor:.{rules.decimals}f}" for of, floor in group.floors.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
