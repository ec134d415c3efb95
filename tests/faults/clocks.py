"""Workers whose clock can be set while they run, by libfaketime; everybody else keeps the machine's time."""

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from faults.setup import open_stack
from faults.stack import Stack

# Names the library where it lies elsewhere.
LIBRARY = "FAULTS_LIBFAKETIME"
_SYSTEM = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    "/usr/lib64/faketime/libfaketime.so.1",
)
_FILE = "clock"
_PACKAGED = "vendor/libfaketime/src/libfaketime.so.1"
_PROBE_SECONDS = 60
# What the clock on the wall does must not disturb a sleep; it does in 0.9.10, which Debian 12 has.
_PROBE = """
import sys, time
began = time.time()
open(sys.argv[1], "w").write("-2d\\n")
time.sleep(2.1)
assert time.time() - began < -86400
"""


@cache
def find_library() -> str | None:
    """A libfaketime that does its work here: that of the Python package or of the system; None without one."""
    given = [os.environ[LIBRARY]] if LIBRARY in os.environ else []
    package = importlib.util.find_spec("libfaketime")
    if package and package.origin:
        given.append(str(Path(package.origin).parent / _PACKAGED))
    return next((path for path in (*given, *_SYSTEM) if Path(path).exists() and _works(path)), None)


def why_not() -> str:
    """Why the clock cannot jump on this machine; empty where it can."""
    if find_library():
        return ""
    return f"no libfaketime later than 0.9.10 (pip install libfaketime, or name it in {LIBRARY})"


@contextmanager
def open_with_clock(folder: Path, seed: int) -> Iterator[Stack]:
    """A broker, PostgreSQL, topics and tables; workers to come have a clock of their own."""
    library = find_library()
    if library is None:
        raise FileNotFoundError(why_not())

    def change(stack: Stack) -> None:
        set_clock(stack, "+0")
        stack.environ = _environ(library, stack.folder / _FILE)

    with open_stack(folder, seed, change=change) as stack:
        yield stack


def set_clock(stack: Stack, offset: str) -> None:
    """The workers' clock differs by *offset* from now on, such as ``-2d``, within a second or two."""
    path = stack.folder / _FILE
    beside = path.with_suffix(".new")
    beside.write_text(f"{offset}\n", "ascii")
    beside.replace(path)


def _environ(library: str, clock: Path) -> dict[str, str]:
    return {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",  # how old, in seconds, what it read there may be
        # The clock on the wall jumps; what measures durations does not.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def _works(library: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / _FILE
        clock.write_text("+0\n", "ascii")
        try:
            ended = subprocess.run(
                [sys.executable, "-I", "-c", _PROBE, str(clock)],
                env={**os.environ, **_environ(library, clock)},
                stderr=subprocess.DEVNULL,
                timeout=_PROBE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
    return ended.returncode == 0
