"""Logs: an event name and fields, never the text of an article; JSON in service, a console on a terminal."""

import contextlib
import logging
import sys
import time
from collections.abc import Callable
from typing import Literal, TextIO, cast

import structlog
from structlog.types import FilteringBoundLogger, Processor

Log = FilteringBoundLogger

# Libraries that speak in floods while a broker is away: one line of each in this time is enough.
_LOUD = ("aiokafka", "faust", "kafka", "mode")
SECONDS_BETWEEN_LINES = 30.0


def configure_logging(*, level: str, style: Literal["auto", "console", "json"]) -> None:
    """Send our log lines, and the errors of libraries, to stderr, one line each."""
    console = style == "console" or (style == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
    ]
    renderers: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        if console
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    stream = UnbreakableStream(sys.stderr)
    logging.raiseExceptions = False
    structlog.configure(
        processors=[*shared, *renderers],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, stream)),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.addFilter(FloodFilter())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
            foreign_pre_chain=shared,
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.ERROR)


def open_log(agent: str) -> Log:
    """A log whose lines carry *agent*."""
    return cast(Log, structlog.get_logger(agent=agent))


class UnbreakableStream:
    """A stream whose reader may leave and whose disk may fill: a line that cannot be written is dropped.

    An exception from a log line would leave an agent's loop before the batch is acknowledged, for ever.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """The length of *text*, written or not."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush where that is possible."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


class FloodFilter(logging.Filter):
    """Lets one line of each loud library through in 30 s, and everything of the others."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._said_at: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """True where the line is to be written."""
        library = record.name.partition(".")[0]
        if library not in _LOUD or record.levelno >= logging.CRITICAL:
            return True
        now = self._now()
        if now - self._said_at.get(library, float("-inf")) < SECONDS_BETWEEN_LINES:
            return False
        self._said_at[library] = now
        return True
