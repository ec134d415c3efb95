"""The set-up of a fault that brings none of its own: a broker and a database that nobody shares."""

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from agents.embedded.broker import EmbeddedBroker
from faults.postgres import running_postgres
from faults.stack import Stack, Stages, stopping


@contextmanager
def open_stack(
    folder: Path,
    seed: int,
    *,
    database: str = "postgres",
    broker: EmbeddedBroker | None = None,
    stages: Stages = "null",
    change: Callable[[Stack], None] = lambda _stack: None,
) -> Iterator[Stack]:
    """A stack with topics and tables and no worker yet; all of it ends with the block.

    *broker* is one that runs already and is not to be harmed; *change* may alter the stack before it is used.
    """
    with ExitStack() as opened:
        kafka = broker or opened.enter_context(EmbeddedBroker(folder / "broker"))
        server = opened.enter_context(running_postgres()) if database == "postgres" else None
        stack = Stack(
            kafka.bootstrap_servers,
            folder / "stack",
            f"f{uuid.uuid4().hex[:12]}-",
            broker=kafka,
            postgres=server,
            stages=stages,
            chance=random.Random(seed),
        )
        change(stack)
        yield opened.enter_context(stopping(stack.prepare()))
