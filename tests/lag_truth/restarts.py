"""Real workers restarted in turn, killed and frozen: what the monitor says of them, and when."""

import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agents.embedded.broker import EmbeddedBroker
from agents.ops.judging import AgentReport
from agents.ops.monitor import Monitor, Report
from lag_truth.play import Say
from support.wire import Wire

AGENTS = ("extract", "store")
QUIET = frozenset({"ok", "idle", "catching_up"})
_ARTICLE = b'{"id": "%d", "body": "Turkey sent aid to Syria on Monday."}'
_WELL_SECONDS = 240.0
_DETECT_SECONDS = 120.0

Worker = subprocess.Popen[bytes]


class Watch(threading.Thread):
    """Keeps every verdict that is not quiet, with the moment and the reason."""

    def __init__(self, monitor: Monitor) -> None:
        super().__init__(daemon=True)
        self._monitor = monitor
        self._stopping = threading.Event()
        self.looks = 0
        self.alarms: list[dict[str, str]] = []

    def run(self) -> None:
        """Watch until ``stop``."""
        report = self._monitor.report
        while not self._stopping.is_set():
            before, report = report, self._monitor.wait(after=report.number, seconds=1)
            if report.number == before.number:
                continue
            self.looks += 1
            self.alarms += [_alarm(each) for each in report.agents if each.verdict not in QUIET]
            if report.outage:
                self.alarms.append({"agent": "", "verdict": "outage", "why": report.outage.reason})

    def stop(self) -> None:
        """Watch no more."""
        self._stopping.set()
        self.join()


def rolling_restarts(folder: Path, count: int, say: Say) -> dict[str, Any]:
    """Two workers of each agent; each in turn is sent SIGTERM and started again."""
    with _installation(folder) as (wire, monitor):
        workers = [(agent, wire.start(agent)) for agent in AGENTS for _ in range(2)]
        _await_well(monitor, {"extract": 2, "store": 2})
        watch = Watch(monitor)
        watch.start()
        for number in range(count):
            agent, worker = workers.pop(0)
            worker.send_signal(signal.SIGTERM)
            worker.wait(_WELL_SECONDS)
            workers.append((agent, wire.start(agent)))
            seconds = _await_well(monitor, {agent: 2})
            say(f"restart {number + 1} of {agent}: {seconds:.0f} s, {len(watch.alarms)} alarms")
        watch.stop()
    return {"restarts": count, "looks": watch.looks, "alarms": watch.alarms}


def detections(folder: Path, count: int, say: Say) -> dict[str, Any]:
    """How long until the only worker of `extract` is called `stalled` once frozen, `stopped` once killed."""
    found: dict[str, Any] = {"stalled": [], "stopped": []}
    with _installation(folder) as (wire, monitor):
        for _ in range(count):
            worker = wire.start("extract")
            _await_well(monitor, {"extract": 1})
            for word, number in (("stalled", signal.SIGSTOP), ("stopped", signal.SIGKILL)):
                worker.send_signal(number)
                report, seconds = _await_verdict(monitor, word)
                found[word].append({"seconds": round(seconds, 1), "why": report.reason})
                say(f"{word} after {seconds:.1f} s: {report.reason}")
                if word == "stalled":
                    worker.send_signal(signal.SIGCONT)
                    _await_well(monitor, {"extract": 1})
    return found


@contextmanager
def _installation(folder: Path) -> Iterator[tuple[Wire, Monitor]]:
    """Topics, a database, and a steady stream of articles; no worker yet."""
    folder.mkdir(parents=True, exist_ok=True)
    stopping = threading.Event()
    with EmbeddedBroker(folder / "broker") as broker:
        wire = Wire(
            broker.bootstrap_servers,
            folder,
            "restarts-",
            environ={"EVENTWIRE_EXTRACT_STAGES": "null"},
        )
        wire.prepare()

        def traffic() -> None:
            number = 0
            while not stopping.wait(1):
                wire.push([(b"%d" % each, _ARTICLE % each) for each in range(number, number + 4)])
                number += 4

        thread = threading.Thread(target=traffic, daemon=True)
        thread.start()
        try:
            with Monitor(wire.settings) as monitor:
                yield wire, monitor
        finally:
            stopping.set()
            thread.join()
            wire.kill()


def _await_well(monitor: Monitor, wanted: dict[str, int]) -> float:
    """Seconds until each agent of *wanted* has so many workers that own its partitions, and is not behind."""
    started, report = time.monotonic(), monitor.report
    while time.monotonic() - started < _WELL_SECONDS:
        report = monitor.wait(after=report.number, seconds=5)
        if report.number and all(_is_well(report, *each) for each in wanted.items()):
            return time.monotonic() - started
    raise AssertionError([(each.agent, each.verdict, each.reason) for each in report.agents])


def _is_well(report: Report, agent: str, count: int) -> bool:
    said = next((each for each in report.agents if each.agent == agent), None)
    if said is None or said.verdict not in QUIET:
        return False
    owners = {partition.member for partition in said.lag.partitions}
    return None not in owners and len(owners) == count == said.lag.members


def _await_verdict(monitor: Monitor, word: str) -> tuple[AgentReport, float]:
    started, report = time.monotonic(), monitor.report
    while time.monotonic() - started < _DETECT_SECONDS:
        report = monitor.wait(after=report.number, seconds=5)
        for each in report.agents:
            if each.agent == "extract" and each.verdict == word:
                return each, time.monotonic() - started
    raise AssertionError([(each.verdict, each.reason) for each in report.agents])


def _alarm(said: AgentReport) -> dict[str, str]:
    return {"agent": said.agent, "verdict": said.verdict, "why": said.reason}
