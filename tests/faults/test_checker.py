"""The checker's own rules against histories made by hand: what is sound passes, and each fault is named."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from faults.checker import check_evidence
from faults.evidence import (
    REASON,
    ArticleRow,
    EventRecord,
    EventRow,
    Evidence,
    Input,
    Letter,
    digest_of,
    event_record,
    letter,
)
from faults.invariants.events import count_late
from faults.invariants.expected import standings
from faults.ledger import PLANTED, Sent
from support.witness import Record

TOPIC = "t-raw-articles"
LINE = "Chile sent wheat to Peru."
POISON = Sent(sequence=9, key=b"p", value=b"{", code="not_json")


def sent(sequence: int, **fields: object) -> Sent:
    base = Sent(
        sequence=sequence,
        key=b"a",
        value=None,
        article_id="a",
        version=1,
        lines=(LINE,),
        mark=sequence,
    )
    return replace(base, **fields)  # type: ignore[arg-type]  # fields are of Sent


def message(offset: int, of: Sent) -> Input:
    return Input(0, offset, digest_of(str(of.sequence).encode()), of)


def told(*records: tuple[str, int, str]) -> list[EventRecord]:
    """Messages of one partition: (key, revision, what it says), the last one empty for a tombstone."""
    return [
        EventRecord(key, 0, offset, revision, None)
        if not said
        else EventRecord(key, 0, offset, revision, digest_of(said.encode()), "a", 1, "current")
        for offset, (key, revision, said) in enumerate(records)
    ]


def sound() -> Evidence:
    """One article with one event, sent once, and one message that is none."""
    poisoned = Letter(digest_of(b"9"), "not_json", TOPIC, 0, 1, 9, b"p")
    return Evidence(
        inputs=[message(0, sent(0)), message(1, POISON)],
        articles=[ArticleRow("a", 1, "usable", 1, 0, True)],
        events=[EventRow("e", "a", 1, 1, "current", LINE, digest_of(b"said"))],
        records=told(("e", 1, "said")),
        letters=[poisoned],
    )


def found(history: Evidence, *, late_writers: bool = False) -> list[str]:
    violations = check_evidence(history, topic=TOPIC, late_writers=late_writers)
    return sorted({each.invariant for each in violations})


def test_a_sound_history_has_no_violation() -> None:
    assert found(sound()) == []


def test_an_acknowledged_message_that_the_topic_does_not_hold_is_lost() -> None:
    assert found(replace(sound(), lost=[sent(3, partition=0, offset=7)])) == ["I1"]


def test_an_article_without_a_row_is_lost() -> None:
    assert "I1" in found(replace(sound(), articles=[], events=[], records=[]))


def test_an_event_that_a_line_tells_and_no_row_has_is_lost() -> None:
    assert found(replace(sound(), events=[], records=[])) == ["I1"]


def test_a_poison_message_without_a_letter_is_lost() -> None:
    assert found(replace(sound(), letters=[])) == ["I1"]


@pytest.mark.parametrize(
    ("fields", "invariant"),
    [
        ({"digest": digest_of(b"other")}, "I1"),
        ({"code": "bug"}, "I1"),
        ({"key": b"q"}, "I1"),
        ({"sequence": None}, "I1"),
        ({"offset": 0}, "I9"),
        ({"offset": 5}, "I4"),
        ({"topic": "t-extractions"}, "I4"),
    ],
)
def test_a_letter_has_the_bytes_the_code_and_the_place_of_its_original(
    fields: dict[str, object], invariant: str
) -> None:
    history = sound()
    wrong = replace(history.letters[0], **fields)  # type: ignore[arg-type]  # fields are of Letter

    assert invariant in found(replace(history, letters=[*history.letters, wrong]))


def test_an_article_that_a_planted_error_condemned_ends_as_its_letter_and_no_other_does() -> None:
    condemned = Letter(digest_of(b"0"), "bug", TOPIC, 0, 0, 0, b"a", planted=True)
    history = replace(sound(), articles=[], events=[], records=[])

    assert found(history) == ["I1"]
    assert found(replace(history, letters=[*history.letters, condemned])) == []
    mangled = replace(condemned, digest=digest_of(b"other"))
    assert found(replace(history, letters=[*history.letters, mangled])) == ["I1"]
    other = replace(condemned, planted=False)
    assert found(replace(history, letters=[*history.letters, other])) == ["I1", "I9"]


@pytest.mark.parametrize(
    ("code", "error", "planted"),
    [
        ("bug", "ValueError", True),
        # Whoever takes an outage for a bug condemns what should have waited.
        ("bug", "ConnectionError", False),
        ("too_slow", "ValueError", False),
    ],
)
def test_only_a_bug_that_a_fail_point_raised_excuses_a_letter(
    code: str, error: str, planted: bool
) -> None:
    reason = f"{error}('{PLANTED} agents.store:save:before'); Traceback"
    headers = ((f"{REASON}code", code.encode()), (f"{REASON}message", reason.encode()))

    assert letter(Record("dead-letters", b"a", b"0", headers)).planted is planted


def test_the_same_letter_twice_is_none_too_many() -> None:
    history = sound()

    assert found(replace(history, letters=2 * history.letters)) == []


def test_two_rows_of_one_article_or_event_are_doubled() -> None:
    history = sound()

    assert found(replace(history, articles=2 * history.articles)) == ["I2"]
    assert "I2" in found(replace(history, events=2 * history.events))


def test_one_revision_with_two_contents_is_no_repetition() -> None:
    same = told(("e", 1, "said"), ("e", 1, "said"))
    other = told(("e", 1, "other"), ("e", 1, "said"))

    assert found(replace(sound(), records=same)) == []
    assert "I2" in found(replace(sound(), records=other))


def test_the_topic_must_say_what_the_table_says() -> None:
    assert found(replace(sound(), records=[])) == ["I3"]
    assert "I3" in found(replace(sound(), records=told(("e", 1, "other"))))
    assert "I3" in found(replace(sound(), records=told(("e", 2, "said"))))
    assert "I3" in found(replace(sound(), records=told(("e", 1, "said"), ("e", 1, ""))))


def test_a_retracted_event_needs_its_tombstone_after_its_retraction() -> None:
    history = sound()
    canceled = sent(2, version=None, status="canceled", lines=(), mark=None)
    gone = replace(
        history,
        inputs=[*history.inputs, message(2, canceled)],
        articles=[ArticleRow("a", 1, "canceled", 2, None, False)],
        events=[EventRow("e", "a", 1, 2, "retracted", LINE, digest_of(b"gone"))],
    )
    retraction = [replace(told(("e", 2, "gone"))[0], offset=1, state="retracted")]
    tombstone = [EventRecord("e", 0, 2, 2, None)]

    assert found(replace(gone, records=[*history.records, *retraction, *tombstone])) == []
    assert found(replace(gone, records=[*history.records, *retraction])) == ["I3"]
    assert "I3" in found(replace(gone, records=[*history.records, *tombstone]))


def test_an_old_state_behind_a_new_one_is_right_by_revision_only_where_a_worker_was_frozen() -> (
    None
):
    history = sound()
    moved = replace(
        history,
        articles=[ArticleRow("a", 1, "usable", 2, 0, True)],
        events=[EventRow("e", "a", 1, 2, "current", LINE, digest_of(b"new"))],
        records=told(("e", 2, "new"), ("e", 1, "said")),
    )

    assert found(moved) == ["I3b"]
    assert found(moved, late_writers=True) == []
    assert count_late(moved.records) == 1


@pytest.mark.parametrize(
    "row",
    [
        ArticleRow("a", 2, "usable", 1, 0, True),
        ArticleRow("a", 1, "withheld", 1, 0, False),
        ArticleRow("a", 1, "usable", 1, 8, True),
    ],
    ids=["version", "status", "content"],
)
def test_a_row_of_another_message_than_the_one_that_must_stand_went_back(row: ArticleRow) -> None:
    assert "I5" in found(replace(sound(), articles=[row]))


def test_what_was_taken_back_has_neither_text_nor_current_events() -> None:
    history = sound()
    canceled = sent(2, version=None, status="canceled", lines=(), mark=None)
    back = replace(
        history,
        inputs=[*history.inputs, message(2, canceled)],
        articles=[ArticleRow("a", 1, "canceled", 2, None, True)],
    )

    got = [each.got for each in check_evidence(back, topic=TOPIC)]

    assert got == ["canceled, with its text", "1 current"]


def test_a_higher_revision_with_a_lower_version_went_back() -> None:
    newer = replace(told(("e", 1, "two"))[0], article_version=2)
    older = replace(told(("e", 2, "one"))[0], offset=1)

    assert "I5" in found(replace(sound(), records=[newer, older]))


def test_rows_events_and_messages_that_nobody_sent_are_phantoms() -> None:
    history = sound()
    row = ArticleRow("b", 1, "usable", 1, None, True)
    event = EventRow("f", "b", 1, 1, "current", LINE, digest_of(b"f"))
    unknown = Input(0, 2, b"", None)

    assert "I4" in found(replace(history, articles=[*history.articles, row]))
    assert "I4" in found(replace(history, events=[*history.events, event]))
    assert found(replace(history, records=told(("e", 1, "said"), ("f", 1, "f")))) == ["I4"]
    assert found(replace(history, inputs=[*history.inputs, unknown])) == ["I4"]


def test_an_event_that_no_line_tells_is_a_phantom_where_lines_count() -> None:
    history = sound()
    extra = EventRow("f", "a", 1, 1, "current", "Nobody said so.", digest_of(b"f"))
    doubled = replace(
        history, events=[*history.events, extra], records=told(("e", 1, "said"), ("f", 1, "f"))
    )

    assert found(doubled) == ["I4"]
    assert found(replace(doubled, null_stages=False)) == []


def test_a_planted_password_that_came_out_is_told() -> None:
    assert found(replace(sound(), leaks=["store.log:3"])) == ["I10"]


def test_an_error_that_nobody_looked_at_is_told() -> None:
    assert found(replace(sound(), strays=["store.log:3"])) == ["log"]


@pytest.mark.parametrize(
    ("messages", "version", "status", "mark"),
    [
        ([sent(0, version=2), sent(1, version=1)], 2, "usable", 0),
        ([sent(0), sent(1)], 1, "usable", 1),
        ([sent(0, status="withheld"), sent(1)], 1, "withheld", 0),
        ([sent(0, version=3), sent(1, version=None, status="canceled")], 3, "canceled", 1),
        ([sent(0), sent(1, version=None, status="canceled"), sent(2, version=2)], 2, "usable", 2),
        ([sent(0, version=None, status="canceled"), sent(1)], 1, "canceled", 0),
        ([sent(0, status="canceled"), sent(1, version=None, status="withheld")], 1, "canceled", 0),
    ],
)
def test_what_must_stand_is_the_highest_version_then_rank_then_the_later_message(
    messages: Sequence[Sent], version: int, status: str, mark: int
) -> None:
    standing = standings([message(offset, each) for offset, each in enumerate(messages)])["a"]

    got = (standing.version, standing.sent.status, standing.sent.mark)
    assert got == (version, status, mark)


def test_a_revision_that_header_and_value_tell_differently_counts_as_none() -> None:
    value = {"revision": 2, "article_id": "a", "article_version": 1, "state": "current"}
    headers = (("eventwire.revision", b"3"),)
    record = Record("t-events", b"e", json.dumps(value).encode(), headers)

    assert event_record(record).revision == -1
