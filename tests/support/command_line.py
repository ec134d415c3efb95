"""Runs `eventwire` as a person types it: in this process where that will do, else as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from agents.cli import main

_RUN = "from agents.cli import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a call of the command ended."""

    status: int
    stdout: str
    stderr: str

    @property
    def complaints(self) -> list[str]:
        """The lines on stderr that say what went wrong."""
        return [line for line in self.stderr.splitlines() if line.startswith("eventwire:")]


def run_here(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    """Run it in this process, with this process's folder and environment."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    written = capsys.readouterr()
    code = ending.value.code
    assert isinstance(code, int)
    return Ended(status=code, stdout=written.out, stderr=written.err)


def run_apart(
    *arguments: str,
    folder: Path,
    stdin: bytes | int = b"",
    environ: Mapping[str, str] | None = None,
) -> Ended:
    """Run it as a process in *folder*; *environ* is added to an environment without our variables.

    *stdin* is what it reads, or the descriptor it reads from.
    """
    done = subprocess.run(
        command_of(*arguments),
        cwd=folder,
        env={**clean_environ(), **(environ or {})},
        input=stdin if isinstance(stdin, bytes) else None,
        stdin=None if isinstance(stdin, bytes) else stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Ended(status=done.returncode, stdout=done.stdout.decode(), stderr=done.stderr.decode())


def command_of(*arguments: str) -> Sequence[str]:
    """The command line that runs it, installed or not."""
    return [sys.executable, "-c", _RUN, *arguments]


def clean_environ() -> dict[str, str]:
    """This environment without our settings, with our packages where they are not installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVENTWIRE_")}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}
