"""One trace from the producer to the event: each agent's span hangs on the one before it, the same each time."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from agents.coding import Extracted, RawArticle, Refused, Verdict
from agents.delivery import DeadLetters, Incoming, MemoryOutlet, Outgoing
from agents.extract import extract_batch
from agents.spans import Spans, Work, traced
from agents.store import store_batch
from agents.topology import AgentName
from agents.tracing import Headers
from pipeline.storage.memory import MemoryEventRepository
from schemas.codec import encode
from support.builders import make_cancellation, make_extraction, make_state

TRACE, PRODUCER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
PARENT: Headers = (("traceparent", f"00-{TRACE}-{PRODUCER}-01".encode()),)
STATE: Headers = (("tracestate", b"vendor=1"),)


class OneArticle:
    """Codes whatever it is given as the same article; a null value is refused."""

    async def extract(self, raw: RawArticle) -> Verdict:
        if raw.value is None:
            return Refused(code="empty_value", stage="decode", message="There is no value.")
        extraction = make_extraction("a1") if raw.value == b"{}" else make_cancellation(version=2)
        return Extracted(
            article_id="a1", outcome="extracted", extraction=encode(extraction), event_count=1
        )


class Chain:
    """Both agents, each with spans, in memory."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.extractions, self.events = MemoryOutlet(), MemoryOutlet()
        self.letters = MemoryOutlet()
        self.repository = MemoryEventRepository()

    def _letters(self, agent: AgentName) -> DeadLetters:
        return DeadLetters(outlet=self.letters, version="0", state=make_state(agent))

    def _run(self, agent: AgentName, work: Work, messages: Sequence[Incoming]) -> None:
        spans = Spans(agent, f"eventwire-{agent}", SimpleSpanProcessor(self.exporter))
        asyncio.run(_await(spans.around(work), messages))

    def extract(self, *messages: Incoming) -> None:
        async def work(batch: Sequence[Incoming]) -> None:
            await extract_batch(
                batch,
                extractor=OneArticle(),
                extractions=self.extractions,
                dead_letters=self._letters("extract"),
                state=make_state("extract"),
            )

        self._run("extract", work, messages)

    def store(self, sent: Sequence[Outgoing], *, first_offset: int = 0) -> None:
        async def work(batch: Sequence[Incoming]) -> None:
            await store_batch(
                batch,
                repository=self.repository,
                events=self.events,
                dead_letters=self._letters("store"),
                state=make_state("store"),
            )

        arrived = [
            incoming(each.value, each.headers, topic="extractions", offset=first_offset + number)
            for number, each in enumerate(sent)
        ]
        self._run("store", work, arrived)

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self.exporter.get_finished_spans()


async def _await(work: Work, messages: Sequence[Incoming]) -> None:
    await work(messages)


@pytest.fixture
def chain() -> Chain:
    return Chain()


def incoming(
    value: bytes | None, headers: Headers = PARENT, *, topic: str = "raw-articles", offset: int = 7
) -> Incoming:
    return Incoming(
        topic=topic, partition=3, offset=offset, timestamp=1, key=b"k", value=value, headers=headers
    )


def ids(span: ReadableSpan) -> tuple[str, str, str]:
    """Trace, parent and span, as they stand in a header."""
    parent = f"{span.parent.span_id:016x}" if span.parent else ""
    assert span.context
    return f"{span.context.trace_id:032x}", parent, f"{span.context.span_id:016x}"


def test_one_trace_goes_from_the_producer_through_both_agents_to_the_event(chain: Chain) -> None:
    chain.extract(incoming(b"{}", PARENT + STATE))
    chain.store(chain.extractions.sent)

    extract, store = (ids(span) for span in chain.spans)
    assert extract[:2] == (TRACE, PRODUCER)
    assert store[:2] == (TRACE, extract[2])
    (event,) = {sent.headers[1:] for sent in chain.events.sent}
    assert dict(event) == dict(STATE, traceparent=f"00-{TRACE}-{store[2]}-01".encode())


