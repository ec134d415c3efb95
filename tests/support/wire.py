"""A running installation for broker tests, and witnesses of it that share no code with the product.

The topics are read with confluent-kafka and the database with plain SQL.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from confluent_kafka import (
    Consumer,
    KafkaError,
    KafkaException,
    Producer,
    TopicPartition,
)
from pydantic import SecretStr

from agents.ops.topics import create_topics
from agents.settings import Settings
from agents.supervise import environment_of
from pipeline.storage.engine import opened
from pipeline.storage.migrate import upgrade
from support.witness import Record, read_topic

PARTITIONS = 8
HOPS = {"extract": "raw-articles", "store": "extractions"}

Headers = Sequence[tuple[str, bytes | None]]


def _plain_worker(agent: str) -> list[str]:
    return [sys.executable, "-m", "agents.worker", agent]


@dataclass
class Wire:
    """Topics, a database (SQLite in the folder, or *database_url*) and workers as processes of their own.

    *command* is what a worker of an agent is started with; *environ* beats the settings, in workers only.
    """

    bootstrap_servers: str
    folder: Path
    prefix: str
    database_url: str = ""
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    command: Callable[[str], list[str]] = _plain_worker
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        return Settings(
            kafka_bootstrap_servers=self.bootstrap_servers,
            kafka_session_timeout_seconds=6,
            kafka_commit_interval_seconds=0.3,
            topic_prefix=self.prefix,
            group_prefix=self.prefix,
            data_dir=self.folder,
            database_url=SecretStr(self.database_url),
            extract_processes=1,
            batch_size=20,
            log_format="json",
        )

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **environment_of(self.settings), **self.environ}

    def prepare(self) -> None:
        create_topics(self.settings)
        with opened(self.settings.resolved_database_url) as engine:
            upgrade(engine)

    def start(self, agent: str, *, data_dir: Path | None = None) -> "subprocess.Popen[bytes]":
        environment = self.environment
        if data_dir:
            environment["EVENTWIRE_DATA_DIR"] = str(data_dir)
        with (self.folder / f"{agent}.log").open("ab") as log:
            worker = subprocess.Popen(
                [*self.command(agent), "--parent", str(os.getpid())],
                env=environment,
                stdout=log,
                stderr=log,
            )
        self.workers.append(worker)
        return worker

    def stop(self) -> list[int]:
        """The exit statuses of the workers that SIGTERM ended."""
        running = [worker for worker in self.workers if worker.poll() is None]
        for worker in running:
            worker.send_signal(signal.SIGTERM)
        return [worker.wait(30) for worker in running]

    def kill(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()

    def push(
        self, records: Sequence[tuple[bytes | None, bytes | None]], *, headers: Headers = ()
    ) -> None:
        """Send (key, value) pairs with another client, and wait until the broker has them."""
        failures: list[KafkaError] = []
        producer = Producer(
            {
                "bootstrap.servers": self.bootstrap_servers,
                "compression.type": "zstd",
                "message.max.bytes": 20_000_000,
            }
        )

        def delivered(error: KafkaError | None, _message: object) -> None:
            if error:
                failures.append(error)

        for key, value in records:
            producer.produce(
                f"{self.prefix}raw-articles",
                key=key,
                value=value,
                headers=list(headers),
                on_delivery=delivered,
            )
            producer.poll(0)
        producer.flush(60)
        assert not failures, failures

    def lag(self) -> int:
        """Messages that an agent has not committed yet, over both agents in the order of the topology."""
        return sum(self._lag(agent, topic) for agent, topic in HOPS.items())

    def _lag(self, agent: str, topic: str) -> int:
        # Asking for a group's commits does not join the group.
        consumer = Consumer(
            {"bootstrap.servers": self.bootstrap_servers, "group.id": self.prefix + agent}
        )
        try:
            partitions = [TopicPartition(self.prefix + topic, n) for n in range(PARTITIONS)]
            committed = consumer.committed(partitions, timeout=20)
            ends = [consumer.get_watermark_offsets(each, timeout=20)[1] for each in partitions]
            return sum(end - max(each.offset, 0) for end, each in zip(ends, committed, strict=True))
        finally:
            consumer.close()

    def await_idle(self, *, seconds: float = 120.0) -> None:
        """Return once both agents have done everything; fails with the workers' last lines."""
        deadline = time.monotonic() + seconds
        lag: int | str = "unknown"
        while time.monotonic() < deadline:
            try:
                lag = self.lag()
            except KafkaException as error:
                # A new cluster has no group coordinator until the first worker asked for one.
                lag = str(error)
            if lag == 0:
                return
            time.sleep(0.3)
        raise AssertionError(f"lag is {lag} after {seconds} s\n{self.log_tail()}")

    def log_tail(self) -> str:
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(log.read_text(errors="replace")[-2_000:] for log in logs)

    def read(self, topic: str) -> list[Record]:
        """Everything the topic holds now, each partition in its order."""
        return read_topic(self.bootstrap_servers, self.prefix + topic)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(self._connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(statement)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _connect(self) -> Any:
        if self.database_url:
            return psycopg.connect(self.database_url)
        return sqlite3.connect(self.folder / "eventwire.db", timeout=30)

    def topic_by_key(self) -> dict[str, dict[str, Any]]:
        """The topic ``events`` as compaction leaves it: the last value of each key, tombstones applied."""
        states: dict[str, dict[str, Any]] = {}
        for record in self.read("events"):
            assert record.key is not None
            key = record.key.decode()
            if record.value is None:
                states.pop(key, None)
            else:
                states[key] = json.loads(record.value)
        return states

    def assert_topic_equals_table(self) -> None:
        """Read by key, the topic says what the table says, column by column."""
        rows = self.query(
            "SELECT id, article_id, article_version, revision, state, event_type, status, message"
            " FROM events WHERE state = 'current'"
        )
        by_key = self.topic_by_key()
        assert by_key.keys() == {row[0] for row in rows}
        for key, article_id, version, revision, state, event_type, status, message in rows:
            said = by_key[key]
            assert said == json.loads(message)
            assert (said["id"], said["article_id"]) == (key, article_id)
            assert (said["article_version"], said["revision"]) == (version, revision)
            assert (said["state"], said["event_type"], said["status"]) == (
                state,
                event_type,
                status,
            )
