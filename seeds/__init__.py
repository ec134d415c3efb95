"""The seed articles that the demo pushes, and the gold events they must yield.

A data folder: `README.md` beside this file says what is in it.
"""

from pathlib import Path
from typing import Final

ACCEPTED_SUFFIXES: Final = frozenset({".json", ".ndjson", ".jsonl", ".txt"})
GOLD_PATTERN: Final = "*.gold.toml"


def seed_files() -> tuple[Path, ...]:
    """Every article file of this folder, in any accepted shape, sorted by name."""
    folder = Path(__file__).parent
    accepted = (path for path in folder.iterdir() if path.suffix in ACCEPTED_SUFFIXES)
    return tuple(sorted(accepted, key=_name))


def gold_files() -> tuple[Path, ...]:
    """Every gold file of this folder, sorted by name."""
    return tuple(sorted(Path(__file__).parent.glob(GOLD_PATTERN), key=_name))


def _name(path: Path) -> str:
    return path.name
