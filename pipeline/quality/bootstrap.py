"""How far a figure may be chance: intervals from drawing the articles again."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.quality.scoring import FIGURES, FigureName, Tally, add_up, count_figures

DRAWS = 1_000
_SEED = 20_251_122
_TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The middle 95 % of a figure over the draws."""

    low: float
    high: float


def draw_intervals(tallies: Sequence[Tally]) -> dict[FigureName, Interval]:
    """The interval of each figure. Same tallies, same intervals.

    Whole articles are drawn, with replacement: the events of one article succeed and fail together.
    """
    if not tallies:
        return {name: Interval(low=0.0, high=0.0) for name in FIGURES}
    chance = random.Random(_SEED)
    drawn = [count_figures(add_up(chance.choices(tallies, k=len(tallies)))) for _ in range(DRAWS)]
    return {name: _middle(sorted(figures[name] for figures in drawn)) for name in FIGURES}


def _middle(ascending: Sequence[float]) -> Interval:
    cut = round(len(ascending) * _TAIL)
    return Interval(low=ascending[cut], high=ascending[-cut - 1])
