"""Sees that nothing is left out between two deliveries of a partition.

Around rebalances in which links fail, Faust may drop messages it has fetched and go on behind them. Then it either
commits nothing of the partition any more, or, where one message is missing or nothing was committed before, commits
past them: they would be lost. So a jump forward is looked into, and where messages were left out the worker ends with
nothing acknowledged; whoever has the partition next begins at what is committed.
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
from agents.ops.clients import open_admin, open_consumer, patiently
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
    """A delivery of *offset* where *expected* was next; none was expected of a partition that is new here."""

    topic: str
    partition: int
    offset: int
    expected: int | None


LookInto = Callable[[Sequence[Jump]], Mapping[Jump, int]]


@dataclass(slots=True, kw_only=True)
class Deliveries:
    """What was delivered to this worker, by partition; *look_into* tells of jumps the first message left out."""

    look_into: LookInto
    state: WorkerState
    steady: Callable[[], float] = time.monotonic
    _next: dict[tuple[str, int], int] = field(default_factory=dict)
    _dealt_at: float = float("-inf")

    def dealt(self) -> None:
        """The partitions were dealt anew."""
        self._dealt_at = self.steady()

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
        suspect = self.steady() - self._dealt_at < SUSPECT_SECONDS
        jumps = []
        for message in batch:
            place = (message.topic, message.partition)
            expected = self._next.get(place)
            self._next[place] = message.offset + 1
            if expected is None or (suspect and message.offset > expected):
                jumps.append(
                    Jump(
                        topic=message.topic,
                        partition=message.partition,
                        offset=message.offset,
                        expected=expected,
                    )
                )
        return jumps


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

    Raises KafkaError, and BrokerUnreachable within seconds.
    """
    found: dict[Jump, int] = {}
    with closing(open_admin(settings)) as admin, closing(open_consumer(settings)) as consumer:
        wanted = {group: sorted({TopicPartition(each.topic, each.partition) for each in jumps})}
        committed = patiently(lambda: admin.list_group_offsets(wanted))[group]
        for jump in jumps:
            tp = TopicPartition(jump.topic, jump.partition)
            done = committed[tp].offset if tp in committed else 0
            # What came before was delivered here, or committed by who had the partition meanwhile.
            start = max(jump.expected or 0, done, 0)
            if start >= jump.offset:
                continue
            for record in read_between(consumer, {tp: start}, {tp: jump.offset}):
                found[jump] = record.offset
                break
    return found
