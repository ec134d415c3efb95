import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import MessageSizeTooLargeError

from agents.coding import Extracted, RawArticle, Refused, Verdict
from agents.delivery import (
    MAX_CARRIED_BYTES,
    DeadLetters,
    Incoming,
    MemoryOutlet,
    Outgoing,
    dead_letter,
)
from agents.extract import extract_batch
from agents.failures import Reason
from agents.hop import take_batches
from schemas.dead_letter import DeadLetterReason, without_reason
from support.builders import make_state


class TableExtractor:
    """Gives each value the verdict a table has for it."""

    def __init__(self, verdicts: Mapping[bytes | None, Verdict]) -> None:
        self._verdicts = verdicts

    async def extract(self, raw: RawArticle) -> Verdict:
        return self._verdicts[raw.value]


GOOD = Extracted(article_id="a-1", outcome="no_events", extraction=b"{}", event_count=0)
BAD = Refused(code="not_json", stage="decode", message="The value is not UTF-8 JSON.")


TRACE = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def incoming(value: bytes | None, offset: int = 7) -> Incoming:
    return Incoming(
        topic="raw-articles",
        partition=3,
        offset=offset,
        timestamp=1_700_000_000_123,
        key=b"key",
        value=value,
        headers=(("traceparent", TRACE), ("producer", b"p")),
    )


def run(messages: list[Incoming], *, letters: MemoryOutlet) -> MemoryOutlet:
    extractions, state = MemoryOutlet(), make_state()
    asyncio.run(
        extract_batch(
            messages,
            extractor=TableExtractor({b"good": GOOD, b"bad": BAD, None: BAD}),
            extractions=extractions,
            dead_letters=DeadLetters(outlet=letters, version="0", state=state),
            state=state,
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
    assert without_reason(letter.headers) == [("traceparent", TRACE), ("producer", b"p")]
    reason = DeadLetterReason.from_headers(letter.headers)
    assert reason is not None
    assert (reason.code, reason.topic, reason.partition, reason.offset) == (
        "not_json",
        "raw-articles",
        3,
        8,
    )
    assert reason.timestamp == 1_700_000_000_123


def test_an_extraction_goes_on_with_the_trace_of_its_article_and_no_other_header() -> None:
    (sent,) = run([incoming(b"good")], letters=MemoryOutlet()).sent

    assert sent.headers == (("traceparent", TRACE),)


def test_a_null_value_stays_null_in_its_dead_letter() -> None:
    letters = MemoryOutlet()

    run([incoming(None)], letters=letters)

    assert letters.sent[0].value is None


def test_a_message_that_no_dead_letter_can_carry_is_named_instead_of_blocking_the_agent() -> None:
    huge = incoming(bytes(MAX_CARRIED_BYTES + 1))

    letter = dead_letter(
        huge,
        Reason(code="too_large", stage="decode", message="Too large."),
        agent="extract",
        version="0",
    )

    reason = DeadLetterReason.from_headers(letter.headers)
    assert (letter.key, letter.value) == (b"", None)
    assert reason is not None
    assert reason.omitted
    assert "stays in raw-articles" in reason.message


def test_a_message_of_neither_key_nor_value_has_a_dead_letter_that_can_be_sent() -> None:
    nothing = replace(incoming(None), key=None)

    letter = dead_letter(
        nothing,
        Reason(code="empty_value", stage="decode", message="Empty."),
        agent="extract",
        version="0",
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
    enable_acks: bool = True  # as Faust's streams have it

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

    asyncio.run(take_batches(stream, work, batch_size=50, within_seconds=1, state=make_state()))

    assert seen == [([0], []), ([1, 2, 3], [0]), ([4], [0, 1, 2, 3])]
    assert stream.acknowledged == [0, 1, 2, 3, 4]


def test_an_error_that_leaves_the_loop_leaves_a_stream_that_acknowledges_nothing_by_itself() -> (
    None
):
    stream = ListStream([SimpleNamespace(message=SimpleNamespace(**vars_of(0, 1)))], [])

    async def work(_messages: Sequence[Incoming]) -> None:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        asyncio.run(take_batches(stream, work, batch_size=50, within_seconds=1, state=make_state()))

    assert (stream.acknowledged, stream.enable_acks) == ([], False)


def vars_of(offset: int, size: int) -> dict[str, Any]:
    place = {"topic": "raw-articles", "partition": 0, "offset": offset, "timestamp": 1.0}
    return {**place, "key": None, "value": bytes(size), "headers": None, "generation_id": 1}


class GatedExtractor:
    """Codes ``slow`` only once the gate is opened."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()

    async def extract(self, raw: RawArticle) -> Verdict:
        if raw.value == b"slow":
            await self.gate.wait()
        return replace(GOOD, extraction=raw.value or b"")


class TellingOutlet(MemoryOutlet):
    """Tells when it has sent something."""

    def __init__(self) -> None:
        super().__init__()
        self.something_sent = asyncio.Event()

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        await super().send_all(messages)
        self.something_sent.set()


def test_a_slow_article_keeps_back_no_neighbour_but_those_of_its_own_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("agents.extract.SEND_AFTER_SECONDS", 0.05)
    extractions, state, extractor = TellingOutlet(), make_state(), GatedExtractor()
    messages = [
        incoming(b"slow"),
        replace(incoming(b"neighbour"), key=b"another"),
        incoming(b"its next version"),
    ]

    async def run_batch() -> list[bytes | None]:
        batch = asyncio.create_task(
            extract_batch(
                messages,
                extractor=extractor,
                extractions=extractions,
                dead_letters=DeadLetters(outlet=MemoryOutlet(), version="0", state=state),
                state=state,
            )
        )
        await extractions.something_sent.wait()
        early = [sent.value for sent in extractions.sent]
        assert not batch.done()
        extractor.gate.set()
        await batch
        return early

    early = asyncio.run(asyncio.wait_for(run_batch(), timeout=30))

    assert early == [b"neighbour"]
    assert [sent.value for sent in extractions.sent] == [b"neighbour", b"slow", b"its next version"]


def test_an_extraction_that_the_topic_does_not_take_becomes_a_dead_letter() -> None:
    class Small(MemoryOutlet):
        async def send_all(self, messages: Sequence[Outgoing]) -> None:
            if any(len(message.value or b"") > 1 for message in messages):
                raise MessageSizeTooLargeError
            await super().send_all(messages)

    letters, state = MemoryOutlet(), make_state()
    large = replace(GOOD, extraction=b"{ }")
    asyncio.run(
        extract_batch(
            [incoming(b"large")],
            extractor=TableExtractor({b"large": large}),
            extractions=Small(),
            dead_letters=DeadLetters(outlet=letters, version="0", state=state),
            state=state,
        )
    )

    reason = DeadLetterReason.from_headers(letters.sent[0].headers)
    assert reason is not None
    assert reason.code == "extraction_too_large"
