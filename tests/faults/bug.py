"""What a planted bug is, and the few ways in which one is put on a module."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Patch = Callable[[Any], None]
Change = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """One bug: ``does`` says what in a line, ``breaks`` the invariants of which at least one must catch it.

    ``patches`` are called with their module, once it is loaded. ``environ`` is the weather in which the bug
    shows: faults the product itself must bear. ``kills`` are fail points at which a worker of the agent
    dies, one after the other, besides what is done to every bug. ``patience_seconds``: how long nothing may be
    committed before that is a violation.
    """

    name: str
    does: str
    breaks: tuple[str, ...]
    patches: Mapping[str, tuple[Patch, ...]]
    environ: Mapping[str, str] = field(default_factory=dict)
    kills: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stages: Literal["null", "all"] = "null"
    patience_seconds: float = 300.0


def on(owner: str, name: str, change: Change) -> Patch:
    """A patch: what *name* is in the module, or in its class *owner*, becomes ``change(it)``.

    Raises AttributeError where it is not there: a bug that was planted nowhere would go unnoticed.
    """

    def patch(module: Any) -> None:
        holder = getattr(module, owner) if owner else module
        setattr(holder, name, change(getattr(holder, name)))

    return patch


class Every:
    """True at each *count*-th call."""

    def __init__(self, count: int) -> None:
        self._count, self._calls = count, 0

    def __call__(self) -> bool:
        """Count a call."""
        self._calls += 1
        return self._calls % self._count == 0
