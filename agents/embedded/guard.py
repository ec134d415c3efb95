"""The guard: runs the broker's Java, and ends it when the process that wanted it is gone.

A process of its own, started by file with `python -I -S`, so it imports nothing but the standard
library. Arguments: the pid of its parent, the grace in seconds, the console's file, the command.
It writes the pid of Java on stdout, one line, and ends with Java's exit status.

SIGTERM ends Java gracefully. The death of the parent, SIGKILL included, does the same within half
a second: the system then gives this process another parent. A pipe that closes would not do, for
every process forked by the parent in the meantime keeps it open.
"""

import os
import select
import signal
import subprocess
import sys
import time

PARENT_CHECK_SECONDS = 0.5


class Guard:
    """Watches over one Java process until it has ended."""

    def __init__(self, java: "subprocess.Popen[bytes]", parent_pid: int, grace: float) -> None:
        self._java, self._parent_pid, self._grace = java, parent_pid, grace
        self._kill_at: float | None = None

    def watch(self, wakeups: int) -> int:
        """Returns Java's exit status (as a shell gives it) once it has ended."""
        while (status := self._java.poll()) is None:
            if os.getppid() != self._parent_pid:
                self.end()
            if self._kill_at is not None and time.monotonic() >= self._kill_at:
                self._java.kill()
            if select.select([wakeups], [], [], PARENT_CHECK_SECONDS)[0]:
                os.read(wakeups, 4096)
        return status if status >= 0 else 128 - status

    def end(self) -> None:
        """Asks Java to end, and gives it the grace before it is killed. May be repeated."""
        if self._kill_at is None:
            self._kill_at = time.monotonic() + self._grace
            self._java.terminate()
            self._java.send_signal(signal.SIGCONT)  # a paused one could not end


def main(arguments: list[str]) -> int:
    """Runs the command and watches over it."""
    parent_pid, grace, console, *command = arguments
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Held back until there is somebody to end; Java is started with the signal let through.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    output = os.open(console, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    java = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM}),
    )
    guard = Guard(java, int(parent_pid), float(grace))
    signal.signal(signal.SIGTERM, lambda *_: guard.end())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    os.write(1, f"{java.pid}\n".encode("ascii"))
    return guard.watch(reader)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
