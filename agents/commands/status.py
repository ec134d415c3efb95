"""Looks at the agents again and again, through restarts of the broker."""

from contextlib import ExitStack
from types import TracebackType
from typing import Self

from agents.errors import OperatorError
from agents.ops.lag import AgentLag, measure_lag
from agents.ops.offsets import Observer, observing
from agents.settings import Settings


class Status:
    """The lag of all agents whenever asked; a context manager that closes its connections."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._connections = ExitStack()
        self._observer: Observer | None = None

    def look(self) -> tuple[AgentLag, ...]:
        """The agents in the order of the topology; empty while the broker is away."""
        try:
            if self._observer is None:
                self._observer = self._connections.enter_context(observing(self._settings))
            return tuple(measure_lag(look) for look in self._observer.look())
        except OperatorError:
            self._close()
            return ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        self._observer = None
        self._connections.close()
