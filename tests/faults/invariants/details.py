"""I3 of what hangs on a row: actors as the event's message tells them, mentions as they stand in the text."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from faults.evidence import Sources, connected, rows_of
from faults.invariants.violation import Violation

_ACTORS = "SELECT event_id, role, position, text, start_char, end_char, name FROM event_actors"
_MENTIONS = (
    "SELECT m.entity_id, a.id, m.text, substr(a.text, m.start_char + 1, m.end_char - m.start_char)"
    " FROM mentions m JOIN entities n ON n.id = m.entity_id JOIN articles a ON a.id = n.article_id"
)


def check_details(sources: Sources) -> Iterator[Violation]:
    """Rows of another version than the one that stands have stayed nowhere."""
    with connected(sources) as connection:
        told: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for event_id, *columns in rows_of(connection, _ACTORS):
            told[event_id].add(tuple(columns))
        for event_id, message in rows_of(connection, "SELECT id, message FROM events"):
            wanted = set(_actors_of(json.loads(message)))
            if told[event_id] != wanted:
                got = f"{len(told[event_id])} actors, {len(told[event_id] ^ wanted)} differ"
                yield Violation("I3", f"event {event_id}", got, f"the {len(wanted)} of its message")
        for entity_id, article_id, text, stands in rows_of(connection, _MENTIONS):
            if text != stands:
                where = f"mention of {entity_id} in article {article_id}"
                yield Violation("I3", where, repr(text), f"{stands!r}, as it stands there")


def _actors_of(event: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for role, field in (("actor", "actors"), ("recipient", "recipients")):
        for position, actor in enumerate(event.get(field, ())):
            span = (actor["text"], actor["start_char"], actor["end_char"])
            yield role, position, *span, actor.get("name")
