"""The frozen values that pass from stage to stage: clean ▸ annotate ▸ entities ▸ events ▸ resolve."""

from dataclasses import dataclass
from typing import Literal

from schemas.article import Article
from schemas.event import EventStatus

RejectedBecause = Literal["no_actor", "wrong_part_of_speech", "excluded_by_context", "no_recipient"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanArticle:
    """An article as plain text. All later offsets are half-open, in characters of ``text``.

    ``text`` is the body (from ``body`` or ``html``) with paragraphs parted by one empty line, or the headline
    where there is no body. ``language`` is what the text is written in (BCP 47), null where it cannot be told.
    """

    article: Article
    text: str
    headline: str | None
    description: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A half-open range of characters of the cleaned text."""

    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCandidate:
    """An event as one sentence tells it, its arguments still stretches of text."""

    event_type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    trigger: Stretch
    trigger_lemma: str
    sentence: Stretch
    actors: tuple[Stretch, ...]
    recipients: tuple[Stretch, ...]
    attributed_to: Stretch | None
    status: EventStatus
    negated: bool
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A trigger that was found and not taken, and why: what ``eventwire explain`` shows."""

    event_type: str
    trigger: Stretch
    sentence: Stretch
    rule: str
    because: RejectedBecause
