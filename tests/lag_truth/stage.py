"""Where a scenario plays: topics of its own, a producer, a consumer group, and the ledger of what they did."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # the package exports the last three unsaid
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
)

from agents.ops.topics import create_topics
from agents.settings import Settings
from lag_truth.ledger import Ledger, Step
from support.wire import PARTITIONS
from support.witness import read_topic

_SECONDS = 60.0

Options = dict[str, str | int | float | bool]


@dataclass
class Member:
    """A running member of the group, and the commit that it is about."""

    process: "subprocess.Popen[str]"
    ledger: Ledger
    open_steps: list[tuple[int, Step]] = field(default_factory=list)

    def listen(self, lines: IO[str]) -> None:
        """Write its commits into the ledger, until it ends."""
        with lines:
            for line in lines:
                self._hear(json.loads(line))

    def _hear(self, said: dict[str, Any]) -> None:
        if "began" in said:
            self.open_steps = [
                (number, self.ledger.commits(number, offset, began=said["began"]))
                for number, offset in said["offsets"]
            ]
            return
        for number, step in self.open_steps:
            if "done" in said:
                step.done = said["done"]
            else:
                self.ledger.withdraw(number, step)
        self.open_steps = []

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)


class Stage:
    """One scenario's installation; ``over`` is set once enough was seen."""

    def __init__(self, bootstrap_servers: str, prefix: str, seed: int) -> None:
        self.settings = Settings(
            kafka_bootstrap_servers=bootstrap_servers, topic_prefix=prefix, group_prefix=prefix
        )
        self.topic, self.group = f"{prefix}raw-articles", f"{prefix}extract"
        self.chance = random.Random(seed)
        self.ledger = Ledger()
        self.over = threading.Event()
        # A broker that ends before its clients is no news.
        self._client: Options = {"bootstrap.servers": bootstrap_servers, "log_level": 0}
        self._servers = bootstrap_servers
        self.admin = AdminClient(self._client)
        self._producer = self.producer()
        self._committer = Consumer({**self._client, "group.id": self.group})
        self._members: list[tuple[Member, threading.Thread]] = []
        create_topics(self.settings)
        self._settle_group()

    def producer(self, **options: Any) -> Producer:
        """A producer that keeps each partition's order."""
        return Producer({**self._client, "enable.idempotence": True, "linger.ms": 0, **options})

    def put(
        self,
        count: int = 1,
        *,
        partition: int | None = None,
        age: float = 0.0,
        keys: int = 0,
        producer: Producer | None = None,
    ) -> None:
        """*count* records of *age* seconds into *partition* or any; returns once they are there.

        Each has one of so many *keys*, or its own.
        """
        began, chosen = time.time(), producer or self._producer
        timestamps = [began - age + number / 1000 for number in range(count)]
        taken: list[tuple[int, int, float]] = []
        for timestamp in timestamps:

            def note(error: object, message: Any, timestamp: float = timestamp) -> None:
                assert error is None, error
                taken.append((message.partition(), message.offset(), timestamp))

            chosen.produce(
                self.topic,
                b"x" * 500,
                str(self.chance.randrange(keys) if keys else self.chance.random()),
                self.chance.randrange(PARTITIONS) if partition is None else partition,
                on_delivery=note,
                timestamp=int(timestamp * 1000),
            )
        assert chosen.flush(_SECONDS) == 0
        done = time.time()
        assert len(taken) == count
        for number, offset, timestamp in sorted(taken):
            self.ledger.produced(number, offset, timestamp, began=began, done=done)

    def commit(self, partition: int, offset: int) -> None:
        """As a group does that nobody is a member of."""
        step = self.ledger.commits(partition, offset, began=time.time())
        place = TopicPartition(self.topic, partition, offset)
        self._committer.commit(offsets=[place], asynchronous=False)
        step.done = time.time()

    def commit_all(self) -> None:
        """Nothing waits any more, as far as the group knows: what follows the last record is not its business."""
        for partition in self.ledger.partitions:
            self.commit(partition, self.ledger.end(partition))

    def cut(self, partition: int, start: int) -> None:
        """Delete what is before *start*, as retention does."""
        step = self.ledger.cuts(partition, start, began=time.time())
        place = TopicPartition(self.topic, partition, start)
        self.admin.delete_records([place])[place].result(_SECONDS)
        step.done = time.time()

    def readable(self) -> set[tuple[int, int]]:
        """Partition and offset of every record that an independent client reads."""
        return {(each.partition, each.offset) for each in read_topic(self._servers, self.topic)}

    def configure(self, **configs: str) -> None:
        """Change settings of the topic; underscores stand for dots."""
        entries = [
            ConfigEntry(name.replace("_", "."), value, incremental_operation=AlterConfigOpType.SET)
            for name, value in configs.items()
        ]
        resource = ConfigResource("topic", self.topic, incremental_configs=entries)
        self.admin.incremental_alter_configs([resource])[resource].result(_SECONDS)

    def join(self, *, milliseconds_a_record: float = 2.0) -> Member:
        """Start a member of the group."""
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "lag_truth.member"),
                *(self._servers, self.group, self.topic, str(milliseconds_a_record)),
            ],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        member = Member(process, self.ledger)
        thread = threading.Thread(target=member.listen, args=(process.stdout,), daemon=True)
        thread.start()
        self._members.append((member, thread))
        return member

    def leave(self, member: Member) -> None:
        """End *member* as a worker ends: it commits what it did, and leaves."""
        member.send(signal.SIGCONT)
        member.send(signal.SIGTERM)
        member.process.wait(_SECONDS)

    def going(self, seconds: float) -> bool:
        """Wait for so long; False once the scenario is over."""
        return not self.over.wait(seconds)

    def close(self) -> None:
        """End all members."""
        for member, thread in self._members:
            if member.process.poll() is None:
                self.leave(member)
            thread.join(_SECONDS)
        self._committer.close()

    def _settle_group(self) -> None:
        deadline = time.monotonic() + _SECONDS
        while True:
            # A new cluster has no group coordinator until somebody asks for one.
            try:
                self._committer.committed([TopicPartition(self.topic, 0)], timeout=10)
            except KafkaException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
            else:
                return


@contextmanager
def open_stage(bootstrap_servers: str, prefix: str, seed: int) -> Iterator[Stage]:
    """A stage on running brokers."""
    stage = Stage(bootstrap_servers, prefix, seed)
    try:
        yield stage
    finally:
        stage.over.set()
        stage.close()
