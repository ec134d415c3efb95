"""Planted bugs are planted, and the checker catches them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from agents.embedded.broker import EmbeddedBroker
from faults.bug import Bug
from faults.catalogue.points import (
    GROUPS,
    HITS,
    KILLED,
    LATE,
    NOT_REACHED,
    UNREACHED,
    WEATHER,
    Progress,
    kills_of,
    planned_kills,
)
from faults.evidence import EventRecord
from faults.faust_points import ANSWER
from faults.instrument import list_points
from faults.invariants.retractions import check_retractions
from faults.mutations import BUGS, find_bug
from faults.planted import list_cases
from faults.points_report import count_kills
from faults.trial import try_bug

ROOT = Path(__file__).parents[2]
INVARIANTS = {"I1", "I2", "I3", "I3b", "I4", "I5", "I6", "I8", "I9", "I10"}
PLANTING = """
from faults.failpoints import FailPoints
from faults.instrument import install
from faults.mutations import BUGS, patches_of
wanted = patches_of(BUGS)
install(FailPoints(), wanted)
import sys, agents.run
print(*(module for module in wanted if module in sys.modules))
"""


def patterns_of(bug: Bug) -> Iterator[str]:
    for text in bug.environ.values():
        yield from (spec.rpartition("=")[0] for spec in text.split(";"))
    for specs in bug.kills.values():
        yield from (spec.rstrip("0123456789").rstrip(":") for spec in specs)


def weather_patterns() -> Iterator[str]:
    for text in WEATHER.values():
        yield text.split("=", 1)[1].rpartition("=")[0]


def test_there_are_enough_bugs_and_each_says_what_must_catch_it() -> None:
    assert len(BUGS) >= 22
    assert len({bug.name for bug in BUGS}) == len(BUGS)
    for bug in BUGS:
        assert bug.breaks
        assert set(bug.breaks) <= INVARIANTS, bug.name
        assert bug.patches, bug.name


def test_every_bug_finds_its_place_in_the_product() -> None:
    path = os.pathsep.join([str(ROOT / "tests"), str(ROOT)])
    ended = subprocess.run(
        [sys.executable, "-c", PLANTING],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert set(ended.stdout.split()) == {module for bug in BUGS for module in bug.patches}


def test_the_weather_of_every_bug_and_of_every_kill_is_at_points_that_exist() -> None:
    points = [*list_points(), ANSWER]
    for pattern in [*(each for bug in BUGS for each in patterns_of(bug)), *weather_patterns()]:
        assert any(fnmatchcase(point, pattern) for point in points), pattern
    for beginning in WEATHER:
        assert any(point.startswith(beginning) for point in points), beginning
    assert set(UNREACHED) <= set(points)


def test_every_point_that_can_be_reached_is_killed_at_five_times() -> None:
    kills = planned_kills()

    assert len(kills) == len(HITS) * (len(list_points()) - len(UNREACHED))
    assert sorted(kill for group in (*range(GROUPS), LATE) for kill in kills_of(group)) == sorted(
        kills
    )
    for point in set(list_points()) - set(UNREACHED):
        assert sum(line.startswith(f"{point}:") for _, line in kills) == len(HITS) == 5


def test_kills_go_on_over_installations_and_begin_anew_where_one_was_cut_off(
    tmp_path: Path,
) -> None:
    progress = Progress(tmp_path / "kill-at-points-1.json")
    progress.begin(1000)
    for _ in range(3):
        progress.advance()
    progress.begin(1001)
    progress.advance()
    assert progress.next_number() == 4

    progress.begin(1001)

    assert progress.next_number() == 3


def test_kills_are_counted_from_what_a_campaign_noted() -> None:
    agent, line = planned_kills()[40]
    notes = [f"0: {KILLED} {agent} at {line}; 3.2 s", f"1: {NOT_REACHED} {agent} at {line}; 0.1 s"]

    killed, missed = count_kills(notes)

    assert killed == missed
    assert set(killed) < set(list_points())


def test_each_weather_is_tried_without_a_bug_too() -> None:
    cases = list_cases()

    assert {case.name for case in cases if case.planted} == {bug.name for bug in BUGS}
    assert 5 <= sum(not case.planted for case in cases) < len(BUGS)


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        (["retracted", None], False),
        (["retracted", None, "retracted", None], False),
        ([None], True),
        (["retracted"], False),
        ([None, "retracted", None], True),
    ],
)
def test_a_retraction_is_said_before_its_tombstone(said: list[str | None], broken: bool) -> None:
    records = [
        EventRecord("k", 0, offset, 2, None)
        if state is None
        else EventRecord("k", 0, offset, 2, b"d", "a", 1, state)
        for offset, state in enumerate(said)
    ]

    assert bool(list(check_retractions(records))) is broken


@pytest.mark.broker
@pytest.mark.slow
def test_the_checker_catches_a_bug_in_a_running_installation(tmp_path: Path) -> None:
    bug = find_bug("lose-tombstones")

    with EmbeddedBroker(tmp_path / "broker") as broker:
        trial = try_bug(bug, tmp_path / "trial", seed=1, broker=broker)

    assert any(trial.violations[name] for name in bug.breaks), trial
