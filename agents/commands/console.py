"""What a command writes: data to stdout, the rest to stderr; tables on a terminal, plain lines in a pipe."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Protocol, TextIO

import orjson
from rich.box import SIMPLE_HEAD
from rich.console import Console as RichConsole
from rich.console import RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

# The last column of a table of one line a row, however narrow the terminal.
_LEAST_WIDTH = 20
# C0 and C1 controls steer a terminal; the bidirectional overrides make a line read otherwise than it is.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class ReaderLeft(Exception):
    """Whoever read our output has closed it (``| head``): end quietly."""


class Ticker(Protocol):
    """Told of each thing that is done."""

    def __call__(self, count: int = 1, /) -> None:
        """*count* more are done."""


def visible(text: str) -> str:
    """*text* with the characters that steer a terminal escaped: an ESC shows as ``\\x1b``."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class Console:
    """The two streams of a command. Text is never read as markup, and cannot steer the terminal.

    Each line is flushed, so a reader down the pipe sees it at once. Raises ReaderLeft once the reader has gone.
    """

    def __init__(self, *, stdout: TextIO, stderr: TextIO, environ: Mapping[str, str]) -> None:
        self._stdout = stdout
        self._stderr = stderr
        self._bar: Progress | None = None
        plain = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
        self._rich = _rich(stdout, plain=plain, environ=environ)
        self._rich_stderr = _rich(stderr, plain=plain, environ=environ)
        self.is_terminal = stdout.isatty()

    def line(self, text: str) -> None:
        """One plain line on stdout."""
        self._write(visible(text))

    def json(self, value: object) -> None:
        """One JSON object on one line of stdout."""
        self._write(orjson.dumps(value, default=str).decode())

    def json_bytes(self, encoded: bytes) -> None:
        """One object that is JSON already, on one line of stdout."""
        self._write(encoded.decode("utf-8", "backslashreplace"))

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        unbroken: int = 0,
        widths: Sequence[int] = (),
    ) -> None:
        """A table on a terminal; in a pipe one line a row, its cells parted by tabs, without headings.

        The first *unbroken* columns are never broken into lines. With *widths*, one for each column but the
        last, a row is one line: what does not fit is cut, and the last column has the rest of the line.
        """
        if not self.is_terminal:
            for row in rows:
                self._write("\t".join(_cell(cell) for cell in row))
            return
        table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
        rest = self._rich.width - sum(widths) - 2 * len(widths)
        for column, heading in enumerate(headings):
            cut = (*widths, max(rest, _LEAST_WIDTH))[column] if widths else None
            table.add_column(
                Text(heading),
                overflow="ellipsis" if cut else "fold",
                no_wrap=bool(cut) or column < unbroken,
                width=cut,
            )
        for row in rows:
            table.add_row(*(Text(_cell(cell)) for cell in row))
        self.draw(table)

    def draw(self, drawing: RenderableType) -> None:
        """Anything rich can draw, on stdout; give untrusted text as ``Text(visible(...))``."""
        self._rich.print(drawing, markup=False, highlight=False, soft_wrap=not self.is_terminal)

    @contextmanager
    def redrawing(self) -> Iterator[None]:
        """What the block draws replaces what is on the screen, at once and so without flicker.

        In a pipe it follows what was written before.
        """
        if not self.is_terminal:
            yield
            return
        with self._rich:  # holds everything back until the end of the block
            self._rich.clear()
            yield

    def note(self, text: str) -> None:
        """A line or more on stderr: progress, a hint, a summary, an explanation."""
        for line in text.split("\n"):
            self._write_aside(visible(line))

    def error(self, text: str) -> None:
        """One line on stderr that starts with ``eventwire:`` and says what, where and what to do."""
        self._write_aside("eventwire: " + visible(_one_line(text)))

    @property
    def shows_progress(self) -> bool:
        """Whether a bar would be seen; else nobody needs to count beforehand."""
        return self._stderr.isatty()

    @contextmanager
    def progress(
        self, what: str, *, total: int | None = None, amid_data: bool = False
    ) -> Iterator[Ticker]:
        """Yields a ticker that moves a bar on stderr where that is a terminal.

        *amid_data* says that lines of data come meanwhile: on the same terminal they would tear the bar,
        and show the progress anyway.
        """
        if not self.shows_progress or (amid_data and self.is_terminal):
            yield _count_nothing
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn())
        bar = Progress(
            *columns,
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._rich_stderr,
            transient=True,
            # The streams are ours: rich would send stdout through the bar's terminal.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        with bar:
            task = bar.add_task(visible(what), total=total)
            self._bar = bar
            try:
                yield lambda count=1, /: bar.advance(task, count)
            finally:
                self._bar = None

    def _write(self, line: str) -> None:
        try:
            self._stdout.write(line + "\n")
            self._stdout.flush()
        except BrokenPipeError:
            raise ReaderLeft from None

    def _write_aside(self, line: str) -> None:
        if self._bar is not None:
            # Above the bar, which would be torn otherwise.
            self._bar.console.print(Text(line), soft_wrap=True)
            return
        try:
            self._stderr.write(line + "\n")
            self._stderr.flush()
        except BrokenPipeError:
            raise ReaderLeft from None


class _Drawer(RichConsole):
    """Rich's console, but who reads from the pipe may leave without ending the process."""

    def on_broken_pipe(self) -> None:
        """Rich would exit here with 1."""
        raise ReaderLeft


def open_console(environ: Mapping[str, str]) -> Console:
    """The console of this process. stdout and stderr become UTF-8, and lone surrogates harmless."""
    # Both are None where the shell closed them (`>&-`): then nobody reads.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return Console(stdout=sys.stdout, stderr=sys.stderr, environ=environ)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _rich(stream: TextIO, *, plain: bool, environ: Mapping[str, str]) -> RichConsole:
    return _Drawer(
        file=stream,
        # Not rich's own guess: FORCE_COLOR and its like would put escapes into a pipe.
        force_terminal=stream.isatty(),
        no_color=plain,
        markup=False,
        highlight=False,
        emoji=False,
        _environ=environ,
    )


def duration(seconds: float | None) -> str:
    """*seconds* in two units at most: 4.2 s, 3 min 20 s, 5 h 12 min, 2 d 3 h; a dash where it is not known."""
    if seconds is None:
        return "-"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 24 else f"{hours // 24} d {hours % 24} h"


def _count_nothing(_count: int = 1, /) -> None:
    """The ticker of a progress that nobody sees."""


def _cell(cell: object) -> str:
    return "" if cell is None else visible(str(cell))


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "; ", text.strip())
