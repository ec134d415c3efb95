"""The heartbeat of a worker: a thread that publishes its state, whatever its event loop is doing."""

import contextlib
import os
import socket
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from kafka import KafkaProducer
from kafka.errors import KafkaError

from agents.errors import OperatorError
from agents.ops.background import Background
from agents.ops.clients import open_heart
from agents.ops.state import WorkerState
from agents.settings import Settings
from agents.topology import AgentName, names_of
from schemas.codec import encode
from schemas.heartbeat import Heartbeat

SECONDS_BETWEEN_BEATS = 2.0
_LAST_BEAT_SECONDS = 2.0
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def worker_name(agent: AgentName) -> str:
    """What this process is called in its consumer group and its heartbeats: unique on all machines."""
    host = "".join(c if c.isalnum() or c in "-." else "-" for c in socket.gethostname())
    return f"{agent}-{host}-{os.getpid()}"


def boot_id() -> str:
    """What tells this machine, since its last start, from all others; empty where it is not told."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def beat(state: WorkerState, *, consumer_group: str, started_at: datetime) -> Heartbeat:
    """What *state* says now, of a worker in *consumer_group*."""
    waits = state.waiting_for is not None
    return Heartbeat(
        worker=worker_name(state.agent),
        agent=state.agent,
        consumer_group=consumer_group,
        host=socket.gethostname(),
        boot_id=boot_id(),
        pid=os.getpid(),
        version=version("eventwire"),
        phase=state.phase,
        started_at=started_at,
        sent_at=datetime.now(UTC),
        loop_at=_moment(state.loop_at),
        waiting_for=state.waiting_for,
        waiting_since=_moment(state.waiting_since) if waits else None,
        waiting_because=state.waiting_because if waits else None,
        in_hand=state.in_hand,
        in_hand_since=_moment(state.in_hand_since) if state.in_hand else None,
        progressed_at=_moment(state.progressed_at),
        ended=dict(state.ended),
        stage_milliseconds={
            name: round(spent, 3) for name, spent in state.stage_milliseconds.items()
        },
        resident_bytes=resident_bytes(),
    )


class Heart(Background):
    """Beats for a worker while the block lasts; it never slows the worker, and is silent in an outage."""

    def __init__(self, state: WorkerState, settings: Settings) -> None:
        super().__init__("heart", join_seconds=_LAST_BEAT_SECONDS)
        self._state, self._settings = state, settings
        self._topic = names_of(settings).topic("heartbeats")
        self._group = names_of(settings).group(state.agent)
        self._started_at = datetime.now(UTC)

    def _run(self) -> None:
        producer: KafkaProducer | None = None
        while True:
            stopping = self._stopping.is_set()
            if stopping:
                self._state.phase = "stopping"
            # Whatever goes wrong here is less than the work that goes on beside it.
            with contextlib.suppress(KafkaError, OperatorError, OSError, ValueError):
                producer = producer or open_heart(self._settings)
                said = beat(self._state, consumer_group=self._group, started_at=self._started_at)
                producer.send(self._topic, key=said.worker.encode(), value=encode(said))
                if stopping:
                    producer.flush(_LAST_BEAT_SECONDS)
            if stopping:
                break
            self._stopping.wait(SECONDS_BETWEEN_BEATS)
        if producer is not None:
            with contextlib.suppress(KafkaError, OSError, ValueError):
                producer.close(0.5)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def resident_bytes() -> int | None:
    """Memory of this process; None where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * _PAGE_BYTES
    return None
