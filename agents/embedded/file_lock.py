"""A lock between processes, held on a file; the system frees it when its last holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class FileLock:
    """An exclusive lock on one file, which also names the process that took it.

    The lock belongs to the open file: a child process that inherits `fileno()` keeps it held.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def try_acquire(self) -> bool:
        """Takes the lock if it is free; False where another process has it."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._hold(descriptor)
        return True

    def owner_pid(self) -> int | None:
        """The process that took the lock last, alive or not; None where none is named."""
        with suppress(OSError, ValueError):
            return int(self.path.read_text("ascii"))
        return None

    def fileno(self) -> int:
        """The descriptor to hand to a child that shall keep the lock."""
        if self._descriptor is None:
            raise ValueError(f"the lock {self.path} is not held")
        return self._descriptor

    def let_go(self) -> None:
        """Closes this process's hold; the lock stays while a child holds it. May be repeated."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Waits for the lock, without limit, and holds it for the block."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except BaseException:
            os.close(descriptor)
            raise
        self._hold(descriptor)
        try:
            yield
        finally:
            self.let_go()

    def _hold(self, descriptor: int) -> None:
        self._descriptor = descriptor
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
