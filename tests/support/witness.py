"""What an independent Kafka client (librdkafka) says of a topic."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from confluent_kafka import Consumer, KafkaError, TopicPartition

_SECONDS = 30.0


@dataclass(frozen=True)
class Record:
    """One record as an independent client read it."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, str | bytes | None], ...]
    partition: int = 0
    offset: int = 0


def read_topic(bootstrap_servers: str, topic: str) -> list[Record]:
    """Everything that *topic* holds now, each partition in its order."""
    return list(stream_topic(bootstrap_servers, topic))


def stream_topic(bootstrap_servers: str, topic: str) -> Iterator[Record]:
    """As ``read_topic``, one record at a time, for what memory does not hold."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap_servers,
            "group.id": "witness",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "earliest",
            "fetch.message.max.bytes": 20_000_000,
        }
    )
    try:
        partitions = _list_partitions(consumer, topic)
        consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
        yield from _read(consumer, topic, unread=set(partitions))
    finally:
        consumer.close()


def _list_partitions(consumer: Consumer, topic: str) -> list[int]:
    deadline = time.monotonic() + _SECONDS
    while True:
        described = consumer.list_topics(topic, timeout=_SECONDS).topics[topic]
        known = described.partitions
        # A broker that has just made the topic may not lead its partitions yet.
        if described.error is None and known and all(each.leader >= 0 for each in known.values()):
            return list(known)
        assert time.monotonic() < deadline, f"{topic}: {described.error}"
        time.sleep(0.3)


def _read(consumer: Consumer, topic: str, *, unread: set[int]) -> Iterator[Record]:
    while unread:
        message = consumer.poll(_SECONDS)
        assert message is not None, f"{topic} gave no answer"
        error = message.error()
        if error is None:
            headers = message.headers() or []
            yield Record(
                topic=topic,
                key=message.key(),
                value=message.value(),
                headers=tuple(headers.items() if isinstance(headers, dict) else headers),
                partition=message.partition() or 0,
                offset=message.offset() or 0,
            )
        elif error.code() == KafkaError._PARTITION_EOF:
            unread.discard(message.partition())
        else:
            raise AssertionError(error)
