"""The frozen values that pass from stage to stage: clean ▸ annotate ▸ entities ▸ events ▸ resolve."""

from dataclasses import dataclass
from typing import Literal

from schemas.article import Article
from schemas.event import EventStatus

RejectedBecause = Literal[
    "no_actor",
    "no_recipient",
    "wrong_part_of_speech",
    "excluded_by_context",
    "only_under_negation",
    "part_of_another",
    "not_told",
    "other_field",
    "names_nobody",
]


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
class ParsedToken:
    """A word of a sentence in the tree that the rules read; offsets are half-open, in characters of the text.

    ``head`` is the place of its head among the sentence's tokens, its own for a root. ``particle`` belongs to
    a verb ("off" in "called it off") and is empty without one.
    """

    text: str
    start_char: int
    end_char: int
    lemma: str
    pos: str
    relation: str
    head: int
    particle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreferenceLink:
    """Words that name nobody themselves and the entities they stand for: one, or two for "both countries".

    Offsets are half-open, in characters of the text; ``rule`` is the rule that found the entities.
    """

    start_char: int
    end_char: int
    entity_ids: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCandidate:
    """An event as one sentence tells it, its arguments still stretches of text.

    ``confidence`` is the chance that a reader finds type and participants right, from 0 to 1; ``signs`` are what it
    was told by, with their numbers.
    ``date_spans`` hang on the trigger or its clause in the tree, best first; ``saying_spans`` on a verb of saying.
    ``trigger_words`` are all words that the entry matched, in order, wherever they stand.
    """

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
    signs: tuple[tuple[str, float], ...] = ()
    date_spans: tuple[Stretch, ...] = ()
    saying_spans: tuple[Stretch, ...] = ()
    trigger_words: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A trigger that was found and not taken, and why: what ``eventwire explain`` shows.

    ``trigger_lemma`` is its entry, ``trigger_words`` are all words that it matched, in order.
    """

    event_type: str
    trigger: Stretch
    sentence: Stretch
    rule: str
    because: RejectedBecause
    trigger_lemma: str = ""
    trigger_words: tuple[Stretch, ...] = ()
