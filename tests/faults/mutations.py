"""Planted bugs: each breaks the delivery promise in one place, and the checker has to catch it.

A bug is put on the product's modules as a worker of `faults.worker` imports them; it is found by its name in
the environment variable FAULTS_BUG.
"""

from collections import defaultdict
from collections.abc import Sequence

from faults.bug import Bug, Patch
from faults.mutations_batches import BATCH_BUGS
from faults.mutations_outlet import OUTLET_BUGS
from faults.mutations_rules import RULE_BUGS
from faults.mutations_store import STORE_BUGS

BUG = "FAULTS_BUG"

BUGS: tuple[Bug, ...] = (*BATCH_BUGS, *OUTLET_BUGS, *STORE_BUGS, *RULE_BUGS)


def find_bug(name: str) -> Bug:
    """The bug of that name. Raises KeyError."""
    return {bug.name: bug for bug in BUGS}[name]


def patches_of(bugs: Sequence[Bug]) -> dict[str, tuple[Patch, ...]]:
    """The patches of several bugs, by module."""
    found: dict[str, list[Patch]] = defaultdict(list)
    for bug in bugs:
        for module, patches in bug.patches.items():
            found[module] += patches
    return {module: tuple(patches) for module, patches in found.items()}
