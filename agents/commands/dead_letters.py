"""``eventwire dead-letters``: list them, look at one, send them back once the cause is mended."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson
from kafka import (
    KafkaAdminClient,
    KafkaConsumer,
    TopicPartition,
)

from agents.commands.console import Console
from agents.errors import OperatorError, UsageError, did_you_mean
from agents.ops.clients import broker_errors, open_admin, open_consumer
from agents.ops.letters import load_marks, read_letters, save_marks
from agents.ops.records import Offsets, list_partitions, read_bounds
from agents.ops.sending import sending
from agents.replay import (
    Letter,
    Marks,
    NotReplayable,
    Replay,
    Selection,
    advance_marks,
    to_replay,
)
from agents.settings import Settings
from agents.topology import HOPS, names_of
from schemas.dates import write_moment
from schemas.dead_letter import CODES

_HEADINGS = ("id", "code", "stage", "agent", "when", "bytes", "message")
_SELECTORS = "want exactly one of --all, --code CODE and --id TOPIC/PARTITION/OFFSET"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """The topic dead-letters as it was when the command began."""

    admin: KafkaAdminClient
    consumer: KafkaConsumer
    starts: Offsets
    ends: Offsets


def run_list(*, settings: Settings, console: Console, as_json: bool, limit: int) -> int:
    """The newest *limit* letters, the oldest of them first."""
    with broker_errors(settings), _open_box(settings) as box:
        total = sum(box.ends[tp] - start for tp, start in box.starts.items())
        newest = {tp: max(start, box.ends[tp] - limit) for tp, start in box.starts.items()}
        rows = [_summary(letter) for letter in read_letters(box.consumer, newest, box.ends)]
    # Each partition has given its newest ones; of all of them the newest are wanted.
    shown = sorted(rows, key=lambda row: str(row["when"]))[-limit:]
    if as_json:
        for row in shown:
            console.json(row)
    elif shown:
        console.table(_HEADINGS, [[row[name] for name in _HEADINGS] for row in shown])
    if total > len(shown):
        console.note(f"the newest {len(shown)} of {total} dead letters; --limit shows more")
    elif not shown:
        console.note("no dead letters")
    return 0


def run_show(letter: str, *, settings: Settings, console: Console) -> int:
    """One letter: its value on stdout (JSON made readable, else escaped), the rest on stderr."""
    _check_id(letter)
    with broker_errors(settings), _open_box(settings) as box:
        found = _find(letter, box)
    for name, told in _summary(found).items():
        console.note(f"{name}: {told}")
    for header, carried in found.headers:
        console.note(f"header {header}: {carried.decode('utf-8', 'backslashreplace')}")
    if found.value is None:
        console.note("the value is null")
        return 0
    try:
        pretty = orjson.dumps(orjson.loads(found.value), option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONDecodeError:
        pretty = found.value.decode("utf-8", "backslashreplace")
    for line in pretty.split("\n"):
        console.line(line)
    return 0


def run_replay(
    *,
    settings: Settings,
    console: Console,
    all_letters: bool,
    code: str | None,
    letter: str | None,
    dry_run: bool,
) -> int:
    """Send letters back to the topic they came from, and wait for each acknowledgement.

    ``--all`` and ``--code`` send each letter once: up to which offset that was done is remembered
    in Kafka, as a committed offset of the group ``<prefix>replay``. Should that be lost, sending a
    letter twice changes nothing: the agents are idempotent. What fails again is a new letter.
    """
    selection = _selection(all_letters=all_letters, code=code, letter=letter)
    with broker_errors(settings), _open_box(settings) as box:
        run = _ReplayRun(selection=selection, settings=settings, console=console, box=box)
        if dry_run:
            run.rehearse()
        else:
            run.send()
    return run.report(dry_run=dry_run)


@dataclass(slots=True, kw_only=True)
class _ReplayRun:
    """One run of ``replay``: what was sent, what could not be, and how far each code has come."""

    selection: Selection
    settings: Settings
    console: Console
    box: _Box
    sent: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    kept: dict[TopicPartition, dict[str, int]] = field(default_factory=dict)

    def rehearse(self) -> None:
        """Show what would be sent, and send nothing."""
        for planned in self._plan(self._load_marks()):
            self.sent[planned.letter.code] += 1
            summary = _summary(planned.letter)
            self.console.table(_HEADINGS, [[summary[name] for name in _HEADINGS]])

    def send(self) -> None:
        """Send, and remember how far. Raises KafkaError where the broker is lost."""
        marks = self._load_marks()

        def acknowledged(letter: tuple[TopicPartition, int, str]) -> None:
            self.sent[letter[2]] += 1

        def refused(letter: tuple[TopicPartition, int, str], why: str) -> None:
            tp, offset, code = letter
            self._fail(f"{tp.topic}/{tp.partition}/{offset}", why)
            known = self.kept.setdefault(tp, {})
            known[code] = min(offset, known.get(code, offset))

        with sending(self.settings, acknowledged=acknowledged, refused=refused) as sender:
            for planned in self._plan(marks):
                letter = planned.letter
                sender.send(
                    (TopicPartition(letter.topic, letter.partition), letter.offset, letter.code),
                    topic=planned.topic,
                    key=planned.key,
                    value=planned.value,
                    headers=list(planned.headers),
                )
        if self.selection.letter is None:
            self._save_marks(marks)

    def report(self, *, dry_run: bool) -> int:
        """How many of each code; 0 where none failed."""
        verb = "would be replayed" if dry_run else "replayed"
        for code, count in sorted(self.sent.items()):
            self.console.line(f"{code}: {count} {verb}")
        if not self.sent and not self.failed:
            self.console.note(
                "nothing to replay: no such letter, or replayed before; --id sends one again"
            )
        return 1 if self.failed else 0

    def _plan(self, marks: dict[TopicPartition, Marks]) -> Iterator[Replay]:
        named = self.selection.letter
        if named is not None:
            yield from self._planned(_find(named, self.box))
            return
        starts = {
            tp: self.selection.first_offset(marks[tp], start=start)
            for tp, start in self.box.starts.items()
        }
        for letter in read_letters(self.box.consumer, starts, self.box.ends):
            tp = TopicPartition(letter.topic, letter.partition)
            if self.selection.includes(letter, marks[tp]):
                yield from self._planned(letter)

    def _planned(self, letter: Letter) -> Iterator[Replay]:
        names = names_of(self.settings)
        planned = to_replay(letter, topics=[names.topic(hop.reads) for hop in HOPS])
        if isinstance(planned, NotReplayable):
            self._fail(letter.place, planned.why)
        else:
            yield planned

    def _fail(self, place: str, why: str) -> None:
        self.failed += 1
        self.console.error(f"{place} cannot be replayed: {why}")

    def _load_marks(self) -> dict[TopicPartition, Marks]:
        return load_marks(self.box.admin, self._group, self.box.ends)

    def _save_marks(self, marks: dict[TopicPartition, Marks]) -> None:
        advanced = {
            tp: advance_marks(marks[tp], self.selection, end_offset=end, kept=self.kept.get(tp, {}))
            for tp, end in self.box.ends.items()
        }
        save_marks(self.box.admin, self._group, advanced)

    @property
    def _group(self) -> str:
        return names_of(self.settings).replay_group


@contextmanager
def _open_box(settings: Settings) -> Iterator[_Box]:
    topic = names_of(settings).topic("dead-letters")
    with open_admin(settings) as admin, open_consumer(settings) as consumer:
        starts, ends = read_bounds(admin, list_partitions(admin, topic))
        yield _Box(admin=admin, consumer=consumer, starts=starts, ends=ends)


def _find(wanted: str, box: _Box) -> Letter:
    """The letter of that id, or at that place. Raises OperatorError where there is none."""
    topic, partition, offset = _check_id(wanted)
    starts = dict(box.starts)
    tp = TopicPartition(topic, partition)
    if tp in starts:
        # The letter's own place: no need to read what lies before it.
        starts = {tp: max(starts[tp], offset)}
    named = Selection(letter=wanted)
    for letter in read_letters(box.consumer, starts, box.ends):
        if named.includes(letter, {}):
            return letter
        if tp in starts:
            break
    raise OperatorError(
        f"no dead letter {wanted}; `eventwire dead-letters list` shows those that are kept"
    )


def _selection(*, all_letters: bool, code: str | None, letter: str | None) -> Selection:
    if sum((all_letters, code is not None, letter is not None)) != 1:
        raise UsageError(f"replay what? {_SELECTORS}")
    if letter is not None:
        _check_id(letter)
        return Selection(letter=letter)
    if code is None:
        return Selection(codes=frozenset(CODES))
    if code not in CODES:
        hint = did_you_mean(code, CODES)
        raise UsageError(
            f"unknown code {code!r}; {hint and hint + ' '}the codes are {', '.join(CODES)}"
        )
    return Selection(codes=frozenset({code}))


def _check_id(text: str) -> tuple[str, int, int]:
    topic, _, rest = text.partition("/")
    partition, _, offset = rest.partition("/")
    if not topic or not all(part.isascii() and part.isdigit() for part in (partition, offset)):
        raise UsageError(f"{text!r} names no dead letter; want TOPIC/PARTITION/OFFSET")
    return topic, int(partition), int(offset)


def _summary(letter: Letter) -> dict[str, object]:
    reason = letter.reason
    moment = datetime.fromtimestamp(letter.timestamp_ms / 1000, tz=UTC)
    return {
        "id": letter.id,
        "code": letter.code,
        "stage": None if reason is None else reason.stage,
        "agent": None if reason is None else reason.agent,
        "when": write_moment(moment),
        "bytes": len(letter.value or b""),
        "message": None if reason is None else reason.message,
        "attempts": None if reason is None else reason.attempts,
        "version": None if reason is None else reason.version,
        "key": None if letter.key is None else letter.key.decode("utf-8", "backslashreplace"),
        "letter": letter.place,
    }
