"""``PYTHONPATH=tests python -m faults.publish DIR... > docs/reliability.md``: one report of several runs.

A folder is one that `make faults` or ``python -m faults.planted`` wrote; what each of them holds is added up. `tests/faults/results`
is one: there the lines of finished runs are gathered.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from faults.catalogue.points import HITS, UNREACHED
from faults.instrument import list_points
from faults.load import load_faults
from faults.planted import PLANTED, read_outcomes
from faults.points_report import count_kills
from faults.report import Campaign, campaign_text
from faults.runner import RESULTS, read_results

_BUGS = """
## Planted bugs

Each was planted into the workers (`python -m faults.planted`), put under traffic, a SIGKILL and a rebalance, and the checker
run. A run without any bug, in the same weather, must be clean. *Try*: the run in which it was caught; some need luck.

| bug | what it does | caught by | try |
|---|---|---|---:|
"""


def main(folders: Sequence[str]) -> int:
    """Write the report to the standard output; 2 where no folder was given."""
    if not folders:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    results = [each for folder in folders for each in read_results(Path(folder) / RESULTS)]
    outcomes = [each for folder in folders for each in read_outcomes(Path(folder) / PLANTED)]
    sys.stdout.write(campaign_text(Campaign(faults=load_faults(), results=results)))
    sys.stdout.writelines(path.read_text("utf-8") for path in _notes(folders))
    sys.stdout.writelines(_points(results))
    if outcomes:
        sys.stdout.writelines([_BUGS, *_bugs(outcomes)])
    return 0


def _notes(folders: Iterable[str]) -> Iterator[Path]:
    """What somebody wrote down about the violations of a run, beside its results."""
    return (path for folder in folders if (path := Path(folder) / "notes.md").exists())


def _points(results: Iterable[dict[str, Any]]) -> Iterator[str]:
    killed, missed = count_kills(note for result in results for note in result["notes"])
    points = [point for point in list_points() if point not in UNREACHED]
    if not killed:
        yield f"\n## Fail points\n\nNone of the {len(points)} that can be reached was tried in these runs.\n"
        return
    often = sum(killed[point] >= len(HITS) for point in points)
    yield "\n## Fail points\n\n"
    yield f"{len(points)} places of the commit path can be reached; a worker killed itself at them {killed.total():,} times,"
    yield f" at {often} of them {len(HITS)} times or more, which is wanted of each.\n"
    fewer = [point for point in points if killed[point] < len(HITS)]
    if fewer:
        yield f"Those that fall short, {len(fewer)}:\n\n| place | killed | not reached |\n|---|---:|---:|\n"
        yield from (f"| `{point}` | {killed[point]} | {missed[point]} |\n" for point in fewer)


def _bugs(outcomes: Sequence[dict[str, Any]]) -> Iterator[str]:
    planted = [each for each in outcomes if each["expected"]]
    for each in sorted(planted, key=lambda outcome: str(outcome["case"])):
        by = ", ".join(sorted(each["violations"])) if each["passed"] else "**nothing**"
        yield f"| `{each['case']}` | {each['does']} | {by} | {each['attempt']} |\n"
    clean = [each for each in outcomes if not each["expected"]]
    yield f"\n{sum(each['passed'] for each in planted)} of {len(planted)} were caught;"
    yield f" {sum(each['passed'] for each in clean)} of {len(clean)} runs without a bug were clean.\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
