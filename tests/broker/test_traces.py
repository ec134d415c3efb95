"""Real workers that tell a collector of OpenTelemetry: one trace from the producer to the message of ``events``."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from agents.embedded.broker import EmbeddedBroker
from support.wire import Wire

pytestmark = [pytest.mark.broker, pytest.mark.slow]

TRACE, PRODUCER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
PARENT = ("traceparent", f"00-{TRACE}-{PRODUCER}-01".encode())
ARTICLE = b'{"id": "a", "body": "France accused Spain of spying on Tuesday."}'


class Collector(ThreadingHTTPServer):
    """Keeps the spans that it is sent, by their service."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Take)
        self.spans: list[tuple[str, Span]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def take(self, request: ExportTraceServiceRequest) -> None:
        for resource in request.resource_spans:
            told = {each.key: each.value.string_value for each in resource.resource.attributes}
            spans = [span for scope in resource.scope_spans for span in scope.spans]
            self.spans += [(told["service.name"], span) for span in spans]


class _Take(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.take(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@contextmanager
def collecting() -> Iterator[Collector]:
    with Collector() as collector:
        thread = threading.Thread(target=collector.serve_forever)
        thread.start()
        try:
            yield collector
        finally:
            collector.shutdown()
            thread.join()


def test_one_trace_goes_from_the_producer_to_the_event(
    broker: EmbeddedBroker, tmp_path: Path, topic_prefix: str
) -> None:
    wire = Wire(broker.bootstrap_servers, tmp_path, topic_prefix)
    wire.prepare()
    with collecting() as collector:
        wire.environ = {
            "EVENTWIRE_EXTRACT_STAGES": "null",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        }
        try:
            for agent in ("extract", "store"):
                wire.start(agent)
            wire.push([(b"a", ARTICLE)], headers=[PARENT])
            wire.await_idle()
            assert wire.stop() == [0, 0]  # what is left is sent at the end
        finally:
            wire.kill()
        spans = dict(collector.spans)

    extract, store = spans["eventwire-extract"], spans["eventwire-store"]
    assert {span.trace_id.hex() for span in spans.values()} == {TRACE}
    assert extract.parent_span_id.hex() == PRODUCER
    assert store.parent_span_id == extract.span_id
    (event,) = wire.read("events")
    assert f"00-{TRACE}-{store.span_id.hex()}-01".encode() in dict(event.headers).values()
