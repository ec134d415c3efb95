"""Work that goes on in a thread of its own while a block lasts."""

import threading
from types import TracebackType
from typing import Self


class Background:
    """Runs ``run`` in a thread from the beginning of the block to its end; then ``_stopping`` is set.

    A subclass that waits for more than ``_stopping`` is woken by its ``_wake``. The end of the block waits for
    the thread, but no longer than *join_seconds*.
    """

    def __init__(self, name: str, *, join_seconds: float) -> None:
        self._stopping = threading.Event()
        self._join_seconds = join_seconds
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._wake()
        self._thread.join(self._join_seconds)

    def _run(self) -> None:
        raise NotImplementedError

    def _wake(self) -> None:
        """Called once ``_stopping`` is set."""
