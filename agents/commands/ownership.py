"""Are the top-level names agents, pipeline, schemas and seeds ours alone? pip lets one distribution overwrite another."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from agents.errors import OperatorError

OURS = "eventwire"
_CLAIMS = tuple(
    f"{name}/__init__.py,".encode() for name in ("agents", "pipeline", "schemas", "seeds")
)


class SharedNames(OperatorError):
    """Another distribution in this environment owns one of our top-level names."""


def require_own_names(folders: Iterable[str]) -> None:
    """Raises SharedNames where a distribution in *folders* (``sys.path``) has a package of one of our names.

    Reads the lists of installed files itself: ``importlib.metadata.packages_distributions()`` takes ten times
    as long, and each command would pay for it.
    """
    rivals = sorted({rival for folder in folders for rival in _rivals_in(Path(folder))})
    if rivals:
        distribution, package = rivals[0]
        raise SharedNames(
            f"{distribution} is installed in this environment and owns the package {package!r}, which is"
            f" {OURS}'s too; install {OURS} in a virtual environment of its own"
        )


def _rivals_in(folder: Path) -> Iterator[tuple[str, str]]:
    for record in folder.glob("*.dist-info/RECORD"):
        distribution = record.parent.name.partition("-")[0]
        if distribution.lower() == OURS:
            continue
        try:
            files = record.read_bytes()
        except OSError:  # being installed or removed at this moment, or not ours to read
            continue
        for claim in _CLAIMS:
            if files.startswith(claim) or b"\n" + claim in files:
                yield distribution, claim.partition(b"/")[0].decode()
