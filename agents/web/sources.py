"""What the page shows besides lag: the events of the database and the dead letters of Kafka."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kafka import (
    KafkaAdminClient,
    KafkaConsumer,
    TopicPartition,
)

from agents.errors import OperatorError
from agents.ops.clients import broker_errors, open_admin, open_consumer
from agents.ops.letters import read_letters
from agents.ops.records import Offsets, list_partitions, read_bounds
from agents.replay import Letter
from agents.settings import Settings
from agents.topology import names_of
from pipeline.storage.engine import is_missing, opened, safe_url
from pipeline.storage.errors import UPGRADE_COMMAND, DatabaseUnavailable
from pipeline.storage.queries import count_events_by_type, find_events
from schemas.event import Event

EVENTS_KEPT = 50
LETTERS_KEPT = 200
COUNTED = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvents:
    """The newest events, and how many of each type are dated within the last hour."""

    newest: tuple[Event, ...]
    by_type: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A dead letter without its bytes."""

    place: str
    origin: str
    code: str
    message: str
    size: int
    moment: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """The newest dead letters, newest first; *total* counts all that are kept."""

    total: int
    newest: tuple[LetterLine, ...] = ()

    @property
    def by_code(self) -> Mapping[str, int]:
        """How many of the newest there are of each code, the most frequent first."""
        return dict(Counter(line.code for line in self.newest).most_common())


class LetterGone(OperatorError):
    """There is no such dead letter, or retention took it."""


@contextmanager
def stored_events(settings: Settings) -> Iterator[Callable[[], StoredEvents]]:
    """Yields what reads the events. Raises what pipeline.storage raises, it too."""
    with opened(settings.resolved_database_url) as engine:

        def read() -> StoredEvents:
            if is_missing(engine):
                raise DatabaseUnavailable(
                    f"there is no database {safe_url(engine.url)} yet; make it with: {UPGRADE_COMMAND}"
                )
            since = datetime.now(UTC) - COUNTED
            return StoredEvents(
                newest=tuple(find_events(engine, limit=EVENTS_KEPT)),
                by_type=count_events_by_type(engine, since=since),
            )

        yield read


@contextmanager
def dead_letters(settings: Settings) -> Iterator[Callable[[], Letters]]:
    """Yields what reads the dead letters, each once. Both raise OperatorError."""
    with (
        broker_errors(settings),
        open_admin(settings) as admin,
        open_consumer(settings, check_sums=False) as consumer,
    ):
        reader = _LetterReader(admin, consumer, names_of(settings).topic("dead-letters"))

        def read() -> Letters:
            with broker_errors(settings):
                return reader.read()

        yield read


def find_letter(settings: Settings, place: str) -> Letter:
    """The letter at *place* (``dead-letters/PARTITION/OFFSET``), with its bytes. Raises OperatorError."""
    topic, partition, offset = _parse(place)
    gone = LetterGone(f"there is no dead letter {place}, or retention took it")
    if topic != names_of(settings).topic("dead-letters"):
        raise gone
    with (
        broker_errors(settings),
        open_admin(settings) as admin,
        open_consumer(settings) as consumer,
    ):
        starts, ends = read_bounds(admin, list_partitions(admin, topic))
        tp = TopicPartition(topic, partition)
        if not starts.get(tp, 0) <= offset < ends.get(tp, 0):
            raise gone
        for letter in read_letters(consumer, {tp: offset}, {tp: offset + 1}):
            return letter
    raise gone


class _LetterReader:
    """Remembers the newest lines and how far it has read."""

    def __init__(self, admin: KafkaAdminClient, consumer: KafkaConsumer, topic: str) -> None:
        self._admin, self._consumer, self._topic = admin, consumer, topic
        self._next: Offsets = {}
        self._lines: deque[LetterLine] = deque(maxlen=LETTERS_KEPT)

    def read(self) -> Letters:
        """Everything new. Raises KafkaError."""
        starts, ends = read_bounds(self._admin, list_partitions(self._admin, self._topic))
        if any(self._next.get(tp, 0) > end for tp, end in ends.items()):
            # The topic was made anew.
            self._next.clear()
            self._lines.clear()
        wanted = {
            tp: max(start, self._next.get(tp, 0), ends[tp] - LETTERS_KEPT)
            for tp, start in starts.items()
        }
        if any(start < ends[tp] for tp, start in wanted.items()):
            self._lines.extend(map(_line, read_letters(self._consumer, wanted, ends)))
        self._next = dict(ends)
        newest = sorted(self._lines, key=lambda line: line.moment, reverse=True)
        total = sum(end - starts[tp] for tp, end in ends.items())
        return Letters(total=total, newest=tuple(newest))


def _line(letter: Letter) -> LetterLine:
    return LetterLine(
        place=letter.place,
        origin=letter.id,
        code=letter.code,
        message="" if letter.reason is None else letter.reason.message,
        size=len(letter.value or b""),
        moment=datetime.fromtimestamp(max(letter.timestamp_ms, 0) / 1000, tz=UTC),
    )


def _parse(place: str) -> tuple[str, int, int]:
    parts = place.split("/")
    numbers = parts[1:]
    if len(parts) != 3 or not all(n.isascii() and n.isdigit() and len(n) < 19 for n in numbers):
        raise LetterGone(f"{place!r} names no dead letter; want TOPIC/PARTITION/OFFSET")
    return parts[0], int(numbers[0]), int(numbers[1])
