"""Three Kafka nodes on this machine: each record on all of them, acknowledged once two have it."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agents.embedded.jars import find_jars
from agents.embedded.java import find_java
from agents.embedded.lock import DEFAULT_KAFKA_VERSION
from agents.embedded.ports import choose_ports
from agents.embedded.server_properties import (
    HOST,
    Ports,
    render_log4j2_properties,
    render_server_properties,
)
from agents.embedded.storage import new_cluster_id
from faults.postgres import running_postgres
from faults.stack import Stack, stopping
from faults.varied import Properties, VariedBroker, made_of, read_properties, write_properties

_NODES = (1, 2, 3)
_FORMAT_SECONDS = 180.0
_COPIES = {
    "default.replication.factor": "3",
    "min.insync.replicas": "2",
    "offsets.topic.replication.factor": "3",
    "transaction.state.log.replication.factor": "3",
    "transaction.state.log.min.isr": "2",
    "share.coordinator.state.topic.replication.factor": "3",
    "share.coordinator.state.topic.min.isr": "2",
    # Kafka's own default; the embedded broker's 3 s are for one node that nobody waits for.
    "broker.heartbeat.interval.ms": "2000",
    "broker.session.timeout.ms": "9000",
}


class Node(VariedBroker):
    """One of the nodes, on the ports that all of them know."""

    def __init__(self, folder: Path, number: int, ports: dict[int, Ports]) -> None:
        super().__init__(folder / f"broker-{number}", self._join, port=ports[number].broker)
        self.number, self._ports = number, ports

    def format(self, cluster_id: str) -> None:
        """Make the node's storage, before its first start. Raises CalledProcessError."""
        self._dir.logs.mkdir(parents=True)
        rendered = render_server_properties(
            ports=self._ports[self.number], log_dir=self._dir.records
        )
        properties = read_properties(rendered)
        self._join(properties)
        self._dir.server_properties.write_text(write_properties(properties), "utf-8")
        log4j2 = render_log4j2_properties(log_file=self._dir.server_log)
        self._dir.log4j2_properties.write_text(log4j2, "utf-8")
        java = self._java_command(find_java(), find_jars(DEFAULT_KAFKA_VERSION))
        asked = ["format", "-t", cluster_id, "-c", str(self._dir.server_properties)]
        subprocess.run(
            [*java, "kafka.tools.StorageTool", *asked],
            check=True,
            timeout=_FORMAT_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def _join(self, properties: Properties) -> None:
        own = self._ports[self.number]
        plain, controller = (
            f"PLAINTEXT://{HOST}:{own.broker}",
            f"CONTROLLER://{HOST}:{own.controller}",
        )
        voters = [f"{number}@{HOST}:{ports.controller}" for number, ports in self._ports.items()]
        properties |= _COPIES
        properties["node.id"] = str(self.number)
        properties["listeners"] = f"{plain},{controller}"
        properties["advertised.listeners"] = plain
        properties["controller.quorum.voters"] = ",".join(voters)


@dataclass
class ClusterStack(Stack):
    """A stack on three nodes."""

    nodes: list[Node] = field(default_factory=list)


@contextmanager
def open_cluster(folder: Path, seed: int) -> Iterator[ClusterStack]:
    """Three nodes, PostgreSQL, topics and tables; no worker yet."""
    ports = {number: choose_ports(None) for number in _NODES}
    nodes = [Node(folder, number, ports) for number in _NODES]
    cluster_id = new_cluster_id()
    with ExitStack() as opened, ThreadPoolExecutor(len(nodes)) as together:
        list(together.map(lambda node: node.format(cluster_id), nodes))
        for node in nodes:
            opened.callback(node.stop)
        # At once: no node answers before a majority of them runs.
        list(together.map(lambda node: node.start(), nodes))
        servers = ",".join(node.bootstrap_servers for node in nodes)
        database = opened.enter_context(running_postgres())
        stack = made_of(ClusterStack, folder, seed, servers, postgres=database, nodes=nodes)
        opened.enter_context(stopping(stack))
        stack.prepare()
        yield stack
