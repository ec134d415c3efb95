"""Section r: is an event of confidence 0.8 right in eight cases of ten?"""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.quality.bootstrap import measure, share
from pipeline.quality.logistic import area_under_curve
from pipeline.quality.observations import Observation
from pipeline.quality.section import Grid, Section

# Narrow where most events lie.
BIN_EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

# What a reader of the topic may ask for.
CHOICES = (0.0, 0.5, 0.6, 0.7, 0.8)

_TITLE = "Reliability of the confidence"


def reliability_section(observations: Sequence[Observation]) -> Section:
    """The confidence in bins against the share right, over judged events and those of articles with gold."""
    if not observations:
        return Section(
            key="r",
            name="reliability",
            title=_TITLE,
            skipped="not there: no event is judged or has gold",
            has_floors=False,
        )
    judged = [one for one in observations if one.origin == "judged"]
    gold = [one for one in observations if one.origin == "gold"]
    return Section(
        key="r",
        name="reliability",
        title=_TITLE,
        notes=(
            "right: the words tell an event of this type by these actors to these recipients; the share"
            " right in a bin should be its mean confidence",
            "the weights were learned from neither set; the level from the judged events, most of which"
            " are of articles that no rule was written with",
            *_notes(judged, "judged events"),
            *_notes(gold, "events of articles with gold, which the rules were written with"),
        ),
        grids=(
            reliability_grid("judged events", judged),
            reliability_grid("events of articles with gold", gold),
            reliability_grid("all", observations),
            choice_grid("judged events, from a confidence up", judged),
        ),
        has_floors=False,
    )


def reliability_grid(title: str, observations: Sequence[Observation]) -> Grid:
    """Each bin that holds an event: how many, their mean confidence, the share right with its interval."""
    rows = []
    for low, high in pairwise(BIN_EDGES):
        inside = _inside(observations, low, high)
        if not inside:
            continue
        right = measure("right", [(int(one.right), 1) for one in inside])
        rows.append(
            (
                f"{low:.1f} to {high:.1f}",
                str(len(inside)),
                f"{_mean(inside):.2f}",
                f"{right.value:.2f}",
                f"{right.low:.2f} to {right.high:.2f}",
            )
        )
    return Grid(
        title=title,
        columns=("confidence", "events", "mean", "share right", "95 %"),
        rows=tuple(rows),
    )


def choice_grid(title: str, observations: Sequence[Observation]) -> Grid:
    """What is left, and how much of it is right, where only events from a confidence up are taken."""
    rows = []
    for least in CHOICES:
        chosen = [one for one in observations if one.confidence >= least]
        if not chosen:
            continue
        right = measure("right", [(int(one.right), 1) for one in chosen])
        left = share(len(chosen), len(observations))
        span = f"{right.low:.2f} to {right.high:.2f}"
        rows.append((f"{least:.1f}", f"{left:.0%}", f"{right.value:.2f}", span))
    return Grid(
        title=title,
        columns=("from", "events left", "share right", "95 %"),
        rows=tuple(rows),
    )


def calibration_error(observations: Sequence[Observation]) -> float:
    """The mean distance, over the events, of the share right in a bin from its mean confidence."""
    distances = 0.0
    for low, high in pairwise(BIN_EDGES):
        inside = _inside(observations, low, high)
        right = share(sum(one.right for one in inside), len(inside))
        distances += abs(right - _mean(inside)) * len(inside)
    return distances / len(observations) if observations else 0.0


def _notes(observations: Sequence[Observation], title: str) -> list[str]:
    if not observations:
        return []
    area = area_under_curve(
        [one.confidence for one in observations], [one.right for one in observations]
    )
    return [
        f"{len(observations)} {title}: mean distance {calibration_error(observations):.3f}, area"
        f" under the curve {area:.2f} (0.5 would tell nothing)"
    ]


def _inside(observations: Sequence[Observation], low: float, high: float) -> list[Observation]:
    """Those from *low* on and below *high*; the last bin holds its end as well."""
    last = high == BIN_EDGES[-1]
    return [
        one
        for one in observations
        if low <= one.confidence < high or (last and one.confidence == high)
    ]


def _mean(observations: Sequence[Observation]) -> float:
    return sum(one.confidence for one in observations) / len(observations) if observations else 0.0
