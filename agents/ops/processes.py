"""The state of a worker's process, where it runs on this machine: what no heartbeat can tell of a dead one."""

import os
import socket
from datetime import datetime
from pathlib import Path

from agents.ops.heartbeat import boot_id
from agents.ops.observation import ProcessState
from schemas.heartbeat import Heartbeat

_PROC = Path("/proc")
# Clocks of the system and of its boot time differ by less.
_CLOCK_SECONDS = 2.0


def process_state(beat: Heartbeat, *, proc: Path = _PROC) -> ProcessState:
    """Whether the process that sent *beat* is alive, frozen or gone; unknown where it ran elsewhere."""
    if not beat.boot_id or (beat.host, beat.boot_id) != (socket.gethostname(), boot_id()):
        return "unknown"
    try:
        stat = (proc / str(beat.pid) / "stat").read_text(encoding="utf-8", errors="replace")
        booted_at = _booted_at((proc / "stat").read_text(encoding="ascii"))
    except FileNotFoundError:
        # Also where there is no /proc at all, though then there was no boot id either.
        return "gone"
    except (OSError, ValueError):
        return "unknown"
    return _state_of(stat, booted_at, beat.sent_at)


def _state_of(stat: str, booted_at: float, sent_at: datetime) -> ProcessState:
    # The name, in parentheses, may hold anything.
    fields = stat.rpartition(")")[2].split()
    state, started = fields[0], int(fields[19]) / os.sysconf("SC_CLK_TCK")
    if state in {"Z", "X"} or booted_at + started > sent_at.timestamp() + _CLOCK_SECONDS:
        # A zombie, or another process that was given the number of one that ended.
        return "gone"
    return "frozen" if state in {"T", "t"} else "alive"


def _booted_at(stat: str) -> float:
    for line in stat.splitlines():
        if line.startswith("btime "):
            return float(line.split()[1])
    raise ValueError("no btime")
