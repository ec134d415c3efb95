"""What the topics, the database and the ledger say, in the least memory: contents as digests.

Nothing here is the product's: Kafka is read with librdkafka, the database with plain SQL.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg

from faults.ledger import PLANTED, SEQUENCE_HEADER, Sent, read_ledger
from support.witness import Record, stream_topic

REVISION_HEADER = "eventwire.revision"
REASON = "eventwire.error."
# An outage that a fail point raised condemns nothing: only the words of its bug excuse a letter.
_PLANTED_BUG = f"ValueError('{PLANTED}"
# asyncio's words for an error that no code looked at: a traceback for each message of an outage.
_STRAY = b"was never retrieved"


@dataclass(frozen=True, slots=True)
class Input:
    """A message of raw-articles: where it lies, and what the ledger says of it (None where it knows nothing)."""

    partition: int
    offset: int
    digest: bytes
    sent: Sent | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A row of articles; ``mark`` is of the message that stands, None where it carried none."""

    id: str
    version: int
    status: str
    revision: int
    mark: int | None
    has_text: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of events; ``digest`` is of its column message."""

    id: str
    article_id: str
    article_version: int
    revision: int
    state: str
    evidence: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A message of the topic events; a tombstone has neither digest nor what else its value says."""

    key: str
    partition: int
    offset: int
    revision: int
    digest: bytes | None
    article_id: str = ""
    article_version: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter, and where it says that the original lay.

    ``planted``: it tells of a bug that a fail point raised, so that its article had to become one.
    """

    digest: bytes
    code: str
    topic: str
    partition: int
    offset: int
    sequence: int | None
    key: bytes | None
    planted: bool = False


@dataclass
class Evidence:
    """All that the checker looks at. *lost* are acknowledged messages that the topic does not hold."""

    inputs: list[Input] = field(default_factory=list)
    lost: list[Sent] = field(default_factory=list)
    articles: list[ArticleRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    records: list[EventRecord] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    null_stages: bool = True


@dataclass(frozen=True)
class Sources:
    """Where the evidence lies; *database_url* is empty for the SQLite file."""

    bootstrap_servers: str
    prefix: str
    ledger: Path
    database_file: Path
    database_url: str = ""
    log_folder: Path | None = None
    secrets: Sequence[str] = ()
    null_stages: bool = True


def collect(sources: Sources) -> Evidence:
    """Read everything that *sources* hold now."""
    found = Evidence(null_stages=sources.null_stages)
    found.inputs, found.lost = _inputs(sources)
    with connected(sources) as connection:
        found.articles = list(_articles(connection))
        found.events = list(_events(connection))
    planted = [secret.encode() for secret in sources.secrets]
    for record in _watched(stream(sources, "events"), planted, found.leaks):
        found.records.append(event_record(record))
    for record in _watched(stream(sources, "dead-letters"), planted, found.leaks):
        found.letters.append(letter(record))
    for _ in _watched(stream(sources, "extractions") if planted else (), planted, found.leaks):
        pass
    found.leaks += _lines_with(sources.log_folder, planted)
    found.strays += _lines_with(sources.log_folder, [_STRAY])
    return found


def stream(sources: Sources, topic: str) -> Iterator[Record]:
    """Each record of a topic of the installation."""
    return stream_topic(sources.bootstrap_servers, sources.prefix + topic)


@contextmanager
def connected(sources: Sources) -> Iterator[Any]:
    """A plain connection to the database."""
    if sources.database_url:
        with psycopg.connect(sources.database_url) as connection:
            yield connection
    else:
        uri = f"file:{sources.database_file}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=60)) as file:
            yield file


def digest_of(value: bytes | None) -> bytes:
    """Tells contents apart; a null value from an empty one, too."""
    return b"" if value is None else hashlib.blake2b(value, digest_size=12).digest()


def event_record(record: Record) -> EventRecord:
    """*record* of the topic events; revision -1 where its header is missing."""
    headers = dict(record.headers)
    revision = int(headers.get(REVISION_HEADER) or -1)
    key = (record.key or b"").decode("utf-8", "replace")
    if record.value is None:
        return EventRecord(key, record.partition, record.offset, revision, None)
    said = json.loads(record.value)
    return EventRecord(
        key,
        record.partition,
        record.offset,
        # The header must say what the value says; where it does not, neither revision is right.
        revision if said["revision"] == revision else -1,
        digest_of(record.value),
        said["article_id"],
        said["article_version"],
        said["state"],
    )


def letter(record: Record) -> Letter:
    """*record* of the topic dead-letters."""
    headers = {name: _text(value) for name, value in record.headers}
    sequence = headers.get(SEQUENCE_HEADER)
    null_key = headers.get(REASON + "null_key") == "True"
    return Letter(
        digest_of(record.value),
        headers.get(REASON + "code", ""),
        headers.get(REASON + "topic", ""),
        int(headers.get(REASON + "partition", -1)),
        int(headers.get(REASON + "offset", -1)),
        int(sequence) if sequence else None,
        None if null_key else record.key,
        headers.get(REASON + "code") == "bug"
        and _PLANTED_BUG in headers.get(REASON + "message", ""),
    )


def _inputs(sources: Sources) -> tuple[list[Input], list[Sent]]:
    ledger = {
        sent.sequence: (replace(sent, value=None), digest_of(sent.value))
        for sent in read_ledger(sources.ledger)
    }
    missing = {sequence for sequence, (sent, _) in ledger.items() if sent.offset is not None}
    inputs: list[Input] = []
    for record in stream(sources, "raw-articles"):
        sequence = int(_text(dict(record.headers).get(SEQUENCE_HEADER, b"-1")))
        sent, digest = ledger.get(sequence, (None, b""))
        known = sent if digest == digest_of(record.value) else None
        if known and (known.partition, known.offset) == (record.partition, record.offset):
            missing.discard(sequence)
        inputs.append(Input(record.partition, record.offset, digest_of(record.value), known))
    return inputs, [ledger[sequence][0] for sequence in sorted(missing)]


def _articles(connection: Any) -> Iterator[ArticleRow]:
    query = "SELECT id, version, status, revision, ext, text FROM articles"
    for article_id, version, status, revision, ext, text in rows_of(connection, query):
        said = json.loads(ext) if isinstance(ext, str) else ext
        yield ArticleRow(article_id, version, status, revision, said.get("mark"), bool(text))


def _events(connection: Any) -> Iterator[EventRow]:
    query = "SELECT id, article_id, article_version, revision, state, evidence_text, message FROM events"
    for key, article_id, version, revision, state, text, message in rows_of(connection, query):
        yield EventRow(key, article_id, version, revision, state, text, digest_of(message.encode()))


def rows_of(connection: Any, query: str) -> Iterator[tuple[Any, ...]]:
    """Each row of *query*, one at a time: no database of the campaign fits into memory twice."""
    if isinstance(connection, sqlite3.Connection):
        yield from connection.execute(query)
        return
    with connection.cursor(name="checker") as cursor:  # on the server: not all rows at once
        cursor.itersize = 5_000
        cursor.execute(query)
        yield from cursor


def _watched(
    records: Iterable[Record], planted: Sequence[bytes], leaks: list[str]
) -> Iterator[Record]:
    for record in records:
        texts = [record.key, record.value, *[value for _, value in record.headers]]
        said = b"\n".join(_bytes(text) for text in texts)
        if any(secret in said for secret in planted):
            leaks.append(f"{record.topic}/{record.partition}/{record.offset}")
        yield record


def _lines_with(folder: Path | None, texts: Sequence[bytes]) -> list[str]:
    """The places in the logs where one of *texts* stands."""
    logs = sorted(folder.glob("*.log")) if folder else []
    places = []
    for log in logs:
        with log.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if any(text in line for text in texts):
                    places.append(f"{log.name}:{number}")
    return places


def _bytes(text: str | bytes | None) -> bytes:
    return text.encode() if isinstance(text, str) else text or b""


def _text(value: str | bytes | None) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value or ""
