"""Series of looks at one agent, and the verdict at their end."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from agents.ops.observation import ProcessState
from agents.ops.verdicts import AgentMemory, judge
from support.looks import WORKER, At, observation, stuck, verdict

SERIES: dict[str, tuple[Sequence[At], str]] = {
    "nothing ever came": ([At(0), At(90)], "idle"),
    "all done, a while ago": ([At(0, 5, 5), At(10, 9, 9), At(80, 9, 9)], "idle"),
    "all done, just now": ([At(0, 5, 5), At(10, 9, 9), At(30, 9, 9)], "ok"),
    "a young backlog": ([At(0, 5, 5), At(1, 6, 9, age=1.0)], "ok"),
    "a first look at an old backlog": ([At(0, 5, 900, age=500.0)], "catching_up"),
    "the backlog shrinks": (
        [At(s, 5 + 10 * s, 5000, age=500.0 - 2 * s) for s in range(90)],
        "catching_up",
    ),
    "the backlog grows": (
        [At(s, 5 + s, 5000 + 9 * s, age=40.0 + s) for s in range(90)],
        "falling_behind",
    ),
    "the oldest grows older, but ever fewer wait behind it": (
        [At(s, 5 + 10 * s, 5000 + 2 * s, age=40.0 + s) for s in range(90)],
        "catching_up",
    ),
    "two looks at a backlog whose worker has not committed in between": (
        [At(1.2 * s, 5, 900, age=500.0 + 1.2 * s) for s in range(2)],
        "catching_up",
    ),
    "its worker has just come back to a backlog": (
        [
            *(At(s, 5 + s, 900 + 9 * s, age=1.0, in_hand=9) for s in range(40)),
            *(At(s, 45, 900 + 9 * s, age=s - 39.0, member=None, members=1) for s in range(40, 60)),
            *(At(s, 5 * s, 900 + 9 * s, age=s - 39.0) for s in range(60, 85)),
        ],
        "catching_up",
    ),
    "the database has just come back to its worker": (
        [
            *(At(s, 5 + s, 900 + 9 * s, age=1.0) for s in range(40)),
            *(At(s, 45, 900 + 9 * s, age=s - 39.0, waiting=s - 39.0) for s in range(40, 80)),
            *(At(s, s, 900 + 9 * s, age=s - 39.0) for s in range(80, 100)),
        ],
        "catching_up",
    ),
    "it grows, but is young": ([At(s, 5 + s, 99 * s, age=0.1 * s) for s in range(1, 120)], "ok"),
    "its owner does nothing": (stuck(21), "stalled"),
    "not for long yet": (stuck(15), "ok"),
    "its owner works on a long batch": (stuck(60, in_hand=50), "ok"),
    "its owner works for ever": (stuck(95, in_hand=50), "stalled"),
    "its owner waits for the database": (stuck(25, waiting=23.0, in_hand=50), "stalled"),
    "its owner is frozen": (stuck(12, silent=11.0, process="frozen"), "stalled"),
    "its owner is silent, elsewhere": (stuck(12, silent=11.0, process="unknown"), "stalled"),
    "its owner is silent, but goes on": (
        [At(s, 5 + s, 900, age=3.0, silent=30.0, process="unknown") for s in range(40)],
        "ok",
    ),
    "its owner is dead, though still listed": (stuck(7, silent=6.0, process="gone"), "stopped"),
    "an owner without heartbeats does nothing": (stuck(21, silent=None), "stalled"),
    "its owner was just heard, though its process is not seen": (
        stuck(15, silent=0.5, process="gone", in_hand=9),
        "ok",
    ),
    "its owner waits, a moment after somebody looked first": (
        [At(s, 5, 9, age=50.0, waiting=40.0, in_hand=4) for s in (0, 1)],
        "stalled",
    ),
    "its owner's event loop is blocked": (stuck(21, in_hand=9, blocked=21.0), "stalled"),
    "nobody owns it, a worker waits for the database before it joins": (
        stuck(25, member=None, members=0, phase="starting", waiting=24.0),
        "stalled",
    ),
    "nobody owns it": (stuck(10, member=None, members=0, silent=None), "stopped"),
    "nobody owns it, a moment ago": (stuck(6, member=None, members=0, silent=None), "ok"),
    "nobody owns it, a worker starts": (
        stuck(30, member=None, members=0, phase="starting"),
        "ok",
    ),
    "a rebalance": (stuck(30, member=None, members=2), "ok"),
    "a rebalance that never ends": (stuck(62, member=None, members=2), "stopped"),
    "nobody owns it, the worker is frozen": (
        stuck(40, member=None, members=0, silent=39.0, process="frozen"),
        "stalled",
    ),
    "nobody owns it and nothing waits": (
        [At(s, 5, 5, member=None, members=0, silent=None) for s in (0, 90)],
        "idle",
    ),
    "nobody has ever read": (
        [At(s, None, 9, age=50.0 + s, member=None, members=0, silent=None) for s in range(30)],
        "never_committed",
    ),
    "nothing is committed, but a worker was there": (
        [
            At(0, None, 9, age=1.0),
            *(
                At(s, None, 9, age=1.0 + s, member=None, members=0, silent=None)
                for s in range(1, 12)
            ),
        ],
        "stopped",
    ),
    "nothing is committed, and a worker was heard that died": (
        [
            At(s, None, 9, age=1.0 + s, member=None, members=0, silent=60.0 + s, process="gone")
            for s in range(12)
        ],
        "stopped",
    ),
    "a new group has not committed yet": (
        [At(s, None, 9, age=3.0 + s) for s in range(5)],
        "ok",
    ),
    "somebody reset the offsets": (
        [At(0, 90, 90), At(1, 10, 90, age=99.0), At(2, 20, 90, age=99.0)],
        "rewound",
    ),
    "a rewind that was caught up": ([At(0, 90, 90), At(1, 10, 90), At(2, 90, 90)], "idle"),
    "retention is near": ([At(s, 5 + s, 900, age=500_000.0) for s in range(3)], "at_risk"),
    "retention took messages": ([At(0, 5, 900, age=9.0, start=40)], "data_lost"),
}


@pytest.mark.parametrize(("looks", "expected"), SERIES.values(), ids=SERIES)
def test_a_series_of_looks_has_one_verdict(looks: Sequence[At], expected: str) -> None:
    said = verdict(looks)

    assert said.verdict == expected, said.reason
    assert said.partitions[0].verdict == expected


@pytest.mark.parametrize(
    ("looks", "expected"),
    [(looks, word) for looks, word in SERIES.values() if word not in {"ok", "idle", "catching_up"}],
)
def test_what_is_wrong_is_told_with_its_place_or_worker_and_what_to_do(
    looks: Sequence[At], expected: str
) -> None:
    said = verdict(looks)

    assert "raw-articles[3]" in said.reason or WORKER in said.reason, expected
    assert said.action


def alarms(looks: Iterable[At]) -> list[tuple[float, str]]:
    """Each look with a verdict that would wake somebody."""
    memory, found = AgentMemory(), []
    for look in looks:
        said, memory = judge(memory, observation(look))
        if said.verdict in {"data_lost", "stopped", "stalled", "at_risk", "falling_behind"}:
            found.append((look.second, f"{said.verdict}: {said.reason}"))
    return found


@pytest.mark.parametrize(("process", "first"), [("gone", "stopped"), ("frozen", "stalled")])
def test_what_was_told_of_an_owner_stands_when_its_session_ends(
    process: ProcessState, first: str
) -> None:
    def looks() -> Iterable[At]:
        for second in range(1, 60):
            listed: dict[str, Any] = {} if second < 13 else {"member": None, "members": 0}
            silent = float(second)
            yield At(second, 5, 9, age=silent, silent=silent, process=process, **listed)

    told = alarms(looks())

    assert {said.partition(":")[0] for _, said in told} == {first}
    seconds = [second for second, _ in told]
    assert seconds == list(range(int(seconds[0]), 60)), "it looked well again"


def test_a_day_of_one_article_an_hour_wakes_nobody() -> None:
    def day() -> Iterable[At]:
        for second in range(24 * 3600):
            hour, within = divmod(second, 3600)
            waits = within < 3  # taken and committed within three seconds
            yield At(
                second, hour if waits else hour + 1, hour + 1, age=float(within) if waits else None
            )

    assert alarms(day()) == []


def test_thirty_rolling_restarts_wake_nobody() -> None:
    """Each: the worker leaves, nobody is there for five seconds, another starts for six and then joins."""

    def restarts() -> Iterable[At]:
        done = 0
        for second in range(30 * 40):
            phase = second % 40
            if phase < 5:
                yield At(
                    second, done, done + 5, age=float(phase), member=None, members=0, silent=None
                )
            elif phase < 12:
                yield At(
                    second,
                    done,
                    done + 9,
                    age=float(phase),
                    member=None,
                    members=0,
                    phase="starting",
                )
            else:
                done += 5
                yield At(second, done, done + 2, age=2.0)

    assert alarms(restarts()) == []


@pytest.mark.parametrize(
    ("fields", "word", "within"),
    [
        ({"member": None, "members": 0, "silent": None}, "stopped", 15),
        ({"process": "gone", "silent": 6.0}, "stopped", 15),
        ({"process": "frozen", "silent": 12.0}, "stalled", 30),
        ({"process": "unknown", "silent": 12.0}, "stalled", 30),
        ({"waiting": 40.0}, "stalled", 30),
        ({}, "stalled", 30),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_in_time(fields: dict[str, Any], word: str, within: int) -> None:
    first, reason = alarms(stuck(within, **fields))[0]

    assert reason.startswith(word)
    assert first <= within
