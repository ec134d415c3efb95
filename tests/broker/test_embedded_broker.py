"""The embedded broker is a real Kafka: it keeps what it took, and never outlives its parent."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from confluent_kafka import Consumer, KafkaError, Producer

from agents.embedded.broker import EmbeddedBroker
from agents.embedded.errors import (
    BrokerDidNotStart,
    BrokerNotRunning,
    DataDirInUse,
    DataDirUnusable,
    PortInUse,
)
from agents.embedded.lock import KAFKA_VERSIONS, KafkaVersion
from agents.embedded.ports import choose_ports

pytestmark = pytest.mark.broker

CreateTopic = Callable[..., str]
CreateTopicOn = Callable[..., None]
Python = Callable[..., AbstractContextManager["subprocess.Popen[str]"]]

HOLDER = """
import sys, time
from pathlib import Path
from agents.embedded.broker import EmbeddedBroker

broker = EmbeddedBroker(Path(sys.argv[1]))
broker.start()
print(broker.pid, flush=True)
time.sleep(600)
"""


def produce(bootstrap_servers: str, topic: str, values: list[bytes]) -> None:
    errors: list[KafkaError | None] = []
    producer = Producer({"bootstrap.servers": bootstrap_servers, "acks": "all"})
    for value in values:
        producer.produce(topic, value, on_delivery=lambda error, _message: errors.append(error))

    assert producer.flush(60) == 0
    assert errors == [None] * len(values)


def consume(bootstrap_servers: str, topic: str, count: int) -> list[bytes]:
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap_servers,
            "group.id": f"{topic}-reader-{time.time_ns()}",
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([topic])
    try:
        messages = consumer.consume(count, timeout=60)
    finally:
        consumer.close()
    return sorted(message.value() or b"" for message in messages if message.error() is None)


def numbered(count: int) -> list[bytes]:
    return [b"%06d" % number for number in range(count)]


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> bool:
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        if condition():
            return True
        time.sleep(0.05)
    return False


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # Dead but not collected yet, where the system tells.
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"


def first_line(child: "subprocess.Popen[str]") -> str:
    assert child.stdout is not None
    return child.stdout.readline()


def test_an_independent_client_reads_back_all_that_it_sent(
    broker: EmbeddedBroker, create_topic: CreateTopic
) -> None:
    topic = create_topic("articles", partitions=4)

    produce(broker.bootstrap_servers, topic, numbered(2000))

    assert consume(broker.bootstrap_servers, topic, 2000) == numbered(2000)


@pytest.mark.parametrize("kafka_version", KAFKA_VERSIONS)
def test_messages_survive_a_restart_on_the_same_folder_and_another_port(
    tmp_path: Path,
    create_topic_on: CreateTopicOn,
    topic_prefix: str,
    kafka_version: KafkaVersion,
) -> None:
    topic = f"{topic_prefix}kept"
    folder = tmp_path / "Données de l'agence"  # what people call their folders
    with EmbeddedBroker(folder, kafka_version=kafka_version) as first:
        create_topic_on(first, topic, partitions=2)
        produce(first.bootstrap_servers, topic, numbered(100))

    with EmbeddedBroker(folder, kafka_version=kafka_version) as second:
        assert second.bootstrap_servers != first.bootstrap_servers
        assert (second.log_dir / "kafka.log").stat().st_size > 0
        assert consume(second.bootstrap_servers, topic, 100) == numbered(100)


def test_messages_survive_a_crash_and_the_port_stays(
    own_broker: EmbeddedBroker, create_topic_on: CreateTopicOn, topic_prefix: str
) -> None:
    topic = f"{topic_prefix}crashed"
    own_broker.start()
    address = own_broker.bootstrap_servers
    create_topic_on(own_broker, topic)
    produce(address, topic, numbered(100))

    own_broker.kill()
    assert not own_broker.running
    own_broker.restart()

    assert own_broker.bootstrap_servers == address
    assert consume(address, topic, 100) == numbered(100)


def test_a_paused_broker_answers_again_after_it_is_resumed_and_stops_while_paused(
    own_broker: EmbeddedBroker, create_topic_on: CreateTopicOn, topic_prefix: str
) -> None:
    own_broker.start()
    own_broker.pause()
    time.sleep(5)
    own_broker.resume()
    create_topic_on(own_broker, f"{topic_prefix}awake")
    pid = own_broker.pid
    own_broker.pause()

    own_broker.stop()

    assert is_gone(pid)
    with pytest.raises(BrokerNotRunning, match="start\\(\\) it first"):
        own_broker.pause()


def test_java_ends_when_its_parent_is_killed_and_the_folder_can_be_used_again(
    tmp_path: Path, python: Python
) -> None:
    with python(HOLDER, str(tmp_path)) as holder:
        java = int(first_line(holder))
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        # At once: the former broker is still about to end, and is waited for.
        with EmbeddedBroker(tmp_path) as broker:
            assert broker.running
            assert is_gone(java)


def test_java_ends_even_when_somebody_killed_its_guard(own_broker: EmbeddedBroker) -> None:
    own_broker.start()
    java = own_broker.pid
    os.kill(os.getpgid(java), signal.SIGKILL)
    assert wait_until(lambda: not own_broker.running)

    own_broker.restart()

    assert is_gone(java)
    assert own_broker.running


def test_a_ctrl_c_in_the_terminal_does_not_reach_the_broker(broker: EmbeddedBroker) -> None:
    assert os.getpgid(broker.pid) != os.getpgid(0)


def test_a_folder_in_use_is_refused_with_the_process_that_has_it(broker: EmbeddedBroker) -> None:
    with pytest.raises(DataDirInUse, match=f"in use by another.*process {os.getpid()}"):
        EmbeddedBroker(broker.data_dir).start()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(DataDirUnusable, match="give another data folder"):
        EmbeddedBroker(tmp_path / "file" / "data").start()


def test_a_port_in_use_is_refused(broker: EmbeddedBroker, tmp_path: Path) -> None:
    port = int(broker.bootstrap_servers.rpartition(":")[2])

    with pytest.raises(PortInUse, match=f"port {port} on 127.0.0.1"):
        EmbeddedBroker(tmp_path, port=port).start()


def test_the_port_that_was_asked_for_is_the_port(
    broker: EmbeddedBroker, tmp_path: Path, free_port: int
) -> None:
    assert broker.running
    with EmbeddedBroker(tmp_path, port=free_port) as other:
        assert other.bootstrap_servers == f"127.0.0.1:{free_port}"


@pytest.mark.slow
def test_a_port_that_was_taken_in_between_is_replaced_by_another(
    broker: EmbeddedBroker, own_broker: EmbeddedBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = int(broker.bootstrap_servers.rpartition(":")[2])
    choices = iter([replace(choose_ports(None), broker=taken), choose_ports(None)])
    monkeypatch.setattr("agents.embedded.broker.choose_ports", lambda _port: next(choices))

    own_broker.start()

    assert own_broker.bootstrap_servers != broker.bootstrap_servers
    assert next(choices, None) is None


@pytest.mark.slow
def test_a_broker_that_cannot_start_shows_its_last_words_and_leaves_nothing_running(
    tmp_path: Path,
) -> None:
    with EmbeddedBroker(tmp_path) as broker:
        meta = broker.data_dir / "kafka" / "meta.properties"
    formatted = meta.read_text()
    meta.write_text(formatted.replace("node.id=1", "node.id=7"))

    with pytest.raises(BrokerDidNotStart, match=r"ended with exit status 1[\s\S]*node"):
        broker.start()

    assert not broker.running
    meta.write_text(formatted)
    broker.start()
    broker.stop()
