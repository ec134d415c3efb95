"""How an article ended, as far as the comparison with gold needs it."""

from dataclasses import dataclass

from schemas.event import Event
from schemas.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedArticle:
    """An article's end. ``key`` is its id, its url or, of a ``.txt``, its name, as in gold."""

    key: str
    version: int
    outcome: Outcome
    text: str = ""
    events: tuple[Event, ...] = ()
