"""What an independent Kafka client (librdkafka) says of a topic."""

import time
from collections.abc import Sequence

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition


def read_topic(bootstrap_servers: str, topic: str, *, partitions: int = 8) -> list[Message]:
    """Every message that *topic* holds now."""
    consumer = Consumer({"bootstrap.servers": bootstrap_servers, "group.id": "witness"})
    try:
        assigned = [TopicPartition(topic, number, 0) for number in range(partitions)]
        wanted = sum(_end_offsets(consumer, assigned))
        consumer.assign(assigned)
        messages: list[Message] = []
        while len(messages) < wanted:
            # It waits until it has that many: no more than there are.
            batch = consumer.consume(min(1000, wanted - len(messages)), timeout=30)
            assert batch, "the broker has more than it gives"
            messages += batch
        return messages
    finally:
        consumer.close()


def _end_offsets(consumer: Consumer, partitions: Sequence[TopicPartition]) -> list[int]:
    deadline = time.monotonic() + 30
    while True:
        try:
            return [consumer.get_watermark_offsets(each, timeout=10)[1] for each in partitions]
        except KafkaException:
            # A broker that has just made the topic may not lead its partitions yet.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
