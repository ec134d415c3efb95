"""``python tests/bench.py monitor``: what share of one core the monitor takes, beside a broker that works."""

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

from confluent_kafka import Consumer, Producer, TopicPartition
from kafka import KafkaAdminClient

from agents.embedded.broker import EmbeddedBroker
from agents.ops.monitor import Monitor, collect_seldom
from agents.ops.offsets import observing
from agents.ops.topics import create_topics
from agents.settings import Settings
from agents.topology import AgentName, Hop
from schemas.topics import TopicName

WARM_UP_SECONDS = 15.0
MEASURED_SECONDS = 60.0
# Of the load: records a second and partition, and how many of the newest ones are never committed.
RECORDS_A_SECOND = 5
LEFT_UNREAD = 3
# As often as workers commit by default.
COMMIT_SECONDS = 2.8
RECORD = b"x" * 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many agents, each reading a topic of so many partitions, which move or stand with a backlog."""

    name: str
    agents: int
    partitions: int
    moving: bool

    @property
    def hops(self) -> tuple[Hop, ...]:
        """What the monitor watches: the product's two agents and topics have no such numbers."""
        return tuple(
            Hop(
                agent=cast(AgentName, f"agent-{number}"),
                reads=cast(TopicName, f"topic-{number}"),
                writes="events",
            )
            for number in range(self.agents)
        )


LOADS = (
    Load(name="5 agents of 24 partitions, all moving", agents=5, partitions=24, moving=True),
    Load(name="1,000 partitions, standing", agents=2, partitions=500, moving=False),
)


def bench_monitor() -> None:
    """Writes CPU seconds a second and looks a second of the monitor under each load, of a process of its own."""
    _say(f"{'monitor':<40}{'CPU s/s':>10}{'looks/s':>10}{'CPU ms/look':>13}")
    for load in LOADS:
        with tempfile.TemporaryDirectory() as folder, EmbeddedBroker(Path(folder) / "k") as broker:
            settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers)
            _create(settings, load)
            with _carrying(settings, load):
                cpu, looks = _measure(settings, load)
        _say(f"{load.name:<40}{cpu:>10.4f}{looks:>10.2f}{1000 * cpu / looks:>13.1f}")


def _create(settings: Settings, load: Load) -> None:
    create_topics(settings)
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers)
    wanted = {hop.reads: {"num_partitions": load.partitions} for hop in load.hops}
    admin.create_topics(wanted, wait_for_metadata=True)
    admin.close()


@contextmanager
def _carrying(settings: Settings, load: Load) -> Iterator[None]:
    """While the block lasts messages come and are committed; without *moving* some came before, and none since."""
    producer = Producer({"bootstrap.servers": settings.kafka_bootstrap_servers})
    _produce(producer, load, count=2 * LEFT_UNREAD)
    stopping = threading.Event()
    threads = [
        threading.Thread(target=_work, args=(settings, hop, load, stopping)) for hop in load.hops
    ]
    if load.moving:
        threads.append(threading.Thread(target=_keep_producing, args=(producer, load, stopping)))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


def _produce(producer: Producer, load: Load, *, count: int) -> None:
    for hop in load.hops:
        for partition in range(load.partitions):
            for _ in range(count):
                producer.produce(hop.reads, RECORD, b"key", partition)
    producer.flush(60)


def _keep_producing(producer: Producer, load: Load, stopping: threading.Event) -> None:
    while not stopping.wait(1 / RECORDS_A_SECOND):
        _produce(producer, load, count=1)


def _work(settings: Settings, hop: Hop, load: Load, stopping: threading.Event) -> None:
    """A worker: reads all it is dealt, and commits all but the newest records."""
    consumer = Consumer(
        {
            "bootstrap.servers": settings.kafka_bootstrap_servers,
            "group.id": settings.group_prefix + hop.agent,
            "client.id": f"{hop.agent}-bench-1",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([hop.reads])
    due, read = time.monotonic(), dict[int, int]()
    while not stopping.is_set():
        for record in consumer.consume(1_000, 0.2):
            read[cast(int, record.partition())] = cast(int, record.offset()) + 1
        if time.monotonic() >= due and len(read) == load.partitions:
            done = [TopicPartition(hop.reads, at, end - LEFT_UNREAD) for at, end in read.items()]
            consumer.commit(offsets=done, asynchronous=False)
            due = time.monotonic() + COMMIT_SECONDS
    consumer.close()


def _measure(settings: Settings, load: Load) -> tuple[float, float]:
    """CPU seconds and looks a second, of a process that does nothing else."""
    here, there = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_watch, args=(settings, load, there))
    process.start()
    cpu, looks = here.recv()
    process.join()
    return float(cpu), float(looks)


def _watch(settings: Settings, load: Load, answer: Connection) -> None:
    collect_seldom()
    with Monitor(settings, open_looker=lambda chosen: observing(chosen, hops=load.hops)) as monitor:
        time.sleep(WARM_UP_SECONDS)
        before, began, spent = monitor.report, time.monotonic(), time.process_time()
        time.sleep(MEASURED_SECONDS)
        after, passed = monitor.report, time.monotonic() - began
        answer.send(
            ((time.process_time() - spent) / passed, (after.number - before.number) / passed)
        )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
