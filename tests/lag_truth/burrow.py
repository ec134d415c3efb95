"""Debian's Burrow, and the ZooKeeper that it wants for itself; both end with the block."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from confluent_kafka import Consumer, KafkaException, TopicPartition

from agents.embedded.ports import choose_ports

_ZOOKEEPER = Path("/usr/share/java/zookeeper.jar")
_SERVER = "org.apache.zookeeper.server.quorum.QuorumPeerMain"
_BURROW = "Burrow"
_START_SECONDS = 90.0
_ANSWER_SECONDS = 10.0
_STOP_SECONDS = 10.0

# As quick as it can be made: offsets each second, and a window of ten commits.
_CONFIG = """
[general]
pidfile="{folder}/burrow.pid"
[logging]
filename="{folder}/burrow.log"
level="warn"
[zookeeper]
servers=["127.0.0.1:{zookeeper}"]
timeout=6
root-path="/burrow"
[client-profile.lag]
client-id="burrow"
kafka-version="2.0.0"
[cluster.eventwire]
class-name="kafka"
servers=["{kafka}"]
client-profile="lag"
topic-refresh=5
offset-refresh=1
[consumer.eventwire]
class-name="kafka"
cluster="eventwire"
servers=["{kafka}"]
client-profile="lag"
start-latest=false
[storage.default]
class-name="inmemory"
intervals=10
min-distance=1
[httpserver.default]
address="127.0.0.1:{http}"
"""


@dataclass(frozen=True)
class Burrow:
    """A running Burrow."""

    url: str

    def lag_of(self, group: str) -> tuple[int, str] | None:
        """The records that it says are behind, and its word for the group; None where it knows no such group."""
        try:
            said = self._ask(f"/v3/kafka/eventwire/consumer/{group}/lag")["status"]
        except urllib.error.HTTPError:
            return None
        return int(said["totallag"]), str(said["status"])

    def is_ready(self) -> bool:
        """Does it answer?"""
        try:
            self._ask("/v3/kafka")
        except OSError:
            return False
        return True

    def _ask(self, path: str) -> dict[str, Any]:
        with urllib.request.urlopen(self.url + path, timeout=_ANSWER_SECONDS) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def missing() -> str:
    """What of it is not on this machine; empty where all is."""
    if shutil.which(_BURROW) is None:
        return "Burrow is not installed (Debian: burrow)"
    return "" if _ZOOKEEPER.exists() else "ZooKeeper is not installed (Debian: zookeeper)"


def burrow_version() -> str:
    """As its package says, e.g. ``1.2.1-2+b14``."""
    asked = ["dpkg-query", "-W", "-f", "${Version}", "burrow"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@contextmanager
def running_burrow(folder: Path, bootstrap_servers: str) -> Iterator[Burrow]:
    """A Burrow that watches the brokers, with its files in *folder*."""
    folder.mkdir(parents=True)
    zookeeper, http = choose_ports(None).broker, choose_ports(None).broker
    settings = {"folder": folder, "kafka": bootstrap_servers, "zookeeper": zookeeper, "http": http}
    (folder / "burrow.toml").write_text(_CONFIG.format(**settings), "utf-8")
    (folder / "zoo.cfg").write_text(
        f"dataDir={folder}/zookeeper\nclientPort={zookeeper}\nclientPortAddress=127.0.0.1\n"
        "admin.enableServer=false\n",
        "utf-8",
    )
    _make_offsets_topic(bootstrap_servers)
    command = ["java", "-cp", str(_ZOOKEEPER), _SERVER, str(folder / "zoo.cfg")]
    with ExitStack() as stack, (folder / "console.log").open("wb") as log:
        stack.callback(_end, subprocess.Popen(command, stdout=log, stderr=log))
        burrow, process = Burrow(f"http://127.0.0.1:{http}"), None
        deadline = time.monotonic() + _START_SECONDS
        while not burrow.is_ready():
            assert time.monotonic() < deadline, (folder / "burrow.log").read_text("utf-8")
            # It ends at once where ZooKeeper does not answer yet.
            if process is None or process.poll() is not None:
                process = subprocess.Popen(
                    [_BURROW, "--config-dir", str(folder)], stdout=log, stderr=log
                )
                stack.callback(_end, process)
            time.sleep(1)
        yield burrow


def _make_offsets_topic(bootstrap_servers: str) -> None:
    """Burrow gives up without the topic of the commits, which a new cluster makes once somebody asks for them."""
    consumer = Consumer(
        {"bootstrap.servers": bootstrap_servers, "group.id": "burrow-waits", "log_level": 0}
    )
    deadline = time.monotonic() + _START_SECONDS
    while "__consumer_offsets" not in consumer.list_topics(timeout=_ANSWER_SECONDS).topics:
        assert time.monotonic() < deadline, "no topic of commits"
        with suppress(KafkaException):
            consumer.committed([TopicPartition("any", 0)], timeout=1)
    consumer.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
