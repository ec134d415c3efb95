"""An embedded broker with another configuration than the product's, and stacks of parts made elsewhere."""

import random
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from agents.embedded.broker import EmbeddedBroker
from agents.embedded.errors import BrokerDidNotStart
from agents.embedded.guarded import GuardedJava
from faults.stack import Stack

Properties = dict[str, str]
_START_TRIES = 3
_Kind = TypeVar("_Kind", bound=Stack)


class VariedBroker(EmbeddedBroker):
    """The embedded broker, but for what *vary* changes in its server.properties before each start."""

    def __init__(
        self, data_dir: Path, vary: Callable[[Properties], None], *, port: int | None = None
    ) -> None:
        super().__init__(data_dir, port=port)
        self._vary = vary

    def _spawn(self, command: list[str]) -> GuardedJava:
        path = self._dir.server_properties
        properties = read_properties(path.read_text("utf-8"))
        self._vary(properties)
        path.write_text(write_properties(properties), "utf-8")
        return super()._spawn(command)


def start_patiently(broker: EmbeddedBroker) -> None:
    """Start *broker*, up to three times: a machine under a campaign may not do it in the time it has."""
    for tries_left in reversed(range(_START_TRIES)):
        try:
            broker.start()
        except BrokerDidNotStart:
            if not tries_left:
                raise
        else:
            return


def read_properties(text: str) -> Properties:
    """Names and values of a file of Java properties, as the product writes it."""
    pairs = (line.partition("=") for line in text.splitlines() if line)
    return {name: value for name, _, value in pairs}


def write_properties(properties: Properties) -> str:
    """The file's text."""
    return "".join(f"{name}={value}\n" for name, value in properties.items())


def made_of(kind: type[_Kind], folder: Path, seed: int, servers: str, **parts: Any) -> _Kind:
    """A stack of *kind* below *folder*, with topics of its own on *servers*; neither is made yet."""
    prefix = f"f{uuid.uuid4().hex[:12]}-"
    return kind(servers, folder / "stack", prefix, chance=random.Random(seed), **parts)
