"""``eventwire up``: broker, database and both agents in one place, for a small newsroom, until Ctrl-C."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from agents.commands.console import Console
from agents.commands.status import Status
from agents.commands.worker import stop_on_signals
from agents.embedded.broker import EmbeddedBroker
from agents.embedded.errors import EmbeddedBrokerError
from agents.embedded.installation import prepare, running_broker
from agents.errors import OperatorError, UsageError
from agents.ops.lag import AgentLag
from agents.settings import Settings
from agents.supervise import Workers
from agents.topology import HOPS
from agents.web.serving import serving

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_TRIES = 5.0
SECONDS_BETWEEN_LINES = 10.0


def run_up(*, settings: Settings, console: Console) -> int:
    """Run everything in the data folder until Ctrl-C or SIGTERM; started again it goes on where it was."""
    port = local_port(settings.kafka_bootstrap_servers)
    with running_broker(settings, port=port, console=console) as broker:
        prepare(settings, console)
        with (
            Workers((hop.agent for hop in HOPS), _quiet(settings)) as workers,
            Status(settings) as status,
            _page(settings, console),
        ):
            stop_on_signals(workers)
            console.note("the workers are starting ...")
            try:
                _keep_up(broker, workers, status, console)
            finally:
                console.note("stopping: the workers finish what they hold ...")
    console.note(f"stopped; everything is kept in {settings.data_dir}")
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


def describe(lags: Sequence[AgentLag]) -> str:
    """How far the agents are, in one line."""
    parts = [
        f"{lag.agent}: {sum(each.committed_offset or 0 for each in lag.partitions):,} done,"
        f" {lag.lag_messages:,} waiting"
        for lag in lags
    ]
    letters = sum(lag.dead_letters or 0 for lag in lags)
    return "; ".join((*parts, f"dead letters: {letters:,}"))


@contextmanager
def _page(settings: Settings, console: Console) -> Iterator[None]:
    """The operators' page beside the rest; where it cannot be served, the wire runs without it."""
    with ExitStack() as page:
        if settings.web_bind:
            try:
                address = page.enter_context(serving(settings))
                console.note(f"the operators' page: {address}")
            except OperatorError as error:
                console.error(str(error))
        yield


def _quiet(settings: Settings) -> Settings:
    """Without a line for each article, which a terminal is no place for, unless somebody asked for them."""
    if "log_level" in settings.model_fields_set:
        return settings
    return settings.model_copy(update={"log_level": "WARNING"})


def _keep_up(broker: EmbeddedBroker, workers: Workers, status: Status, console: Console) -> None:
    """Say when all is up and, from time to time, how far the agents are; start a broker that ended again."""
    said, said_at, is_up = "", 0.0, False
    while not workers.stopping:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        if not broker.running and not workers.stopping:
            _start_again(broker, console)
        if is_up and time.monotonic() - said_at < SECONDS_BETWEEN_LINES:
            continue
        lags = status.look()
        if not is_up and lags and all(lag.members for lag in lags):
            is_up = True
            console.note(
                f"eventwire is up: Kafka at {broker.bootstrap_servers}\n"
                "push articles with `eventwire push FILE`, watch `eventwire lag --watch`,"
                " read `eventwire events follow`; Ctrl-C stops"
            )
        if is_up and lags and describe(lags) != said:
            said = describe(lags)
            console.note(said)
        said_at = time.monotonic()


def _start_again(broker: EmbeddedBroker, console: Console) -> None:
    console.note("the broker has ended; starting it again ...")
    try:
        broker.start()
    except EmbeddedBrokerError as error:
        console.error(str(error))
        time.sleep(SECONDS_BETWEEN_TRIES)
