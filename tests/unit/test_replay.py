"""Which letters go back, and as what, without Kafka."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.replay import (
    Letter,
    NotReplayable,
    Replay,
    Selection,
    advance_marks,
    decode_marks,
    encode_marks,
    to_replay,
)
from schemas.dead_letter import CODES, REPLAYED_FROM, DeadLetterReason

TOPICS = ("raw-articles", "extractions")
ALL = Selection(codes=frozenset(CODES))


def make_letter(
    *,
    code: str = "bug",
    topic: str = "raw-articles",
    null_key: bool = False,
    omitted: bool = False,
    **fields: Any,
) -> Letter:
    reason = DeadLetterReason.model_validate(
        {
            "code": code,
            "stage": "decode",
            "message": "It broke.",
            "topic": topic,
            "partition": 3,
            "offset": 1042,
            "timestamp": 1,
            "agent": "extract",
            "version": "0.1.0",
            "null_key": null_key,
            "omitted": omitted,
        }
    )
    original = fields.pop("original", (("trace", b"\xff\x00"),))
    base = {
        "topic": "dead-letters",
        "partition": 0,
        "offset": 7,
        "timestamp_ms": 1,
        "key": b"a1",
        "value": b"\xffnot json",
        "headers": (*original, *reason.to_headers()),
        "reason": reason,
    }
    return Letter(**{**base, **fields})


def replay_of(letter: Letter) -> Replay:
    planned = to_replay(letter, topics=TOPICS)
    assert isinstance(planned, Replay)
    return planned


def test_the_original_goes_back_byte_for_byte_and_says_where_it_comes_from() -> None:
    planned = replay_of(make_letter())

    assert (planned.topic, planned.key, planned.value) == ("raw-articles", b"a1", b"\xffnot json")
    assert planned.headers == (("trace", b"\xff\x00"), (REPLAYED_FROM, b"dead-letters/0/7"))


def test_a_letter_that_was_replayed_before_names_only_its_latest_origin() -> None:
    planned = replay_of(make_letter(original=((REPLAYED_FROM, b"dead-letters/0/2"),)))

    assert planned.headers == ((REPLAYED_FROM, b"dead-letters/0/7"),)


def test_a_null_value_goes_back_as_null() -> None:
    assert replay_of(make_letter(value=None)).value is None


@pytest.mark.parametrize(
    ("letter", "why"),
    [
        (make_letter(topic="payroll"), "payroll, which no agent reads"),
        (make_letter(topic="events"), "events, which no agent reads"),
        (make_letter(reason=None), "do not say where it came from"),
        (make_letter(key=None, value=None), "neither key nor value"),
        (make_letter(key=b"", value=None, null_key=True), "neither key nor value"),
        (make_letter(key=b"", value=None, omitted=True), "too large to be carried along"),
    ],
)
def test_what_cannot_go_back_says_why(letter: Letter, why: str) -> None:
    planned = to_replay(letter, topics=TOPICS)

    assert isinstance(planned, NotReplayable)
    assert why in planned.why


def test_a_letter_is_named_by_its_origin_or_by_its_own_place() -> None:
    letter = make_letter()

    assert (letter.id, letter.place) == ("raw-articles/3/1042", "dead-letters/0/7")
    assert Selection(letter="raw-articles/3/1042").includes(letter, {})
    assert Selection(letter="dead-letters/0/7").includes(letter, {"bug": 100})
    assert not Selection(letter="raw-articles/3/1043").includes(letter, {})


def test_by_code_a_letter_is_sent_once() -> None:
    letter = make_letter(offset=7)

    assert ALL.includes(letter, {"bug": 7})
    assert not ALL.includes(letter, {"bug": 8})
    assert ALL.includes(letter, {"too_slow": 8})
    assert not Selection(codes=frozenset({"too_slow"})).includes(letter, {})


def test_reading_begins_where_the_last_replay_of_these_codes_ended() -> None:
    marks = {**dict.fromkeys(CODES, 50), "bug": 20}

    assert ALL.first_offset(marks, start=0) == 20
    assert Selection(codes=frozenset({"too_slow"})).first_offset(marks, start=0) == 50
    assert ALL.first_offset(marks, start=30) == 30
    assert ALL.first_offset({"bug": 20}, start=5) == 5
    assert Selection(letter="raw-articles/0/1").first_offset(marks, start=0) == 0


def test_a_letter_that_could_not_be_sent_is_tried_again() -> None:
    marks = advance_marks({}, ALL, end_offset=10, kept={"bug": 4})

    assert (marks["bug"], marks["too_slow"]) == (4, 10)


def test_replaying_one_code_leaves_the_marks_of_the_others() -> None:
    marks = advance_marks(
        {"bug": 3, "too_slow": 5}, Selection(codes=frozenset({"bug"})), end_offset=10, kept={}
    )

    assert marks == {"bug": 10, "too_slow": 5}


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 2**62)))
def test_marks_come_back_from_the_metadata_they_are_kept_in(marks: dict[str, int]) -> None:
    text = encode_marks(marks)

    assert decode_marks(text, end_offset=2**63) == marks
    assert len(text) < 4_096


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"bug": "x"}', '{"bug": true}', '{"x":1}']
)
def test_metadata_that_is_not_ours_holds_no_marks(text: str) -> None:
    assert decode_marks(text, end_offset=10) == {}


def test_marks_of_a_topic_that_was_made_anew_do_not_count() -> None:
    assert decode_marks('{"bug":11}', end_offset=10) == {}
