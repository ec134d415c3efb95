"""What both agents share: batches from a stream, one piece of work each, acknowledged whole and in order.

The rules behind it (measured on faust-streaming 0.15.3, see ARCHITECTURE.md, "Why the agents look as they do"):
``noack_take`` acknowledges nothing by itself, no exception may leave the loop, and a batch is acknowledged only
when everything it led to is held by the brokers or committed in the database.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from faust.types import EventT

from agents.delivery import Outgoing
from agents.topology import AgentName
from schemas.dead_letter import DeadLetterCode, DeadLetterReason
from schemas.extraction import Arrival

# What fits, with key and headers, into a message of the topic dead-letters (16 MiB).
MAX_CARRIED_BYTES = 15_000_000


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
        return Arrival(timestamp=self.timestamp, offset=self.offset)


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
        await work([_incoming(event) for event in events])
        for event in events:
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
    """*message* as a dead letter: its own bytes and headers, and the reason in headers beside them."""
    key, value, headers, note = message.key, message.value, message.headers, ""
    if message.size > MAX_CARRIED_BYTES:
        key, value, headers = None, None, ()
        note = f" The original, {message.size:,} bytes, is too large to carry along; it stays in"
        note += f" {message.topic} until its retention ends."
    reasons = DeadLetterReason(
        code=code,
        stage=stage,
        message=reason + note,
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        timestamp=message.timestamp,
        agent=agent,
        version=version,
        attempts=attempts,
    ).to_headers()
    return Outgoing(key=key, value=value, headers=(*headers, *reasons))


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
