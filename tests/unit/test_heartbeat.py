"""What a worker says of itself, and what is seen of its process."""

import asyncio
import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agents.ops.heartbeat import beat, boot_id, worker_name
from agents.ops.lag import GroupOffsets
from agents.ops.observation import WorkerSeen
from agents.ops.processes import process_state
from schemas.codec import encode
from schemas.heartbeat import Heartbeat
from support.builders import make_state

NOW = datetime.now(UTC)
linux = pytest.mark.skipif(not boot_id(), reason="processes are looked at on Linux only")


def a_beat(**fields: object) -> Heartbeat:
    """As this process would send it now."""
    said = beat(make_state("extract"), consumer_group="eventwire-extract", started_at=NOW)
    return said.model_copy(update=fields)


def write_process(folder: Path, *, state: str, started_after_boot: float) -> Path:
    """A /proc that was booted at 1,000,000 s and has one process, number 7."""
    ticks = round(started_after_boot * os.sysconf("SC_CLK_TCK"))
    (folder / "7").mkdir()
    (folder / "7" / "stat").write_text(f"7 (a) b ) {state} " + "0 " * 18 + f"{ticks} 0 0\n")
    (folder / "stat").write_text("cpu 1 2\nbtime 1000000\n")
    return folder


def test_a_heartbeat_says_what_the_worker_does() -> None:
    state = make_state("store")
    state.take(12)
    state.wait("database", ConnectionError("refused"))
    said = beat(state, consumer_group="eventwire-store", started_at=NOW)

    assert (said.worker, said.consumer_group) == (worker_name("store"), "eventwire-store")
    assert (said.phase, said.in_hand, said.waiting_for) == ("starting", 12, "database")
    assert said.waiting_because == "ConnectionError: refused"
    assert said.waiting_since
    assert said.in_hand_since
    assert Heartbeat.model_validate_json(encode(said)) == said


def test_a_worker_that_goes_on_waits_for_nothing_and_has_nothing_in_hand() -> None:
    state = make_state("store")
    state.take(12)
    state.wait("database", ConnectionError("refused"))
    state.go_on()
    state.progress()
    said = beat(state, consumer_group="eventwire-store", started_at=NOW)

    assert (said.waiting_for, said.waiting_since, said.waiting_because) == (None, None, None)
    assert (said.in_hand, said.in_hand_since) == (0, None)


def test_the_loop_is_seen_to_run_only_while_it_is_not_blocked() -> None:
    moments = iter(range(100))
    state = make_state("extract")
    state.now = lambda: float(next(moments))

    async def run() -> None:
        async with state.ticking():
            await asyncio.sleep(0)
            assert state.loop_at == 0.0
        await asyncio.sleep(0)

    asyncio.run(run())

    assert state.loop_at == 0.0


@linux
def test_this_process_is_alive_and_one_that_never_was_is_gone() -> None:
    assert process_state(a_beat()) == "alive"
    assert process_state(a_beat(pid=2**22 + 1)) == "gone"


@linux
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("S", "alive"),
        ("R", "alive"),
        ("D", "alive"),
        ("T", "frozen"),
        ("t", "frozen"),
        ("Z", "gone"),
    ],
)
def test_the_state_of_a_process_is_read_behind_whatever_name_it_has(
    state: str, expected: str, tmp_path: Path
) -> None:
    proc = write_process(tmp_path, state=state, started_after_boot=500)

    assert process_state(a_beat(pid=7), proc=proc) == expected


@linux
def test_a_process_that_began_after_the_heartbeat_is_another_one(tmp_path: Path) -> None:
    proc = write_process(tmp_path, state="S", started_after_boot=500)
    sent_at = datetime.fromtimestamp(1_000_000 + 400, tz=UTC)

    assert process_state(a_beat(pid=7, sent_at=sent_at), proc=proc) == "gone"
    assert process_state(a_beat(pid=7, sent_at=sent_at + timedelta(days=1)), proc=proc) == "alive"


@pytest.mark.parametrize(
    "fields",
    [{"boot_id": ""}, {"boot_id": "another"}, {"host": socket.gethostname() + "-not"}],
    ids=str,
)
def test_of_another_machine_nothing_is_known(fields: dict[str, str]) -> None:
    assert process_state(a_beat(**fields)) == "unknown"


@pytest.mark.parametrize(
    ("agent", "consumer_group", "expected"),
    [
        ("extract", "eventwire-extract", True),
        ("extract", "", True),
        ("extract", "shadow-extract", False),
        ("store", "eventwire-store", False),
    ],
)
def test_a_worker_counts_for_its_own_group_though_others_read_the_same_topics(
    agent: str, consumer_group: str, expected: bool
) -> None:
    group = GroupOffsets(
        agent="extract",
        consumer_group="eventwire-extract",
        topic="raw-articles",
        observed_at=NOW,
        members=1,
        dead_letters=0,
        partitions=(),
    )
    worker = WorkerSeen(
        heartbeat=a_beat(agent=agent, consumer_group=consumer_group), silent_seconds=0.5
    )

    assert worker.serves(group) == expected
