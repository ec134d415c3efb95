"""Spans of OpenTelemetry: one for each message that an agent works on, in the trace that its producer began.

Made with the extra ``otel`` and OTEL_EXPORTER_OTLP_ENDPOINT alone; the other variables of OTEL_* are the SDK's to read.
"""

import hashlib
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.metadata import version

from agents.delivery import Incoming
from agents.ops.heartbeat import worker_name
from agents.ops.state import WorkerState
from agents.topology import AgentName
from agents.tracing import Headers, trace_headers

try:
    from opentelemetry import trace
    from opentelemetry.context import Context
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.id_generator import IdGenerator
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    _W3C = TraceContextTextMapPropagator()
    OTEL_INSTALLED = True
except ImportError:  # an optional extra
    OTEL_INSTALLED = False
    IdGenerator = object  # type: ignore[assignment,misc]  # a base for a class that nobody makes then

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_LAST_SECONDS = 3.0
_MISSING = "the extra otel is not installed: pip install 'eventwire[otel]'"

Work = Callable[[Sequence[Incoming]], Awaitable[None]]


def traced(
    work: Work,
    state: WorkerState,
    *,
    group: str,
    environ: Mapping[str, str],
    resources: ExitStack,
) -> Work:
    """*work*, with a span for each message where *environ* names a collector; else *work* as it is.

    What is not sent yet is sent when *resources* are closed. No outage of the collector holds up an article.
    """
    if not any(environ.get(name) for name in _ENDPOINTS):
        return work
    if not OTEL_INSTALLED:
        state.log.warning("no traces are sent", error=_MISSING)
        return work
    spans = Spans(state.agent, group, BatchSpanProcessor(OTLPSpanExporter()))
    resources.callback(spans.close)
    return spans.around(work)


class Spans:
    """Makes the spans of one agent and gives them to a processor. For one thread."""

    def __init__(self, agent: AgentName, group: str, processor: "SpanProcessor") -> None:
        self._agent, self._group = agent, group
        self._ids = _ContentIds()
        self._provider = TracerProvider(
            resource=_resource(agent), id_generator=self._ids, shutdown_on_exit=False
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("eventwire", version("eventwire"))

    def around(self, work: Work) -> Work:
        """*work* on messages that have their span; where it fails, they come again and so do their spans."""

        def run(messages: Sequence[Incoming]) -> Awaitable[None]:
            return work([replace(message, span=self.begin(message)) for message in messages])

        return run

    def begin(self, message: Incoming) -> "_Begun":
        """The span of *message*, below that of its producer; where there is none, a trace begins."""
        copied = trace_headers(message.headers)
        self._ids.digest = _digest(self._agent, message, copied)
        carrier = {name: value.decode("ascii", "replace") for name, value in copied}
        # An empty context: what happens to be current in this process is no part of the message's trace.
        parent = _W3C.extract(carrier, context=Context())
        span = self._tracer.start_span(
            f"process {message.topic}",
            context=parent,
            kind=trace.SpanKind.CONSUMER,
            attributes={
                "messaging.system": "kafka",
                "messaging.operation.name": "process",
                "messaging.operation.type": "process",
                "messaging.destination.name": message.topic,
                "messaging.destination.partition.id": str(message.partition),
                "messaging.consumer.group.name": self._group,
                "messaging.kafka.offset": message.offset,
            },
        )
        return _Begun(span)

    def close(self) -> None:
        """Send what is left; what no collector takes within three seconds is lost."""
        # The SDK would try for a quarter of a minute, and whoever stops a worker kills it before that.
        last = threading.Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        last.join(_LAST_SECONDS)


@dataclass(frozen=True, slots=True)
class _Begun:
    span: "trace.Span"

    @property
    def headers(self) -> Headers:
        carrier: dict[str, str] = {}
        _W3C.inject(carrier, context=trace.set_span_in_context(self.span, Context()))
        return tuple((name, value.encode()) for name, value in carrier.items())

    def end(self, outcome: str, *, article_id: str = "", error: str = "") -> None:
        self.span.set_attribute("eventwire.outcome", outcome)
        if article_id:
            self.span.set_attribute("eventwire.article.id", article_id)
        if error:
            self.span.set_attribute("error.type", error)
            self.span.set_status(trace.StatusCode.ERROR, error)
        self.span.end()


class _ContentIds(IdGenerator):
    """The ids of the next span, from ``digest``.

    Not random: a message that is delivered again must lead to the same bytes, headers included.
    """

    digest = bytes(24)

    def generate_span_id(self) -> int:
        return int.from_bytes(self.digest[:8], "big") or 1

    def generate_trace_id(self) -> int:
        return int.from_bytes(self.digest[8:], "big") or 1


def _digest(agent: AgentName, message: Incoming, copied: Headers) -> bytes:
    """24 bytes. Below a parent no place counts: an extraction that was sent twice lies at two offsets."""
    place = b"" if copied else f"{message.topic}/{message.partition}/{message.offset}".encode()
    parent = b"".join(value for _, value in copied)
    digest = hashlib.blake2b(digest_size=24)
    for part in (agent.encode(), place, parent, message.key or b"", message.value or b""):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def _resource(agent: AgentName) -> "Resource":
    """Who makes the spans. A name that the operator gave in OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES stays."""
    told = Resource.create({"service.instance.id": worker_name(agent)})
    named = not str(told.attributes["service.name"]).startswith("unknown_service")
    ours = {"service.version": version("eventwire")}
    return told.merge(Resource(ours if named else {**ours, "service.name": f"eventwire-{agent}"}))
