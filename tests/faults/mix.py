"""What traffic is made of, as weights."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """Weights of each kind of message; they need not add up to anything."""

    article: float = 60
    newer: float = 14  # a higher version of a known article
    older: float = 6  # a version below one that was sent
    changed: float = 4  # the same id and version with another text
    duplicate: float = 6  # the same bytes once more
    canceled: float = 3  # a cancellation of a version
    withheld: float = 2
    canceled_any: float = 4  # a cancellation that names no version
    poison: float = 1  # never an article: a dead letter with its code
    oversize: float = 0  # just above or below the limit of a message
