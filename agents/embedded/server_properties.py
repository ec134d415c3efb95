"""The broker's configuration files, as text: a pure function of where and on which ports."""

from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
NODE_ID = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The two ports of the node, both on 127.0.0.1 only."""

    broker: int
    controller: int


def render_server_properties(*, ports: Ports, log_dir: Path) -> str:
    """server.properties of a single KRaft node that keeps its records in *log_dir*."""
    controller = f"{HOST}:{ports.controller}"
    settings: dict[str, str | int] = {
        "process.roles": "broker,controller",
        "node.id": NODE_ID,
        # Voters by configuration, not in the log: the ports may differ at every start, and the
        # same line does for Kafka 3 and 4.
        "controller.quorum.voters": f"{NODE_ID}@{controller}",
        "listeners": f"PLAINTEXT://{HOST}:{ports.broker},CONTROLLER://{controller}",
        "advertised.listeners": f"PLAINTEXT://{HOST}:{ports.broker}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": _escaped(log_dir),
        "auto.create.topics.enable": "false",
        **_ONE_NODE,
        **_SMALL,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


_ONE_NODE: dict[str, str | int] = {
    "default.replication.factor": 1,
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    # Nobody else is about to join: the first member gets its partitions at once.
    "group.initial.rebalance.delay.ms": 0,
    # After a crash the node is let in again when its former self has timed out (9 s by default).
    "broker.heartbeat.interval.ms": 500,
    "broker.session.timeout.ms": 3000,
}

_SMALL: dict[str, str | int] = {
    "num.network.threads": 2,
    "num.io.threads": 4,
    # 50 partitions each by default: folders and open files that one node has no use for.
    "offsets.topic.num.partitions": 8,
    "transaction.state.log.num.partitions": 8,
    "share.coordinator.state.topic.num.partitions": 8,
    # Retention and compaction work on closed segments only: small ones free the disk sooner.
    "log.segment.bytes": 64 * 1024 * 1024,
    "log.index.size.max.bytes": 1024 * 1024,
    "log.retention.check.interval.ms": 60_000,
    # 128 MiB by default, a quarter of our heap; this is enough for 600,000 keys a pass.
    "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
}


def render_log4j2_properties(*, log_file: Path) -> str:
    """Warnings and errors into *log_file*: at most four files of 10 MB, nothing on the console."""
    name = _escaped(log_file)
    return "\n".join(
        (
            "status=error",
            "rootLogger.level=warn",
            "rootLogger.appenderRef.file.ref=file",
            "appender.file.type=RollingFile",
            "appender.file.name=file",
            f"appender.file.fileName={name}",
            f"appender.file.filePattern={name}.%i",
            "appender.file.layout.type=PatternLayout",
            "appender.file.layout.pattern=%d{ISO8601} %p %c{1}: %m%n",
            "appender.file.policies.type=Policies",
            "appender.file.policies.size.type=SizeBasedTriggeringPolicy",
            "appender.file.policies.size.size=10MB",
            "appender.file.strategy.type=DefaultRolloverStrategy",
            "appender.file.strategy.max=3",
            "",
        )
    )


def _escaped(path: Path) -> str:
    """*path* as the value of a Java property, where a backslash escapes and only ASCII is safe."""
    escaped = str(path).replace("\\", "\\\\")
    return escaped.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00")
