"""Run as a program: imports all our modules, and prints as JSON what that did besides."""

import gc
import importlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

# Acts that a module may leave to whoever calls its functions; reading files is allowed.
_ACTS = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "sqlite3.connect",
)
_MADE_AT_THE_EDGE = frozenset({"faust.app.base.App", "sqlalchemy.engine.base.Engine"})

_seen: list[str] = []


def main(names: list[str]) -> None:
    """Import *names* in their order; what their third-party imports do counts as well."""
    sys.addaudithook(_note)
    started = time.perf_counter()
    for name in names:
        importlib.import_module(name)
    seconds = time.perf_counter() - started
    report = {
        "acts": _seen[:],
        "threads": [thread.name for thread in threading.enumerate()],
        "made": sorted({_kind(value) for value in gc.get_objects()} & _MADE_AT_THE_EDGE),
        "seconds": round(seconds, 2),
    }
    sys.stdout.write(json.dumps(report))


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _is_a_question(event, arguments):
        return
    if event in _ACTS:
        _seen.append(f"{event} {arguments[:1]!r}")
    elif event == "open":
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and str(path) != os.devnull:
            _seen.append(f"open {path!r} to write")


def _is_a_question(event: str, arguments: tuple[Any, ...]) -> bool:
    """What libraries ask of the machine as they are imported."""
    if event == "socket.bind":
        # urllib3 takes any port to learn whether there is IPv6.
        return bool(arguments[1][1] == 0)
    # Faust's croniter asks platform.architecture(), which runs file(1) where there is one.
    return event == "subprocess.Popen" and arguments[0] == "file"


def _kind(value: object) -> str:
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


if __name__ == "__main__":
    # A program's own folder comes first on the path; the root is what the packages lie in.
    sys.path[0] = str(Path(__file__).parents[2])
    main(sys.argv[1:])
