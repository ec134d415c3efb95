"""A worker that ends rather than go on behind messages that were left out."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from agents.continuity import SUSPECT_SECONDS, Deliveries, Jump, MessagesLeftOut, checked
from agents.delivery import Incoming
from agents.errors import BrokerUnreachable
from agents.ops.log import open_log
from agents.ops.state import WorkerState


class Asked:
    """Answers that every jump left out what it was given, and keeps what it was asked."""

    def __init__(self, left_out: int | None = None) -> None:
        self.left_out = left_out
        self.jumps: list[Jump] = []

    def __call__(self, jumps: Sequence[Jump]) -> Mapping[Jump, int]:
        self.jumps += jumps
        return {} if self.left_out is None else {jumps[0]: self.left_out}


def deliveries(asked: Asked, moments: list[float]) -> Deliveries:
    state = WorkerState(agent="extract", log=open_log("extract"))
    return Deliveries(look_into=asked, state=state, steady=lambda: moments[0])


def batch(*offsets: int, partition: int = 5, generation: int = 1) -> list[Incoming]:
    return [
        Incoming(
            topic="raw-articles", partition=partition, offset=offset, timestamp=0,
            key=None, value=b"{}", generation=generation,
        )
        for offset in offsets
    ]  # fmt: skip


def run(seen: Deliveries, *batches: list[Incoming]) -> None:
    async def all_of_them() -> None:
        for each in batches:
            await seen.check(each)

    asyncio.run(all_of_them())


def test_the_first_of_a_partition_is_asked_for_and_what_follows_it_is_not() -> None:
    asked = Asked()

    run(deliveries(asked, [0.0]), batch(7, 8, 9), batch(10), batch(0, 1, partition=2))

    assert [(each.partition, each.offset, each.expected) for each in asked.jumps] == [
        (5, 7, None),
        (2, 0, None),
    ]


def test_a_jump_soon_after_a_rebalance_is_looked_into() -> None:
    asked = Asked()
    seen = deliveries(asked, [0.0])
    run(seen, batch(787))
    asked.left_out = 788

    with pytest.raises(MessagesLeftOut, match=r"offset 788 of raw-articles\[5\] .* before 796"):
        run(seen, batch(796, 797))


def test_after_a_rebalance_what_was_delivered_before_it_is_expected_again() -> None:
    asked = Asked()
    seen = deliveries(asked, [0.0])
    # Neither worked on nor committed when the partitions were dealt anew, and 788 does not come again.
    run(seen, batch(787, 788, 789, 790))
    asked.left_out = 788

    with pytest.raises(MessagesLeftOut, match=r"offset 788 .* before 789"):
        run(seen, batch(789, 790, generation=2))
    assert asked.jumps[-1].expected is None


def test_gaps_long_after_a_rebalance_are_those_of_transactions_and_nobody_is_asked() -> None:
    asked, moments = Asked(), [0.0]
    seen = deliveries(asked, moments)
    run(seen, batch(1, 2))
    moments[0] = SUSPECT_SECONDS + 1

    run(seen, batch(4, 6))

    assert len(asked.jumps) == 1


def test_brokers_that_are_away_are_waited_for() -> None:
    tries: list[int] = []

    def look(jumps: Sequence[Jump]) -> Mapping[Jump, int]:
        tries.append(len(jumps))
        if len(tries) == 1:
            raise BrokerUnreachable("no broker answers")
        return {}

    state = WorkerState(agent="extract", log=open_log("extract"))
    run(Deliveries(look_into=look, state=state), batch(7))

    assert tries == [1, 1]
    assert state.waiting_for is None


def test_what_is_delivered_again_is_no_jump() -> None:
    asked = Asked()

    run(deliveries(asked, [0.0]), batch(5, 6, 7), batch(5, 6, 7, 8))

    assert len(asked.jumps) == 1


def test_a_batch_behind_a_hole_is_not_worked_on() -> None:
    worked: list[Incoming] = []

    async def work(messages: Sequence[Incoming]) -> None:
        worked.extend(messages)

    guarded = checked(work, deliveries(Asked(left_out=3), [0.0]))
    with pytest.raises(MessagesLeftOut):
        asyncio.run(guarded(batch(4)))

    assert worked == []
