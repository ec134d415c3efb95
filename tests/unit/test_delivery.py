import asyncio

import pytest
import structlog

from agents.delivery import MemoryOutlet, Outgoing, until_done
from agents.ops.log import open_log

MESSAGES = [Outgoing(key=b"1", value=b"a"), Outgoing(key=b"2", value=None)]


def test_an_outage_is_waited_through_and_everything_is_sent_again() -> None:
    outlet = MemoryOutlet(failures=2)

    asyncio.run(until_done("kafka", lambda: outlet.send_all(MESSAGES), log=open_log("test")))

    assert outlet.sent == [MESSAGES[0], MESSAGES[0], *MESSAGES]


def test_an_outage_is_told_once_not_once_for_each_try() -> None:
    outlet = MemoryOutlet(failures=3)

    with structlog.testing.capture_logs() as lines:
        asyncio.run(until_done("kafka", lambda: outlet.send_all(MESSAGES), log=open_log("test")))

    assert [(line["event"], line["waiting_for"]) for line in lines] == [("waiting", "kafka")]


def test_a_worker_that_stops_does_not_wait_for_the_end_of_an_outage() -> None:
    outlet = MemoryOutlet(failures=10_000)

    async def stop_midway() -> None:
        waiting = until_done("kafka", lambda: outlet.send_all(MESSAGES), log=open_log("test"))
        await asyncio.wait_for(waiting, timeout=0.5)

    with pytest.raises(TimeoutError):
        asyncio.run(stop_midway())
