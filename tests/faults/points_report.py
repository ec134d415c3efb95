"""``python -m faults.points_report DIR``: how often each fail point killed a worker in a campaign's results."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from faults.catalogue.points import HITS, KILLED, NOT_REACHED, UNREACHED
from faults.instrument import list_points
from faults.runner import RESULTS


def count_kills(notes: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Of each point, how often it killed and how often it was not reached, as the *notes* of results say."""
    killed: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for note in notes:
        said = note.partition("; ")[0]
        for word, counts in ((KILLED, killed), (NOT_REACHED, missed)):
            if f": {word} " in said and " at " in said:
                point = said.partition(" at ")[2].partition(" | ")[0].rpartition(":")[0]
                counts[point] += 1
    return killed, missed


def main() -> int:
    """One line a point; 0 where each that can be reached was killed at as often as planned."""
    lines = (Path(sys.argv[1]) / RESULTS).read_text("utf-8").splitlines()
    killed, missed = count_kills(note for line in lines for note in json.loads(line)["notes"])
    points = list_points()
    for point in points:
        why = f"  ({UNREACHED[point]})" if point in UNREACHED else ""
        late = f", not reached {missed[point]} times" if missed[point] else ""
        sys.stdout.write(f"{killed[point]:3d}  {point}{late}{why}\n")
    least = min((killed[point] for point in points if point not in UNREACHED), default=0)
    sys.stdout.write(f"{len(points)} points, {killed.total()} kills, at least {least} each\n")
    return 0 if least >= len(HITS) else 1


if __name__ == "__main__":
    raise SystemExit(main())
