"""What a fault is: what it does to an installation, how often, and what it needs."""

import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from faults.invariants.violation import Violation
from faults.ledger import Sent
from faults.mix import Mix
from faults.stack import Stack

Inject = Callable[[Stack, random.Random], str]
# A folder of its own and a seed in, a stack whose workers are not started yet out.
Opened = Callable[[Path, int], AbstractContextManager[Stack]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of fault. ``inject`` does it once, heals, and says in a line what it did.

    ``wanted``: how often a full campaign does it. ``cheap``: done in seconds, so `make test` does it once.
    ``late_writers``: a frozen or cut-off worker may publish an old state late; the topic is then right by
    revision, not by offset. ``may_end_workers``: a worker may end by it other than by our signal.
    ``recovers_within_seconds``: articles flow again within this time of healing. ``messages``: traffic of its
    own from a seed, in place of *mix*. ``then``: what else is checked once all has settled, workers running.
    ``missing``: why this machine cannot do it, so that it is left out; empty where it can.
    """

    name: str
    inject: Inject
    wanted: int = 10
    cheap: bool = False
    database: Literal["sqlite", "postgres"] = "postgres"
    extract_workers: int = 2
    store_workers: int = 2
    late_writers: bool = False
    may_end_workers: bool = True
    recovers_within_seconds: float = 60.0
    mix: Mix = field(default_factory=Mix)
    opened: Opened | None = None
    messages: Callable[[int], Iterable[Sent]] | None = None
    then: Callable[[Stack], list[Violation]] | None = None
    missing: Callable[[], str] = str
