"""Planted bugs of batches: acknowledged too early, dropped, worked on out of order, never ended, kept for ever."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import wraps
from typing import Any, cast

import faust
from faust.transport.consumer import Consumer

from faults.bug import Bug, Change, Every, on

_HOP = "agents.hop"
_SLOW_WORK = {"FAULTS_DELAY": "agents.hop:take_batches:work():before=0.8:2"}
_BYTES_KEPT = 3_000_000

Work = Callable[[Sequence[Any]], Awaitable[None]]


def _with_stream(change: Callable[[Any], Any]) -> Change:
    """take_batches, on a stream that *change* made of its own."""

    def changed(take: Any) -> Any:
        @wraps(take)
        async def wrapped(stream: Any, *rest: Any, **named: Any) -> None:
            await take(change(stream), *rest, **named)

        return wrapped

    return changed


def _with_work(change: Callable[[Work], Work]) -> Change:
    """take_batches, with work that *change* made of its own."""

    def changed(take: Any) -> Any:
        @wraps(take)
        async def wrapped(stream: Any, work: Work, *rest: Any, **named: Any) -> None:
            await take(stream, change(work), *rest, **named)

        return wrapped

    return changed


class _AcknowledgedFirst:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def noack_take(self, size: int, within: float) -> AsyncIterator[Sequence[Any]]:
        async for events in self._stream.noack_take(size, within=within):
            for event in events:
                await self._stream.ack(event)
            yield events

    async def ack(self, _event: Any) -> bool:
        return True


def _without_each_97th(work: Work) -> Work:
    due = Every(97)

    async def wrapped(messages: Sequence[Any]) -> None:
        await work([message for message in messages if not due()])

    return wrapped


def _without_first_after_revocation(work: Work) -> Work:
    revoked: list[bool] = []

    def noting(method: Any) -> Any:
        @wraps(method)
        async def wrapped(consumer: Any, partitions: Any) -> None:
            revoked.extend([True] if partitions else [])
            await method(consumer, partitions)

        return wrapped

    cast(Any, Consumer).on_partitions_revoked = noting(Consumer.on_partitions_revoked)

    async def dropping(messages: Sequence[Any]) -> None:
        if revoked:
            revoked.clear()
            return
        await work(messages)

    return dropping


def _with_last_of_each_key(work: Work) -> Work:
    async def wrapped(messages: Sequence[Any]) -> None:
        await work(list({message.key: message for message in messages}.values()))

    return wrapped


def _swallowing(work: Work) -> Work:
    due = Every(9)

    async def wrapped(messages: Sequence[Any]) -> None:
        try:
            if due():
                raise ConnectionError("as an outage in the middle of a batch")
            await work(messages)
        except Exception:
            return

    return wrapped


def _stopping(work: Work) -> Work:
    due = Every(4)

    async def wrapped(messages: Sequence[Any]) -> None:
        if due():
            await asyncio.Event().wait()
        await work(messages)

    return wrapped


def _keeping(work: Work) -> Work:
    kept: list[tuple[Sequence[Any], bytes]] = []

    async def wrapped(messages: Sequence[Any]) -> None:
        # As if each batch were a large one: the check is of a limit, and the test is short.
        kept.extend((messages, b"kept" * (_BYTES_KEPT // 4)) for _ in messages)
        await work(messages)

    return wrapped


def _two_at_once(_module: Any) -> None:
    plain = faust.App.agent

    @wraps(plain)
    def agent(app: Any, *channel: Any, **named: Any) -> Any:
        return plain(app, *channel, **{**named, "concurrency": 2})

    cast(Any, faust.App).agent = agent


# A message is committed past that was not worked on: lost, and where `agents/continuity.py` sees the gap the worker
# ends rather than go on, so that no agent is left (I6).
_UNWORKED = ("I1", "I5", "I6")

BATCH_BUGS: tuple[Bug, ...] = (
    Bug(
        name="ack-before-work",
        does="a batch is acknowledged before it is worked on",
        breaks=("I1", "I3", "I5"),
        patches={_HOP: (on("", "take_batches", _with_stream(_AcknowledgedFirst)),)},
        environ=_SLOW_WORK,
    ),
    Bug(
        name="drop-each-97th",
        does="each 97th message is acknowledged and not worked on",
        breaks=_UNWORKED,
        patches={_HOP: (on("", "take_batches", _with_work(_without_each_97th)),)},
    ),
    Bug(
        name="drop-on-rebalance",
        does="the first batch after partitions were revoked is acknowledged and not worked on",
        breaks=("I1", "I5"),
        patches={_HOP: (on("", "take_batches", _with_work(_without_first_after_revocation)),)},
    ),
    Bug(
        name="last-of-each-key",
        does="of the messages of one key in a batch only the last is worked on",
        breaks=_UNWORKED,
        patches={_HOP: (on("", "take_batches", _with_work(_with_last_of_each_key)),)},
        environ={"FAULTS_DELAY": "agents.hop:take_batches:work():before=0.3"},
    ),
    Bug(
        name="swallow-an-exception",
        does="a batch whose work failed is acknowledged all the same",
        breaks=("I1", "I5"),
        patches={_HOP: (on("", "take_batches", _with_work(_swallowing)),)},
    ),
    Bug(
        name="stop-silently",
        does="an agent takes no batch any more after the third, and lives on",
        breaks=("I6",),
        patience_seconds=60.0,
        patches={_HOP: (on("", "take_batches", _with_work(_stopping)),)},
    ),
    Bug(
        name="keep-all-batches",
        does="every batch is kept in memory for ever",
        breaks=("I8",),
        patches={_HOP: (on("", "take_batches", _with_work(_keeping)),)},
    ),
    Bug(
        name="two-batches-at-once",
        does="an agent works on two batches at once, so offsets are committed past one (Faust issue 606)",
        breaks=(*_UNWORKED, "I3"),
        patches={"agents.app": (_two_at_once,)},
        environ={"FAULTS_DELAY": "agents.hop:take_batches:work():before=4:6"},
        kills={
            "extract": ("aiokafka:GroupCoordinator:commit_offsets:after",) * 3,
            "store": ("aiokafka:GroupCoordinator:commit_offsets:after",) * 3,
        },
    ),
)
