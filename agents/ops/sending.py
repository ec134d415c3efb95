"""Sends messages and counts each only once the broker has acknowledged it; memory stays bounded."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kafka import KafkaProducer
from kafka.errors import (
    InvalidRecordError,
    KafkaError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)

from agents.ops.clients import DELIVERY_TIMEOUT_SECONDS, open_producer
from agents.settings import Settings

Headers = list[tuple[str, bytes]]

_MAX_PENDING = 4_000
_MAX_PENDING_BYTES = 33_554_432
# The producer itself gives a record up after the delivery timeout; this only bounds a fault of it.
_WAIT_SECONDS = DELIVERY_TIMEOUT_SECONDS + 10
_REFUSALS = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidRecordError)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Pending(Generic[_T]):
    origin: _T
    future: Any
    size: int


class Sender(Generic[_T]):
    """Sends messages, each with an *origin* that says what it is to the caller.

    Each origin is told once: acknowledged, or refused with the reason (it will never be taken).
    """

    def __init__(
        self,
        producer: KafkaProducer,
        *,
        acknowledged: Callable[[_T], None],
        refused: Callable[[_T, str], None],
    ) -> None:
        self._producer = producer
        self._acknowledged = acknowledged
        self._refused = refused
        self._pending: deque[_Pending[_T]] = deque()
        self._pending_bytes = 0

    def send(
        self,
        origin: _T,
        *,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: Headers | None = None,
    ) -> None:
        """Send one message; wait for older ones while too many are under way. Raises KafkaError."""
        try:
            future = self._producer.send(topic, key=key, value=value, headers=headers)
        except _REFUSALS as error:
            self._refused(origin, _reason(error))
            return
        size = len(key or b"") + len(value or b"")
        self._pending.append(_Pending(origin, future, size))
        self._pending_bytes += size
        while len(self._pending) > _MAX_PENDING or self._pending_bytes > _MAX_PENDING_BYTES:
            self._settle()
        while self._pending and self._pending[0].future.is_done:
            self._settle()

    def finish(self) -> None:
        """Wait until each message is acknowledged or refused. Raises KafkaError if one is lost."""
        while self._pending:
            self._settle()

    def count_acknowledged(self) -> None:
        """Tell those acknowledged so far, and wait for none: what is known after a failure."""
        while self._pending:
            pending = self._pending.popleft()
            if pending.future.succeeded():
                self._acknowledged(pending.origin)

    def _settle(self) -> None:
        pending = self._pending.popleft()
        self._pending_bytes -= pending.size
        try:
            pending.future.get(timeout=_WAIT_SECONDS)
        except _REFUSALS as error:
            self._refused(pending.origin, _reason(error))
        else:
            self._acknowledged(pending.origin)


@contextmanager
def sending(
    settings: Settings, *, acknowledged: Callable[[_T], None], refused: Callable[[_T, str], None]
) -> Iterator[Sender[_T]]:
    """Yields a sender, and at the end waits until every message has its answer.

    Raises KafkaError where the broker is lost; what it acknowledged has been told by then.
    """
    producer = open_producer(settings)
    sender = Sender(producer, acknowledged=acknowledged, refused=refused)
    try:
        yield sender
        sender.finish()
    except BaseException:
        sender.count_acknowledged()
        _abandon(producer)
        raise
    producer.close()


def _abandon(producer: KafkaProducer) -> None:
    """Close without waiting: not for a broker that is gone, nor after Ctrl-C."""
    try:
        producer.close(timeout=0)
    except KafkaError:
        # It refuses to close while records wait, and has no public way to drop them; left open it
        # would print a traceback when Python ends.
        producer._sender.force_close()  # noqa: SLF001
        with suppress(KafkaError):
            producer.close(timeout=1)


def _reason(error: KafkaError) -> str:
    if isinstance(error, InvalidRecordError):
        return f"the broker finds it invalid ({error})"
    return "it is larger than the topic takes (max.message.bytes)"
