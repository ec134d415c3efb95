"""A Java process under its guard, as its parent sees it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agents.embedded import guard


@dataclass(slots=True)
class GuardedJava:
    """Java and the guard that ends it with its parent, in a process group of their own.

    A Ctrl-C in the terminal reaches neither: whoever started them says when they end.
    """

    pid: int
    """The pid of Java itself."""
    _guard: "subprocess.Popen[bytes]"
    _grace_seconds: float

    @classmethod
    def start(
        cls, command: list[str], *, console: Path, grace_seconds: float, lock_fileno: int
    ) -> "GuardedJava":
        """Starts *command*; its output goes to *console*, *lock_fileno* stays open in the guard.

        Raises OSError where the guard cannot start the command.
        """
        arguments = [str(os.getpid()), str(grace_seconds), str(console), *command]
        guarding = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(lock_fileno,),
            start_new_session=True,
        )
        if guarding.stdout is None:
            raise OSError("the guard has no stdout")
        with guarding.stdout as announced:
            line = announced.readline()
        if not line:
            raise OSError(f"{command[0]} could not be started (exit status {guarding.wait()})")
        return cls(int(line), guarding, grace_seconds)

    @property
    def exit_status(self) -> int | None:
        """Java's exit status as a shell gives it; None while it runs."""
        return self._guard.poll()

    def stop(self) -> None:
        """Ends Java gracefully, and by force when its grace is over. Returns once it is gone."""
        if self._guard.poll() is None:
            self._guard.terminate()
        try:
            # The guard itself kills Java after the grace; this is for a guard that hangs.
            self._guard.wait(self._grace_seconds + 5)
        except subprocess.TimeoutExpired:
            self._kill_group()
        self._kill_unguarded()

    def kill(self) -> None:
        """SIGKILL to Java: the crash of a broker. Returns once it is gone."""
        self.send(signal.SIGKILL)
        try:
            self._guard.wait(5)
        except subprocess.TimeoutExpired:
            self._kill_group()
        self._kill_unguarded()

    def send(self, signal_number: signal.Signals) -> None:
        """Sends a signal to Java, if it still runs."""
        if self._guard.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal_number)

    def _kill_unguarded(self) -> None:
        """Ends Java where somebody killed the guard and left Java behind."""
        if self._guard.returncode < 0:
            self._kill_group()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._guard.pid, signal.SIGKILL)
        self._guard.wait()
