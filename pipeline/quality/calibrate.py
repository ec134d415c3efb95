"""``python -m pipeline.quality.calibrate``: what each sign of a finding weighs, learned from judged events.

Prints ``pipeline/lexicon/confidence.toml``. The weights come from the events judged for development, the level from the
held-out ones, as rules were mended with the former at hand; what it says of itself is told by articles that it was not
fitted on.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.flow import load_flow
from pipeline.flow_limits import FlowLimits
from pipeline.lexicon.confidence import Confidence
from pipeline.quality.judged import load_judged
from pipeline.quality.logistic import (
    Numbers,
    area_under_curve,
    find_level,
    fit_logistic,
)
from pipeline.quality.observations import Observation, judged_observations
from pipeline.quality.places import JUDGED
from schemas.errors import EventwireError

# As if each weight had been seen to be 0 by so many events: as good out of fold as 6, and better than 20 and 40.
RIDGE = 10.0
# A sign of fewer events weighs nothing.
FEWEST_EVENTS = 12
_FOLDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The table, and what it does to articles it was not fitted on."""

    table: Confidence
    events: int
    held_out: int
    area: float


def calibrate(development: Sequence[Observation], held_out: Sequence[Observation]) -> Calibration:
    """Weights from *development*, the level from *held_out*, where both hold events right and wrong."""
    seen = Counter(name for one in development for name, _ in one.signs)
    names = sorted(name for name, count in seen.items() if count >= FEWEST_EVENTS)
    signs, right = _matrix(development, names), _right(development)
    weights = _fit(signs, right)
    level = find_level(_matrix(held_out, names) @ weights, float(_right(held_out).mean()))
    scores = _out_of_fold(signs, right, [one.article for one in development])
    return Calibration(
        table=Confidence(
            level=round(level, 2),
            weights={
                name: round(float(weight), 2)
                for name, weight in zip(names, weights, strict=True)
                if round(float(weight), 2)
            },
        ),
        events=len(development),
        held_out=len(held_out),
        area=area_under_curve(scores.tolist(), [one.right for one in development]),
    )


def confidence_toml(found: Calibration) -> str:
    """The file, with what it rests on."""
    lines = [
        "# What each sign of a finding (pipeline/stages/events/signs.py) adds to its score, whose logistic is the chance that",
        "# a reader finds its type, its actors and its recipients right. Written by `python -m pipeline.quality.calibrate`.",
        f"# Weights from {found.events} events judged for development, level from {found.held_out} held-out ones. On articles it was",
        f"# not fitted on, one that is right has the higher chance of two in {found.area:.2f} of all pairs (0.5 would tell nothing).",
        f"level = {found.table.level}",
        "",
        "[weights]",
    ]
    lines += [f'"{name}" = {weight}' for name, weight in found.table.weights.items()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the table; 1 where the events or their articles are not there, or a file was refused."""
    try:
        flow = load_flow(FlowLimits())
        development, held_out = (
            load_judged(flow, folder) for folder in (JUDGED / "development", JUDGED)
        )
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    reason = development.skipped or held_out.skipped
    if reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    known = [tuple(judged_observations(one.retold)) for one in (development, held_out)]
    sys.stdout.write(confidence_toml(calibrate(*known)))
    return 0


def _matrix(events: Sequence[Observation], names: Sequence[str]) -> Numbers:
    places = {name: place for place, name in enumerate(names)}
    matrix = np.zeros((len(events), len(names)))
    for row, event in enumerate(events):
        for name, value in event.signs:
            if name in places:
                matrix[row, places[name]] = value
    return matrix


def _right(events: Sequence[Observation]) -> Numbers:
    return np.array([float(one.right) for one in events])


def _fit(signs: Numbers, right: Numbers) -> Numbers:
    level = np.ones((len(signs), 1))
    return fit_logistic(np.hstack([level, signs]), right, ridge=RIDGE, free=1)[1:]


def _out_of_fold(signs: Numbers, right: Numbers, articles: Sequence[str]) -> Numbers:
    """The score of each event by the weights that the other articles give."""
    order = {article: place for place, article in enumerate(sorted(set(articles)))}
    folds = np.array([order[article] % _FOLDS for article in articles])
    scores = np.zeros(len(right))
    for fold in range(_FOLDS):
        inside = folds == fold
        scores[inside] = signs[inside] @ _fit(signs[~inside], right[~inside])
    return scores


if __name__ == "__main__":
    sys.exit(main())