def test_a_span_says_which_message_it_was_and_what_became_of_it(chain: Chain) -> None:
    chain.extract(incoming(b"{}"))
    chain.store(chain.extractions.sent)

    extract, store = chain.spans
    assert (extract.name, extract.kind) == ("process raw-articles", SpanKind.CONSUMER)
    assert dict(extract.attributes or {}) == {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "raw-articles",
        "messaging.destination.partition.id": "3",
        "messaging.consumer.group.name": "eventwire-extract",
        "messaging.kafka.offset": 7,
        "eventwire.article.id": "a1",
        "eventwire.outcome": "extracted",
    }
    assert store.attributes
    assert store.attributes["eventwire.outcome"] == "created"
    assert store.resource.attributes["service.name"] == "eventwire-store"


def test_what_is_worked_on_again_gives_the_same_bytes_and_headers(chain: Chain) -> None:
    for offset in (0, 9):  # an extraction that is sent again lies at another offset
        chain.extract(incoming(b"{}"))
        chain.store(chain.extractions.sent[-1:], first_offset=offset)

    assert len(chain.spans) == 4
    once, again = chain.extractions.sent
    assert once == again
    half = len(chain.events.sent) // 2
    assert half
    assert chain.events.sent[:half] == chain.events.sent[half:]


def test_two_articles_of_one_producers_span_are_two_steps_of_its_trace(chain: Chain) -> None:
    chain.extract(incoming(b"{}"), incoming(b"{ }", offset=8))

    assert {ids(span)[:2] for span in chain.spans} == {(TRACE, PRODUCER)}
    assert len({ids(span)[2] for span in chain.spans}) == 2


@pytest.mark.parametrize("headers", [(), (("traceparent", b"00-nonsense-01"),)])
def test_without_a_producers_trace_one_begins_at_each_place(chain: Chain, headers: Headers) -> None:
    chain.extract(incoming(b"{}", headers), incoming(b"{}", headers, offset=8))
    chain.extract(incoming(b"{}", headers))

    first, second, again = (ids(span) for span in chain.spans)
    assert first == again
    assert first[0] != second[0]
    assert first[1] == ""


def test_what_the_producer_does_not_sample_goes_on_unsampled_and_unseen(chain: Chain) -> None:
    chain.extract(incoming(b"{}", (("traceparent", PARENT[0][1][:-1] + b"0"),)))

    assert chain.spans == ()
    (sent,) = chain.extractions.sent
    assert sent.headers[0][1].startswith(f"00-{TRACE}-".encode())
    assert sent.headers[0][1].endswith(b"-00")


def test_a_dead_letter_keeps_its_producers_trace_and_its_span_tells_the_code(chain: Chain) -> None:
    chain.extract(incoming(None))

    (span,), (letter,) = chain.spans, chain.letters.sent
    assert letter.headers[:1] == PARENT
    assert span.attributes
    assert span.attributes["eventwire.outcome"] == "dead_lettered"
    assert span.attributes["error.type"] == "empty_value"
    assert not span.status.is_ok


def test_work_that_fails_leaves_no_span(chain: Chain) -> None:
    async def fail(_batch: Sequence[Incoming]) -> None:
        raise ConnectionError("the broker is away")

    with pytest.raises(ConnectionError):
        chain._run("extract", fail, [incoming(b"{}")])

    assert chain.spans == ()


def test_without_a_collector_nothing_is_traced() -> None:
    async def work(_batch: Sequence[Incoming]) -> None: ...

    with ExitStack() as resources:
        same = traced(work, make_state(), group="g", environ={}, resources=resources)

    assert same is work


def test_a_message_with_its_span_is_still_the_same_message(chain: Chain) -> None:
    spans = Spans("extract", "g", SimpleSpanProcessor(chain.exporter))
    message = incoming(b"{}")

    assert replace(message, span=spans.begin(message)) == message
