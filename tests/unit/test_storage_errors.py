"""Which errors of a database are worth waiting for."""

import pickle
import sqlite3

import psycopg
import pytest
from psycopg import errors as pg
from sqlalchemy import exc

from pipeline.storage.errors import (
    DatabaseUnavailable,
    Unstorable,
    is_outage,
    misses_tables,
    reason_of,
)


def wrapped(cause: Exception, *, kind: type[exc.DBAPIError] = exc.OperationalError) -> Exception:
    return kind("INSERT ...", {"text": "secret"}, cause)


def sqlite_error(kind: type[sqlite3.Error], code: int, text: str = "said") -> Exception:
    error = kind(text)
    error.sqlite_errorcode = code
    return wrapped(error)


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.OperationalError("connection refused"),
        psycopg.errors.ConnectionTimeout("timeout"),
        pg.AdminShutdown("terminating connection"),
        pg.DeadlockDetected("deadlock detected"),
        pg.SerializationFailure("could not serialize"),
        pg.LockNotAvailable("lock timeout"),
        pg.QueryCanceled("statement timeout"),
        pg.DiskFull("no space left"),
        pg.TooManyConnections("sorry"),
        pg.ReadOnlySqlTransaction("standby"),
        pg.CannotConnectNow("starting up"),
        pg.UndefinedTable('relation "articles" does not exist'),
        pg.InsufficientPrivilege("permission denied"),
        pg.FeatureNotSupported("cached plan must not change result type"),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_an_outage_of_postgresql_is_waited_for(cause: Exception) -> None:
    assert is_outage(wrapped(cause))


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"),
        pg.UniqueViolation("duplicate key"),
        pg.ForeignKeyViolation("foreign key"),
        pg.NotNullViolation("null"),
        pg.CheckViolation("check"),
        pg.StringDataRightTruncation("too long"),
        pg.NumericValueOutOfRange("out of range"),
        pg.UntranslatableCharacter("no equivalent"),
        pg.ProgramLimitExceeded("index row size 2800 exceeds maximum 2704"),
        pg.SyntaxError("syntax error"),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_what_postgresql_refuses_for_good_is_not_waited_for(cause: Exception) -> None:
    assert not is_outage(wrapped(cause, kind=exc.DataError))


@pytest.mark.parametrize(
    "code",
    [
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOTADB,
    ],
)
def test_an_outage_of_sqlite_is_waited_for(code: int) -> None:
    assert is_outage(sqlite_error(sqlite3.OperationalError, code))


@pytest.mark.parametrize(
    "code",
    [
        sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY,
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_MISMATCH,
    ],
)
def test_what_sqlite_refuses_for_good_is_not_waited_for(code: int) -> None:
    assert not is_outage(sqlite_error(sqlite3.IntegrityError, code))


def test_a_missing_table_is_an_outage_that_a_migration_ends() -> None:
    missing = sqlite_error(sqlite3.OperationalError, sqlite3.SQLITE_ERROR, "no such table: events")

    assert is_outage(missing)
    assert misses_tables(missing)
    assert misses_tables(wrapped(pg.UndefinedColumn("column")))
    assert not misses_tables(wrapped(pg.AdminShutdown("bye")))


def test_a_lost_connection_is_an_outage_whatever_the_driver_calls_it() -> None:
    lost = exc.ProgrammingError(
        "SELECT 1", None, sqlite3.ProgrammingError("closed"), connection_invalidated=True
    )

    assert is_outage(lost)


def test_errors_of_our_own_know_their_side() -> None:
    assert is_outage(DatabaseUnavailable("down"))
    assert is_outage(exc.TimeoutError("pool"))
    assert is_outage(ConnectionResetError())
    assert not is_outage(Unstorable("no"))
    assert not is_outage(KeyError("bug"))
    assert not is_outage(UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"))


def test_the_reason_shows_neither_statement_nor_parameters() -> None:
    reason = reason_of(wrapped(pg.UniqueViolation("duplicate\n key " + "x" * 1_000)))

    assert reason.startswith("duplicate key xxx")
    assert len(reason) < 310
    assert "secret" not in reason
    assert "INSERT" not in reason


def test_unstorable_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(Unstorable("no", "a1")))

    assert (error.code, error.stage, error.message, error.article_id) == (
        "unstorable",
        "store",
        "no",
        "a1",
    )
