"""Logistic regression with a ridge: how much each sign speaks for or against (le Cessie and van Houwelingen 1992)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_MOST_STEPS = 50
_CLOSE = 1e-8

Numbers = NDArray[np.float64]


def fit_logistic(signs: Numbers, right: Numbers, *, ridge: float, free: int) -> Numbers:
    """The weight of each column of *signs* (events by signs) that explains *right* (0 or 1) best, by Newton's method.

    All but the first *free* columns are drawn towards 0, by half *ridge* times the square of their weight.
    """
    penalty = np.full(signs.shape[1], ridge)
    penalty[:free] = (
        _CLOSE  # not 0: a column that is the sum of others would have no weight of its own
    )
    weights = np.zeros(signs.shape[1])
    for _ in range(_MOST_STEPS):
        chances = logistic(signs @ weights)
        slope = signs.T @ (right - chances) - penalty * weights
        bend = (signs.T * (chances * (1 - chances))) @ signs + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < _CLOSE:
            break
    return weights


def logistic(scores: Numbers) -> Numbers:
    """The chance for each of *scores*, between 0 and 1."""
    return 1 / (1 + np.exp(-scores))


def find_level(scores: Numbers, wanted: float) -> float:
    """What must be added to all *scores* for a mean chance of *wanted*, which lies between 0 and 1."""
    low, high = -20.0, 20.0
    for _ in range(_MOST_STEPS):
        middle = (low + high) / 2
        if logistic(scores + middle).mean() < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def area_under_curve(scores: Sequence[float], right: Sequence[bool]) -> float:
    """The chance that an event that is right scores higher than one that is wrong; 0.5 tells nothing.

    The statistic of Mann and Whitney (1947); events of the same score count half.
    """
    values, truths = np.asarray(scores), np.asarray(right, dtype=bool)
    good, bad = values[truths], np.sort(values[~truths])
    if not len(good) or not len(bad):
        return 0.5
    below = np.searchsorted(bad, good, side="left")
    upto = np.searchsorted(bad, good, side="right")
    return float((below + upto).sum() / (2 * len(good) * len(bad)))
