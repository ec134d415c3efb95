"""Faults of the machine: disks that are full, clocks that jump."""

import os
import random
import subprocess
import time
from contextlib import suppress

import psycopg

from faults.clocks import open_with_clock, set_clock, why_not
from faults.disks import (
    Disk,
    DiskStack,
    open_on_broker_disk,
    open_on_postgres_disk,
    open_on_sqlite_disk,
)
from faults.fault import Fault, Inject, Opened
from faults.postgres import Postgres
from faults.stack import Stack
from faults.varied import start_patiently

RETURN_SECONDS = 15.0
_FULL_SECONDS = (15.0, 40.0)
_LOG_FILES = 64
_BACK_SECONDS = 90.0
# A broker whose only log folder fails ends by itself; where nobody writes it may not notice.
_NOTICED_SECONDS = 30.0
_JUMPS = ("+2h", "-2h", "+2d", "-2d")
_JUMP_SECONDS = (10.0, 30.0)


def fill_postgres_disk(stack: Stack, chance: random.Random) -> str:
    """No space under PostgreSQL for 15 to 40 s; in half of the cases none for its log either, which ends it."""
    server, seconds = stack.postgres, chance.uniform(*_FULL_SECONDS)
    if server is None:
        raise ValueError("this fault is one of PostgreSQL")
    log_too = chance.random() < 0.5
    with _disk(stack).full() as taken:
        if log_too:
            _use_up_log(server)
        time.sleep(seconds)
    ended = _bring_back(server)
    also = ", its log used up" if log_too else ""
    gone = ", it ended" if ended else ""
    return f"{taken / 1e6:.0f} MB of filler under PostgreSQL for {seconds:.1f} s{also}{gone}"


def fill_sqlite_disk(stack: Stack, chance: random.Random) -> str:
    """No space under the SQLite file for 15 to 40 s."""
    seconds = chance.uniform(*_FULL_SECONDS)
    with _disk(stack).full() as taken:
        time.sleep(seconds)
    return f"{taken / 1e6:.0f} MB of filler under SQLite for {seconds:.1f} s"


def fill_broker_disk(stack: Stack, _chance: random.Random) -> str:
    """No space under the broker until it ends, or for 30 s; then it is started again."""
    broker = stack.broker
    if broker is None:
        raise ValueError("this fault is one of a single broker")
    with _disk(stack).full() as taken:
        deadline = time.monotonic() + _NOTICED_SECONDS
        while broker.running and time.monotonic() < deadline:
            time.sleep(0.2)
        ended = "went on" if broker.running else "ended by itself"
        time.sleep(2.0)
    broker.kill()
    start_patiently(broker)
    return f"{taken / 1e6:.0f} MB of filler under the broker, which {ended}"


def jump_clock(stack: Stack, chance: random.Random) -> str:
    """The workers' clock jumps by 2 hours or 2 days, forth or back, and back after 10 to 30 s."""
    jump, seconds = chance.choice(_JUMPS), chance.uniform(*_JUMP_SECONDS)
    set_clock(stack, jump)
    try:
        time.sleep(seconds)
    finally:
        set_clock(stack, "+0")
    return f"clock of all workers {jump} for {seconds:.1f} s"


def _use_up_log(server: Postgres) -> None:
    """Begin file after file of the write-ahead log until there is no room for one: the server panics."""
    with suppress(psycopg.Error), psycopg.connect(server.url, autocommit=True) as connection:
        for _ in range(_LOG_FILES):
            connection.execute("SELECT pg_logical_emit_message(false, 'faults', 'x')")
            connection.execute("SELECT pg_switch_wal()")


def _bring_back(server: Postgres) -> bool:
    """Return when the server answers; true where it had ended and was started by us."""
    ended, deadline = False, time.monotonic() + _BACK_SECONDS
    while time.monotonic() < deadline:
        try:
            server.run("pg_ctl", "status")
            with psycopg.connect(server.url):
                return ended
        except subprocess.CalledProcessError:
            server.start()
            ended = True
        except psycopg.OperationalError:
            time.sleep(0.2)  # it recovers by itself
    raise AssertionError(
        f"PostgreSQL does not answer {_BACK_SECONDS:g} s after there was space again"
    )


def _disk(stack: Stack) -> Disk:
    if not isinstance(stack, DiskStack) or stack.disk is None:
        raise TypeError("this fault is one of a small disk")
    return stack.disk


def _no_root() -> str:
    return "" if os.geteuid() == 0 else "mounting a small disk needs root"


def _disk_fault(name: str, inject: Inject, opened: Opened) -> Fault:
    return Fault(
        name=name,
        inject=inject,
        opened=opened,
        may_end_workers=False,
        recovers_within_seconds=RETURN_SECONDS,
        missing=_no_root,
    )


FAULTS = (
    _disk_fault("disk-full-postgres", fill_postgres_disk, open_on_postgres_disk),
    _disk_fault("disk-full-sqlite", fill_sqlite_disk, open_on_sqlite_disk),
    _disk_fault("disk-full-broker", fill_broker_disk, open_on_broker_disk),
    Fault(
        name="clock-jump",
        inject=jump_clock,
        opened=open_with_clock,
        may_end_workers=False,
        missing=why_not,
    ),
)
