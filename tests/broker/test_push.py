"""Articles pushed to a real broker; confluent-kafka reads what arrived."""

import gc
import os
import threading
from pathlib import Path

import orjson
import pytest

from agents.commands.push import run_push
from agents.embedded.broker import EmbeddedBroker
from agents.errors import WrongTopics
from agents.ops.topics import create_topics
from agents.settings import Settings
from support.screen import Screen
from support.witness import Record, read_topic

pytestmark = pytest.mark.broker

# kafka-python forgets to close the sockets of connections that failed; nothing of ours.
leaks_sockets = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def settings(broker: EmbeddedBroker, topic_prefix: str) -> Settings:
    chosen = Settings(kafka_bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)
    create_topics(chosen)
    return chosen


def read_articles(settings: Settings) -> list[Record]:
    """Everything in raw-articles, as an independent client reads it."""
    return read_topic(settings.kafka_bootstrap_servers, settings.topic_prefix + "raw-articles")


def write_lines(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def article(number: int) -> bytes:
    return orjson.dumps({"id": f"a{number}", "body": f"Text {number}. " + "word " * 300})


def test_every_article_arrives_byte_for_byte_under_its_id(
    settings: Settings, tmp_path: Path
) -> None:
    sent = {f"a{number}".encode(): article(number) for number in range(3_000)}
    file = write_lines(tmp_path / "articles.ndjson", *sent.values())
    screen = Screen()

    status = run_push([file], settings=settings, validate=True, console=screen.console)

    assert (status, screen.lines) == (0, ["3000 articles acknowledged"])
    received = read_articles(settings)
    assert len(received) == 3_000
    assert {message.key: message.value for message in received} == sent


def test_an_article_known_by_its_url_is_keyed_by_the_canonical_one(
    settings: Settings, tmp_path: Path
) -> None:
    value = b'{"url": "https://Example.org/a?utm_source=x#top", "body": "b"}'
    file = write_lines(tmp_path / "a.ndjson", value)

    run_push([file], settings=settings, validate=True, console=Screen().console)

    (message,) = read_articles(settings)
    assert (message.key, message.value) == (b"https://example.org/a", value)


def test_a_bad_article_is_told_with_file_and_line_and_the_others_go_on(
    settings: Settings, tmp_path: Path
) -> None:
    file = write_lines(tmp_path / "a.ndjson", article(1), b"not json", b'{"id": 1}', article(2))
    screen = Screen()

    status = run_push(
        [tmp_path / "none.json", file], settings=settings, validate=True, console=screen.console
    )

    assert (status, screen.lines) == (1, ["2 articles acknowledged"])
    assert f"{tmp_path}/none.json: does not exist" in screen.notes[0]
    assert f"{file}:2: " in screen.notes[1]
    assert f"{file}:3: /id" in screen.notes[2]
    assert {message.key for message in read_articles(settings)} == {b"a1", b"a2"}


def test_without_validation_bytes_are_sent_as_they_are(settings: Settings, tmp_path: Path) -> None:
    lines = [b"\xff\x00 not json", b'{"id": "known", "body": 7}', b"[1]"]
    file = write_lines(tmp_path / "a.ndjson", *lines)

    status = run_push([file], settings=settings, validate=False, console=Screen().console)

    received = {message.value: message.key for message in read_articles(settings)}
    assert status == 0
    assert received == {lines[0]: None, lines[1]: b"known", lines[2]: None}


def test_a_message_that_the_topic_does_not_take_is_told_and_the_others_go_on(
    settings: Settings, tmp_path: Path
) -> None:
    file = write_lines(tmp_path / "a.ndjson", article(1), os.urandom(1_500_000).hex().encode())
    screen = Screen()

    status = run_push([file], settings=settings, validate=False, console=screen.console)

    assert (status, screen.lines) == (1, ["1 article acknowledged"])
    assert f"{file}:2: it is larger than the topic takes" in screen.notes[0]


def test_without_its_topic_nothing_is_sent_and_the_remedy_is_told(
    broker: EmbeddedBroker, topic_prefix: str, tmp_path: Path
) -> None:
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)
    file = write_lines(tmp_path / "a.ndjson", article(1))

    with pytest.raises(WrongTopics, match=r"raw-articles.*`eventwire topics create`"):
        run_push([file], settings=settings, validate=True, console=Screen().console)


@leaks_sockets
@pytest.mark.slow
def test_a_broker_lost_midway_leaves_a_true_count_and_one_line(
    own_broker: EmbeddedBroker, tmp_path: Path
) -> None:
    own_broker.start()
    settings = Settings(kafka_bootstrap_servers=own_broker.bootstrap_servers)
    create_topics(settings)
    pipe = tmp_path / "slow.ndjson"
    os.mkfifo(pipe)

    def feed() -> None:
        with pipe.open("wb") as stream:
            stream.write(b"".join(article(number) + b"\n" for number in range(500)))
            stream.flush()
            threading.Event().wait(2)
            own_broker.kill()
            stream.write(b"".join(article(number) + b"\n" for number in range(500, 600)))

    feeder = threading.Thread(target=feed)
    feeder.start()
    screen = Screen()
    status = run_push([pipe], settings=settings, validate=True, console=screen.console)
    feeder.join()

    assert (status, screen.lines) == (1, ["500 articles acknowledged"])
    assert len(screen.notes) == 1
    assert "then no more: no Kafka broker at" in screen.notes[0]
    own_broker.start()
    assert len(read_articles(settings)) == 500
    gc.collect()
