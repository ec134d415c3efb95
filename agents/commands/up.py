"""``eventwire up``: broker, database and both agents in one place, for a small newsroom, until Ctrl-C."""

import time
from collections.abc import Callable

from agents.commands.console import Console
from agents.commands.worker import stop_on_sigterm
from agents.embedded.broker import EmbeddedBroker
from agents.embedded.errors import EmbeddedBrokerError
from agents.embedded.installation import prepare, running_broker
from agents.errors import UsageError
from agents.settings import Settings
from agents.supervise import Workers
from agents.topology import HOPS

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_TRIES = 5.0


def run_up(*, settings: Settings, console: Console) -> int:
    """Run everything in the data folder until Ctrl-C or SIGTERM; started again it goes on where it was."""
    port = local_port(settings.kafka_bootstrap_servers)
    with running_broker(settings, port=port, console=console) as broker:
        prepare(settings, console)
        with Workers((hop.agent for hop in HOPS), settings) as workers:
            stop_on_sigterm(workers)
            console.note(
                f"eventwire is up: Kafka at {broker.bootstrap_servers}, data in {settings.data_dir}\n"
                "push articles with `eventwire push FILE`, watch `eventwire lag --watch`,"
                " read `eventwire events follow`; Ctrl-C stops"
            )
            try:
                _keep_up(broker, stopped=lambda: workers.stopping, console=console)
            finally:
                console.note("stopping: the workers finish what they hold ...")
    return 0


def local_port(bootstrap_servers: str) -> int:
    """The port of this machine that *bootstrap_servers* names.

    Raises UsageError where it names another machine: ``up`` starts a broker here and nowhere else.
    """
    host, _, port = bootstrap_servers.strip().rpartition(":")
    if host not in ("127.0.0.1", "localhost") or not port.isdecimal() or not 0 < int(port) < 65536:
        raise UsageError(
            f"`eventwire up` starts a broker on 127.0.0.1, but kafka_bootstrap_servers is"
            f" {bootstrap_servers!r}; for a cluster that runs already use `eventwire worker all`"
        )
    return int(port)


def _keep_up(broker: EmbeddedBroker, *, stopped: Callable[[], bool], console: Console) -> None:
    """Watch the broker and start it again when it ended; the workers wait meanwhile."""
    while not stopped():
        time.sleep(SECONDS_BETWEEN_LOOKS)
        if broker.running or stopped():
            continue
        console.note("the broker has ended; starting it again ...")
        try:
            broker.start()
        except EmbeddedBrokerError as error:
            console.error(str(error))
            time.sleep(SECONDS_BETWEEN_TRIES)
