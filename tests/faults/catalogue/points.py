"""SIGKILL at every await of the commit path and at every step of the transaction, several times each."""

import json
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from faults.failpoints import DELAY, PLAN, RAISE
from faults.failpoints import Plan as KillPlan
from faults.fault import Fault
from faults.instrument import list_points
from faults.mix import Mix
from faults.setup import open_stack
from faults.stack import Stack
from faults.trial import faulty_command, has_members

GROUPS = 4
# The group after these: a worker that is held up is a late writer, and is killed before it tells again what is newer.
LATE = GROUPS
# Which hit kills, in each round over all points: not always the first batch after a start.
HITS = (1, 2, 3, 1, 5)
KILLED, NOT_REACHED = "SIGKILL of", "NOT REACHED by"
_NUDGE_AFTER_SECONDS = 8.0
_NUDGE_SECONDS = 90.0
_AFTER_JOIN_SECONDS = 10.0
_GIVE_UP_SECONDS = 150.0

_ONLY = {
    "agents.extract:": "extract",
    "agents.app:PooledExtractor": "extract",
    "agents.delivery:": "extract",  # store has no dead letter of what extract sends
    "agents.store:": "store",
    "pipeline.storage.": "store",
}
# No run comes there, and why.
UNREACHED = {
    f"agents.app:create_app.run:{place}": "the loop has no end"
    for place in (
        "take_batches(cast,work):after",
        "state.ticking():end:before",
        "state.ticking():end:after",
    )
}
# Reached by failures alone, which are armed with the kill. An error that would condemn an article comes once:
# the halves succeed, and the worker dies before that.
_ONCE = 1_000_000
WEATHER = {
    "agents.failures:until_done:asyncio.sleep": f"{RAISE}=agents.failures:until_done:attempt():before=ConnectionError:3",
    "agents.failures:settle:settle": f"{RAISE}=agents.failures:until_done:attempt():before=ValueError:{_ONCE}",
    "agents.delivery:DeadLetters.send:self._deliver()": f"{RAISE}=agents.delivery:DeadLetters._deliver.attempt:*:before=ValueError",
    "agents.store:_catch_up.publish": f"{DELAY}=agents.store:store_batch.publish:*:before=90:{_ONCE}",
}
# Reached where another worker, which nothing holds up, came first.
_LATE = "agents.store:_catch_up.publish"
# Reached once by a worker, or by few batches: the first hit has to do.
_RARE = (
    *WEATHER,
    "faust:Consumer:on_partitions",
    "agents.app:create_app.run:state.ticking():begin",
    "agents.app:create_app.run:take_batches",
)


def planned_kills() -> list[tuple[str, str]]:
    """An agent and a line of its plan for each kill, round by round over all points that can be reached."""
    points = [point for point in list_points() if point not in UNREACHED]
    return [
        (_agent_of(point, number), _line(point, hit))
        for hit in HITS
        for number, point in enumerate(points)
    ]


def kills_of(group: int) -> list[tuple[str, str]]:
    """Those of the planned kills that *group* does; LATE does all those of workers that are held up."""
    kills = planned_kills()
    late = [kill for kill in kills if DELAY in kill[1]]
    return late if group == LATE else [kill for kill in kills if kill not in late][group::GROUPS]


