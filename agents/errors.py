"""What a person at the command line, or an operator, can put right.

EventwireError (schemas.errors)
└── OperatorError           one line: what, where, what to do
    ├── InvalidSettings     a setting is unknown or has a wrong value
    ├── UsageError          the command was called in a way that cannot work (exit status 2)
    ├── BrokerUnreachable   no Kafka broker answers at the configured address
    ├── WrongTopics         topics are missing or differ from their description
    └── PoolUnusable        the processes that code articles cannot be started
"""

import difflib
from collections.abc import Iterable, Mapping

from schemas.errors import EventwireError


class OperatorError(EventwireError):
    """Somebody can put it right; the text is one line that says how."""


class InvalidSettings(OperatorError):
    """A setting is unknown or has a wrong value."""


class UsageError(OperatorError):
    """The command was called in a way that cannot work."""


class BrokerUnreachable(OperatorError):
    """No Kafka broker answers at the configured address, or it refuses us."""


class WrongTopics(OperatorError):
    """Topics are missing or differ from their description."""


class PoolUnusable(OperatorError):
    """The processes that code articles cannot be started or cannot code anything; no article is at fault."""


def did_you_mean(
    wanted: str,
    known: Iterable[str],
    *,
    shown: Mapping[str, str] | None = None,
    at_most: int = 1,
    cutoff: float = 0.6,
) -> str:
    """``did you mean X?`` with what of *known* is nearest to *wanted*; empty where nothing is near.

    *shown* has what to say in place of each; at *cutoff* 0 everything is near.
    """
    near = difflib.get_close_matches(wanted, list(known), n=at_most, cutoff=cutoff)
    said = [shown[name] if shown else name for name in near]
    return f"did you mean {', '.join(said)}?" if said else ""
