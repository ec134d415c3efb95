"""Fail points are where the product waits, all of them, and change nothing but what they are told to."""

import ast
import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from agents.hop import take_batches
from faults.failpoints import FailPoints, Plan, arm
from faults.instrument import list_points, points_of, watched_modules
from faults.rewriting import Rewriter
from pipeline.storage.engine import opened
from pipeline.storage.migrate import upgrade

ROOT = Path(__file__).parents[2]
SOURCE = """
class Outlet:
    async def send(self, topic, messages):
        return [await topic.send(message) for message in messages]

async def both(steps, work):
    taken = []
    async for step in steps.take(2):
        taken.append(await work(step))
        await work(step)
    return taken

def save(engine, rows):
    with engine.begin() as connection:
        connection.execute(rows)
    return "saved"
"""
PLACES = {
    "m:Outlet.send:topic.send(message)",
    "m:both:steps.take()",
    "m:both:work(step)",
    "m:both:work(step)#2",
}
SAVING = """
import os, sys
from faults.failpoints import arm
from faults.instrument import install
install(arm(os.environ, "store"), {})
from pipeline.storage.engine import opened
from pipeline.storage.repository import SqlEventRepository
from support.builders import make_extraction
with opened(sys.argv[1]) as engine:
    SqlEventRepository(engine).save([make_extraction()])
print("saved")
"""
TRANSACTION = "pipeline.storage.repository:SqlEventRepository.save:writing(self._engine).begin()"


class Recorder(FailPoints):
    """Remembers where it was."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def hit(self, point: str) -> None:
        self.seen.append(point)
        super().hit(point)

    async def at(self, point: str) -> None:
        self.seen.append(point)
        await super().at(point)


def rewritten(points: FailPoints) -> dict[str, Any]:
    tree = Rewriter("m", transactions=True).visit(ast.parse(SOURCE))
    module = Rewriter.names_for(points)
    exec(compile(ast.fix_missing_locations(tree), "m", "exec"), module)
    return module


class Steps:
    async def take(self, count: int) -> AsyncIterator[int]:
        for number in range(count):
            yield number


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


@contextmanager
def recorded_block(ends: list[str]) -> Any:
    try:
        yield Connection()
    except ConnectionError:
        ends.append("rolled back")
        raise
    else:
        ends.append("committed")


class Connection:
    def execute(self, rows: int) -> int:
        return rows


class Engine:
    def __init__(self) -> None:
        self.ends: list[str] = []

    def begin(self) -> Any:
        return recorded_block(self.ends)


def test_each_await_and_each_step_has_a_point_before_and_after_it() -> None:
    points = points_of("m", SOURCE)

    assert points == [*dict.fromkeys(points)]
    assert {point.rpartition(":")[0] for point in points} == PLACES
    assert {point.rpartition(":")[2] for point in points} == {"before", "after"}


def test_a_new_await_of_an_agent_is_a_point_without_being_named_anywhere() -> None:
    awaits = blocks = 0
    for module in watched_modules():
        if module.startswith("agents."):
            source = (ROOT / f"{module.replace('.', '/')}.py").read_text()
            for node in ast.walk(ast.parse(source)):
                awaits += isinstance(node, ast.Await | ast.AsyncFor)
                awaits += isinstance(node, ast.comprehension) and bool(node.is_async)
                blocks += len(node.items) if isinstance(node, ast.AsyncWith) else 0
    points = list_points()

    assert awaits > 20
    assert sum(point.startswith("agents.") for point in points) == 2 * awaits + 4 * blocks
    assert len(set(points)) == len(points)


def test_the_steps_of_the_transaction_and_of_the_offsets_are_points() -> None:
    points = list_points()

    for end in ("begin:before", "begin:after", "end:before", "end:after"):
        assert f"{TRANSACTION}:{end}" in points
    assert sum(point.startswith("pipeline.storage.repository:_write") for point in points) >= 16
    assert "faust:Consumer:_commit_offsets:before" in points
    assert "aiokafka:Sender:_send_produce_req:after" in points


def test_instrumented_code_does_what_it_did_and_passes_its_points_in_order() -> None:
    points = Recorder()
    module = rewritten(points)

    assert asyncio.run(module["both"](Steps(), double)) == [0, 2]

    step = ["m:both:steps.take():before", "m:both:steps.take():after"]
    work = [
        f"m:both:work(step){number}:{side}" for number in ("", "#2") for side in ("before", "after")
    ]
    assert points.seen == [*step, *work, *step, *work, step[0]]


def test_an_error_at_the_end_of_a_transaction_rolls_it_back() -> None:
    engine = Engine()
    assert rewritten(Recorder())["save"](engine, 1) == "saved"
    failing = arm({"FAULTS_RAISE": "m:save:engine.begin():end:before=ConnectionError"}, "store")

    with pytest.raises(ConnectionError, match="planted"):
        rewritten(failing)["save"](engine, 1)

    assert engine.ends == ["committed", "rolled back"]


def test_an_error_comes_the_first_time_and_each_nth_after_it() -> None:
    points = arm({"FAULTS_RAISE": "a:*:before=ValueError:3;b:c:d:after=ConnectionError"}, "store")
    failed = []
    for number in range(7):
        try:
            points.hit("a:b:c:before")
        except ValueError:
            failed.append(number)

    assert failed == [0, 3, 6]
    points.hit("a:b:c:after")
    with pytest.raises(ConnectionError):
        points.hit("b:c:d:after")


def test_a_plan_goes_on_where_it_was_and_takes_new_lines(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "plan", "store")
    points = arm({"FAULTS_PLAN": str(plan.folder)}, "store")
    points.hit("a:b:c:before")
    number = plan.add("a:b:c:after:2 | FAULTS_RAISE=a:b:c:before=ValueError")
    with pytest.raises(ValueError, match="planted"):
        points.hit("a:b:c:before")

    plan.note(number, "not-reached")

    points.hit("a:b:c:before")
    points.hit("a:b:c:after")
    points.hit("a:b:c:after")
    assert plan.next_number() == 1
    assert plan.done()[0][:2] == (0, "not-reached")


@pytest.mark.parametrize(("end", "rows"), [("begin:after", 0), ("end:before", 0), ("end:after", 1)])
def test_a_process_dies_at_its_point_and_leaves_what_it_had_committed(
    tmp_path: Path, end: str, rows: int
) -> None:
    file = tmp_path / "eventwire.db"
    with opened(f"sqlite:///{file}") as engine:
        upgrade(engine)
    point = f"{TRANSACTION}:{end}"
    path = os.pathsep.join([str(ROOT / "tests"), str(ROOT)])
    environment = {**os.environ, "FAULTS_POINT": point, "PYTHONPATH": path}

    ended = subprocess.run(
        [sys.executable, "-c", SAVING, f"sqlite:///{file}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert f"faults: killed at {point}" in ended.stderr
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (rows,)


def test_the_product_itself_has_no_points() -> None:
    assert "__faults_at__" not in take_batches.__code__.co_names
    product = [path for top in ("agents", "pipeline") for path in (ROOT / top).rglob("*.py")]
    assert product
    assert not [
        path for path in product if re.search(r"(from|import) faults|FAULTS_", path.read_text())
    ]
