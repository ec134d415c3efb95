"""Renders the page and its parts with Jinja2; whatever a message holds stays text."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from agents.commands.console import duration, visible
from agents.ops.history import Sample
from agents.ops.monitor import Report
from agents.replay import Letter
from agents.topology import AgentName
from agents.web.charts import HEIGHT, WIDTH
from agents.web.refreshed import Latest
from agents.web.sources import Letters, StoredEvents
from agents.web.view import (
    clock,
    code_parts,
    figure,
    head,
    level_of,
    readable,
    safe_link,
    view_agents,
    words,
)

# Each stands in an element of this id, and is sent anew when it has changed.
PARTS = ("verdict", "agents", "events", "letters", "looked")
BYTES_SHOWN = 65_536
_EVENTS_SHOWN, _LETTERS_SHOWN = 20, 30


class Watched(Protocol):
    """What the page needs of a monitor."""

    @property
    def report(self) -> Report:
        """The last look."""

    def wait(self, *, after: int, seconds: float) -> Report:
        """The next look, or the last one after *seconds*."""

    def history(self, agent: AgentName, *, day: bool = False) -> tuple[Sample, ...]:
        """The samples of an agent."""


class Read(Protocol):
    """The events and dead letters as they were read last."""

    @property
    def events(self) -> Latest[StoredEvents]:
        """Those of the database."""

    @property
    def letters(self) -> Latest[Letters]:
        """Those of Kafka."""

    def find_letter(self, place: str) -> Letter:
        """One letter with its bytes. Raises OperatorError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that one rendering of the page shows."""

    monitor: Watched
    read: Read


class Renderer:
    """Templates, read once."""

    def __init__(self) -> None:
        self._jinja = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters.update(
            clock=clock,
            code_parts=code_parts,
            duration=duration,
            figure=figure,
            level=level_of,
            link=safe_link,
            visible=visible,
            words=words,
        )
        self._jinja.globals.update(width=WIDTH, height=HEIGHT)

    def page(self, shown: Shown) -> str:
        """The whole page."""
        context = _context(shown)
        parts = {name: self._part(name, context) for name in PARTS}
        return self._jinja.get_template("page.html").render(parts=parts, **context)

    def parts(self, shown: Shown) -> dict[str, str]:
        """The markup of each part."""
        context = _context(shown)
        return {name: self._part(name, context) for name in PARTS}

    def letter(self, letter: Letter) -> str:
        """The page of one dead letter."""
        value = letter.value or b""
        return self._jinja.get_template("letter.html").render(
            letter=letter,
            moment=datetime.fromtimestamp(max(letter.timestamp_ms, 0) / 1000, tz=UTC),
            headers=[
                (name, field.decode("utf-8", "backslashreplace")) for name, field in letter.headers
            ],
            key=None if letter.key is None else letter.key.decode("utf-8", "backslashreplace"),
            text=readable(value, limit=BYTES_SHOWN),
            cut=len(value) > BYTES_SHOWN,
            size=len(value),
        )

    def login(self, *, wrong: bool) -> str:
        """The form that asks for the token."""
        return self._jinja.get_template("login.html").render(wrong=wrong)

    def error(self, title: str, detail: str) -> str:
        """A page that says what is wrong."""
        return self._jinja.get_template("error.html").render(title=title, detail=detail)

    def _part(self, name: str, context: dict[str, object]) -> str:
        return self._jinja.get_template(f"{name}.html").render(**context)


def _context(shown: Shown) -> dict[str, object]:
    monitor = shown.monitor
    report = monitor.report
    return {
        "report": report,
        "heading": head(report),
        "agents": view_agents(
            report, monitor.history, lambda agent: monitor.history(agent, day=True)
        ),
        "events": shown.read.events,
        "letters": shown.read.letters,
        "events_shown": _EVENTS_SHOWN,
        "letters_shown": _LETTERS_SHOWN,
    }
