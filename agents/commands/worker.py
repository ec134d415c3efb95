"""``eventwire worker extract|store|all``: runs agents against the configured broker and database."""

import signal
from types import FrameType
from typing import NoReturn

from agents.commands.console import Console
from agents.errors import UsageError
from agents.run import run_agent
from agents.settings import Settings
from agents.supervise import Workers
from agents.topology import HOPS

# What a process manager sends, and what a terminal sends as it closes.
_STOPPING = (signal.SIGTERM, signal.SIGHUP)


def run_worker(agent: str, *, settings: Settings, console: Console) -> int:
    """Run one agent in this process, or with ``all`` each in a process of its own, until SIGTERM or Ctrl-C."""
    for hop in HOPS:
        if hop.agent == agent:
            return run_agent(hop.agent, settings)
    if agent != "all":
        names = ", ".join(hop.agent for hop in HOPS)
        raise UsageError(f"there is no agent {agent!r}; the agents are {names}, or all")
    with Workers((hop.agent for hop in HOPS), settings) as workers:
        stop_on_signals(workers)
        console.note("workers extract and store are starting; Ctrl-C stops them")
        workers.wait()
    return 0


def stop_on_signals(workers: Workers) -> None:
    """Let SIGTERM and the closing of the terminal end ``workers.wait()``."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        workers.stop()

    for number in _STOPPING:
        signal.signal(number, stop)


def exit_on_signals() -> None:
    """Let SIGTERM and the closing of the terminal unwind what is under way, as Ctrl-C does."""

    def leave(number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    for number in _STOPPING:
        signal.signal(number, leave)
