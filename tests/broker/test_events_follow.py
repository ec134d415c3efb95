"""The events topic followed on a real broker; confluent-kafka writes it."""

import gc
import threading
import time
from collections.abc import Callable

import orjson
import pytest
from confluent_kafka import Producer

from agents.commands.events import run_follow
from agents.embedded.broker import EmbeddedBroker
from agents.errors import WrongTopics
from agents.ops.topics import create_topics
from agents.settings import Settings
from schemas.codec import encode
from support.builders import make_event
from support.screen import Screen

pytestmark = pytest.mark.broker


@pytest.fixture
def settings(broker: EmbeddedBroker, topic_prefix: str) -> Settings:
    chosen = Settings(kafka_bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)
    create_topics(chosen)
    return chosen


def publish(
    settings: Settings, key: str, value: bytes | None, *, partition: int = 0, at: int | None = None
) -> None:
    """One message on events, with its time in seconds."""
    producer = Producer({"bootstrap.servers": settings.kafka_bootstrap_servers})
    timestamp = int((time.time() if at is None else at) * 1000)
    producer.produce(
        settings.topic_prefix + "events",
        key=key,
        value=value,
        partition=partition,
        timestamp=timestamp,
    )
    assert producer.flush(30) == 0


def await_effect(seen: Callable[[], bool]) -> None:
    """Return once *seen*; what comes after a minute without it shows what is missing."""
    deadline = time.monotonic() + 60
    while not seen() and time.monotonic() < deadline:
        time.sleep(0.05)


def follow(
    settings: Settings, screen: Screen, *, from_beginning: bool, as_json: bool = True
) -> int:
    return run_follow(
        settings=settings, console=screen.console, from_beginning=from_beginning, as_json=as_json
    )


def test_history_comes_in_the_order_of_time_across_partitions(settings: Settings) -> None:
    now = int(time.time()) - 1_000
    for number in range(40):
        event = make_event(f"a{number}")
        publish(settings, event.id, encode(event), partition=number * 3 % 8, at=now + number)
    screen = Screen(interrupt_after=40)

    assert follow(settings, screen, from_beginning=True) == 130

    articles = [orjson.loads(line)["article_id"] for line in screen.lines]
    assert articles == [f"a{number}" for number in range(40)]


def test_a_long_history_of_several_partitions_comes_whole(settings: Settings) -> None:
    """More of each partition than is read before the others have their turn."""
    servers = settings.kafka_bootstrap_servers
    producer = Producer({"bootstrap.servers": servers, "enable.idempotence": True})
    for number in range(2_400):
        producer.produce(f"{settings.topic_prefix}events", key=f"{number}", partition=number % 3)
    assert producer.flush(30) == 0
    screen = Screen(interrupt_after=2_400)

    assert follow(settings, screen, from_beginning=True) == 130

    numbers = [int(orjson.loads(line)["id"]) for line in screen.lines]
    for partition in range(3):
        assert [each for each in numbers if each % 3 == partition] == [*range(partition, 2_400, 3)]


def test_an_event_comes_as_it_was_sent_and_a_tombstone_as_its_id(settings: Settings) -> None:
    event = make_event("a1")
    retracted = event.model_copy(update={"state": "retracted", "revision": 2})
    newer = orjson.dumps({**orjson.loads(encode(event)), "added_later": 1})
    for value in (encode(event), newer, encode(retracted), None):
        publish(settings, event.id, value)
    screen = Screen(interrupt_after=4)

    follow(settings, screen, from_beginning=True)

    assert screen.lines[:3] == [
        value.decode() for value in (encode(event), newer, encode(retracted))
    ]
    assert orjson.loads(screen.lines[3]) == {"id": event.id, "state": "tombstone"}


def test_plain_lines_say_who_did_what_to_whom_and_what_was_retracted(settings: Settings) -> None:
    event = make_event("a1", negated=True, status="future")
    publish(settings, event.id, encode(event))
    publish(settings, "evil\x1b[2J", None)
    screen = Screen(interrupt_after=2)

    follow(settings, screen, from_beginning=True, as_json=False)

    assert screen.lines == [
        "current\t2021-07-13\tTHREATEN (negated, future)\tTaliban (AFG)\tTurkey (TUR)\tKabul\t0.87"
        f"\ta1\tThe Taliban threatened Turkey in Kabul on Tuesday.\t{event.id}",
        "retracted evil\\x1b[2J",
    ]


def test_what_is_no_event_is_told_on_stderr_and_the_others_go_on(settings: Settings) -> None:
    event = make_event("a1")
    publish(settings, "x", b"\xff not an event")
    publish(settings, event.id, encode(event))
    screen = Screen(interrupt_after=1)

    follow(settings, screen, from_beginning=True)

    assert f"{settings.topic_prefix}events/0/0 is no event" in screen.notes[0]
    assert orjson.loads(screen.lines[0])["id"] == event.id


def test_without_from_beginning_only_what_comes_is_shown(settings: Settings) -> None:
    old, new = make_event("old"), make_event("new")
    publish(settings, old.id, encode(old))
    screen = Screen(interrupt_after=1)

    def publish_until_shown() -> None:
        # What is sent before the following has begun is not shown, and sent again.
        deadline = time.monotonic() + 60
        while not screen.lines and time.monotonic() < deadline:
            publish(settings, new.id, encode(new))
            time.sleep(0.2)

    publishing = threading.Thread(target=publish_until_shown)
    publishing.start()

    assert follow(settings, screen, from_beginning=False) == 130
    publishing.join()

    assert [orjson.loads(line)["article_id"] for line in screen.lines] == ["new"]


# kafka-python forgets to close the sockets of connections that failed; nothing of ours.
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.slow
def test_following_goes_on_through_an_outage_of_the_broker(own_broker: EmbeddedBroker) -> None:
    own_broker.start()
    settings = Settings(kafka_bootstrap_servers=own_broker.bootstrap_servers)
    create_topics(settings)
    before, after = make_event("before"), make_event("after")
    publish(settings, before.id, encode(before), partition=1)
    screen = Screen(interrupt_after=2)

    def lose_and_return() -> None:
        await_effect(lambda: bool(screen.lines))
        own_broker.kill()
        await_effect(lambda: any("waiting for it" in note for note in screen.notes))
        own_broker.start()
        publish(settings, after.id, encode(after), partition=2)

    outage = threading.Thread(target=lose_and_return)
    outage.start()
    status = follow(settings, screen, from_beginning=True)
    outage.join()
    gc.collect()

    assert status == 130
    assert [orjson.loads(each)["article_id"] for each in screen.lines] == ["before", "after"]
    assert any("nothing listens" in note and "waiting for it" in note for note in screen.notes)


def test_without_its_topic_the_remedy_is_told(broker: EmbeddedBroker, topic_prefix: str) -> None:
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)

    with pytest.raises(WrongTopics, match="`eventwire topics create`"):
        follow(settings, Screen(), from_beginning=True)
