"""Small disks that can be filled: a tmpfs under the database or the broker. Mounting one needs root."""

import errno
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from agents.embedded.broker import EmbeddedBroker
from faults.postgres import running_postgres
from faults.stack import Stack, stopping
from faults.varied import made_of

_MEGABYTE = 1_000_000
_PIECE = bytes(_MEGABYTE)


@dataclass(frozen=True)
class Disk:
    """A file system of a few megabytes, mounted at *folder*."""

    folder: Path

    @property
    def free_bytes(self) -> int:
        return shutil.disk_usage(self.folder).free

    @contextmanager
    def full(self) -> Iterator[int]:
        """Not a byte is free at the beginning of the block; the bytes it took. Free again at its end."""
        filler = self.folder / "filler"
        try:
            yield _fill(filler)
        finally:
            filler.unlink()


@dataclass
class DiskStack(Stack):
    """A stack of which one part lies on a small disk."""

    disk: Disk | None = None


@contextmanager
def mounted(megabytes: int) -> Iterator[Disk]:
    """A disk of that size. Raises CalledProcessError where this is not allowed."""
    # Not below the campaign's folder: the database's own user must be able to go there.
    folder = Path(tempfile.mkdtemp(prefix="eventwire-disk-"))
    size = f"size={megabytes}m"
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True)
        try:
            yield Disk(folder)
        finally:
            # Lazily: whoever still has a file open there is ended by others.
            subprocess.run(["umount", "-l", str(folder)], check=True)
    finally:
        folder.rmdir()


@contextmanager
def open_on_postgres_disk(folder: Path, seed: int) -> Iterator[DiskStack]:
    """A stack whose PostgreSQL lies on a disk of 300 MB, a third of it taken by an empty server."""
    with ExitStack() as opened:
        broker = opened.enter_context(EmbeddedBroker(folder / "broker"))
        disk = opened.enter_context(mounted(300))
        server = opened.enter_context(running_postgres(disk.folder / "data"))
        stack = made_of(
            DiskStack,
            folder,
            seed,
            broker.bootstrap_servers,
            broker=broker,
            postgres=server,
            disk=disk,
        )
        opened.enter_context(stopping(stack))
        stack.prepare()
        yield stack


@contextmanager
def open_on_sqlite_disk(folder: Path, seed: int) -> Iterator[DiskStack]:
    """A stack whose SQLite file lies on a disk of 200 MB; its logs do not."""
    with ExitStack() as opened:
        broker = opened.enter_context(EmbeddedBroker(folder / "broker"))
        disk = opened.enter_context(mounted(200))
        stack = made_of(DiskStack, folder, seed, broker.bootstrap_servers, broker=broker, disk=disk)
        opened.enter_context(stopping(stack))
        stack.prepare()
        _move(stack.database_file, disk.folder)
        yield stack


@contextmanager
def open_on_broker_disk(folder: Path, seed: int) -> Iterator[DiskStack]:
    """A stack whose broker lies on a disk of 600 MB."""
    with ExitStack() as opened:
        disk = opened.enter_context(mounted(600))
        broker = opened.enter_context(EmbeddedBroker(disk.folder / "broker"))
        server = opened.enter_context(running_postgres())
        stack = made_of(
            DiskStack,
            folder,
            seed,
            broker.bootstrap_servers,
            broker=broker,
            postgres=server,
            disk=disk,
        )
        opened.enter_context(stopping(stack))
        stack.prepare()
        yield stack


def _fill(filler: Path) -> int:
    written = 0
    with filler.open("wb", buffering=0) as file:
        for piece in (_PIECE, _PIECE[:4_096], _PIECE[:1]):
            try:
                while True:
                    written += file.write(piece)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        os.fsync(file.fileno())
    return written


def _move(database: Path, folder: Path) -> None:
    """The file goes there and a link stays: SQLite keeps its log beside the file, not beside the link."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    moved = shutil.move(database, folder / database.name)
    database.symlink_to(moved)
