"""The probes of a worker: what keeps it from being alive or ready, and how it tells over HTTP."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from agents.errors import InvalidSettings
from agents.ops.health import Health, why_not_alive, why_not_ready
from agents.ops.state import WorkerState
from agents.settings import Settings
from agents.supervise import Workers
from agents.topology import AgentName
from support.builders import make_state


def a_ready_worker() -> WorkerState:
    """At the second 1000 its loop has just run, it owns two partitions and has nothing in hand."""
    state = make_state("extract")
    state.now = lambda: 1000.0
    state.phase, state.loop_at, state.assigned, state.canary = "running", 999.5, 2, "coded"
    return state


def unready(state: WorkerState) -> list[str]:
    return why_not_ready(state, batch_seconds=90)


def test_a_worker_that_owns_partitions_and_waits_for_nothing_is_ready() -> None:
    assert unready(a_ready_worker()) == []


def test_a_worker_to_whom_the_group_left_no_partition_is_ready() -> None:
    state = a_ready_worker()
    state.assigned = 0

    assert unready(state) == []


def test_a_worker_is_not_ready_until_its_group_dealt_and_its_canary_is_coded() -> None:
    state = a_ready_worker()
    state.assigned, state.canary = None, "pending"

    assert unready(state) == [
        "its consumer group has not dealt the partitions yet",
        "the test sentence is not coded yet",
    ]


def test_a_worker_that_waits_is_alive_and_says_for_what() -> None:
    state = a_ready_worker()
    state.now = lambda: 960.0
    state.wait("database", ConnectionError("refused"))
    state.now = lambda: 1000.0

    assert why_not_alive(state) == []
    assert unready(state) == ["it has waited for the database for 40 s"]


def test_a_batch_may_take_long_but_not_for_ever() -> None:
    state = a_ready_worker()
    state.in_hand, state.in_hand_since = 12, 911.0
    assert unready(state) == []

    state.in_hand_since = 909.0
    assert unready(state) == ["12 messages have been in hand for 91 s"]


def test_a_blocked_event_loop_is_not_alive() -> None:
    state = a_ready_worker()
    state.loop_at = 900.0

    assert why_not_alive(state) == ["the event loop has not run for 100 s"]
    assert unready(state) == why_not_alive(state)


def test_a_worker_that_still_starts_is_alive_and_one_that_stops_is_not_ready() -> None:
    state = make_state("store")
    assert why_not_alive(state) == []

    state.phase = "stopping"
    assert unready(state) == ["it is stopping"]


@pytest.fixture
def served() -> Iterator[tuple[WorkerState, str]]:
    """A worker's state and the address where it is told."""
    state = a_ready_worker()
    with Health(state, Settings(worker_bind="127.0.0.1:0")) as health:
        yield state, f"http://127.0.0.1:{health.port}"


def ask(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def told(url: str) -> tuple[int, Any]:
    status, body = ask(url)
    return status, json.loads(body)


def test_probes_tell_status_and_reasons(served: tuple[WorkerState, str]) -> None:
    state, address = served
    assert told(address + "/livez") == (200, {"alive": True, "reasons": []})
    assert told(address + "/readyz") == (200, {"ready": True, "reasons": []})

    state.assigned = None
    reasons = ["its consumer group has not dealt the partitions yet"]
    assert told(address + "/readyz") == (503, {"ready": False, "reasons": reasons})
    assert told(address + "/livez")[0] == 200


def test_metrics_are_told_and_any_other_path_is_not_found(served: tuple[WorkerState, str]) -> None:
    _, address = served
    status, text = ask(address + "/metrics")

    assert (status, b'eventwire_in_hand{agent="extract"} 0.0' in text) == (200, True)
    assert ask(address + "/")[0] == 404


def test_a_port_that_is_taken_is_told_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(InvalidSettings, match=r"nothing can listen.*EVENTWIRE_WORKER_BIND"):
            Health(make_state("store"), Settings(worker_bind=bind))


@pytest.mark.parametrize("bind", ["8089", "host:", ":8089", "a:b", "u@h:1", "h:1/x", "h:99999"])
def test_a_setting_that_is_no_address_is_refused(bind: str) -> None:
    with pytest.raises(InvalidSettings, match="want host:port"):
        Health(make_state("store"), Settings(worker_bind=bind))


def test_without_the_setting_nothing_listens() -> None:
    with Health(make_state("store"), Settings()) as health:
        assert health.port is None


@pytest.mark.parametrize(("agents", "bind"), [(("store",), "h:1"), (("extract", "store"), "")])
def test_workers_that_are_started_together_share_no_port(
    agents: tuple[AgentName, ...], bind: str
) -> None:
    workers = Workers(agents, Settings(worker_bind="h:1"))

    assert workers._environment["EVENTWIRE_WORKER_BIND"] == bind
