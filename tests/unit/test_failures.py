import asyncio
import sqlite3
from collections.abc import Sequence

import pytest
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotEnoughReplicasError,
)
from faust.exceptions import ProducerSendError
from sqlalchemy.exc import OperationalError

from agents import failures
from agents.errors import BrokerUnreachable
from agents.failures import FailureClass, classify, reason_of, settle
from pipeline.storage.errors import DatabaseUnavailable, Unstorable
from schemas.errors import RefusedMessage
from support.builders import make_state


def wrapped(cause: Exception) -> ProducerSendError:
    """What Faust makes of an error of its producer."""
    error = ProducerSendError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (RefusedMessage("not_json", "no"), "poison"),
        (Unstorable("no"), "poison"),
        (MessageSizeTooLargeError(), "poison"),
        (wrapped(MessageSizeTooLargeError()), "poison"),
        (DatabaseUnavailable("away"), "infrastructure"),
        (OperationalError("", {}, sqlite3.OperationalError("disk I/O error")), "infrastructure"),
        (KafkaConnectionError(), "infrastructure"),
        (BrokerUnreachable("away"), "infrastructure"),
        (KafkaTimeoutError(), "infrastructure"),
        (NotEnoughReplicasError(), "infrastructure"),
        (wrapped(KafkaTimeoutError()), "infrastructure"),
        (ConnectionResetError(), "infrastructure"),
        (TimeoutError(), "infrastructure"),
        (MemoryError(), "infrastructure"),
        (RuntimeError("can't start new thread"), "infrastructure"),
        (RecursionError(), "bug"),
        (KeyError("x"), "bug"),
        (ValueError("x"), "bug"),
        (AssertionError(), "bug"),
    ],
    ids=repr,
)
def test_each_error_has_one_class(error: Exception, expected: FailureClass) -> None:
    assert classify(error) == expected


def test_a_bug_is_told_with_the_end_of_its_traceback() -> None:
    try:
        raise KeyError("missing")
    except KeyError as error:
        reason = reason_of(error, stage="store")

    assert (reason.code, reason.stage) == ("bug", "store")
    assert "KeyError('missing')" in reason.message
    assert "test_failures.py" in reason.message


class Work:
    """Doubles numbers, but for the ones it cannot; notes every call."""

    def __init__(self, *, bad: Sequence[int] = (), outages: int = 0) -> None:
        self.calls: list[tuple[int, ...]] = []
        self._bad, self._outages = set(bad), outages

    async def __call__(self, numbers: Sequence[int]) -> Sequence[int]:
        self.calls.append(tuple(numbers))
        if self._outages:
            self._outages -= 1
            raise ConnectionError("away")
        if self._bad & set(numbers):
            raise LookupError("a bug of ours")
        return [2 * number for number in numbers]


def settled(work: Work, count: int) -> tuple[list[int], list[int]]:
    results, condemned = asyncio.run(
        settle(range(count), work, waiting_for="database", state=make_state("store"))
    )
    return results, [each.item for each in condemned]


def test_the_culprits_are_found_by_halving_and_the_others_keep_their_order() -> None:
    work = Work(bad=[3, 11])

    assert settled(work, 16) == (
        [0, 2, 4, 8, 10, 12, 14, 16, 18, 20, 24, 26, 28, 30],
        [3, 11],
    )
    # Two culprits of sixteen: two times log2 of sixteen halvings, not sixteen calls of one.
    assert len(work.calls) <= 1 + 2 * 2 * 4


def test_an_outage_condemns_nobody() -> None:
    assert settled(Work(outages=2), 3) == ([0, 2, 4], [])


def test_who_does_not_answer_is_waited_for_since_he_was_asked_and_until_he_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(failures, "ANSWER_SECONDS", 0.01)
    state = make_state("store")
    state.now = lambda: 100.0
    seen: list[tuple[str | None, float]] = []

    async def attempt(numbers: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0.1)
        seen.append((state.waiting_for, state.waiting_since))
        return numbers

    asyncio.run(settle([1], attempt, waiting_for="database", state=state))

    assert seen == [("database", 99.99)]
    assert state.waiting_for is None


def test_what_fails_for_good_is_not_waited_for() -> None:
    state = make_state("store")
    state.wait("database", ConnectionError("away"))
    asyncio.run(settle([1], Work(bad=[1]), waiting_for="database", state=state))

    assert state.waiting_for is None


def test_nothing_to_do_is_not_tried() -> None:
    work = Work()

    assert settled(work, 0) == ([], [])
    assert work.calls == []
