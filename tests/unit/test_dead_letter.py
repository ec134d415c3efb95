"""The reason of a dead letter, in headers and back."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import HtmlTooComplex, TextTooLong
from schemas.dead_letter import (
    CODES,
    MAX_MESSAGE_BYTES,
    PREFIX,
    REPLAYED_FROM,
    DeadLetterReason,
    letter_id,
    without_reason,
)
from schemas.errors import Fault, RefusedMessage, UndecodableMessage

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def _reason(**fields: Any) -> DeadLetterReason:
    known = {
        "code": "not_json",
        "stage": "decode",
        "message": "The value is not UTF-8 JSON.",
        "topic": "raw-articles",
        "partition": 3,
        "offset": 2**62,
        "timestamp": 1795348800000,
        "agent": "extract",
        "version": "0.1.0",
    }
    return DeadLetterReason(**{**known, **fields})


@given(
    st.sampled_from(CODES), _TEXT, _TEXT, st.integers(0, 2**31), st.integers(0, 2**63 - 1),
    st.integers(1, 99),
)  # fmt: skip
def test_headers_give_the_reason_back(
    code: str, message: str, stage: str, partition: int, offset: int, attempts: int
) -> None:
    reason = _reason(
        code=code,
        message=message,
        stage=stage,
        partition=partition,
        offset=offset,
        attempts=attempts,
    )

    assert DeadLetterReason.from_headers(reason.to_headers()) == reason


@given(st.text(max_size=2_000))
def test_a_message_in_headers_is_utf_8_of_at_most_1000_bytes(message: str) -> None:
    raw = dict(_reason(message=message * 3).to_headers())[PREFIX + "message"]

    assert len(raw) <= MAX_MESSAGE_BYTES
    assert raw.decode()[:20] == (message * 3).encode("utf-8", "replace").decode()[:20]


def test_a_long_message_is_cut_between_characters() -> None:
    raw = dict(_reason(message="\u20ac" * 500).to_headers())[PREFIX + "message"]

    assert raw.decode() == "\u20ac" * 333


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("traceparent", b"00-1")],
        [(PREFIX + "code", b"not_json")],
        [*_reason().to_headers(), (PREFIX + "code", b"no such code")],
        [*_reason().to_headers(), (PREFIX + "offset", b"\xff")],
        [*_reason().to_headers(), (PREFIX + "offset", b"")],
    ],
)
def test_headers_that_are_not_those_of_a_dead_letter_give_none(
    headers: list[tuple[str, bytes]],
) -> None:
    assert DeadLetterReason.from_headers(headers) is None


def test_unknown_headers_of_a_later_release_are_passed_over() -> None:
    headers = [*_reason().to_headers(), (PREFIX + "shelf", b"3")]

    assert DeadLetterReason.from_headers(headers) == _reason()


def test_a_null_header_does_not_hide_the_reason() -> None:
    # Kafka's headers may be null, whatever the client's types say.
    headers: list[Any] = [("trace", None), *_reason().to_headers(), (PREFIX + "shelf", None)]

    assert DeadLetterReason.from_headers(headers) == _reason()
    assert without_reason(headers) == headers[:1]


def test_the_original_headers_are_kept_in_their_order() -> None:
    original = [("b", b"1"), ("a", b"\xff"), ("b", b"2"), (REPLAYED_FROM, b"dead-letters/0/1")]

    assert without_reason([*original, *_reason().to_headers()]) == original


def test_a_letter_is_named_after_the_place_of_the_original() -> None:
    assert letter_id("raw-articles", 3, 42) == "raw-articles/3/42"


@pytest.mark.parametrize("refusal", [TextTooLong, HtmlTooComplex, UndecodableMessage])
def test_a_refusal_survives_the_way_from_another_process(refusal: type[RefusedMessage]) -> None:
    sent = pickle.loads(pickle.dumps(refusal("text_too_long", "too long")))

    assert (type(sent), sent.code, sent.message) == (refusal, "text_too_long", "too long")


def test_the_faults_survive_it_too() -> None:
    fault = Fault(pointer="/body", got="the number 3", want="want a text")
    sent = pickle.loads(pickle.dumps(UndecodableMessage("invalid_article", "x", [fault])))

    assert sent.faults == (fault,)
