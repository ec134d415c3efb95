"""Where the sets lie that quality is measured on: in the repository, and beside it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "quality"
SETS = TESTS / "sets"
JUDGED = TESTS / "judged"
UNSEEN = TESTS / "unseen"
FLOORS = TESTS / "floors.toml"

# Fetched beside the repository and no part of it: what needs it says so and is passed over without.
SHARED = ROOT.parent / "shared"


def missing(path: Path) -> str:
    """Why nothing is measured on *path*; empty where it is there."""
    if path.exists():
        return ""
    if path.is_relative_to(SHARED):
        return f"skipped: ../{path.relative_to(ROOT.parent).as_posix()} is not there"
    return f"not there: {path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path}"


def files_sha256(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of *paths*: changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        # Line ends may differ between checkouts.
        raw = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()
