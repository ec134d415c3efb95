"""The trace of an article: its headers of W3C Trace Context go along from topic to topic.

As they came; or, where spans are made (agents/spans.py), those of the span of the message they came with.
"""

import re
from collections.abc import Iterable
from typing import Protocol

Headers = tuple[tuple[str, bytes], ...]

_TRACEPARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
# What the standard has everybody carry along at least; more is dropped.
_MAX_STATE_BYTES = 512


class Span(Protocol):
    """The work on one message, as a step of its trace."""

    @property
    def headers(self) -> Headers:
        """What goes along with each message that comes of it; the same whenever the message is worked on."""

    def end(self, outcome: str, *, article_id: str = "", error: str = "") -> None:
        """The work is done, and how; *error* is the code of a dead letter."""


def trace_headers(headers: Iterable[tuple[str, bytes | None]]) -> Headers:
    """``traceparent``, and with it ``tracestate``, of *headers*; nothing where they are not as the standard says."""
    found = {name: value for name, value in headers if value is not None}
    parent, state = found.get("traceparent", b""), found.get("tracestate", b"")
    if not _TRACEPARENT.fullmatch(parent):
        return ()
    if not state or len(state) > _MAX_STATE_BYTES:
        return (("traceparent", parent),)
    return (("traceparent", parent), ("tracestate", state))
