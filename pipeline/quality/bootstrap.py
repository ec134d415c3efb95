"""How far a figure may be chance: intervals from drawing the articles or sentences again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

DRAWS = 1_000
_SEED = 20_251_122
_TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A share: ``part`` of ``whole``, and the middle 95 % of it over the draws. 0 where there is nothing to count."""

    name: str
    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """Part by whole, between 0 and 1."""
        return share(self.part, self.whole)


def share(part: int, whole: int) -> float:
    """*part* by *whole*; 0 where there is nothing to count."""
    return part / whole if whole else 0.0


def measure(name: str, units: Sequence[tuple[int, int]]) -> Figure:
    """The figure whose part and whole are the sums over *units*. Same units, same interval.

    A unit is what succeeds and fails together: an article where events are counted, else a sentence.
    """
    parts = np.array([part for part, _ in units], dtype=np.float64)
    wholes = np.array([whole for _, whole in units], dtype=np.float64)
    part, whole = int(parts.sum()), int(wholes.sum())
    if not whole:
        return Figure(name=name, part=part, whole=whole, low=0.0, high=0.0)
    drawn = _draws(len(units))
    below = drawn @ wholes
    # A draw without anything to count tells nothing.
    shares = np.sort((drawn @ parts)[below > 0] / below[below > 0])
    cut = round(len(shares) * _TAIL)
    return Figure(
        name=name, part=part, whole=whole, low=float(shares[cut]), high=float(shares[-cut - 1])
    )


@lru_cache(maxsize=16)
def _draws(units: int) -> NDArray[np.float64]:
    """How often each draw, with replacement, takes each unit."""
    chance = np.random.default_rng(_SEED)
    return chance.multinomial(units, np.full(units, 1 / units), size=DRAWS).astype(np.float64)
