"""I11: the same history, sent to an empty installation where nothing fails, gives the same rows."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from confluent_kafka import Producer

from faults.invariants.violation import Violation
from faults.ledger import SEQUENCE_HEADER, read_ledger
from faults.stack import Stack, stopping

# What counts deliveries or tells where a message lay differs; what an article says may not.
_OF_DELIVERY = {"revision", "message"}
_TABLES = (
    "SELECT * FROM articles ORDER BY id",
    "SELECT * FROM entities ORDER BY id",
    "SELECT * FROM mentions ORDER BY entity_id, start_char",
    "SELECT * FROM events WHERE state = 'current' ORDER BY id",
    "SELECT event_actors.* FROM event_actors JOIN events ON events.id = event_id"
    " WHERE state = 'current' ORDER BY event_id, role, position",
)


def check_replay(stack: Stack) -> list[Violation]:
    """Send the ledger of *stack*, whose database is SQLite, to an empty one and compare the rows."""
    again = Stack(
        stack.bootstrap_servers,
        stack.folder / "again",
        stack.prefix + "again-",
        stages=stack.stages,
        command=stack.command,
    )
    with stopping(again.prepare()):
        _send(stack.folder / "ledger.db", again)
        again.start(extract=2)
        again.await_idle(600)
    got, want = dump_hash(stack.database_file), dump_hash(again.database_file)
    return [] if got == want else [Violation("I11", "all tables", got, want)]


def dump_hash(database: Path) -> str:
    """One hash over what the tables say, without what only tells how often it was delivered."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        for query in _TABLES:
            for row in _rows(connection, query):
                digest.update(json.dumps(row, sort_keys=True).encode())
    return digest.hexdigest()


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        named = dict(zip(names, row, strict=True))
        yield {name: named[name] for name in names if not _is_of_delivery(name)}


def _is_of_delivery(name: str) -> bool:
    return name in _OF_DELIVERY or name.startswith(("taken_back_", "arrival_"))


def _send(ledger: Path, stack: Stack) -> None:
    """Each acknowledged message, in the order of the log that it was in, to its partition."""
    producer = Producer(
        {
            "bootstrap.servers": stack.bootstrap_servers,
            "enable.idempotence": True,
            "message.max.bytes": 2_000_000,
        }
    )
    held = [sent for sent in read_ledger(ledger) if sent.offset is not None]
    for sent in sorted(held, key=lambda sent: (sent.partition or 0, sent.offset or 0)):
        producer.produce(
            f"{stack.prefix}raw-articles",
            sent.value,
            sent.key,
            sent.partition or 0,
            headers=[(SEQUENCE_HEADER, str(sent.sequence).encode())],
        )
        producer.poll(0)
        if len(producer) > 5_000:
            producer.flush(30)
    left = producer.flush(60)
    assert not left, f"{left} messages were not sent again"
