"""``PYTHONPATH=tests python -m faults.planted --out DIR``: every planted bug on trial, and every weather without.

The checker has to catch each bug by an invariant that the bug names, and to find nothing where there is none.
Each trial is a line of ``planted.jsonl``; those that are there are passed over.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.embedded.broker import EmbeddedBroker
from faults.bug import Bug
from faults.mutations import BUGS
from faults.trial import Trial, try_bug

PLANTED = "planted.jsonl"
_ATTEMPTS = 3
_TOLD_ANYWAY = {"I6", "I8", "I10"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A trial to hold: a bug, or its weather alone."""

    bug: Bug
    planted: bool

    @property
    def name(self) -> str:
        return self.bug.name if self.planted else f"no bug, weather of {self.bug.name}"

    def passed(self, trial: Trial) -> bool:
        """Was the bug caught as it should be; or was nothing found where there is none?"""
        if not self.planted:
            return not trial.violations
        caught = {name for name in self.bug.breaks if trial.violations[name]}
        # What was not done in time is missing for that reason alone: it tells nothing of the bug.
        return bool(caught & _TOLD_ANYWAY if trial.violations["I6"] else caught)


def list_cases(bugs: Iterable[Bug] = BUGS) -> list[Case]:
    """Every bug; and each weather once without a bug, under the name of the first that asks for it."""
    weathers: dict[str, Bug] = {}
    for bug in bugs:
        seen = json.dumps([dict(bug.environ), dict(bug.kills), bug.stages], sort_keys=True)
        weathers.setdefault(seen, bug)
    controls = [Case(bug=bug, planted=False) for bug in weathers.values()]
    return controls + [Case(bug=bug, planted=True) for bug in bugs]


def hold(case: Case, folder: Path, *, seed: int, broker: EmbeddedBroker) -> dict[str, Any]:
    """The outcome of *case* as plain values. What a bug breaks may need chance: another seed is tried then."""
    outcome: dict[str, Any] = {}
    for attempt in range(1, _ATTEMPTS + 1 if case.planted else 2):
        place = folder / f"{case.name.replace(' ', '-')}-{attempt}"
        trial = try_bug(
            case.bug, place, seed=seed + attempt - 1, broker=broker, planted=case.planted
        )
        passed = case.passed(trial)
        expected = case.bug.breaks if case.planted else ()
        outcome = {"case": case.name, "does": case.bug.does, "expected": expected}
        outcome |= {"passed": passed, "attempt": attempt, **trial.as_json()}
        if passed:
            break
    return outcome


def hold_all(
    cases: Iterable[Case], folder: Path, *, seed: int, jobs: int
) -> Iterator[dict[str, Any]]:
    """The outcomes as they come, *jobs* trials at a time, on one broker."""
    with (
        EmbeddedBroker(folder / "broker") as broker,
        ThreadPoolExecutor(max_workers=jobs) as threads,
    ):
        held = [threads.submit(hold, case, folder, seed=seed, broker=broker) for case in cases]
        for each in as_completed(held):
            yield each.result()


def main() -> int:
    """Hold the trials that are missing; 0 where all passed."""
    parser = argparse.ArgumentParser(prog="python -m faults.planted")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="names, parted by commas")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    results = given.out / PLANTED
    outcomes = read_outcomes(results)
    done = {outcome["case"] for outcome in outcomes}
    wanted = set(filter(None, given.only.split(",")))
    cases = [
        case
        for case in list_cases()
        if case.name not in done and (not wanted or case.bug.name in wanted)
    ]
    for outcome in hold_all(cases, given.out / "work", seed=given.seed, jobs=given.jobs):
        with results.open("a") as file:
            file.write(json.dumps(outcome) + "\n")
        sys.stdout.write(_line(outcome) + "\n")
        sys.stdout.flush()
        outcomes.append(outcome)
    return 0 if all(outcome["passed"] for outcome in outcomes) else 1


def read_outcomes(results: Path) -> list[dict[str, Any]]:
    """The trials of an earlier run; nothing where there was none."""
    lines = results.read_text().splitlines() if results.exists() else []
    return [json.loads(line) for line in lines]


def _line(outcome: dict[str, Any]) -> str:
    caught = ", ".join(f"{name} x{count}" for name, count in sorted(outcome["violations"].items()))
    word = "passed" if outcome["passed"] else "FAILED"
    return f"{word}  {outcome['case']}: {caught or 'no violation'} ({outcome['seconds']:g} s)"


if __name__ == "__main__":
    raise SystemExit(main())
