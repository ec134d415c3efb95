"""One real Kafka for each pytest process, and topics of its own for each test."""

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from kafka import KafkaAdminClient

from agents.embedded.broker import EmbeddedBroker

CreateTopic = Callable[..., str]
CreateTopicOn = Callable[..., None]
Python = Callable[..., AbstractContextManager["subprocess.Popen[str]"]]


@pytest.fixture(scope="session")
def create_topic_on() -> CreateTopicOn:
    """Creates a topic on any broker; returns once every partition has a leader.

    Topic settings are given with underscores for dots: `max_message_bytes="10"`.
    """

    def create(broker: EmbeddedBroker, topic: str, *, partitions: int = 1, **configs: str) -> None:
        dotted = {name.replace("_", "."): value for name, value in configs.items()}
        admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap_servers)
        try:
            wanted = {topic: {"num_partitions": partitions, "configs": dotted}}
            admin.create_topics(wanted, wait_for_metadata=True)
        finally:
            admin.close()

    return create


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedBroker]:
    """A running Kafka 4.3.1, shared by the tests of this process: do not stop or pause it."""
    with EmbeddedBroker(tmp_path_factory.mktemp("broker")) as running:
        yield running


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """A Kafka of this test's own, not started yet, to be killed, paused or restarted at will."""
    broker = EmbeddedBroker(tmp_path / "broker")
    yield broker
    broker.stop()


@pytest.fixture
def topic_prefix() -> str:
    """What the names of this test's topics and groups begin with; no other test has it."""
    return f"t{uuid.uuid4().hex[:12]}-"


@pytest.fixture
def create_topic(
    broker: EmbeddedBroker, create_topic_on: CreateTopicOn, topic_prefix: str
) -> CreateTopic:
    """Creates a topic on the shared broker; returns its full name, prefix included."""

    def create(name: str, *, partitions: int = 1, **configs: str) -> str:
        topic = topic_prefix + name
        create_topic_on(broker, topic, partitions=partitions, **configs)
        return topic

    return create


@pytest.fixture
def free_port() -> int:
    """A port on the loopback address that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def python() -> Python:
    """Runs Python source with arguments in a process of its own, killed at the end of the block."""

    @contextmanager
    def run(source: str, *arguments: str) -> "Iterator[subprocess.Popen[str]]":
        command = [sys.executable, "-c", source, *arguments]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        ) as child:
            try:
                yield child
            finally:
                child.kill()

    return run
