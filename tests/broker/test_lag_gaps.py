"""Lag counts what can be read: neither transactions' markers nor what compaction took."""

import time
from collections.abc import Callable, Iterator

import pytest
from confluent_kafka import Producer
from kafka import KafkaConsumer, TopicPartition

from agents.embedded.broker import EmbeddedBroker
from agents.ops.clients import open_consumer
from agents.ops.gaps import GapCounter, Gaps
from agents.settings import Settings

pytestmark = pytest.mark.broker

# A busy machine may answer no fetch within the monitor's third of a second.
PATIENCE = 30.0


@pytest.fixture
def consumer(broker: EmbeddedBroker) -> Iterator[KafkaConsumer]:
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers)
    with open_consumer(settings, check_sums=False) as opened:
        yield opened


def write(broker: EmbeddedBroker, topic: str, *counts: int, plain: int = 0) -> None:
    """A transaction of each of *counts* records; each leaves a marker. Then *plain* records."""
    servers = {"bootstrap.servers": broker.bootstrap_servers}
    producer = Producer({**servers, "transactional.id": topic})
    producer.init_transactions(30)
    for count in counts:
        producer.begin_transaction()
        for _ in range(count):
            producer.produce(topic, b"x")
        producer.commit_transaction(30)
    other = Producer(servers)
    for _ in range(plain):
        other.produce(topic, b"x")
    other.flush(30)


def test_markers_are_counted_wherever_they_stand(
    broker: EmbeddedBroker, create_topic: Callable[..., str], consumer: KafkaConsumer
) -> None:
    topic = create_topic("marked")
    write(broker, topic, 3, 1, 2)  # records at 0-2, 4 and 6-7, markers at 3, 5 and 8
    tp, counter = TopicPartition(topic, 0), GapCounter(consumer)

    for position, gaps in ((0, 3), (2, 3), (3, 3), (4, 2), (8, 1)):
        counted = counter.count({tp: position}, {tp: 9}, seconds=PATIENCE)
        assert counted == {tp: Gaps(gaps)}, position
    assert counter.is_empty(tp, 8, 9)
    assert counter.count({tp: 9}, {tp: 9}, seconds=PATIENCE) == {}


def test_what_comes_later_is_counted_on_and_nothing_is_read_twice(
    broker: EmbeddedBroker, create_topic: Callable[..., str], consumer: KafkaConsumer
) -> None:
    topic = create_topic("growing")
    write(broker, topic, 2)
    tp, counter = TopicPartition(topic, 0), GapCounter(consumer)
    assert counter.count({tp: 0}, {tp: 3}, seconds=PATIENCE) == {tp: Gaps(1)}
    write(broker, topic, 1, plain=1)

    assert counter.count({tp: 1}, {tp: 6}, seconds=PATIENCE) == {tp: Gaps(2)}
    # All of it is known: no time is needed.
    assert counter.count({tp: 1}, {tp: 6}, seconds=0) == {tp: Gaps(2)}


def test_without_the_time_to_read_them_the_gaps_are_at_least_those_known(
    broker: EmbeddedBroker, create_topic: Callable[..., str], consumer: KafkaConsumer
) -> None:
    topic = create_topic("hurried")
    write(broker, topic, 2, 2)
    tp, counter = TopicPartition(topic, 0), GapCounter(consumer)
    counter.note(tp, 0, [0, 1], 3)

    assert counter.count({tp: 0}, {tp: 6}, seconds=0) == {tp: Gaps(1, exact=False)}


def test_a_plain_topic_is_not_read_through(
    broker: EmbeddedBroker, create_topic: Callable[..., str], consumer: KafkaConsumer
) -> None:
    topic = create_topic("plain")
    write(broker, topic, plain=50)
    tp, counter = TopicPartition(topic, 0), GapCounter(consumer)

    assert counter.count({tp: 0}, {tp: 50}, seconds=PATIENCE) == {tp: Gaps()}
    assert consumer.position(tp) == 50
    # The last record was looked at, and no other.
    assert not counter.is_empty(tp, 0, 50)
    assert counter.count({tp: 0}, {tp: 50}, seconds=0) == {tp: Gaps()}


@pytest.mark.slow
def test_what_compaction_took_is_no_lag(
    broker: EmbeddedBroker, create_topic: Callable[..., str], consumer: KafkaConsumer
) -> None:
    topic = create_topic(
        "compacted",
        cleanup_policy="compact",
        segment_ms="100",
        min_cleanable_dirty_ratio="0.01",
    )
    producer = Producer({"bootstrap.servers": broker.bootstrap_servers})
    tp, written, counted = TopicPartition(topic, 0), 0, Gaps()
    deadline = time.monotonic() + 90
    while not counted.offsets and time.monotonic() < deadline:
        for _ in range(10):
            producer.produce(topic, b"x", key=b"one")
        producer.flush(30)
        written += 10
        time.sleep(1)
        counter = GapCounter(consumer)
        counted = counter.count({tp: 0}, {tp: written}, compacted={topic}, seconds=PATIENCE)[tp]

    left = sum(1 for _ in iter_offsets(consumer, tp, written))
    # The cleaner may have come once more since.
    assert 0 < counted.offsets <= written - left
    assert counted.exact


def iter_offsets(consumer: KafkaConsumer, tp: TopicPartition, end: int) -> Iterator[int]:
    consumer.assign([tp])
    consumer.seek(tp, 0)
    while consumer.position(tp) < end:
        for records in consumer.poll(timeout_ms=500).values():
            yield from (record.offset for record in records)
