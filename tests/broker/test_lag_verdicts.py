"""Real workers that die, freeze or wait, and what the monitor and the command say of them, and when."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from agents.commands.lag import ALARMED, FINE, run_lag
from agents.embedded.broker import EmbeddedBroker
from agents.ops.judging import AgentReport
from agents.ops.monitor import Monitor
from agents.ops.partition_memory import Limits
from support.screen import Screen
from support.wire import Wire

pytestmark = [pytest.mark.broker, pytest.mark.slow]

ARTICLE = b'{"id": "%d", "body": "Turkey sent aid to Syria on Monday."}'


@pytest.fixture
def wire(broker: EmbeddedBroker, tmp_path: Path, topic_prefix: str) -> Iterator[Wire]:
    opened = Wire(
        broker.bootstrap_servers,
        tmp_path,
        topic_prefix,
        environ={"EVENTWIRE_EXTRACT_STAGES": "null"},
    )
    opened.prepare()
    yield opened
    opened.kill()


def push(wire: Wire, count: int = 20) -> None:
    wire.push([(b"%d" % number, ARTICLE % number) for number in range(count)])


def await_verdict(
    monitor: Monitor, agent: str, *words: str, seconds: float
) -> tuple[AgentReport, float]:
    """The first report of *agent* with one of *words*, and how long that took."""
    started, report = time.monotonic(), monitor.report
    while time.monotonic() - started < seconds:
        report = monitor.wait(after=report.number, seconds=seconds)
        for each in report.agents:
            if each.agent == agent and each.verdict in words:
                return each, time.monotonic() - started
    raise AssertionError([(each.verdict, each.reason) for each in report.agents])


def start_well(wire: Wire, monitor: Monitor, agent: str) -> "subprocess.Popen[bytes]":
    """A worker that owns its partitions and has done what was there."""
    worker = wire.start(agent)
    deadline = time.monotonic() + 90
    report = monitor.report
    while time.monotonic() < deadline:
        report = monitor.wait(after=report.number, seconds=10)
        for each in report.agents:
            owned = all(partition.member for partition in each.lag.partitions)
            if each.agent == agent and owned and each.workers and not each.lag.lag_messages:
                return worker
    raise AssertionError(report)


def one_look(wire: Wire) -> tuple[int, dict[str, str]]:
    """The exit status of `eventwire lag --json`, and what it says of extract."""
    screen = Screen()
    status = run_lag(settings=wire.settings, watch=False, as_json=True, console=screen.console)
    return status, orjson.loads(screen.lines[0])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_without_its_only_worker_an_agent_is_stopped_and_says_what_to_do(
    wire: Wire, number: signal.Signals
) -> None:
    with Monitor(wire.settings) as monitor:
        worker = start_well(wire, monitor, "extract")
        os.kill(worker.pid, number)
        worker.wait(30)
        push(wire)
        said, took = await_verdict(monitor, "extract", "stopped", seconds=60)

    assert took < 15
    assert "`eventwire worker extract`" in said.action
    assert said.lag.lag_messages == 20
    status, shown = one_look(wire)
    assert (status, shown["verdict"]) == (ALARMED, "stopped")
    assert "`eventwire worker extract`" in shown["action"]


def test_one_command_is_enough_to_hear_of_a_worker_that_died_a_moment_ago(wire: Wire) -> None:
    with Monitor(wire.settings) as monitor:
        worker = start_well(wire, monitor, "extract")
    worker.kill()
    worker.wait()
    push(wire)
    # Until a heartbeat is missing, one that is not seen here may live where its process cannot be seen.
    time.sleep(Limits().late)

    status, shown = one_look(wire)

    assert (status, shown["verdict"]) == (ALARMED, "stopped")


def test_a_frozen_worker_is_stalled_and_named_and_goes_on_when_it_may(wire: Wire) -> None:
    with Monitor(wire.settings) as monitor:
        worker = start_well(wire, monitor, "extract")
        worker.send_signal(signal.SIGSTOP)
        push(wire)
        said, took = await_verdict(monitor, "extract", "stalled", "stopped", seconds=60)
        worker.send_signal(signal.SIGCONT)
        await_verdict(monitor, "extract", "ok", "idle", seconds=90)

    assert (said.verdict, took < 30) == ("stalled", True)
    assert f"kill -CONT {worker.pid}" in said.action


def test_a_worker_that_waits_for_the_database_is_stalled_and_the_database_named(
    wire: Wire,
) -> None:
    with Monitor(wire.settings) as monitor:
        start_well(wire, monitor, "extract")
        start_well(wire, monitor, "store")
        with closing(sqlite3.connect(wire.folder / "eventwire.db")) as database:
            database.execute("BEGIN EXCLUSIVE")
            push(wire)
            said, took = await_verdict(monitor, "store", "stalled", "stopped", seconds=90)
        await_verdict(monitor, "store", "ok", "idle", seconds=90)

    assert (said.verdict, "waits for the database" in said.reason) == ("stalled", True), said.reason
    assert took < 30
    screen = Screen()
    assert (
        run_lag(settings=wire.settings, watch=False, as_json=True, console=screen.console) == FINE
    )