def kill_at_next_point(stack: Stack, _chance: random.Random, *, group: int) -> str:
    """SIGKILL of a worker by itself, at the point of this group whose turn it is; another one is started."""
    progress = Progress(stack.folder.parents[1] / f"{_name(group)}.json")
    kills = kills_of(group)
    agent, line = kills[progress.next_number() % len(kills)]
    plan = KillPlan(stack.folder / "points", agent)
    planned = plan.add(line)
    died = _await_kill(stack, plan, planned)
    progress.advance()
    if not died:
        plan.note(planned, "not-reached")
        _end_weather(stack, agent, line)
        return f"{NOT_REACHED} {agent} at {line}"
    _await_worker(stack, agent)
    return f"{KILLED} {agent} at {line}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a group has come, over all installations of a campaign; one that was cut off begins anew."""

    path: Path

    def begin(self, seed: int) -> None:
        """The installation of *seed* goes on where the others ended, or begins where it began before."""
        said = self._read()
        said.setdefault(str(seed), said["next"])
        said["next"] = said[str(seed)]
        self._write(said)

    def next_number(self) -> int:
        """The number of the kill whose turn it is."""
        return self._read()["next"]

    def advance(self) -> None:
        """It is done."""
        said = self._read()
        said["next"] += 1
        self._write(said)

    def _read(self) -> dict[str, int]:
        said: dict[str, int] = json.loads(self.path.read_text()) if self.path.exists() else {}
        return {"next": 0, **said}

    def _write(self, said: dict[str, int]) -> None:
        self.path.write_text(json.dumps(said))


def _name(group: int) -> str:
    return f"kill-at-points-{group + 1}"


def _agent_of(point: str, number: int) -> str:
    for beginning, agent in _ONLY.items():
        if point.startswith(beginning):
            return agent
    return ("extract", "store")[number // 2 % 2]


def _line(point: str, hit: int) -> str:
    weather = [text for beginning, text in WEATHER.items() if point.startswith(beginning)]
    count = 1 if point.startswith(_RARE) else hit
    return " | ".join([f"{point}:{count}", *weather])


def _await_kill(stack: Stack, plan: KillPlan, planned: int) -> bool:
    """Did a worker die there? One more worker joins and leaves where that takes long: some points need it."""
    began_at = time.monotonic()
    nudges = 0
    while (waited := time.monotonic() - began_at) < _GIVE_UP_SECONDS:
        if plan.next_number() > planned:
            return True
        if waited > (nudges + 1) * _NUDGE_AFTER_SECONDS:
            nudges += 1
            _nudge(stack, plan, planned)
        time.sleep(0.1)
    return False


def _nudge(stack: Stack, plan: KillPlan, planned: int) -> None:
    armed = stack.environ
    if plan.specs()[planned].startswith(_LATE):
        stack.environ = {}
    extra = stack.add_worker(plan.agent)
    stack.environ = armed
    deadline = time.monotonic() + _NUDGE_SECONDS
    joined = False
    while time.monotonic() < deadline and plan.next_number() <= planned:
        if not joined and has_members(stack, plan.agent, 2):
            joined = True
            deadline = min(deadline, time.monotonic() + _AFTER_JOIN_SECONDS)
        time.sleep(0.3)
    stack.end(extra)


def _end_weather(stack: Stack, agent: str, line: str) -> None:
    """What was armed to lead to the point may hold a worker up for long: it is started anew."""
    if " | " in line:
        stack.end(stack.random_worker(agent), signal.SIGKILL)


def _await_worker(stack: Stack, agent: str) -> None:
    """Return once the keeper has started a worker in the place of the one that died."""
    time.sleep(0.3)
    stack.random_worker(agent)


@contextmanager
def _opened(folder: Path, seed: int, *, group: int) -> Iterator[Stack]:
    def change(stack: Stack) -> None:
        stack.command = faulty_command
        stack.environ = {PLAN: str(stack.folder / "points")}

    with open_stack(folder, seed, change=change) as stack:
        Progress(folder.parent / f"{_name(group)}.json").begin(seed)
        yield stack


def _fault(group: int) -> Fault:
    kills = kills_of(group)
    return Fault(
        name=_name(group),
        inject=partial(kill_at_next_point, group=group),
        wanted=len(kills),
        late_writers=group == LATE,
        extract_workers=1,
        store_workers=1,
        recovers_within_seconds=60.0,
        # Retracted events are published again with each version: few versions keep a long run going.
        mix=Mix(poison=4),
        opened=partial(_opened, group=group),
    )


FAULTS = tuple(_fault(group) for group in (*range(GROUPS), LATE))
