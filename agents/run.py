"""Runs one agent in this process until it is told to stop."""

import argparse
import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import faust

from agents.app import create_app
from agents.errors import BrokerUnreachable
from agents.ops.health import Health
from agents.ops.heartbeat import Heart
from agents.ops.log import configure_logging, open_log, secrets_of
from agents.ops.state import Awaited, WorkerState
from agents.ops.topics import require_topics
from agents.parent import when_gone
from agents.settings import Settings, load_settings
from agents.topology import HOPS, AgentName, names_of
from agents.watchdog import start_watchdog
from pipeline.storage.engine import opened
from pipeline.storage.errors import DatabaseUnavailable
from pipeline.storage.migrate import require_up_to_date
from schemas.errors import EventwireError
from schemas.topics import TopicName

SECONDS_BETWEEN_TRIES = 1.0
STOP_SECONDS = 10.0


def run_agent(agent: AgentName, settings: Settings) -> int:
    """Run *agent* until SIGTERM or SIGINT; the exit status is 0 then, and 1 after a crash.

    Waits, with a line each 30 s, for a broker or database that is away. Raises WrongTopics where topics are
    missing or the database is of another revision: waiting would not help.
    """
    configure_logging(
        level=settings.log_level, style=settings.log_format, secrets=secrets_of(settings)
    )
    log = open_log(agent)
    # Until Faust installs its own handlers a SIGTERM ends the worker at once: nothing has been taken yet.
    hop = next(hop for hop in HOPS if hop.agent == agent)
    topics: tuple[TopicName, ...] = (hop.reads, hop.writes, "dead-letters")
    state = WorkerState(agent=agent, log=log)
    with Health(state, settings), Heart(state, settings), ExitStack() as resources:
        _wait_for("kafka", lambda: require_topics(settings, topics), BrokerUnreachable, state)
        if agent == "store":
            _wait_for("database", lambda: _require_revision(settings), DatabaseUnavailable, state)
        app = create_app(state, settings, resources=resources)
        start_watchdog(app)
        log.info("worker started", consumer_group=names_of(settings).group(agent))
        status = _run(app)
        log.info("worker stopped", status=status)
    return status


def _run(app: faust.App) -> int:
    worker = faust.Worker(app, quiet=True, redirect_stdouts=False, override_logging=False)
    worker.spinner = None  # it writes to the terminal even where it is told to be quiet
    try:
        worker.execute_from_commandline()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def _require_revision(settings: Settings) -> None:
    with opened(settings.resolved_database_url) as engine:
        require_up_to_date(engine)


def _wait_for(
    what: Awaited, attempt: Callable[[], None], away: type[Exception], state: WorkerState
) -> None:
    while True:
        try:
            attempt()
        except away as error:
            state.wait(what, error)
        else:
            state.go_on()
            return
        time.sleep(SECONDS_BETWEEN_TRIES)


def _stop_soon() -> None:
    """SIGTERM, and an end by force where that takes too long: without a broker Faust waits for a minute.

    Nothing is lost by force; what was not acknowledged is delivered again.
    """
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os._exit(1)


def main() -> int:
    """Run the agent named on the command line, with settings from the environment and the file."""
    parser = argparse.ArgumentParser(prog="python -m agents.worker")
    parser.add_argument("agent", choices=get_args(AgentName))
    parser.add_argument("--parent", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.parent:
        when_gone(arguments.parent, _stop_soon)
    try:
        loaded = load_settings(flags={}, environ=os.environ, folder=Path.cwd())
        return run_agent(arguments.agent, loaded.settings)
    except EventwireError as error:
        open_log(arguments.agent).error("worker cannot start", error=str(error))
        return 1
