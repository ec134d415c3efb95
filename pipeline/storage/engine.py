"""Opens the database: SQLite for one machine, PostgreSQL for more."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from pipeline.storage.errors import (
    UPGRADE_COMMAND,
    DatabaseUnavailable,
    InvalidDatabaseUrl,
    Unstorable,
    is_outage,
    misses_tables,
    reason_of,
)
from pipeline.storage.passwords import without_password

SQLITE_BEGIN = "sqlite_begin"  # execution option: how a transaction on SQLite begins

_DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
}
_WANTED = "want sqlite:////absolute/path/file.db or postgresql://user:password@host/database"

# A batch takes well under a second; what takes a minute is stuck, and is better tried again.
_POSTGRES_TIMEOUTS = (
    "-c statement_timeout=60s -c lock_timeout=30s -c idle_in_transaction_session_timeout=60s"
)
# Seconds a writer waits for another one's transaction before it counts as an outage.
_SQLITE_BUSY_SECONDS = 30.0
_WAL_ATTEMPTS = 50
_WAL_PAUSE_SECONDS = 0.1


def open_engine(url: str) -> Engine:
    """An engine for *url*; connects at its first use, not here.

    SQLite's folder is made then, too; where it cannot be, that use raises DatabaseUnavailable.
    To be disposed of by the caller. Raises InvalidDatabaseUrl.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    return _open_postgres(parsed)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """``open_engine`` for as long as the block lasts; its connections are closed at the end."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def is_missing(engine: Engine) -> bool:
    """Is *engine* for an SQLite file that does not exist? Whoever connected would make it."""
    url = engine.url
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()


def safe_url(url: URL) -> str:
    """*url* as it may be printed: every password hidden, also one in the query string."""
    return without_password(url.render_as_string(hide_password=False))


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that write: on SQLite they take the write lock at once.

    A transaction that reads first and writes later fails there with "database is locked", without
    waiting, when another writer came between.
    """
    return engine.execution_options(**{SQLITE_BEGIN: "BEGIN IMMEDIATE"})


@contextmanager
def plain_errors(engine: Engine) -> Iterator[None]:
    """Turns what the database raises into DatabaseUnavailable or Unstorable."""
    try:
        yield
    except (SQLAlchemyError, UnicodeError, OverflowError) as error:
        where = safe_url(engine.url)
        if not is_outage(error):
            raise Unstorable(f"The database {where} refuses it: {reason_of(error)}") from error
        # After a failover an old connection may lead to a standby; none is trusted again.
        engine.dispose()
        hint = "check that it runs and can be reached; nothing is lost, the work waits"
        if misses_tables(error):
            hint = f"create its tables with: {UPGRADE_COMMAND}"
        raise DatabaseUnavailable(
            f"The database {where} cannot be used: {reason_of(error)}; {hint}."
        ) from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # The text is not repeated: where it cannot be parsed, nobody knows where its password is.
        raise InvalidDatabaseUrl(f"The database URL cannot be read; {_WANTED}.") from error
    driver = _DRIVERS.get(parsed.drivername)
    if driver is None:
        raise InvalidDatabaseUrl(
            f"The database URL {safe_url(parsed)} is for {parsed.drivername}; {_WANTED}."
        )
    if driver == "sqlite" and (parsed.host or not _is_file(parsed.database)):
        raise InvalidDatabaseUrl(
            f"The database URL {safe_url(parsed)} names no file (three slashes before a relative"
            f" path, four before an absolute one; no database in memory); {_WANTED}."
        )
    return parsed.set(drivername=driver)


def _is_file(database: str | None) -> bool:
    return bool(database) and database != ":memory:" and not str(database).startswith("file:")


def _open_sqlite(url: URL) -> Engine:
    path = Path(str(url.database)).expanduser().absolute()
    engine = create_engine(
        url.set(database=str(path)),
        connect_args={"timeout": _SQLITE_BUSY_SECONDS},
        json_serializer=_to_json,
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", _make_folder)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_postgres(url: URL) -> Engine:
    wanted = {
        "application_name": "eventwire",
        "client_encoding": "utf8",
        "connect_timeout": "10",
        "keepalives_idle": "30",
        "keepalives_interval": "10",
        "keepalives_count": "3",
        # Keepalives rest while data waits for its acknowledgement: a dead host would hold a save for 15 min.
        "tcp_user_timeout": "30000",
        # Poolers such as PgBouncer refuse startup options; ``?options=`` in the URL does without.
        "options": _POSTGRES_TIMEOUTS,
    }
    return create_engine(
        url,
        connect_args={name: text for name, text in wanted.items() if name not in url.query},
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        json_serializer=_to_json,
        hide_parameters=True,
    )


def _make_folder(_dialect: object, _record: object, arguments: Any, _options: object) -> None:
    folder = Path(arguments[0]).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The folder {folder} of the database cannot be made: {error.strerror};"
            " choose another path or correct its permissions."
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # From here on transactions begin where _begin_sqlite says, not where the driver guesses.
    connection.isolation_level = None
    _enter_wal(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    # FULL syncs the log at each commit. NORMAL may lose the last commits in a power cut, and their
    # articles would be lost with them: Kafka has been told that they are stored.
    connection.execute("PRAGMA synchronous = FULL")


def _enter_wal(connection: sqlite3.Connection) -> None:
    # Only the change to WAL needs the file alone, and SQLite does not wait for that by itself.
    for attempt in range(_WAL_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt == _WAL_ATTEMPTS - 1:
                raise
            time.sleep(_WAL_PAUSE_SECONDS)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get(SQLITE_BEGIN, "BEGIN")
    connection.exec_driver_sql(begin)


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
