"""What can go wrong with the embedded broker.

EmbeddedBrokerError (agents.errors.OperatorError)
├── JarsUnavailable      the jars could not be fetched
│   └── JarFetcherMissing  nor can they be: the extra `embedded` is not installed
├── JarChanged           a jar is not the one that was locked
├── JavaUnavailable      no Java of 17 or later
├── DataDirInUse         another live broker has the folder
├── DataDirUnusable      the folder cannot be written
├── PortInUse            the port that was asked for is taken
├── BrokerDidNotStart    the broker ended, or gave no answer in time
└── BrokerNotRunning     something was asked of a broker that is not running

Each message is for the person at the terminal: what, where, and what to do next.
"""

from pathlib import Path

from agents.errors import OperatorError

INSTALL_EXTRA = "pip install 'eventwire[embedded]'"
OWN_CLUSTER = "or use an existing Kafka: set EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS"


class EmbeddedBrokerError(OperatorError):
    """Base of all errors of the embedded broker."""


class JarsUnavailable(EmbeddedBrokerError):
    """A jar of the broker could not be fetched; another try may help once the network is there."""

    def __init__(self, *, jar: str, jars_dir: Path, reason: str) -> None:
        super().__init__(
            f"cannot fetch {jar} of the embedded Kafka into {jars_dir}: {reason}. "
            "It is needed once and then kept. Check the network; behind a proxy set HTTPS_PROXY; "
            'for a mirror name it as "central" under [repositories] of jgo\'s settings file '
            f"(~/.config/jgo.conf); {OWN_CLUSTER}"
        )
        self.jar, self.jars_dir, self.reason = jar, jars_dir, reason


class JarFetcherMissing(JarsUnavailable):
    """The jars are not here yet and the optional package that fetches them is not installed."""

    def __init__(self, *, jars_dir: Path) -> None:
        EmbeddedBrokerError.__init__(
            self,
            f"the embedded Kafka is not in {jars_dir} yet and what fetches it is not installed: "
            f"{INSTALL_EXTRA}, {OWN_CLUSTER}",
        )
        self.jar, self.jars_dir, self.reason = "jgo", jars_dir, "not installed"


class JarChanged(EmbeddedBrokerError):
    """A jar differs from the locked one: damaged or tampered with. It is never started."""

    def __init__(self, *, path: Path, wanted_sha256: str, found_sha256: str) -> None:
        super().__init__(
            f"{path} is not the jar that was locked (sha256 {found_sha256}, wanted "
            f"{wanted_sha256}), so Kafka was not started. Delete that file and start again; "
            "it is then fetched anew. If it happens again, the mirror or proxy changes files"
        )
        self.path, self.wanted_sha256, self.found_sha256 = path, wanted_sha256, found_sha256


class JavaUnavailable(EmbeddedBrokerError):
    """No Java that can run the broker was found."""

    def __init__(self, *, tried: tuple[str, ...]) -> None:
        looked = "; ".join(tried) or "none found"
        super().__init__(
            f"the embedded Kafka needs Java 17 or later ({looked}): {INSTALL_EXTRA}, "
            f"or put a Java of 17 or later on the PATH, {OWN_CLUSTER}"
        )
        self.tried = tried


class DataDirInUse(EmbeddedBrokerError):
    """Another live broker has the data folder."""

    def __init__(self, *, data_dir: Path, owner: str) -> None:
        super().__init__(
            f"{data_dir} is in use by another embedded Kafka (process {owner}). "
            "Stop that one first, or give another data folder"
        )
        self.data_dir, self.owner = data_dir, owner


class DataDirUnusable(EmbeddedBrokerError):
    """The data folder cannot be made or written."""

    def __init__(self, *, data_dir: Path, reason: str) -> None:
        super().__init__(
            f"the embedded Kafka cannot keep its data in {data_dir}: {reason}. "
            "Free or open up that folder, or give another data folder"
        )
        self.data_dir, self.reason = data_dir, reason


class PortInUse(EmbeddedBrokerError):
    """The port that was asked for is taken by another program."""

    def __init__(self, *, port: int, reason: str) -> None:
        super().__init__(
            f"port {port} on 127.0.0.1 cannot be had ({reason}). "
            "Stop the program that has it, or give another port"
        )
        self.port = port


class BrokerDidNotStart(EmbeddedBrokerError):
    """The broker ended while starting, or answered nothing within the time it was given."""

    def __init__(self, *, reason: str, log_dir: Path, log_tail: str) -> None:
        shown = f"; its last lines:\n{log_tail}" if log_tail else "; it logged nothing"
        super().__init__(f"the embedded Kafka {reason} (logs in {log_dir}){shown}")
        self.reason, self.log_dir, self.log_tail = reason, log_dir, log_tail


class BrokerNotRunning(EmbeddedBrokerError):
    """The broker was not started, or has ended."""

    def __init__(self, *, data_dir: Path) -> None:
        super().__init__(f"the embedded Kafka of {data_dir} is not running: start() it first")
        self.data_dir = data_dir
