"""Whether something was left out before a delivery, as the brokers know it."""

from collections.abc import Callable

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from agents.continuity import Jump, find_left_out
from agents.embedded.broker import EmbeddedBroker
from agents.errors import BrokerUnreachable
from agents.settings import Settings

pytestmark = pytest.mark.broker

TRANSACTION = 3  # records; its marker is the one after them


def write_transactions(broker: EmbeddedBroker, topic: str, count: int) -> None:
    producer = Producer(
        {"bootstrap.servers": broker.bootstrap_servers, "transactional.id": topic},
    )
    producer.init_transactions(30)
    for _ in range(count):
        producer.begin_transaction()
        for _ in range(TRANSACTION):
            producer.produce(topic, b"x")
        producer.commit_transaction(30)


def commit(broker: EmbeddedBroker, topic: str, offset: int) -> None:
    consumer = Consumer({"bootstrap.servers": broker.bootstrap_servers, "group.id": topic})
    consumer.commit(offsets=[TopicPartition(topic, 0, offset)], asynchronous=False)
    consumer.close()


def test_what_lies_between_the_committed_and_the_delivered_was_left_out(
    broker: EmbeddedBroker, create_topic: Callable[..., str]
) -> None:
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers)
    topic = create_topic("left-out")
    write_transactions(broker, topic, 3)  # records at 0-2, 4-6 and 8-10, markers at 3, 7 and 11

    def look(offset: int, expected: int | None = None) -> list[int]:
        jump = Jump(topic=topic, partition=0, offset=offset, expected=expected)
        return list(find_left_out(settings, topic, [jump]).values())

    assert look(0) == []
    assert look(2) == [0], "nothing is committed yet"
    assert look(5, expected=1) == [1]
    commit(broker, topic, 4)
    assert look(4, expected=1) == [], "another member did what is committed"
    assert look(8, expected=7) == [], "only a marker lies there"
    assert look(8) == [4]
    assert look(8, expected=5) == [5]


def test_brokers_that_are_away_are_an_outage(free_port: int) -> None:
    settings = Settings(kafka_bootstrap_servers=f"127.0.0.1:{free_port}")
    jump = Jump(topic="raw-articles", partition=0, offset=1, expected=None)

    with pytest.raises(BrokerUnreachable):
        find_left_out(settings, "extract", [jump])
