"""What was sent and what the brokers acknowledged: a SQLite file, so that a run can go on after its end."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_TABLE = """CREATE TABLE IF NOT EXISTS sent (
    sequence INTEGER PRIMARY KEY, key BLOB, value BLOB, article_id TEXT NOT NULL, version INTEGER,
    status TEXT NOT NULL, lines TEXT, code TEXT NOT NULL, mark INTEGER, partition INTEGER, "offset" INTEGER)"""
_COLUMNS = "sequence, key, value, article_id, version, status, lines, code, mark"
# The header that ties a message of raw-articles to its row.
SEQUENCE_HEADER = "faults.sequence"
# How the text of an error begins that a fail point raises.
PLANTED = "a planted fault at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message that was handed to the producer, and what must become of it.

    ``code``: of its dead letter, empty for an article. ``version``: None where it names none. ``lines``: of the
    body, each an event where the stages are "null"; None where that cannot be told. ``mark``: a number in the content that no other content
    has, None where there is none. ``offset``: None where no broker acknowledged it.
    """

    sequence: int
    key: bytes | None
    value: bytes | None
    article_id: str = ""
    version: int | None = None
    status: str = "usable"
    lines: tuple[str, ...] | None = ()
    code: str = ""
    mark: int | None = None
    partition: int | None = None
    offset: int | None = None

    @property
    def kind(self) -> str:
        """good, canceled (withheld too) or poison."""
        if self.code:
            return "poison"
        return "good" if self.status == "usable" else "canceled"


class Ledger:
    """The file at *path*, made where it is not there. For one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        # Rewritten for each chunk of traffic; a power cut of this machine ends the campaign anyway.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute(_TABLE)

    def intend(self, messages: Sequence[Sent]) -> None:
        """Note *messages* before they are sent, so that none on the topic is unknown."""
        rows = [
            (
                m.sequence,
                m.key,
                m.value,
                m.article_id,
                m.version,
                m.status,
                _joined(m.lines),
                m.code,
                m.mark,
            )
            for m in messages
        ]
        with self._connection:
            self._connection.executemany(
                f"INSERT INTO sent ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )

    def acknowledge(self, places: Sequence[tuple[int, int, int]]) -> None:
        """Note (sequence, partition, offset) of messages that the brokers hold."""
        with self._connection:
            self._connection.executemany(
                'UPDATE sent SET partition = ?2, "offset" = ?3 WHERE sequence = ?1', places
            )

    def next_sequence(self) -> int:
        """Where a plan goes on: one past the last message that was noted."""
        (last,) = self._connection.execute("SELECT max(sequence) FROM sent").fetchone()
        return 0 if last is None else int(last) + 1

    def count_acknowledged(self) -> int:
        """How many messages the brokers said they hold."""
        query = 'SELECT count(*) FROM sent WHERE "offset" IS NOT NULL'
        return int(self._connection.execute(query).fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def read_ledger(path: Path) -> Iterator[Sent]:
    """All messages of the ledger at *path*, in the order in which they were sent."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        query = f'SELECT {_COLUMNS}, partition, "offset" FROM sent ORDER BY sequence'
        for (
            sequence,
            key,
            value,
            article_id,
            version,
            status,
            lines,
            code,
            mark,
            *place,
        ) in connection.execute(query):
            yield Sent(
                sequence=sequence,
                key=key,
                value=value,
                article_id=article_id,
                version=version,
                status=status,
                lines=_split(lines),
                code=code,
                mark=mark,
                partition=place[0],
                offset=place[1],
            )


def _joined(lines: tuple[str, ...] | None) -> str | None:
    return None if lines is None else "\n".join(lines)


def _split(lines: str | None) -> tuple[str, ...] | None:
    if lines is None:
        return None
    return tuple(lines.split("\n")) if lines else ()
