"""A member of a consumer group that says of each commit when it began and when it was done.

``python -m lag_truth.member SERVERS GROUP TOPIC MILLISECONDS_A_RECORD``: one JSON object a line, until SIGTERM.
"""

import json
import signal
import sys
import time
from types import FrameType

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

_COMMIT_SECONDS = 0.5
_POLL_SECONDS = 0.1


class Member:
    """Reads, takes its time over each record, and commits by itself."""

    def __init__(self, servers: str, group: str, topic: str, seconds_a_record: float) -> None:
        self._seconds = seconds_a_record
        self._positions: dict[int, int] = {}
        self._topic = topic
        self._stopping = False
        self._consumer = Consumer(
            {
                "bootstrap.servers": servers,
                "group.id": group,
                "client.id": "lag-truth",
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "session.timeout.ms": 6_000,
                "heartbeat.interval.ms": 1_000,
            }
        )

    def run(self) -> None:
        """Until ``stop``."""
        self._consumer.subscribe([self._topic], on_revoke=self._give_up, on_lost=self._lose)
        due = time.monotonic() + _COMMIT_SECONDS
        while not self._stopping:
            message = self._consumer.poll(_POLL_SECONDS)
            if message is not None and message.error() is None:
                self._take(message)
            if time.monotonic() >= due:
                self._commit()
                due = time.monotonic() + _COMMIT_SECONDS
        self._consumer.close()

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """End after what is in hand."""
        self._stopping = True

    def _take(self, message: Message) -> None:
        time.sleep(self._seconds)
        partition, offset = message.partition(), message.offset()
        if partition is not None and offset is not None:
            self._positions[partition] = offset + 1

    def _give_up(self, _consumer: Consumer, _partitions: list[TopicPartition]) -> None:
        self._commit()

    def _lose(self, _consumer: Consumer, _partitions: list[TopicPartition]) -> None:
        self._positions.clear()

    def _commit(self) -> None:
        positions, self._positions = self._positions, {}
        if not positions:
            return
        offsets = [TopicPartition(self._topic, *each) for each in positions.items()]
        _say({"began": time.time(), "offsets": list(positions.items())})
        try:
            self._consumer.commit(offsets=offsets, asynchronous=False)
        except KafkaException as error:
            _say({"refused": str(error)})
            return
        _say({"done": time.time()})


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run a member as the command line says."""
    servers, group, topic, milliseconds = sys.argv[1:]
    member = Member(servers, group, topic, float(milliseconds) / 1000)
    signal.signal(signal.SIGTERM, member.stop)
    member.run()


if __name__ == "__main__":
    main()
