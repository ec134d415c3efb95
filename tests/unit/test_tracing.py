"""The headers of a trace go along, and only those that are such."""

import pytest

from agents.tracing import trace_headers

PARENT = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_traceparent_and_tracestate_go_along_and_nothing_else() -> None:
    headers = [("x", b"1"), ("tracestate", b"a=1"), ("traceparent", PARENT), ("y", None)]

    assert trace_headers(headers) == (("traceparent", PARENT), ("tracestate", b"a=1"))


@pytest.mark.parametrize(
    "parent",
    [
        None,
        b"",
        PARENT.upper(),
        PARENT + b"\n",
        PARENT[:-1],
        b"ff" + PARENT[2:],
        b"00-" + b"0" * 32 + PARENT[35:],
        PARENT[:36] + b"0" * 16 + PARENT[52:],
    ],
)
def test_what_is_no_traceparent_stays_behind(parent: bytes | None) -> None:
    assert trace_headers([("traceparent", parent), ("tracestate", b"a=1")]) == ()


def test_a_state_over_the_limit_stays_behind() -> None:
    headers = [("traceparent", PARENT), ("tracestate", b"a" * 513)]

    assert trace_headers(headers) == (("traceparent", PARENT),)
