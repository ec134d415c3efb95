"""``eventwire events``: those in the database, and the events topic live."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import orjson

from agents.commands.console import Console
from agents.commands.ending import INTERRUPTED
from agents.ops.clients import broker_errors
from agents.ops.event_query import load_country_names, read_country, read_event_type, read_since
from agents.ops.following import follow_topic
from agents.settings import Settings
from agents.topology import names_of
from pipeline.storage.engine import opened
from pipeline.storage.queries import find_events
from schemas.actor import Actor
from schemas.codec import decode_event, encode
from schemas.errors import UndecodableMessage
from schemas.event import Event
from schemas.ontology import load_ontology

_HEADINGS = (
    "date",
    "type",
    "actors",
    "recipients",
    "place",
    "confidence",
    "article",
    "evidence",
)
_SCANNED = ("date", "type", "actors", "recipients", "evidence")
_WIDTHS = (13, 18, 20, 20)


def run_list(
    *,
    settings: Settings,
    console: Console,
    since: str | None,
    event_type: str | None,
    country: str | None,
    article: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """The current events of the database, the latest first. Raises UsageError."""
    wanted_type = event_type and read_event_type(event_type, known=load_ontology().families)
    wanted_country = country and read_country(country, names=load_country_names())
    with opened(settings.resolved_database_url) as engine:
        found = find_events(
            engine,
            since=read_since(since, now=datetime.now(UTC)) if since else None,
            event_type=wanted_type or None,
            country=wanted_country or None,
            article_id=article,
            limit=limit + 1,
        )
        shown = _show(found, limit=limit, as_json=as_json, console=console)
    if shown > limit:
        console.note(f"the latest {limit}; there are more: --limit shows them")
    elif not shown:
        console.note("no events")
    return 0


def run_follow(*, settings: Settings, console: Console, from_beginning: bool, as_json: bool) -> int:
    """Each message of the events topic as it arrives, until Ctrl-C.

    As JSON the event as it is; a tombstone is ``{"id": ID, "state": "tombstone"}``.
    """
    topic = names_of(settings).topic("events")
    try:
        with broker_errors(settings):
            for record in follow_topic(
                settings, topic, from_beginning=from_beginning, tell=console.note
            ):
                _show_record(record, as_json=as_json, console=console)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def show_events(events: Iterable[Event], console: Console) -> None:
    """A table of one line an event: all columns in a pipe, on a terminal those that a person scans."""
    rows = [_row(event) for event in events]
    if not console.is_terminal:
        console.table(_HEADINGS, rows)
        return
    shown = [_HEADINGS.index(name) for name in _SCANNED]
    console.table(_SCANNED, [[row[column] for column in shown] for row in rows], widths=_WIDTHS)


def _show(found: Iterator[Event], *, limit: int, as_json: bool, console: Console) -> int:
    """Show at most *limit* events; more than *limit* where there were more."""
    count = 0
    if as_json:
        for event in islice(found, limit):
            console.json_bytes(encode(event))
            count += 1
        return count + (next(found, None) is not None)
    some = list(islice(found, limit + 1))
    if some:
        show_events(some[:limit], console)
    return len(some)


def _show_record(record: Any, *, as_json: bool, console: Console) -> None:
    key = (record.key or b"").decode("utf-8", "backslashreplace")
    if record.value is None:
        if as_json:
            console.json({"id": key, "state": "tombstone"})
        else:
            console.line(f"retracted {key}")
        return
    try:
        event = decode_event(record.value)
    except UndecodableMessage as error:
        place = f"{record.topic}/{record.partition}/{record.offset}"
        console.error(f"{place} is no event: {error.message}")
        return
    if as_json:
        # As it was sent, so that no field is lost; but on one line.
        one_line = b"\n" not in record.value
        console.json_bytes(record.value if one_line else orjson.dumps(orjson.loads(record.value)))
    elif console.is_terminal:
        cells = [str(cell) for cell in (event.state, *_row(event), event.id) if cell]
        console.line("  ".join(cells))
    else:
        console.table(("state", *_HEADINGS, "id"), [(event.state, *_row(event), event.id)])


def _row(event: Event) -> tuple[str, ...]:
    return (
        _days(event),
        _type(event),
        _names(event.actors),
        _names(event.recipients),
        _place(event),
        f"{event.confidence:.2f}",
        event.article_id,
        event.evidence.text,
    )


def _days(event: Event) -> str:
    if event.date is None:
        return ""
    start, end = event.date.start, event.date.end
    # ISO 8601 of reduced precision: 2026-03 is a month, 2026 a year.
    if event.date.precision == "month":
        return f"{start:%Y-%m}"
    if event.date.precision == "year":
        return f"{start:%Y}"
    if start == end:
        return start.isoformat()
    # ISO 8601's short form of an interval leaves out of its end what is as in its start.
    if start.year != end.year:
        return f"{start:%Y}/{end:%Y}"
    return (
        f"{start.isoformat()}/{end:%d}" if start.month == end.month else f"{start:%Y-%m}/{end:%m}"
    )


def _type(event: Event) -> str:
    """The type, with what turns its meaning: it did not happen, or not yet, or perhaps."""
    marks = ["negated"] if event.negated else []
    marks += [event.status] if event.status != "actual" else []
    return f"{event.event_type} ({', '.join(marks)})" if marks else event.event_type


def _names(actors: Iterable[Actor]) -> str:
    return "; ".join(
        (actor.name or actor.text) + (f" ({actor.country})" if actor.country else "")
        for actor in actors
    )


def _place(event: Event) -> str:
    location = event.location
    return "" if location is None else location.name or location.text
