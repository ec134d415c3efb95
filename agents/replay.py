"""Which dead letters go back to the topic they came from, and as what. No Kafka here."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from schemas.dead_letter import (
    CODES,
    REPLAYED_FROM,
    DeadLetterReason,
    letter_id,
    without_reason,
)

Header = tuple[str, bytes]
# For one partition: up to which offset the letters of a code were replayed.
Marks = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message of the topic dead-letters. *reason* is null where its headers hold none."""

    topic: str
    partition: int
    offset: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: tuple[Header, ...]
    reason: DeadLetterReason | None

    @property
    def place(self) -> str:
        """Where the letter itself lies: ``dead-letters/PARTITION/OFFSET``."""
        return letter_id(self.topic, self.partition, self.offset)

    @property
    def id(self) -> str:
        """Where the original lay, as ``--id`` takes it; if that is not told, the letter's place."""
        reason = self.reason
        if reason is None:
            return self.place
        return letter_id(reason.topic, reason.partition, reason.offset)

    @property
    def code(self) -> str:
        """Why it died: a dead-letter code, or ``unknown``."""
        return "unknown" if self.reason is None else self.reason.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The letters that are meant: of *codes*, or the one named *letter*."""

    codes: frozenset[str] = frozenset()
    letter: str | None = None

    def includes(self, letter: Letter, marks: Marks) -> bool:
        """Is *letter* meant? By code only once: what lies before its mark was replayed before."""
        if self.letter is not None:
            return self.letter in (letter.id, letter.place)
        if letter.reason is None:
            # Told as not replayable each time: nobody knows its code.
            return self.codes == frozenset(CODES)
        return letter.code in self.codes and letter.offset >= marks.get(letter.code, 0)

    def first_offset(self, marks: Marks, *, start: int) -> int:
        """No letter before this offset is meant."""
        if self.letter is not None:
            return start
        return max(start, min(marks.get(code, 0) for code in self.codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What is sent for a letter: the original key, value and headers, to their topic."""

    letter: Letter
    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class NotReplayable:
    """A letter that cannot go back, and why."""

    letter: Letter
    why: str


def to_replay(letter: Letter, *, topics: Collection[str]) -> Replay | NotReplayable:
    """What to send for *letter*; only to one of *topics*, the ones that our agents read."""
    if letter.reason is None:
        return NotReplayable(letter, "its headers do not say where it came from")
    if letter.reason.topic not in topics:
        return NotReplayable(letter, f"it came from {letter.reason.topic}, which no agent reads")
    if letter.reason.omitted:
        return NotReplayable(
            letter, "it was too large to be carried along; push the article again, shorter"
        )
    if letter.reason.null_key or (letter.key is None and letter.value is None):
        return NotReplayable(letter, "it has neither key nor value, so nothing can come of it")
    original = [header for header in without_reason(letter.headers) if header[0] != REPLAYED_FROM]
    return Replay(
        letter=letter,
        topic=letter.reason.topic,
        key=letter.key,
        value=letter.value,
        headers=(*original, (REPLAYED_FROM, letter.place.encode())),
    )


def decode_marks(text: str, *, end_offset: int) -> Marks:
    """The marks that *text* (the metadata of a committed offset) holds; none where it is not ours.

    A mark beyond *end_offset* is of a topic that was deleted and made anew, and does not count.
    """
    try:
        loaded = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {
        code: offset
        for code, offset in loaded.items()
        if code in CODES and type(offset) is int and 0 <= offset <= end_offset
    }


def encode_marks(marks: Marks) -> str:
    """*marks* as the metadata of a committed offset: far below Kafka's 4,096 bytes."""
    return json.dumps(dict(marks), sort_keys=True, separators=(",", ":"))


def advance_marks(
    marks: Marks, selection: Selection, *, end_offset: int, kept: Mapping[str, int]
) -> Marks:
    """The marks after a run: everything below *end_offset* was sent, but for what *kept* says.

    *kept* has the first offset of each code that could not be sent and is to be tried again.
    """
    reached = {code: min(end_offset, kept.get(code, end_offset)) for code in selection.codes}
    return {**marks, **reached}
