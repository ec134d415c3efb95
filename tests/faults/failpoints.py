"""Fail points: what happens in a worker when it comes to a named place, as its environment says.

| variable | does |
|---|---|
| ``FAULTS_POINT`` | ``POINT[:N]``: SIGKILL of this process at the N-th time |
| ``FAULTS_PLAN`` | a folder: the next line of ``AGENT.plan``, as in FAULTS_POINT; read again when it changes |
| ``FAULTS_DELAY`` | ``POINT=SECONDS[:N]``: wait there, the first time and each N-th after it |
| ``FAULTS_RAISE`` | ``POINT=NAME[@M][:N]``: raise one of `ERRORS` there, the first (M-th) time and each N-th after it |
| ``FAULTS_TRACE`` | a file that gets the name of each point when it is first reached |

POINT may hold ``*``; several are parted by ``;``. A line of a plan may have ``| VARIABLE=TEXT`` after it: what else
is armed until the kill. Nothing here imports the product.
"""

import asyncio
import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from faults.ledger import PLANTED

POINT = "FAULTS_POINT"
PLAN = "FAULTS_PLAN"
DELAY = "FAULTS_DELAY"
RAISE = "FAULTS_RAISE"
TRACE = "FAULTS_TRACE"

# An outage, and a bug, as the product's policy of failures sees them.
ERRORS: Mapping[str, type[Exception]] = {
    "ConnectionError": ConnectionError,
    "ValueError": ValueError,
}

_COUNTED = re.compile(r"(?P<what>.+?)(?::(?P<count>\d+))?$")


@dataclass(slots=True, kw_only=True)
class Action:
    """One thing that happens at the points that *pattern* names, at the hits *first*, *first* + *every*, ..."""

    pattern: str
    first: int = 1
    every: int = 1
    seconds: float = 0.0
    error: type[Exception] | None = None
    kill: Callable[[str], None] | None = None
    hits: int = 0

    def due(self, point: str) -> bool:
        """Count a hit of *point*; is it this action's turn?"""
        if point != self.pattern and not fnmatchcase(point, self.pattern):
            return False
        self.hits += 1
        return self.hits >= self.first and (self.hits - self.first) % self.every == 0


@dataclass(slots=True)
class FailPoints:
    """What is armed in this process. Every call may come from any thread and any event loop."""

    actions: list[Action] = field(default_factory=list)
    trace: Path | None = None
    plan: "Plan | None" = None
    hits: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _planned: list[Action] = field(default_factory=list)
    _planned_from: tuple[int, ...] = ()

    def hit(self, point: str) -> None:
        """The thread is at *point*. May wait, raise, or not return."""
        for action in self._due(point):
            time.sleep(action.seconds)
            _act(action, point)

    async def at(self, point: str) -> None:
        """The task is at *point*. May wait without holding up the event loop, raise, or not return."""
        for action in self._due(point):
            if action.seconds:
                await asyncio.sleep(action.seconds)
            _act(action, point)

    def _due(self, point: str) -> list[Action]:
        with self._lock:
            self.hits[point] += 1
            if self.trace and self.hits[point] == 1:
                _append(self.trace, point)
            if self.plan and self.plan.state() != self._planned_from:
                self._planned_from = self.plan.state()
                self._planned = self.plan.next_actions()
            return [action for action in (*self.actions, *self._planned) if action.due(point)]


def arm(environ: Mapping[str, str], agent: str) -> FailPoints:
    """What *environ* arms in a worker of *agent*. Raises KeyError or ValueError for what cannot be read."""
    actions = _weather(environ)
    if spec := environ.get(POINT, ""):
        actions.append(_killing(spec, _kill))
    trace, folder = environ.get(TRACE), environ.get(PLAN)
    return FailPoints(
        actions, Path(trace) if trace else None, Plan(Path(folder), agent) if folder else None
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """A list of points to be killed at one after the other: a worker is armed with the first that is not done.

    ``AGENT.plan`` has a point a line, ``AGENT.done`` a line ``NUMBER RESULT POINT`` for each that is done. Lines
    may be added while workers run.
    """

    folder: Path
    agent: str

    def write(self, specs: list[str]) -> None:
        """Plan *specs*; nothing of them is done."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._path("done").unlink(missing_ok=True)
        self._path("plan").write_text("".join(f"{spec}\n" for spec in specs))

    def add(self, spec: str) -> int:
        """Plan one more; its number."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _append(self._path("plan"), spec)
        return len(self.specs()) - 1

    def state(self) -> tuple[int, ...]:
        """Differs where lines were added since."""
        return tuple(
            path.stat().st_size if path.exists() else -1
            for path in (self._path("plan"), self._path("done"))
        )

    def next_actions(self) -> list[Action]:
        """The kill at the next point, and what leads there; nothing where all is done."""
        specs = self.specs()
        number = self.next_number()
        if number >= len(specs):
            return []

        def kill(point: str) -> None:
            self.note(number, "killed")
            _kill(point)

        spec, *weather = specs[number].split(" | ")
        variables = dict(each.split("=", 1) for each in weather)
        return [*_weather(variables), _killing(spec, kill)]

    def next_number(self) -> int:
        """The number of the first point of the plan that is not done."""
        return len({number for number, _, _ in self.done()})

    def note(self, number: int, result: str) -> None:
        """Point *number* is done with: it killed, or it was not reached."""
        _append(self._path("done"), f"{number} {result} {self.specs()[number]}")

    def specs(self) -> list[str]:
        """The points, in their order."""
        path = self._path("plan")
        return path.read_text().splitlines() if path.exists() else []

    def done(self) -> list[tuple[int, str, str]]:
        """Number, result and point of each that is done."""
        path = self._path("done")
        lines = path.read_text().splitlines() if path.exists() else []
        return [
            (int(n), result, spec) for n, result, spec in (line.split(" ", 2) for line in lines)
        ]

    def _path(self, suffix: str) -> Path:
        return self.folder / f"{self.agent}.{suffix}"


def _weather(environ: Mapping[str, str]) -> list[Action]:
    delays = [
        Action(pattern=point, every=every, seconds=float(seconds))
        for point, seconds, every in _read(environ.get(DELAY, ""))
    ]
    errors = []
    for point, said, every in _read(environ.get(RAISE, "")):
        name, _, first = said.partition("@")
        errors.append(Action(pattern=point, first=int(first or 1), every=every, error=ERRORS[name]))
    return delays + errors


def _killing(spec: str, kill: Callable[[str], None]) -> Action:
    point, count = _counted(spec)
    return Action(pattern=point, first=count, kill=kill)


def _read(text: str) -> Iterator[tuple[str, str, int]]:
    for spec in filter(None, text.split(";")):
        point, _, value = spec.partition("=")
        what, every = _counted(value)
        yield point, what, every


def _counted(text: str) -> tuple[str, int]:
    found = _COUNTED.match(text)
    if found is None:
        raise ValueError(f"{text!r} names no point")
    return found["what"], int(found["count"] or 1)


def _act(action: Action, point: str) -> None:
    if action.kill:
        action.kill(point)
    if action.error:
        raise action.error(f"{PLANTED} {point}")


def _kill(point: str) -> None:
    os.write(2, f"faults: killed at {point}\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)


def _append(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(f"{line}\n")
