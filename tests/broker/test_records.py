"""Records read between two offsets, again and again with one consumer."""

from collections.abc import Callable

import pytest
from confluent_kafka import Producer
from kafka import TopicPartition

from agents.embedded.broker import EmbeddedBroker
from agents.ops.clients import open_consumer
from agents.ops.records import read_between
from agents.settings import Settings

pytestmark = pytest.mark.broker

MESSAGES = 1_600


def test_whoever_stopped_in_the_midst_of_a_partition_goes_on_there(
    broker: EmbeddedBroker, create_topic: Callable[..., str]
) -> None:
    topic = create_topic("halves", partitions=2)
    producer = Producer({"bootstrap.servers": broker.bootstrap_servers, "enable.idempotence": True})
    for number in range(2 * MESSAGES):
        producer.produce(topic, b"x", b"%d" % (number // 2), number % 2)
    producer.flush(30)
    tps = [TopicPartition(topic, number) for number in (0, 1)]
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers)
    half, whole = dict.fromkeys(tps, MESSAGES // 2 - 50), dict.fromkeys(tps, MESSAGES)

    with open_consumer(settings) as consumer:
        first = [*read_between(consumer, dict.fromkeys(tps, 0), half)]
        second = [*read_between(consumer, half, whole)]

    for tp in tps:
        read = [each.offset for each in (*first, *second) if each.partition == tp.partition]
        assert read == [*range(MESSAGES)]
