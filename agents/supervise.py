"""Workers as child processes: started, restarted when they crash, stopped together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pydantic import SecretStr

from agents.ops.log import open_log
from agents.settings import PREFIX, Settings
from agents.topology import AgentName

STOP_SECONDS = 15.0
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
# A worker that ran this long was well; its next crash starts from the first wait again.
WELL_AFTER_SECONDS = 60.0


class Workers:
    """One worker process per agent; a context manager that stops them all.

    A worker that ends by itself is started again, after a wait that grows with each crash in a row. All workers
    stop when this process is gone, however that ended.
    """

    def __init__(
        self, agents: Iterable[AgentName], settings: Settings, *, output: IO[bytes] | None = None
    ) -> None:
        self._agents = tuple(agents)
        self._environment = {**os.environ, **environment_of(settings)}
        if len(self._agents) > 1:
            # They cannot share a port.
            self._environment[PREFIX + "WORKER_BIND"] = ""
        self._output = output
        self._stopping = threading.Event()
        self._processes: dict[AgentName, subprocess.Popen[bytes]] = {}
        self._threads = [
            threading.Thread(target=self._keep, args=(agent,), daemon=True)
            for agent in self._agents
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def stopping(self) -> bool:
        """True once ``stop`` was called."""
        return self._stopping.is_set()

    def wait(self) -> None:
        """Return when ``stop`` was called."""
        self._stopping.wait()

    def stop(self) -> None:
        """End every worker: SIGTERM, 15 s to finish what it holds, then SIGKILL (nothing is lost by that)."""
        self._stopping.set()
        for process in list(self._processes.values()):
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in list(self._processes.values()):
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        for thread in self._threads:
            thread.join(timeout=1)

    def _keep(self, agent: AgentName) -> None:
        wait_seconds = FIRST_WAIT_SECONDS
        while not self._stopping.is_set():
            started_at = time.monotonic()
            try:
                process = self._start(agent)
            except OSError as error:
                open_log(agent).error("worker cannot be started", error=str(error))
            else:
                self._processes[agent] = process
                # stop() may have come between the check and the start.
                if self._stopping.is_set():
                    _signal(process, signal.SIGTERM)
                process.wait()
            if time.monotonic() - started_at > WELL_AFTER_SECONDS:
                wait_seconds = FIRST_WAIT_SECONDS
            self._stopping.wait(wait_seconds)
            wait_seconds = min(2 * wait_seconds, LONGEST_WAIT_SECONDS)

    def _start(self, agent: AgentName) -> "subprocess.Popen[bytes]":
        # A session of its own keeps the terminal's Ctrl-C from workers that still have something to finish.
        return subprocess.Popen(
            [sys.executable, "-m", "agents.worker", agent, "--parent", str(os.getpid())],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=self._output,
            start_new_session=True,
        )


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that gives a child process the same *settings*, whatever file it would read."""
    values: dict[str, str] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if value is not None:
            plain = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            values[PREFIX + name.upper()] = plain
    values[PREFIX + "DATABASE_URL"] = settings.resolved_database_url
    values[PREFIX + "DATA_DIR"] = str(Path(settings.data_dir).expanduser().absolute())
    return values


def _signal(process: "subprocess.Popen[bytes]", number: int) -> None:
    if process.poll() is None:
        process.send_signal(number)
