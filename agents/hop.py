"""What both agents share: batches from a stream, one piece of work each, acknowledged whole and in order.

The rules behind it (measured on faust-streaming 0.15.3, see ARCHITECTURE.md, "Why the agents look as they do"):
``noack_take`` acknowledges nothing by itself, no exception may leave the loop, and a batch is acknowledged only
when everything it led to is held by the brokers or committed in the database.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Any, Protocol, cast

from faust.types import EventT

from agents.delivery import Incoming
from agents.ops.state import WorkerState

# Worked on at once: a decoded extraction takes some 14 times its bytes, and a batch is counted in messages.
MAX_RUN_BYTES = 8_000_000

Delivered = tuple[EventT[Any], Incoming]


class BatchStream(Protocol):
    """The part of Faust's stream that the agents use; its own type leaves noack_take out."""

    enable_acks: bool

    def noack_take(self, max_: int, within: float) -> AsyncIterator[Sequence[EventT[Any]]]:
        """Batches of at most *max_* events, none of them acknowledged."""

    async def ack(self, event: EventT[Any]) -> bool:
        """Acknowledge *event*."""


async def take_batches(
    stream: BatchStream,
    work: Callable[[Sequence[Incoming]], Awaitable[None]],
    *,
    batch_size: int,
    within_seconds: float,
    state: WorkerState,
) -> None:
    """Run *work* on each batch of *stream* and acknowledge the batch when it returns.

    At-least-once: a batch whose *work* did not return is delivered again, so *work* is idempotent.
    """
    # noack_take turns this off only while it lasts: once an error or a cancellation has left it, Faust goes on
    # reading, and would acknowledge whatever comes until the worker has ended.
    stream.enable_acks = False
    async for events in stream.noack_take(batch_size, within=within_seconds):
        for run in _runs([(event, _incoming(event)) for event in events]):
            state.take(len(run))
            await work([message for _, message in run])
            for event, _ in run:
                await stream.ack(event)
            state.progress()


def _runs(delivered: Sequence[Delivered]) -> Iterator[list[Delivered]]:
    """*delivered* in order, cut so that no run is larger than MAX_RUN_BYTES but for a single message."""
    run: list[Delivered] = []
    size = 0
    for each in delivered:
        if run and size + each[1].size > MAX_RUN_BYTES:
            yield run
            run, size = [], 0
        run.append(each)
        size += each[1].size
    if run:
        yield run


def _incoming(event: EventT[Any]) -> Incoming:
    message = event.message
    headers = cast("Sequence[tuple[str, bytes]]", message.headers or ())
    return Incoming(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=round(message.timestamp * 1000) if message.timestamp else 0,
        key=message.key,
        value=message.value,
        headers=tuple(headers),
        generation=message.generation_id,
    )
