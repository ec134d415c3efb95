"""A console whose two streams a test can read, and which can press Ctrl-C."""

import io

from agents.commands.console import Console


class _Stream(io.StringIO):
    """Keeps what is written, and interrupts once it holds *lines* lines."""

    def __init__(self, lines: int | None) -> None:
        super().__init__()
        self._left = lines

    def write(self, text: str) -> int:
        written = super().write(text)
        if self._left is not None:
            self._left -= text.count("\n")
            if self._left <= 0:
                self._left = None
                raise KeyboardInterrupt
        return written


class Screen:
    """A console in a pipe; Ctrl-C is pressed after *interrupt_after* lines of stdout."""

    def __init__(self, *, interrupt_after: int | None = None) -> None:
        self._stdout = _Stream(interrupt_after)
        self._stderr = io.StringIO()
        self.console = Console(stdout=self._stdout, stderr=self._stderr, environ={})

    @property
    def lines(self) -> list[str]:
        """What stands on stdout."""
        return self._stdout.getvalue().splitlines()

    @property
    def notes(self) -> list[str]:
        """What stands on stderr."""
        return self._stderr.getvalue().splitlines()
