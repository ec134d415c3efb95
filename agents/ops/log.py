"""Logs: an event name and fields, never the text of an article; JSON in service, a console on a terminal."""

import logging
import sys
from typing import Literal, cast

import structlog
from structlog.types import FilteringBoundLogger, Processor

Log = FilteringBoundLogger

# Libraries that speak in floods while a broker is away; our own lines say it once in 30 s.
_LOUD = ("aiokafka", "faust", "mode", "kafka", "trafilatura", "asyncio", "htmldate", "courlan")


def configure_logging(*, level: str, style: Literal["auto", "console", "json"]) -> None:
    """Send our log lines, and the errors of libraries, to stderr, one line each."""
    console = style == "console" or (style == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
    ]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if console
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level.lower()),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=shared,
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def open_log(agent: str) -> Log:
    """A log whose lines carry *agent*."""
    return cast(Log, structlog.get_logger(agent=agent))
