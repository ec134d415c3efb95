"""A whole installation on this machine, as ``demo`` and ``up`` use it: broker, topics, database."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from agents.commands.console import Console, Ticker
from agents.embedded.broker import EmbeddedBroker
from agents.embedded.lock import DEFAULT_KAFKA_VERSION
from agents.ops.offsets import observing
from agents.ops.topics import create_topics
from agents.settings import Settings
from pipeline.storage.engine import opened, safe_url
from pipeline.storage.migrate import check, require_up_to_date, upgrade


@contextmanager
def running_broker(
    settings: Settings, *, port: int | None, console: Console
) -> Iterator[EmbeddedBroker]:
    """An embedded broker on the records in the data folder; *port* None takes a free one.

    Raises agents.embedded.errors.EmbeddedBrokerError.
    """
    console.note(f"starting Apache Kafka {DEFAULT_KAFKA_VERSION} ...")
    with ExitStack() as stack:
        with _JarProgress(console) as progress:
            broker = EmbeddedBroker(settings.data_dir / "kafka", port=port, progress=progress)
            stack.enter_context(broker)
        yield broker


def prepare(settings: Settings, console: Console) -> None:
    """The topics and the tables, made where there are none yet.

    Raises WrongDatabaseRevision where the database is of another release: upgrading is the operator's choice.
    """
    created = create_topics(settings)
    if created:
        console.note(f"topics created: {', '.join(created)}")
        # A new cluster has no group coordinator until somebody asks; asked here, no worker stumbles over it.
        with observing(settings) as observer:
            observer.look()
    with opened(settings.resolved_database_url) as engine:
        if check(engine).current is None:
            upgrade(engine)
            console.note(f"database created: {safe_url(engine.url)}")
        require_up_to_date(engine)


class _JarProgress:
    """Shows that the broker's jars are being fetched, from the first jar on; silent where all are cached."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stack = ExitStack()
        self._tick: Ticker | None = None
        self._shown = 0

    def __enter__(self) -> "_JarProgress":
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def __call__(self, done: int, total: int) -> None:
        if self._tick is None:
            self._console.note("fetching it first, about 45 MB, once ...")
            self._tick = self._stack.enter_context(
                self._console.progress("jars of Kafka", total=total)
            )
        self._tick(done - self._shown)
        self._shown = done
