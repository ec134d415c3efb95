"""Logs: an event name and fields, never the text of an article; JSON in service, a console on a terminal."""

import contextlib
import json
import logging
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TextIO, cast
from urllib.parse import unquote

import structlog
from structlog.types import EventDict, FilteringBoundLogger, Processor

from agents.settings import Settings

Log = FilteringBoundLogger

# Libraries that speak in floods while a broker or a collector is away: one line of each in this time is enough.
_LOUD = ("aiokafka", "faust", "kafka", "mode", "opentelemetry")
SECONDS_BETWEEN_LINES = 30.0
HIDDEN = "(hidden)"

# Passwords in a URL: before the host, or as a parameter.
_IN_URL = re.compile(r"://[^:/@]*:([^@]*)@|[?&](?:\w*password)=([^&]+)")
# A shorter secret would black out letters of every word.
_LEAST_SECRET_CHARS = 4


def configure_logging(
    *, level: str, style: Literal["auto", "console", "json"], secrets: Iterable[str] = ()
) -> None:
    """Send our log lines, and the errors of libraries, to stderr, one line each.

    No character in them moves a terminal's cursor, and none of the *secrets* appears, whoever wrote the line.
    """
    console = style == "console" or (style == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
    ]
    renderers = _renderers(console=console)
    stream = UnbreakableStream(sys.stderr, secrets=secrets)
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


def _renderers(*, console: bool) -> list[Processor]:
    if not console:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(_to_json)]
    plain = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    return [structlog.processors.format_exc_info, _escape, plain]


def open_log(agent: str) -> Log:
    """A log whose lines carry *agent*."""
    return cast(Log, structlog.get_logger(agent=agent))


def secrets_of(settings: Settings) -> set[str]:
    """The passwords in *settings*, those in the database URL also decoded."""
    url = settings.resolved_database_url
    found = {part for match in _IN_URL.finditer(url) for part in match.groups() if part}
    found |= {unquote(part) for part in found}
    return {*found, settings.kafka_sasl_password.get_secret_value()} - {""}


def _to_json(fields: Any, **options: Any) -> str:
    # JSON escapes each control character but this one.
    return json.dumps(fields, **options).replace("\x7f", "\\u007f")


def _escape(_logger: Any, _method: str, fields: EventDict) -> EventDict:
    """What is text in *fields* without a character that a terminal would act on."""
    lines = {"exception", "stack"}
    return {
        name: visible(value, keep="\n" if name in lines else "")
        if isinstance(value, str)
        else value
        for name, value in fields.items()
    }


def visible(text: str, *, keep: str = "") -> str:
    r"""*text* with what is not printed (control, bidirectional, invisible) as ``\x1b``, but for what to *keep*."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in keep else repr(each)[1:-1] for each in text
    )


def _forms(secret: str) -> Iterator[str]:
    """How a renderer may write *secret*: as it is, in JSON, escaped, and quoted as Python quotes."""
    yield json.dumps(secret)[1:-1]
    for text in (secret, visible(secret)):
        quoted = repr(text)[1:-1]
        yield from (text, quoted, quoted.replace("'", "\\'"))


class UnbreakableStream:
    """A stream whose reader may leave and whose disk may fill: a line that cannot be written is dropped.

    An exception from a log line would leave an agent's loop before the batch is acknowledged, for ever.
    Of *secrets* none is written.
    """

    def __init__(self, stream: TextIO, *, secrets: Iterable[str] = ()) -> None:
        self._stream = stream
        told = [each for each in secrets if len(each) >= _LEAST_SECRET_CHARS]
        forms = {form for each in told for form in _forms(each)}
        self._secrets = sorted(forms, key=len, reverse=True)

    def write(self, text: str) -> int:
        """The length of *text*, written or not."""
        shown = text
        for secret in self._secrets:
            shown = shown.replace(secret, HIDDEN)
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(shown)
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
