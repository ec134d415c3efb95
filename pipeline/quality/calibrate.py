"""``python -m pipeline.quality.calibrate``: the confidence of each kind of finding, from events known to be right or wrong.

Prints the lines of ``pipeline/lexicon/confidence.toml``; whoever takes them over reads them first.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.quality.bootstrap import share
from pipeline.quality.materials import Materials
from pipeline.quality.observations import Observation
from schemas.errors import EventwireError

# A kind of which little is known keeps near the share over all kinds, as if so many more had been seen.
PRIOR_EVENTS = 10

_NO_KIND = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How often findings of one kind are right, and the confidence that follows."""

    kind: str
    right: int
    events: int
    confidence: float


def calibrate(observations: Sequence[Observation]) -> tuple[Calibration, ...]:
    """Each kind with its share right, drawn towards the share over all by ``PRIOR_EVENTS`` events; most seen first."""
    prior = share(sum(one.right for one in observations), len(observations))
    events = Counter(one.kind or _NO_KIND for one in observations)
    right = Counter(one.kind or _NO_KIND for one in observations if one.right)
    return tuple(
        Calibration(
            kind=kind,
            right=right[kind],
            events=count,
            confidence=round((right[kind] + PRIOR_EVENTS * prior) / (count + PRIOR_EVENTS), 2),
        )
        for kind, count in sorted(events.items(), key=lambda of: (-of[1], of[0]))
    )


def confidence_toml(calibrations: Sequence[Calibration]) -> str:
    """The lines of the table, each with what it rests on."""
    return "\n".join(
        f"{one.kind} = {one.confidence:.2f} # {one.right} of {one.events} right"
        for one in calibrations
    )


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a file was refused."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.quality.calibrate")
    parser.add_argument(
        "--from",
        dest="origin",
        choices=("judged", "gold", "all"),
        default="all",
        help="judged events, those of articles with gold, or both; by default both",
    )
    asked = parser.parse_args(arguments)
    try:
        known = Materials().observations(with_kinds=True)
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    chosen = [one for one in known if asked.origin in {"all", one.origin}]
    sys.stdout.write(confidence_toml(calibrate(chosen)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
