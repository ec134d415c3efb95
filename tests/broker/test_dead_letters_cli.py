"""Dead letters listed, shown and sent back on a real broker; confluent-kafka writes and reads them."""

import os

import orjson
import pytest
from confluent_kafka import Producer

from agents.commands.dead_letters import run_list, run_replay, run_show
from agents.embedded.broker import EmbeddedBroker
from agents.errors import OperatorError, UsageError
from agents.ops.topics import create_topics
from agents.settings import Settings
from schemas.dead_letter import DeadLetterReason
from support.screen import Screen
from support.witness import Record, read_topic

pytestmark = pytest.mark.broker


class Box:
    """The topic dead-letters of one test: letters go in, replayed messages come out."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.raw = settings.topic_prefix + "raw-articles"
        self._servers = {"bootstrap.servers": settings.kafka_bootstrap_servers}

    def put(
        self,
        value: bytes | None,
        *,
        key: bytes | None = b"k",
        code: str = "bug",
        offset: int = 0,
        topic: str | None = None,
        with_reason: bool = True,
    ) -> None:
        """One letter, with the header ``trace`` of its producer."""
        reason = DeadLetterReason.model_validate(
            {
                "code": code,
                "stage": "decode",
                "message": f"It broke: \x1b[31m{code}",
                "topic": topic or self.raw,
                "partition": 3,
                "offset": offset,
                "timestamp": 1,
                "agent": "extract",
                "version": "0.1.0",
            }
        )
        producer = Producer({**self._servers, "message.max.bytes": 17_000_000})
        headers: list[tuple[str, str | bytes | None]] = [("trace", b"\xff\x00")]
        headers += reason.to_headers() if with_reason else []
        letters = self.settings.topic_prefix + "dead-letters"
        producer.produce(letters, value=value, key=key, headers=headers)
        assert producer.flush(30) == 0

    def replayed(self) -> list[Record]:
        """Everything that is in raw-articles."""
        return read_topic(self.settings.kafka_bootstrap_servers, self.raw)

    def replay(
        self,
        screen: Screen,
        *,
        all_letters: bool = False,
        code: str | None = None,
        letter: str | None = None,
        dry_run: bool = False,
    ) -> int:
        """The command."""
        return run_replay(
            settings=self.settings,
            console=screen.console,
            all_letters=all_letters,
            code=code,
            letter=letter,
            dry_run=dry_run,
        )


@pytest.fixture
def box(broker: EmbeddedBroker, topic_prefix: str) -> Box:
    settings = Settings(
        kafka_bootstrap_servers=broker.bootstrap_servers,
        topic_prefix=topic_prefix,
        group_prefix=topic_prefix,
    )
    create_topics(settings)
    return Box(settings)


def test_a_replayed_message_is_the_original_byte_for_byte_and_says_where_it_lay(box: Box) -> None:
    box.put(b"\xff\x00 not json", key=b"\xfe", code="not_json")
    screen = Screen()

    assert box.replay(screen, all_letters=True) == 0

    (message,) = box.replayed()
    place = f"{box.settings.topic_prefix}dead-letters/0/0".encode()
    assert (message.key, message.value) == (b"\xfe", b"\xff\x00 not json")
    assert list(message.headers) == [("trace", b"\xff\x00"), ("eventwire.replayed-from", place)]
    assert screen.lines == ["not_json: 1 replayed"]


def test_null_values_and_null_keys_go_back_as_they_were(box: Box) -> None:
    box.put(None, key=b"k", code="empty_value")
    box.put(b"x", key=None, code="not_json")

    assert box.replay(Screen(), all_letters=True) == 0

    assert {(each.key, each.value) for each in box.replayed()} == {(b"k", None), (None, b"x")}


def test_by_code_only_its_letters_go_and_each_only_once(box: Box) -> None:
    for number in range(3):
        box.put(b"slow", code="too_slow", offset=number)
        box.put(b"bug", code="bug", offset=10 + number)
    screens = [Screen() for _ in range(4)]

    box.replay(screens[0], code="too_slow")
    box.replay(screens[1], code="too_slow")
    box.put(b"slow again", code="too_slow", offset=20)
    box.replay(screens[2], code="too_slow")
    box.replay(screens[3], all_letters=True)

    assert [screen.lines for screen in screens] == [
        ["too_slow: 3 replayed"],
        [],
        ["too_slow: 1 replayed"],
        ["bug: 3 replayed"],
    ]
    assert "replayed before" in screens[1].notes[0]
    assert len(box.replayed()) == 7


def test_by_id_a_letter_goes_as_often_as_asked(box: Box) -> None:
    box.put(b"one", offset=1)
    box.put(b"two", offset=2)

    for _ in range(2):
        assert box.replay(Screen(), letter=f"{box.raw}/3/2") == 0

    assert [each.value for each in box.replayed()] == [b"two", b"two"]


def test_a_dry_run_lists_and_sends_nothing_and_forgets_nothing(box: Box) -> None:
    box.put(b"one", offset=1)
    screen = Screen()

    assert box.replay(screen, all_letters=True, dry_run=True) == 0
    assert box.replayed() == []
    assert box.replay(Screen(), all_letters=True) == 0

    assert screen.lines[0].startswith(f"{box.raw}/3/1\tbug\tdecode\textract\t")
    assert screen.lines[1:] == ["bug: 1 would be replayed"]
    assert len(box.replayed()) == 1


def test_what_cannot_go_back_is_told_and_the_others_go(box: Box) -> None:
    box.put(b"x", topic="payroll")
    box.put(b"x", with_reason=False)
    box.put(b"x" * 2 + bytes(range(256)) * 8_000, code="too_large", offset=5)
    box.put(b"good", offset=6)
    screen, again = Screen(), Screen()

    assert box.replay(screen, all_letters=True) == 1
    assert box.replay(again, all_letters=True) == 0

    letters = box.settings.topic_prefix + "dead-letters"
    assert [note.split(": ", 1)[1] for note in screen.notes[:2]] == [
        f"{letters}/0/0 cannot be replayed: it came from payroll, which no agent reads",
        f"{letters}/0/1 cannot be replayed: its headers do not say where it came from",
    ]
    assert b"good" in {each.value for each in box.replayed()}
    assert again.lines == []


def test_a_letter_that_is_too_large_is_tried_again_each_time(box: Box) -> None:
    box.put(os.urandom(2_000_000), code="too_large")
    for _ in range(2):
        screen = Screen()
        assert box.replay(screen, all_letters=True) == 1
        assert "larger than the topic takes" in screen.notes[0]


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"all_letters": True, "code": "bug"},
        {"code": "bug", "letter": "raw-articles/0/1"},
        {"letter": "raw-articles/0"},
        {"letter": "raw-articles/zero/1"},
    ],
)
def test_anything_but_one_selector_is_wrong_usage(box: Box, chosen: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        box.replay(Screen(), **chosen)  # type: ignore[arg-type]  # each case is a subset


def test_an_unknown_code_is_refused_with_the_nearest_and_the_list(box: Box) -> None:
    with pytest.raises(UsageError, match=r"did you mean too_slow.*empty_value, too_large"):
        box.replay(Screen(), code="to_slow")


def test_an_unknown_letter_is_refused(box: Box) -> None:
    with pytest.raises(OperatorError, match="no dead letter raw-articles/0/1"):
        box.replay(Screen(), letter="raw-articles/0/1")


def test_the_list_has_the_newest_letters_with_the_id_that_replay_takes(box: Box) -> None:
    for number in range(5):
        box.put(b"abc", offset=number, code="not_json")
    plain, as_json = Screen(), Screen()

    run_list(settings=box.settings, console=plain.console, as_json=False, limit=2)
    run_list(settings=box.settings, console=as_json.console, as_json=True, limit=50)

    assert [line.split("\t")[0] for line in plain.lines] == [f"{box.raw}/3/3", f"{box.raw}/3/4"]
    assert plain.lines[0].endswith("\t3\tIt broke: \\x1b[31mnot_json")
    shown = [orjson.loads(line) for line in as_json.lines]
    assert [each["id"] for each in shown] == [f"{box.raw}/3/{number}" for number in range(5)]
    assert {each["code"] for each in shown} == {"not_json"}


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (b'{"id": 1}', ["{", '  "id": 1', "}"]),
        (b"\xff\x1b[2Jx", ["\\xff\\x1b[2Jx"]),
        (None, []),
    ],
)
def test_a_letter_is_shown_with_its_reason_and_cannot_steer_the_terminal(
    box: Box, value: bytes | None, lines: list[str]
) -> None:
    box.put(value, offset=9)
    screen = Screen()

    status = run_show(f"{box.raw}/3/9", settings=box.settings, console=screen.console)

    assert (status, screen.lines) == (0, lines)
    assert "code: bug" in screen.notes
    assert "header trace: \\xff\\x00" in screen.notes


def test_a_letter_of_sixteen_megabytes_is_shown(box: Box) -> None:
    box.put(b"x" * 16_000_000, offset=9)
    screen = Screen()

    run_show(f"{box.raw}/3/9", settings=box.settings, console=screen.console)

    assert len(screen.lines[0]) == 16_000_000
