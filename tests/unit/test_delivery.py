import asyncio
from collections.abc import Sequence

import pytest
import structlog
from aiokafka.errors import MessageSizeTooLargeError
from faust.exceptions import ProducerSendError

from agents.delivery import DeadLetters, Incoming, MemoryOutlet, Outgoing, Refusal
from agents.failures import Reason, until_done
from schemas.dead_letter import DeadLetterReason
from support.builders import make_state


class LimitedOutlet(MemoryOutlet):
    """Takes values of at most *limit* bytes, as a topic does."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        for message in messages:
            if len(message.value or b"") > self._limit:
                raise ProducerSendError from MessageSizeTooLargeError()
            self.sent.append(message)


MESSAGES = [Outgoing(key=b"1", value=b"a"), Outgoing(key=b"2", value=None)]


def test_an_outage_is_waited_through_and_everything_is_sent_again() -> None:
    outlet = MemoryOutlet(failures=2)

    asyncio.run(until_done("kafka", lambda: outlet.send_all(MESSAGES), state=make_state()))

    assert outlet.sent == [MESSAGES[0], MESSAGES[0], *MESSAGES]


def test_an_outage_is_told_once_not_once_for_each_try() -> None:
    outlet = MemoryOutlet(failures=3)

    with structlog.testing.capture_logs() as lines:
        asyncio.run(until_done("kafka", lambda: outlet.send_all(MESSAGES), state=make_state()))

    assert [line["event"] for line in lines] == ["waiting", "going on"]
    assert lines[0]["waiting_for"] == lines[1]["waited_for"] == "kafka"


def test_a_worker_that_stops_does_not_wait_for_the_end_of_an_outage() -> None:
    outlet = MemoryOutlet(failures=10_000)

    async def stop_midway() -> None:
        waiting = until_done("kafka", lambda: outlet.send_all(MESSAGES), state=make_state())
        await asyncio.wait_for(waiting, timeout=0.5)

    with pytest.raises(TimeoutError):
        asyncio.run(stop_midway())


def refusal(value: bytes) -> Refusal:
    message = Incoming(
        topic="raw-articles", partition=0, offset=4, timestamp=1, key=b"k", value=value
    )
    return Refusal(message=message, reason=Reason(code="not_json", stage="decode", message="Bad."))


def test_a_dead_letter_the_brokers_find_too_large_goes_without_its_original() -> None:
    outlet, state = LimitedOutlet(limit=5), make_state()

    letters = DeadLetters(outlet=outlet, version="0", state=state)
    asyncio.run(letters.send([refusal(b"short"), refusal(b"too long"), refusal(b"fits")]))

    # Halving sends the good ones again, which is harmless.
    assert {letter.value for letter in outlet.sent} == {b"short", b"fits", None}
    omitted = next(letter for letter in outlet.sent if letter.value is None)
    reason = DeadLetterReason.from_headers(omitted.headers)
    assert reason is not None
    assert (reason.code, reason.omitted, reason.offset) == ("not_json", True, 4)


def test_a_dead_letter_that_cannot_be_sent_at_all_is_no_reason_to_acknowledge() -> None:
    letters = DeadLetters(outlet=LimitedOutlet(limit=-1), version="0", state=make_state())

    with pytest.raises(ProducerSendError):
        asyncio.run(letters.send([refusal(b"x")]))
