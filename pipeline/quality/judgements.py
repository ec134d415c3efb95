"""Judgements of single events: which event of which article by id and offsets, never by its text, and what a reader found.

The rubric is ``tests/quality/judged/README.md``.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pipeline.gazetteer.tables import Row, read_table
from schemas.event import Event, EventStatus

Answer = Literal["y", "n", "u", ""]
Offsets = Annotated[str, Field(pattern=r"^\d+-\d+$")]
ANSWERS = ("real_event", "type", "actor", "recipient")


class Judgement(Row):
    """An event as it was drawn, and the answers of its judge: yes, no, undecided, or not judged yet.

    Offsets are half-open, in characters of the cleaned text.
    """

    article: str
    sentence_start: int
    sentence_end: int
    event_type: str
    trigger_start: int
    trigger_end: int
    actors: tuple[Offsets, ...]
    recipients: tuple[Offsets, ...]
    status: EventStatus
    confidence: float
    real_event: Answer
    type: Answer
    actor: Answer
    recipient: Answer

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        answers = [getattr(self, name) for name in ANSWERS]
        if "" in answers and any(answers):
            raise ValueError(f"want all of {', '.join(ANSWERS)}, or none of them")
        return self

    @property
    def is_judged(self) -> bool:
        """Has a reader answered?"""
        return bool(self.real_event)

    @property
    def is_right(self) -> bool:
        """Is it an event, and of this type? What is undecided is not right."""
        return self.real_event == self.type == "y"

    @property
    def is_fully_right(self) -> bool:
        """Are its actors and its recipients right as well?"""
        return self.is_right and self.actor == self.recipient == "y"


def judgement_of(article: str, event: Event) -> Judgement:
    """*event* of *article*, to be judged."""
    return Judgement(
        article=article,
        sentence_start=event.evidence.start_char,
        sentence_end=event.evidence.end_char,
        event_type=event.event_type,
        trigger_start=event.trigger.start_char,
        trigger_end=event.trigger.end_char,
        actors=tuple(f"{actor.start_char}-{actor.end_char}" for actor in event.actors),
        recipients=tuple(f"{actor.start_char}-{actor.end_char}" for actor in event.recipients),
        status=event.status,
        confidence=event.confidence,
        real_event="",
        type="",
        actor="",
        recipient="",
    )


def read_judgements(paths: Iterable[Path]) -> tuple[Judgement, ...]:
    """The judgements of all *paths*. Raises InvalidDataFile with file, line and rule."""
    return tuple(row for path in sorted(paths) for row in read_table(path, Judgement))


def write_judgements(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write *judgements* as a table that ``read_judgements`` reads back."""
    lines = ["\t".join(Judgement.model_fields)]
    lines += ["\t".join(_field(value) for _, value in row) for row in judgements]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def stretches(offsets: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """``12-20`` as start and end."""
    parted = (stretch.split("-") for stretch in offsets)
    return tuple((int(start), int(end)) for start, end in parted)


def _field(value: object) -> str:
    return "|".join(value) if isinstance(value, tuple) else str(value)
