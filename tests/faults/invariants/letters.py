"""I1, I4 and I9 of the dead letters: each poison message with its bytes and its code, and nothing else."""

from collections.abc import Iterator

from faults.evidence import Evidence, Input, Letter
from faults.invariants.violation import Violation


def check_letters(evidence: Evidence, *, topic: str) -> Iterator[Violation]:
    """*topic* is the full name of raw-articles. A letter may be there twice: it is the same letter then.

    One that tells of an error of ours is as it is to be: a bug that no other article has.
    """
    inputs = {(each.partition, each.offset): each for each in evidence.inputs}
    lettered: set[tuple[int, int]] = set()
    for letter in evidence.letters:
        place = (letter.partition, letter.offset)
        lettered.add(place)
        original = inputs.get(place) if letter.topic == topic else None
        yield from _check_letter(letter, original)
    for place, each in inputs.items():
        if each.sent is not None and each.sent.code and place not in lettered:
            where = f"raw-articles/{place[0]}/{place[1]}"
            yield Violation("I1", where, "no dead letter", f"one with the code {each.sent.code}")


def _check_letter(letter: Letter, original: Input | None) -> Iterator[Violation]:
    where = f"letter of {letter.topic}/{letter.partition}/{letter.offset}"
    if original is None:
        if letter.planted:
            return  # of an extraction, which is the product's
        # An extraction that was condemned is one of ours: no message of the plan leads to it.
        got = f"a letter with the code {letter.code}"
        yield Violation("I4", where, got, "no such message was sent to raw-articles")
        return
    if letter.digest != original.digest:
        yield Violation("I1", where, "other bytes", "the bytes of the original")
    sent = original.sent
    if sent is None:
        return
    if letter.sequence != sent.sequence or letter.key != sent.key:
        got = f"key {letter.key!r}, header {letter.sequence}"
        yield Violation("I1", where, got, f"key {sent.key!r}, header {sent.sequence}")
    if letter.planted:
        return
    if not sent.code:
        yield Violation("I9", where, f"code {letter.code}", "no letter of a good message")
    elif letter.code != sent.code:
        yield Violation("I1", where, f"code {letter.code}", f"code {sent.code}")
