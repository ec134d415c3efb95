"""What both agents share: batches from a stream, one piece of work each, acknowledged whole and in order.

The rules behind it (measured on faust-streaming 0.15.3, see ARCHITECTURE.md, "Why the agents look as they do"):
``noack_take`` acknowledges nothing by itself, no exception may leave the loop, and a batch is acknowledged only
when everything it led to is held by the brokers or committed in the database.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from faust.types import EventT

from agents.delivery import Outgoing
from agents.topology import AgentName
from schemas.dead_letter import DeadLetterCode, DeadLetterReason
from schemas.extraction import Arrival

# What fits, with its reason, into a message of the topic dead-letters (16 MiB).
MAX_CARRIED_BYTES = 15_000_000
# Worked on at once: a decoded extraction takes some 14 times its bytes, and a batch is counted in messages.
MAX_RUN_BYTES = 8_000_000

Delivered = tuple[EventT[Any], "Incoming"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message as Kafka delivered it; ``timestamp`` is in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()

    @property
    def size(self) -> int:
        """Bytes of key, value and headers."""
        pairs = sum(len(name.encode()) + len(value or b"") for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + pairs

    @property
    def arrival(self) -> Arrival:
        """When Kafka took the message, and its offset."""
        return Arrival(partition=self.partition, offset=self.offset, timestamp=self.timestamp)


class BatchStream(Protocol):
    """The part of Faust's stream that the agents use; its own type leaves noack_take out."""

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
) -> None:
    """Run *work* on each batch of *stream* and acknowledge the batch when it returns.

    At-least-once: a batch whose *work* did not return is delivered again, so *work* is idempotent.
    """
    async for events in stream.noack_take(batch_size, within=within_seconds):
        for run in _runs([(event, _incoming(event)) for event in events]):
            await work([message for _, message in run])
            for event, _ in run:
                await stream.ack(event)


def dead_letter(
    message: Incoming,
    *,
    code: DeadLetterCode,
    stage: str,
    reason: str,
    agent: AgentName,
    version: str,
    attempts: int = 1,
) -> Outgoing:
    """*message* as a dead letter: its own bytes and headers, and the reason in headers beside them.

    What no message can carry is left out, and the reason says so.
    """
    omitted = message.size > MAX_CARRIED_BYTES
    if omitted:
        reason += (
            f" The original, {message.size:,} bytes, is too large to carry along; it stays in"
            f" {message.topic} until its retention ends."
        )
    key, value = (None, None) if omitted else (message.key, message.value)
    # The producer refuses a message of neither key nor value, so a null key is told in a header.
    null_key = key is None and value is None
    reasons = DeadLetterReason(
        code=code,
        stage=stage,
        message=reason,
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=message.timestamp,
        agent=agent,
        version=version,
        attempts=attempts,
        null_key=null_key,
        omitted=omitted,
    ).to_headers()
    headers = () if omitted else message.headers
    return Outgoing(key=b"" if null_key else key, value=value, headers=(*headers, *reasons))


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
    )
