"""Faults of the database: stopped, crashed, cut off, read-only, locked by somebody else, deadlocked."""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Literal, LiteralString

import psycopg

from faults.fault import Fault, Inject
from faults.postgres import Postgres, StopMode
from faults.stack import Stack

# What the promise allows from the return of the database on.
RETURN_SECONDS = 15.0
_CLIENTS = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
_TERMINATE: LiteralString = f"SELECT pg_terminate_backend(pid) {_CLIENTS}"
_RIVAL_SECONDS = 10.0
# Fewer and no two meet; more and the rival holds what the workers have long left.
_RIVAL_ROWS = 400


def stop_database(stack: Stack, chance: random.Random) -> str:
    """PostgreSQL is stopped, its clients told so, and started 20 to 60 s later."""
    return _stop(stack, "fast", chance.uniform(20, 60))


def crash_database(stack: Stack, chance: random.Random) -> str:
    """PostgreSQL ends as in a power cut, and recovers when it is started up to 10 s later."""
    return _stop(stack, "immediate", chance.uniform(0, 10))


def terminate_backends(stack: Stack, _chance: random.Random) -> str:
    """Every connection is ended by the server, each second for 10 s."""
    ended = 0
    with _connected(_server(stack)) as connection:
        for _ in range(10):
            ended += len(connection.execute(_TERMINATE).fetchall())
            time.sleep(1.0)
    return f"pg_terminate_backend of {ended} connections in 10 s"


def refuse_writes(stack: Stack, chance: random.Random) -> str:
    """All transactions are read-only for 10 to 30 s, as after a failover to a standby."""
    seconds = chance.uniform(10, 30)
    with _connected(_server(stack)) as connection:
        _set_read_only(connection, "on")
        try:
            time.sleep(seconds)
        finally:
            _set_read_only(connection, "off")
    return f"read-only for {seconds:.1f} s"


def lock_events(stack: Stack, chance: random.Random) -> str:
    """The table events is locked against everybody for 20 to 120 s, as by a careless migration."""
    seconds = chance.uniform(20, 120)
    _hold(stack, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE", seconds)
    return f"LOCK TABLE events for {seconds:.1f} s"


def lock_rows(stack: Stack, chance: random.Random) -> str:
    """Every article's row is locked for 20 to 120 s, so whatever comes again of an article waits."""
    seconds = chance.uniform(20, 120)
    locked = _hold(stack, "SELECT id FROM articles ORDER BY id FOR UPDATE", seconds)
    return f"row locks of {locked} articles for {seconds:.1f} s"


def provoke_deadlocks(stack: Stack, chance: random.Random) -> str:
    """For 10 s a rival locks articles in the order opposite to the workers', one after the other."""
    server = _server(stack)
    before, passes = _count_deadlocks(server), 0
    ends_at = time.monotonic() + _RIVAL_SECONDS
    with _connected(server) as connection:
        # The worker looks after a second, the rival later: the worker is the one that is refused.
        connection.execute("SET deadlock_timeout = '3s'")
        while time.monotonic() < ends_at:
            _lock_backwards(connection, chance)
            passes += 1
    time.sleep(1.5)  # the server's own count comes late
    deadlocks = _count_deadlocks(server) - before
    return f"{passes} transactions against the order of the workers, {deadlocks} deadlocks"


def lock_file(stack: Stack, chance: random.Random) -> str:
    """Another program holds the SQLite file's write lock for 20 to 40 s, beyond the workers' patience too."""
    seconds = chance.uniform(20, 40)
    with closing(sqlite3.connect(stack.database_file, timeout=60)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN EXCLUSIVE")
        try:
            time.sleep(seconds)
        finally:
            connection.execute("ROLLBACK")
    return f"BEGIN EXCLUSIVE for {seconds:.1f} s"


def _stop(stack: Stack, mode: StopMode, seconds: float) -> str:
    server = _server(stack)
    server.stop(mode)
    try:
        time.sleep(seconds)
    finally:
        server.start()
    return f"PostgreSQL stopped (-m {mode}) for {seconds:.1f} s"


def _hold(stack: Stack, statement: LiteralString, seconds: float) -> int:
    """Rows of *statement*, whose locks were held for *seconds*."""
    with _connected(_server(stack)) as connection:
        rows = _with_lock(connection, statement)
        try:
            time.sleep(seconds)
        finally:
            connection.execute("ROLLBACK")
    return rows


def _with_lock(connection: "psycopg.Connection[Any]", statement: LiteralString) -> int:
    while True:
        connection.execute("BEGIN")
        try:
            return max(0, connection.execute(statement).rowcount)
        except psycopg.errors.DeadlockDetected:  # a worker was there first
            connection.execute("ROLLBACK")


def _lock_backwards(connection: "psycopg.Connection[Any]", chance: random.Random) -> None:
    query = "SELECT id FROM articles ORDER BY id DESC"
    known = [row[0] for row in connection.execute(query).fetchall()]
    some = set(chance.sample(known, min(len(known), _RIVAL_ROWS)))
    connection.execute("BEGIN")
    try:
        for article_id in (key for key in known if key in some):
            query = "SELECT 1 FROM articles WHERE id = %s FOR UPDATE"
            connection.execute(query, (article_id,))
        connection.execute("COMMIT")
    except psycopg.errors.DeadlockDetected:  # the rival may lose as well
        connection.execute("ROLLBACK")
    time.sleep(0.05)


def _count_deadlocks(server: Postgres) -> int:
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    with _connected(server) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _set_read_only(connection: "psycopg.Connection[Any]", value: LiteralString) -> None:
    connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
    connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.5)  # the server reads it when it comes to it
    connection.execute(_TERMINATE)


@contextmanager
def _connected(server: Postgres) -> "Iterator[psycopg.Connection[Any]]":
    with psycopg.connect(server.url, autocommit=True) as connection:
        yield connection


def _server(stack: Stack) -> Postgres:
    if stack.postgres is None:
        raise ValueError("this fault is one of PostgreSQL")
    return stack.postgres


def _named(
    name: str,
    inject: Inject,
    *,
    cheap: bool = False,
    database: Literal["sqlite", "postgres"] = "postgres",
) -> Fault:
    # An outage of the database is waited through: no worker ends by it.
    return Fault(
        name=name,
        inject=inject,
        cheap=cheap,
        database=database,
        may_end_workers=False,
        recovers_within_seconds=RETURN_SECONDS,
    )


FAULTS = (
    _named("postgres-stopped", stop_database),
    _named("postgres-crash", crash_database, cheap=True),
    _named("postgres-terminate-backends", terminate_backends, cheap=True),
    _named("postgres-read-only", refuse_writes),
    _named("postgres-lock-table", lock_events),
    _named("postgres-lock-rows", lock_rows),
    _named("postgres-deadlocks", provoke_deadlocks),
    _named("sqlite-locked", lock_file, database="sqlite"),
)
