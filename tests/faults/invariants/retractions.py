"""I3 of retractions: a follower learns what was retracted before compaction may forget it."""

from collections.abc import Iterable, Iterator

from faults.evidence import EventRecord
from faults.invariants.violation import Violation


def check_retractions(records: Iterable[EventRecord]) -> Iterator[Violation]:
    """Before the first tombstone of a key and revision lies its retracted state."""
    retracted: dict[tuple[str, int], int] = {}
    tombstones: dict[tuple[str, int], int] = {}
    for record in sorted(records, key=lambda each: each.offset):
        if record.digest is None:
            tombstones.setdefault((record.key, record.revision), record.offset)
        elif record.state == "retracted":
            retracted.setdefault((record.key, record.revision), record.offset)
    for place, closed in tombstones.items():
        if place not in retracted or closed < retracted[place]:
            where = f"event {place[0]}, revision {place[1]}"
            yield Violation("I3", where, "a tombstone", "the retracted state before it")
