"""The oldest unread record of many partitions at once, as positions move on from look to look."""

import time
from collections.abc import Callable

import pytest
from confluent_kafka import Producer
from kafka import TopicPartition
from kafka.errors import IllegalStateError

from agents.embedded.broker import EmbeddedBroker
from agents.ops.clients import open_consumer
from agents.ops.gaps import GapCounter
from agents.ops.oldest import OldestReader
from agents.settings import Settings

pytestmark = pytest.mark.broker

MESSAGES = 20


@pytest.mark.parametrize(
    ("partitions", "size"),
    [pytest.param(24, 1_000, id="small"), pytest.param(12, 60_000, id="beyond the small fetch")],
)
def test_each_partition_has_its_oldest_record_in_each_look(
    broker: EmbeddedBroker, create_topic: Callable[..., str], partitions: int, size: int
) -> None:
    topic = create_topic("many", partitions=partitions)
    now = int(time.time() * 1000)
    # Idempotent: else a batch that is sent again comes after the next one, and offsets tell no numbers.
    producer = Producer({"bootstrap.servers": broker.bootstrap_servers, "enable.idempotence": True})
    for partition in range(partitions):
        for number in range(MESSAGES):
            born = now + 1_000 * partition + number
            producer.produce(topic, b"x" * size, b"%d" % number, partition, timestamp=born)
    producer.flush(30)
    tps = [TopicPartition(topic, number) for number in range(partitions)]
    ends = dict.fromkeys(tps, MESSAGES)
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers)

    with (
        open_consumer(settings, partition_fetch_bytes=16_384, check_sums=False) as quick,
        open_consumer(settings, check_sums=False) as thorough,
    ):
        reader = OldestReader(quick, thorough, GapCounter(thorough))
        deadline = time.monotonic() + 60
        # A first read may come before the connections are there.
        while len(reader.read(dict.fromkeys(tps, 0), ends)) < partitions:
            assert time.monotonic() < deadline
        for position in (1, 2, 2, 9, 0):
            oldest = reader.read(dict.fromkeys(tps, position), ends)

            assert oldest == {
                tp: (now + 1_000 * tp.partition + position, b"%d" % position) for tp in tps
            }
        assert reader.read(dict.fromkeys(tps, MESSAGES), ends) == {}


def test_what_is_known_of_a_topic_without_compaction_is_not_read_again_soon(
    broker: EmbeddedBroker, create_topic: Callable[..., str]
) -> None:
    topic = create_topic("plain")
    producer = Producer({"bootstrap.servers": broker.bootstrap_servers})
    producer.produce(topic, b"x", b"key", timestamp=int(time.time() * 1000))
    producer.flush(30)
    tp, clock = TopicPartition(topic, 0), [0.0]
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers)
    with open_consumer(settings) as quick, open_consumer(settings) as thorough:
        reader = OldestReader(quick, thorough, GapCounter(thorough), now=lambda: clock[0])
        known = reader.read({tp: 0}, {tp: 1})
    clock[0] = 30.0

    assert list(known) == [tp]
    assert reader.read({tp: 0}, {tp: 1}, lasting={topic}) == known
    with pytest.raises(IllegalStateError):  # it asks a consumer that is closed
        reader.read({tp: 0}, {tp: 1})
