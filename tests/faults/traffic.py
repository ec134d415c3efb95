"""Sends a plan to raw-articles with librdkafka, in a thread, and keeps the ledger of it."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from confluent_kafka import KafkaError, Message, Producer

from faults.ledger import SEQUENCE_HEADER, Ledger, Sent

_CHUNK = 100
_FLUSH_SECONDS = 120
_MOST_UNDER_WAY = 2_000


class Traffic(threading.Thread):
    """Sends *messages* until ``finish``; at *rate* a second, or while ``backlog()`` is below *most_backlog*.

    A message is in the ledger before it is sent, and again once the brokers hold it. Those the ledger has
    already are passed over, so a run goes on where it ended.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        topic: str,
        ledger: Path,
        messages: Iterable[Sent],
        *,
        rate: float | None = None,
        backlog: Callable[[], int | None] = lambda: 0,
        most_backlog: int = 2_000,
    ) -> None:
        super().__init__(daemon=True)
        self._bootstrap_servers, self._topic, self._path = bootstrap_servers, topic, ledger
        self._messages, self._rate = messages, rate
        self._backlog, self._most_backlog = backlog, most_backlog
        self._ending = threading.Event()
        self._unsaved: list[tuple[int, int, int]] = []
        self.acknowledged = 0
        self.failed: list[str] = []  # what the brokers did not take, or not surely
        self.problem: BaseException | None = None

    def finish(self) -> None:
        """Send nothing new, wait for what is under way. Raises what ended the thread, if anything did."""
        self._ending.set()
        self.join()
        if self.problem is not None:
            raise self.problem

    def await_count(self, wanted: int, *, seconds: float) -> None:
        """Return when *wanted* messages are acknowledged. Raises AssertionError after *seconds*."""
        deadline = time.monotonic() + seconds
        while self.acknowledged < wanted and self.is_alive():
            assert time.monotonic() < deadline, f"{self.acknowledged} of {wanted} acknowledged"
            time.sleep(0.1)
        if self.problem is not None:
            raise self.problem

    def run(self) -> None:
        """Send until told to finish, or until *messages* end."""
        try:
            self._send()
        except BaseException as error:
            self.problem = error

    def _send(self) -> None:
        ledger = Ledger(self._path)
        producer = Producer(_configuration(self._bootstrap_servers))
        try:
            for chunk in self._chunks(ledger.next_sequence()):
                ledger.intend(chunk)
                for message in chunk:
                    self._produce(producer, message)
                producer.poll(0)
                self._save(ledger)
                self._pace(producer, len(chunk))
                self._save(ledger)
            left = producer.flush(_FLUSH_SECONDS)
            self._save(ledger)
            if left:
                self.failed.append(f"{left} messages were not answered in {_FLUSH_SECONDS} s")
        finally:
            ledger.close()

    def _chunks(self, first: int) -> Iterator[list[Sent]]:
        size = _CHUNK if self._rate is None else max(1, min(_CHUNK, round(self._rate / 10)))
        messages = (message for message in self._messages if message.sequence >= first)
        while not self._ending.is_set() and (chunk := list(islice(messages, size))):
            yield chunk

    def _produce(self, producer: Producer, message: Sent) -> None:
        def delivered(error: KafkaError | None, held: Message) -> None:
            if error is None:
                place = (message.sequence, held.partition() or 0, held.offset() or 0)
                self._unsaved.append(place)
            else:
                self.failed.append(f"{message.sequence}: {error}")

        headers: list[tuple[str, str | bytes | None]] = [
            (SEQUENCE_HEADER, str(message.sequence).encode())
        ]
        while True:
            try:
                producer.produce(
                    self._topic, message.value, message.key, headers=headers, on_delivery=delivered
                )
            except BufferError:
                producer.poll(0.2)
            else:
                return

    def _pace(self, producer: Producer, sent: int) -> None:
        # What waits is known each half a second, so no more than the most is sent in that time.
        rate = self._rate or 2.0 * self._most_backlog
        self._ending.wait(sent / rate)
        producer.poll(0)
        while not self._ending.is_set():
            waiting = self._backlog()
            if (
                waiting is not None
                and waiting < self._most_backlog
                and len(producer) < _MOST_UNDER_WAY
            ):
                return
            producer.poll(0.1)

    def _save(self, ledger: Ledger) -> None:
        places, self._unsaved = self._unsaved, []
        ledger.acknowledge(places)
        self.acknowledged += len(places)


def _configuration(bootstrap_servers: str) -> dict[str, object]:
    return {
        "bootstrap.servers": bootstrap_servers,
        # A retry neither doubles nor reorders, so the offsets are the order in which it was sent.
        "enable.idempotence": True,
        "linger.ms": 20,
        "log_level": 2,  # an outage is what is tested
        "compression.type": "zstd",
        "message.max.bytes": 2_000_000,
        "queue.buffering.max.messages": 20_000,
        "message.timeout.ms": 1_200_000,  # longer than any fault keeps a broker away
    }
