"""Starts a worker with fail points and a planted bug in it."""

import importlib
import os
import sys

from faults.failpoints import arm
from faults.faust_points import patch_faust
from faults.instrument import install
from faults.mutations import BUG, find_bug

WORKER = "agents.run"


def main() -> int:
    """Run the agent that the command line names as ``python -m agents.worker`` does; its exit status."""
    if WORKER in sys.modules:
        raise RuntimeError("the product was imported before its points were put in")
    points = arm(os.environ, agent=sys.argv[1])
    bug = find_bug(os.environ[BUG]) if os.environ.get(BUG) else None
    install(points, bug.patches if bug else {})
    patch_faust(points)
    status: int = importlib.import_module(WORKER).main()
    return status
