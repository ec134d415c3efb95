import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from agents.coding import Extracted, RawArticle, Refused, Verdict
from agents.delivery import MemoryOutlet
from agents.extract import extract_batch
from agents.hop import MAX_CARRIED_BYTES, Incoming, dead_letter, take_batches
from agents.ops.log import open_log
from schemas.dead_letter import DeadLetterReason, without_reason


class TableExtractor:
    """Gives each value the verdict a table has for it."""

    def __init__(self, verdicts: Mapping[bytes | None, Verdict]) -> None:
        self._verdicts = verdicts

    async def extract(self, raw: RawArticle) -> Verdict:
        return self._verdicts[raw.value]


GOOD = Extracted(article_id="a-1", outcome="no_events", extraction=b"{}", event_count=0)
BAD = Refused(code="not_json", stage="decode", message="The value is not UTF-8 JSON.")


def incoming(value: bytes | None, offset: int = 7) -> Incoming:
    return Incoming(
        topic="raw-articles",
        partition=3,
        offset=offset,
        timestamp=1_700_000_000_123,
        key=b"key",
        value=value,
        headers=(("traceparent", b"00-1"),),
    )


def run(messages: list[Incoming], *, letters: MemoryOutlet) -> MemoryOutlet:
    extractions = MemoryOutlet()
    asyncio.run(
        extract_batch(
            messages,
            extractor=TableExtractor({b"good": GOOD, b"bad": BAD, None: BAD}),
            extractions=extractions,
            dead_letters=letters,
            log=open_log("test"),
            version="0",
        )
    )
    return extractions


def test_an_extraction_is_keyed_by_the_articles_id_whatever_key_the_producer_chose() -> None:
    extractions = run([incoming(b"good")], letters=MemoryOutlet())

    assert [(sent.key, sent.value) for sent in extractions.sent] == [(b"a-1", b"{}")]


def test_a_refused_message_becomes_a_dead_letter_with_its_own_bytes_and_headers() -> None:
    letters = MemoryOutlet()

    run([incoming(b"good"), incoming(b"bad", offset=8)], letters=letters)

    (letter,) = letters.sent
    assert (letter.key, letter.value) == (b"key", b"bad")
    assert without_reason(letter.headers) == [("traceparent", b"00-1")]
    reason = DeadLetterReason.from_headers(letter.headers)
    assert reason is not None
    assert (reason.code, reason.topic, reason.partition, reason.offset) == (
        "not_json",
        "raw-articles",
        3,
        8,
    )
    assert reason.timestamp == 1_700_000_000_123


def test_a_null_value_stays_null_in_its_dead_letter() -> None:
    letters = MemoryOutlet()

    run([incoming(None)], letters=letters)

    assert letters.sent[0].value is None


def test_a_message_that_no_dead_letter_can_carry_is_named_instead_of_blocking_the_agent() -> None:
    huge = incoming(bytes(MAX_CARRIED_BYTES + 1))

    letter = dead_letter(
        huge, code="too_large", stage="decode", reason="Too large.", agent="extract", version="0"
    )

    reason = DeadLetterReason.from_headers(letter.headers)
    assert (letter.key, letter.value) == (b"", None)
    assert reason is not None
    assert reason.omitted
    assert "stays in raw-articles" in reason.message


def test_a_message_of_neither_key_nor_value_has_a_dead_letter_that_can_be_sent() -> None:
    nothing = replace(incoming(None), key=None)

    letter = dead_letter(
        nothing, code="empty_value", stage="decode", reason="Empty.", agent="extract", version="0"
    )

    assert (letter.key, letter.value) == (b"", None)
    reason = DeadLetterReason.from_headers(letter.headers)
    assert reason is not None
    assert reason.null_key
    assert not reason.omitted


@dataclass
class ListStream:
    """A stream of one batch that notes what is acknowledged after which work."""

    events: list[Any]
    acknowledged: list[int]

    async def noack_take(self, max_: int, within: float) -> AsyncIterator[list[Any]]:  # noqa: ARG002
        yield self.events

    async def ack(self, event: Any) -> bool:
        self.acknowledged.append(event.message.offset)
        return True


def test_a_batch_of_large_messages_is_worked_on_and_acknowledged_piece_by_piece() -> None:
    sizes = [5_000_000, 5_000_000, 1, 2, 9_000_000]
    events = [
        SimpleNamespace(message=SimpleNamespace(**vars_of(offset, size)))
        for offset, size in enumerate(sizes)
    ]
    stream = ListStream(events, [])
    seen: list[tuple[list[int], list[int]]] = []

    async def work(messages: Sequence[Incoming]) -> None:
        seen.append(([message.offset for message in messages], list(stream.acknowledged)))

    asyncio.run(take_batches(stream, work, batch_size=50, within_seconds=1))

    assert seen == [([0], []), ([1, 2, 3], [0]), ([4], [0, 1, 2, 3])]
    assert stream.acknowledged == [0, 1, 2, 3, 4]


def vars_of(offset: int, size: int) -> dict[str, Any]:
    place = {"topic": "raw-articles", "partition": 0, "offset": offset, "timestamp": 1.0}
    return {**place, "key": None, "value": bytes(size), "headers": None}
