"""The trace of an article: its headers of W3C Trace Context go along from topic to topic, as they came."""

import re
from collections.abc import Iterable

_TRACEPARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
)
# What the standard has everybody carry along at least; more is dropped.
_MAX_STATE_BYTES = 512


def trace_headers(
    headers: Iterable[tuple[str, bytes | None]],
) -> tuple[tuple[str, bytes], ...]:
    """``traceparent``, and with it ``tracestate``, of *headers*; nothing where they are not as the standard says."""
    found = {name: value for name, value in headers if value is not None}
    parent, state = found.get("traceparent", b""), found.get("tracestate", b"")
    if not _TRACEPARENT.fullmatch(parent):
        return ()
    if not state or len(state) > _MAX_STATE_BYTES:
        return (("traceparent", parent),)
    return (("traceparent", parent), ("tracestate", state))
