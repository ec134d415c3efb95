"""`EmbeddedBroker`: a real Apache Kafka on this machine, for `demo`, `up` and the broker tests."""

import signal
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from agents.embedded.broker_log import log_tail
from agents.embedded.data_dir import BrokerDataDir
from agents.embedded.errors import BrokerDidNotStart, BrokerNotRunning, DataDirUnusable
from agents.embedded.guarded import GuardedJava
from agents.embedded.jars import Progress, find_jars
from agents.embedded.java import find_java
from agents.embedded.lock import DEFAULT_KAFKA_VERSION, KafkaVersion
from agents.embedded.ports import choose_ports, require_free
from agents.embedded.probe import ask_cluster
from agents.embedded.server_properties import (
    HOST,
    Ports,
    render_log4j2_properties,
    render_server_properties,
)
from agents.embedded.storage import format_if_needed

_PORT_TRIES = 4
_POLL_SECONDS = 0.05
_PROBE_SECONDS = 2.0
_HEAP_MB = 512
# How long it may take to answer, and to end gracefully.
_START_SECONDS = 90.0
_STOP_SECONDS = 20.0


class EmbeddedBroker:
    """One Kafka node (KRaft, plaintext, 127.0.0.1 only) that ends with this process.

    Records stay in *data_dir*: a broker started again on the same folder goes on where it was,
    on whatever port. It ends with the process that started it, however that one dies; a Ctrl-C in
    the terminal does not reach it, so that clients can finish first. No topic is created
    implicitly. It has one disk and one copy: acknowledged messages survive the death of any
    process, not that of the machine. Linux and macOS. Not to be shared between threads.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        kafka_version: KafkaVersion = DEFAULT_KAFKA_VERSION,
        cache_dir: Path | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Nothing is started yet.

        *port*: None takes a free one at the first start and keeps it for the later ones.
        *cache_dir*: where the jars are kept; None is the user's cache folder.
        *progress*: told of the jars as they are fetched, the first time only.
        """
        self._dir = BrokerDataDir(data_dir)
        self._kafka_version = kafka_version
        self._cache_dir, self._progress = cache_dir, progress
        self._java: GuardedJava | None = None
        self._port: int | None = port

    @property
    def data_dir(self) -> Path:
        """The folder of the records, the configuration and the logs, absolute."""
        return self._dir.path

    @property
    def log_dir(self) -> Path:
        """The folder of the broker's own log files."""
        return self._dir.logs

    @property
    def bootstrap_servers(self) -> str:
        """`127.0.0.1:PORT`. Raises BrokerNotRunning while the port is not known yet."""
        if self._port is None:
            raise BrokerNotRunning(data_dir=self.data_dir)
        return f"{HOST}:{self._port}"

    @property
    def running(self) -> bool:
        """Whether the broker's process is there (a paused one is)."""
        return self._java is not None and self._java.exit_status is None

    @property
    def pid(self) -> int:
        """The pid of the broker's Java. Raises BrokerNotRunning."""
        return self._running_java().pid

    def start(self) -> None:
        """Returns once the broker answers; does nothing where it is running.

        Raises the leaves of EmbeddedBrokerError; nothing of it is left running then.
        """
        if self.running:
            return
        if self._port is not None and self._dir.is_new:
            # Nobody should wait for jars only to hear this. In an older folder the jars are here, and who
            # has the port may be a broker of ours that is about to end.
            require_free(self._port)
        jars = find_jars(self._kafka_version, cache_dir=self._cache_dir, progress=self._progress)
        command = self._java_command(find_java(), jars)
        try:
            self._dir.acquire(orphan_seconds=_STOP_SECONDS)
            self._start_locked(command)
        except OSError as error:
            raise DataDirUnusable(data_dir=self.data_dir, reason=str(error)) from error
        finally:
            # From here on the guard holds the lock, for just as long as Java may be there.
            self._dir.lock.let_go()

    def stop(self) -> None:
        """Ends the broker gracefully, or by force after 20 s. May be repeated."""
        if self._java is not None:
            self._java.stop()
            self._java = None

    def restart(self) -> None:
        """stop() and start(), on the same port and the same records."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """SIGKILL, as in a crash; start() goes on from what is on the disk. May be repeated."""
        if self._java is not None:
            self._java.kill()
            self._java = None

    def pause(self) -> None:
        """Freezes the broker: connections stay open, nothing answers. Raises BrokerNotRunning."""
        self._running_java().send(signal.SIGSTOP)

    def resume(self) -> None:
        """Ends a pause(). Raises BrokerNotRunning."""
        self._running_java().send(signal.SIGCONT)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _running_java(self) -> GuardedJava:
        if self._java is None or not self.running:
            raise BrokerNotRunning(data_dir=self.data_dir)
        return self._java

    def _java_command(self, java: Path, jars: tuple[Path, ...]) -> list[str]:
        heap = f"-Xmx{_HEAP_MB}m", f"-Xms{_HEAP_MB // 2}m"
        # One small node that is started often: what starts fast beats what runs hot.
        fast = "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"
        log4j2 = f"-Dlog4j2.configurationFile={self._dir.log4j2_properties}"
        plain = "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true", log4j2
        class_path = ":".join(str(jar) for jar in jars)
        ipv4 = "-Djava.net.preferIPv4Stack=true"
        return [str(java), *heap, *fast, *plain, ipv4, "-cp", class_path]

    def _start_locked(self, command: list[str]) -> None:
        log4j2 = render_log4j2_properties(log_file=self._dir.server_log)
        self._dir.log4j2_properties.write_text(log4j2, "utf-8")
        cluster_id = format_if_needed(self._dir.records, command)
        for tries_left in reversed(range(_PORT_TRIES)):
            ports = choose_ports(self._port)
            try:
                self._launch(command, ports, cluster_id)
            except BrokerDidNotStart as error:
                # Somebody else took a port between our choice and Kafka's bind: choose again.
                if not tries_left or "Address already in use" not in error.log_tail:
                    raise
                continue
            self._port = ports.broker
            return

    def _launch(self, command: list[str], ports: Ports, cluster_id: str) -> None:
        properties = render_server_properties(ports=ports, log_dir=self._dir.records)
        self._dir.server_properties.write_text(properties, "utf-8")
        # Errors show what this start wrote, not an earlier one.
        log_start = self._dir.mark_logs()
        java = self._spawn([*command, "kafka.Kafka", str(self._dir.server_properties)])
        try:
            self._await_answer(java, ports.broker, cluster_id, log_start)
        except BaseException:
            java.kill()
            raise
        self._java = java

    def _spawn(self, command: list[str]) -> GuardedJava:
        try:
            return GuardedJava.start(
                command,
                console=self._dir.console_log,
                grace_seconds=_STOP_SECONDS,
                lock_fileno=self._dir.lock.fileno(),
            )
        except OSError as error:
            raise BrokerDidNotStart(
                reason=f"could not be run: {error}", log_dir=self.log_dir, log_tail=""
            ) from error

    def _await_answer(
        self, java: GuardedJava, port: int, cluster_id: str, log_start: dict[Path, int]
    ) -> None:
        give_up_at = time.monotonic() + _START_SECONDS
        while time.monotonic() < give_up_at:
            answer = ask_cluster(HOST, port, timeout_seconds=_PROBE_SECONDS)
            # The id tells our broker from another one that took the port before it.
            if answer and answer.brokers and answer.cluster_id == cluster_id:
                return
            if java.exit_status is not None:
                raise self._did_not_start(f"ended with exit status {java.exit_status}", log_start)
            time.sleep(_POLL_SECONDS)
        raise self._did_not_start(f"gave no answer in {_START_SECONDS:g} s", log_start)

    def _did_not_start(self, reason: str, log_start: dict[Path, int]) -> BrokerDidNotStart:
        return BrokerDidNotStart(reason=reason, log_dir=self.log_dir, log_tail=log_tail(log_start))
