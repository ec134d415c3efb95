"""Sees that nothing is left out between two deliveries of a partition.

Around rebalances in which links fail, Faust may drop messages it has fetched and go on behind them. Then it either
commits nothing of the partition any more, or, where one message is missing or nothing was committed before, commits
past them: they would be lost. So the first delivery of a partition in each generation of the group is compared with what
is committed, and a jump soon after it is looked into. Where messages were left out the worker ends with nothing
acknowledged; whoever has the partition next begins at what is committed.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kafka import TopicPartition

from agents.delivery import Incoming
from agents.failures import until_done
from agents.ops.clients import broker_errors, open_admin, open_consumer, patiently
from agents.ops.records import read_between
from agents.ops.state import WorkerState
from agents.settings import Settings
from schemas.errors import EventwireError

# Transactions and compaction leave gaps at any time; only near a rebalance is a jump worth the question.
SUSPECT_SECONDS = 60.0


class MessagesLeftOut(EventwireError):
    """Messages of a partition were passed over. Nothing helps but to read again from what is committed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A delivery of *offset* where *expected* was next; none is expected where a partition was dealt anew."""

    topic: str
    partition: int
    offset: int
    expected: int | None


LookInto = Callable[[Sequence[Jump]], Mapping[Jump, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """How far a partition was delivered in a generation of the group, and since when that lasts."""

    generation: int | None
    next_offset: int
    since: float


@dataclass(slots=True, kw_only=True)
class Deliveries:
    """What was delivered to this worker, by partition; *look_into* tells of jumps the first message left out."""

    look_into: LookInto
    state: WorkerState
    steady: Callable[[], float] = time.monotonic
    _places: dict[tuple[str, int], _Place] = field(default_factory=dict)

    async def check(self, batch: Sequence[Incoming]) -> None:
        """Return where *batch* goes on where the deliveries before it ended, or at what is committed.

        Waits for the brokers where they have to be asked. Raises MessagesLeftOut.
        """
        jumps = self._jumps(batch)
        if not jumps:
            return
        look = partial(asyncio.to_thread, self.look_into, jumps)
        for jump, first in (await until_done("kafka", look, state=self.state)).items():
            where = f"{jump.topic}[{jump.partition}]"
            raise MessagesLeftOut(
                f"offset {first} of {where} was left out before {jump.offset}: the worker ends, so that it"
                " is delivered again"
            )

    def _jumps(self, batch: Sequence[Incoming]) -> list[Jump]:
        return [jump for message in batch if (jump := self._jump(message)) is not None]

    def _jump(self, message: Incoming) -> Jump | None:
        now, place = self.steady(), (message.topic, message.partition)
        known = self._places.get(place)
        if known is not None and known.generation != message.generation:
            # What an earlier generation was given and did not commit is to come again.
            known = None
        expected = None if known is None else known.next_offset
        since = now if known is None else known.since
        self._places[place] = _Place(
            generation=message.generation, next_offset=message.offset + 1, since=since
        )
        leaps = expected is not None and message.offset > expected
        if expected is None or (leaps and now - since < SUSPECT_SECONDS):
            return Jump(
                topic=message.topic,
                partition=message.partition,
                offset=message.offset,
                expected=expected,
            )
        return None


def checked(
    work: Callable[[Sequence[Incoming]], Awaitable[None]], deliveries: Deliveries
) -> Callable[[Sequence[Incoming]], Coroutine[Any, Any, None]]:
    """*work*, on batches before which nothing was left out."""

    async def run(batch: Sequence[Incoming]) -> None:
        await deliveries.check(batch)
        await work(batch)

    return run


def find_left_out(settings: Settings, group: str, jumps: Sequence[Jump]) -> dict[Jump, int]:
    """Of each of *jumps* that left something out, the first readable offset that *group* has not committed.

    Raises OperatorError within seconds: BrokerUnreachable in an outage.
    """
    with broker_errors(settings):
        starts = _uncommitted(settings, group, jumps)
        return _first_between(settings, starts) if starts else {}


def _uncommitted(settings: Settings, group: str, jumps: Sequence[Jump]) -> dict[Jump, int]:
    """From where on something may have been left out before each of *jumps*; without those where nothing may."""
    wanted = {group: sorted({TopicPartition(each.topic, each.partition) for each in jumps})}
    with closing(open_admin(settings)) as admin:
        known = patiently(lambda: admin.list_group_offsets(wanted))[group]
    starts: dict[Jump, int] = {}
    for jump in jumps:
        committed = known.get(TopicPartition(jump.topic, jump.partition))
        # What came before was delivered here, or committed by who had the partition meanwhile.
        start = max(jump.expected or 0, committed.offset if committed else 0, 0)
        if start < jump.offset:
            starts[jump] = start
    return starts


def _first_between(settings: Settings, starts: Mapping[Jump, int]) -> dict[Jump, int]:
    found: dict[Jump, int] = {}
    with closing(open_consumer(settings)) as consumer:
        for jump, start in starts.items():
            tp = TopicPartition(jump.topic, jump.partition)
            record = next(read_between(consumer, {tp: start}, {tp: jump.offset}), None)
            if record is not None:
                found[jump] = record.offset
    return found
