"""I2 to I5 of the events: one set of the standing version, told alike by the table and the topic."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from faults.evidence import EventRecord, EventRow, Evidence
from faults.invariants.expected import Standing
from faults.invariants.violation import Violation


def check_event_rows(evidence: Evidence, standing: Mapping[str, Standing]) -> Iterator[Violation]:
    """The current rows of an article are those of the version that stands; where null stages, each line one."""
    current: dict[str, list[EventRow]] = defaultdict(list)
    seen: set[str] = set()
    revisions = {row.id: row.revision for row in evidence.articles}
    for row in evidence.events:
        where = f"event {row.id} of {row.article_id}"
        if row.id in seen:
            yield Violation("I2", where, "two rows", "one row")
        seen.add(row.id)
        if row.article_id not in standing:
            yield Violation("I4", where, "a row", "no article of this id was sent")
        elif row.revision > revisions.get(row.article_id, 0):
            got = f"revision {row.revision}"
            yield Violation("I5", where, got, "at most that of its article")
        if row.state == "current":
            current[row.article_id].append(row)
    for article_id, wanted in standing.items():
        yield from _check_set(current[article_id], wanted, counted=evidence.null_stages)


def _check_set(rows: list[EventRow], wanted: Standing, *, counted: bool) -> Iterator[Violation]:
    where = f"events of {wanted.sent.article_id}"
    for row in rows:
        if row.article_version != wanted.version:
            got = f"event {row.id} of version {row.article_version}"
            yield Violation("I5", where, got, f"version {wanted.version}")
    if wanted.sent.status != "usable":
        if rows:
            yield Violation("I5", where, f"{len(rows)} current", "none once taken back")
        return
    if not counted or wanted.sent.lines is None:
        return
    told = sorted(row.evidence for row in rows)
    lines = sorted(wanted.sent.lines)
    if told != lines:
        missing, extra = _differences(told, lines)
        name = "I1" if missing else "I4"
        yield Violation(name, where, f"{len(told)} current, {extra} not of it", f"{len(lines)}")


def check_topic(evidence: Evidence, *, late_writers: bool) -> Iterator[Violation]:
    """The topic events read by key, highest revision wins, equals the table, byte for byte.

    Without *late_writers* the last message of a key by offset must be that one, too: what compaction leaves.
    """
    by_key: dict[str, list[EventRecord]] = defaultdict(list)
    for record in evidence.records:
        by_key[record.key].append(record)
    rows = {row.id: row for row in evidence.events}
    for key in by_key.keys() - rows.keys():
        yield Violation("I4", f"topic events, key {key}", "messages", "a row of this id")
    for key, row in rows.items():
        records = by_key.get(key)
        if not records:
            yield Violation("I3", f"event {key}", "nothing on the topic", f"a {row.state} event")
            continue
        yield from _check_alike(key, records)
        if fault := _contradicts(max(records, key=_by_revision), row):
            yield Violation("I3", f"event {key}, by revision", *fault)
        elif not late_writers and (fault := _contradicts(_last(records), row)):
            yield Violation("I3b", f"event {key}, by offset", *fault)


def check_topic_versions(evidence: Evidence) -> Iterator[Violation]:
    """A reader that keeps the highest revision never goes back: of an article, a higher revision has no
    lower version, and one revision one version."""
    told: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for record in evidence.records:
        if record.digest is not None and record.state == "current":
            told[record.article_id][record.revision].add(record.article_version)
    for article_id, versions in told.items():
        newest = 0
        for revision, of in sorted(versions.items()):
            where = f"events of {article_id}, revision {revision}"
            if len(of) > 1:
                yield Violation("I5", where, f"versions {sorted(of)}", "one version")
            if min(of) < newest:
                yield Violation("I5", where, f"version {min(of)}", f"at least {newest}")
            newest = max(newest, *of)


def count_late(records: Iterable[EventRecord]) -> int:
    """How often a key's revision stepped back on the topic to one never seen before: late writers at work."""
    highest: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    late = 0
    for record in sorted(records, key=lambda each: (each.partition, each.offset)):
        known = highest.get(record.key, 0)
        if record.revision < known and (record.key, record.revision) not in seen:
            late += 1
        seen.add((record.key, record.revision))
        highest[record.key] = max(known, record.revision)
    return late


def _check_alike(key: str, records: list[EventRecord]) -> Iterator[Violation]:
    said: dict[int, set[bytes]] = defaultdict(set)
    for record in records:
        if record.revision < 0:
            where = f"events/{record.partition}/{record.offset}"
            yield Violation(
                "I3", where, "no revision, or two that differ", "the value's in a header"
            )
        if record.digest is not None:
            said[record.revision].add(record.digest)
    for revision, digests in said.items():
        if len(digests) > 1:
            where = f"event {key}, revision {revision}"
            yield Violation("I2", where, f"{len(digests)} contents", "the same bytes each time")


def _contradicts(record: EventRecord, row: EventRow) -> tuple[str, str] | None:
    want = f"{row.state} at revision {row.revision}"
    kind = "a tombstone" if record.digest is None else record.state
    got = f"{kind} at revision {record.revision}, offset {record.partition}/{record.offset}"
    if record.revision != row.revision or (record.digest is None) != (row.state == "retracted"):
        return got, want
    if record.digest is not None and record.digest != row.digest:
        return f"{got}, other bytes", f"{want}, the bytes of its row"
    return None


def _by_revision(record: EventRecord) -> tuple[int, bool]:
    # Of one revision the tombstone is the last word: it follows the retraction that it closes.
    return record.revision, record.digest is None


def _last(records: list[EventRecord]) -> EventRecord:
    return max(records, key=lambda each: each.offset)


def _differences(told: list[str], lines: list[str]) -> tuple[int, int]:
    return len(set(lines) - set(told)), len(set(told) - set(lines))
