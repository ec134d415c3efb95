"""Lag measured on a real broker; confluent-kafka produces, commits and knows the truth."""

import gc
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import orjson
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient

from agents.commands.lag import UNREACHABLE, run_lag
from agents.embedded.broker import EmbeddedBroker
from agents.errors import WrongTopics
from agents.ops.lag import AgentLag, measure_lag
from agents.ops.offsets import Observer, observing
from agents.ops.topics import create_topics
from agents.settings import Settings
from schemas.dead_letter import DeadLetterReason
from support.screen import Screen

pytestmark = pytest.mark.broker

# kafka-python forgets to close the sockets of connections that failed; nothing of ours.
leaks_sockets = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def settings(broker: EmbeddedBroker, topic_prefix: str) -> Settings:
    chosen = Settings(
        kafka_bootstrap_servers=broker.bootstrap_servers,
        topic_prefix=topic_prefix,
        group_prefix=topic_prefix,
    )
    create_topics(chosen)
    return chosen


@pytest.fixture
def observer(settings: Settings) -> Iterator[Observer]:
    with observing(settings) as opened:
        yield opened


def lag_of(observer: Observer, agent: str = "extract") -> AgentLag:
    return next(measure_lag(look) for look in observer.look() if look.agent == agent)


def produce(
    settings: Settings,
    count: int,
    *,
    partition: int = 0,
    age_seconds: float = 0,
    transaction: str = "",
) -> None:
    """*count* articles into one partition, each *age_seconds* old."""
    options = {"transactional.id": transaction} if transaction else {}
    producer = Producer({"bootstrap.servers": settings.kafka_bootstrap_servers, **options})
    if transaction:
        producer.init_transactions(30)
        producer.begin_transaction()
    timestamp = int((time.time() - age_seconds) * 1000)
    for number in range(count):
        producer.produce(
            settings.topic_prefix + "raw-articles",
            value=b"x" * 2_000,
            key=str(number),
            partition=partition,
            timestamp=timestamp,
        )
    if transaction:
        producer.commit_transaction(30)
    else:
        producer.flush(30)


def commit(settings: Settings, offset: int, *, partition: int = 0) -> None:
    """What the agent's own consumer would do."""
    consumer = Consumer(
        {
            "bootstrap.servers": settings.kafka_bootstrap_servers,
            "group.id": settings.group_prefix + "extract",
        }
    )
    topic = settings.topic_prefix + "raw-articles"
    consumer.commit(offsets=[TopicPartition(topic, partition, offset)], asynchronous=False)
    consumer.close()


def test_a_group_that_never_committed_has_everything_before_it(
    settings: Settings, observer: Observer
) -> None:
    started_at = time.time()
    produce(settings, 30, partition=2, age_seconds=60)
    produce(settings, 5, partition=5, age_seconds=20)

    lag = lag_of(observer)
    passed = time.time() - started_at

    assert lag.lag_messages == 35
    assert [each.committed_offset for each in lag.partitions] == [None] * 8
    # Of their age when they were sent, and what has passed since, but no more than that.
    for shown, born in ((lag.lag_seconds, 60), (lag.partitions[5].lag_seconds, 20)):
        assert shown is not None
        assert born <= shown <= born + passed + 0.01


def test_lag_is_counted_and_aged_from_the_committed_offset(
    settings: Settings, observer: Observer
) -> None:
    produce(settings, 10, age_seconds=3_600)
    produce(settings, 4, age_seconds=120)
    produce(settings, 6, age_seconds=1)
    commit(settings, 10)

    first = lag_of(observer)
    commit(settings, 14)
    second = lag_of(observer)
    commit(settings, 20)
    third = lag_of(observer)

    assert (first.lag_messages, second.lag_messages, third.lag_messages) == (10, 6, 0)
    assert first.lag_seconds == pytest.approx(120, abs=2)
    assert second.lag_seconds == pytest.approx(1, abs=2)
    assert third.lag_seconds is None


def test_the_shown_age_is_true_within_a_second_over_many_looks(
    settings: Settings, observer: Observer
) -> None:
    born = time.time()
    produce(settings, 3)
    for _ in range(20):
        shown = lag_of(observer)
        assert shown.lag_seconds == pytest.approx(time.time() - born, abs=1)


def test_what_retention_took_is_no_lag(settings: Settings, observer: Observer) -> None:
    produce(settings, 10, age_seconds=100)
    started_at = time.time()
    produce(settings, 5, age_seconds=7)
    commit(settings, 3)
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap_servers})
    cut = TopicPartition(settings.topic_prefix + "raw-articles", 0, 10)
    admin.delete_records([cut])[cut].result(10)

    lag = lag_of(observer)
    passed = time.time() - started_at

    first = lag.partitions[0]
    assert (first.committed_offset, first.start_offset, first.end_offset) == (3, 10, 15)
    assert lag.lag_messages == 5
    assert lag.lag_seconds is not None
    # That of the records left; they grew older while the test ran, and no more than that.
    assert 7 <= lag.lag_seconds <= 7.01 + passed


def test_a_transaction_marker_at_the_end_is_no_lag(settings: Settings, observer: Observer) -> None:
    produce(settings, 3, transaction=settings.topic_prefix)
    commit(settings, 3)

    lag = lag_of(observer)

    assert lag.partitions[0].end_offset == 4
    assert (lag.lag_messages, lag.lag_seconds) == (0, None)


def test_the_age_is_that_of_the_next_record_where_a_marker_stands_at_the_commit(
    settings: Settings, observer: Observer
) -> None:
    produce(settings, 3, age_seconds=90, transaction=settings.topic_prefix)
    produce(settings, 2, age_seconds=30)
    commit(settings, 3)

    assert lag_of(observer).lag_seconds == pytest.approx(30, abs=2)


def test_dead_letters_are_counted_by_agent_and_counting_goes_on(
    settings: Settings, observer: Observer
) -> None:
    def die(agent: str, count: int) -> None:
        producer = Producer({"bootstrap.servers": settings.kafka_bootstrap_servers})
        reason = DeadLetterReason(
            code="bug",
            stage="decode",
            message="It broke.",
            topic="raw-articles",
            partition=0,
            offset=1,
            timestamp=1,
            agent=agent,
            version="0.1.0",
        )
        for _ in range(count):
            topic = settings.topic_prefix + "dead-letters"
            producer.produce(topic, value=b"x", headers=[*reason.to_headers()])
        producer.flush(30)

    die("extract", 3)
    die("store", 1)
    before = (lag_of(observer).dead_letters, lag_of(observer, "store").dead_letters)
    die("extract", 2)
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap_servers})
    cut = TopicPartition(settings.topic_prefix + "dead-letters", 0, 1)
    admin.delete_records([cut])[cut].result(10)

    assert before == (3, 1)
    assert lag_of(observer).dead_letters == 4


def test_members_are_counted_and_named_and_looking_joins_no_group(
    settings: Settings, observer: Observer
) -> None:
    group = settings.group_prefix + "extract"
    assert lag_of(observer).members == 0
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap_servers})
    assert group not in {each.group_id for each in admin.list_consumer_groups().result(10).valid}
    member = Consumer(
        {
            "bootstrap.servers": settings.kafka_bootstrap_servers,
            "group.id": group,
            "client.id": "worker-7",
        }
    )
    member.subscribe([settings.topic_prefix + "raw-articles"])
    deadline = time.monotonic() + 30
    while not member.assignment() and time.monotonic() < deadline:
        member.poll(0.2)

    lag = lag_of(observer)
    member.close()

    assert lag.members == 1
    assert {each.member for each in lag.partitions} == {"worker-7@127.0.0.1"}


def test_json_has_one_object_an_agent(settings: Settings) -> None:
    produce(settings, 2)
    screen = Screen()

    status = run_lag(settings=settings, watch=False, as_json=True, console=screen.console)

    shown = [orjson.loads(line) for line in screen.lines]
    assert status == 0
    assert [(each["agent"], each["lag_messages"]) for each in shown] == [
        ("extract", 2),
        ("store", 0),
    ]
    observed_at = datetime.fromisoformat(shown[0]["observed_at"])
    assert abs((datetime.now(UTC) - observed_at).total_seconds()) < 5


def test_watching_in_a_pipe_gives_a_line_an_agent_each_second_with_rates(
    settings: Settings,
) -> None:
    screen = Screen(interrupt_after=6)
    started = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        run_lag(settings=settings, watch=True, as_json=True, console=screen.console)

    rates = [orjson.loads(line)["rate_in"] for line in screen.lines]
    assert rates == [None, None, 0.0, 0.0, 0.0, 0.0]
    assert time.monotonic() - started == pytest.approx(2, abs=1.5)


@leaks_sockets
@pytest.mark.slow
def test_watching_goes_on_through_a_restart_of_the_broker(own_broker: EmbeddedBroker) -> None:
    own_broker.start()
    settings = Settings(kafka_bootstrap_servers=own_broker.bootstrap_servers)
    create_topics(settings)
    with observing(settings) as observer:
        assert lag_of(observer).lag_messages == 0
        own_broker.restart()
        produce(settings, 5)

        assert lag_of(observer).lag_messages == 5
    gc.collect()


def test_without_a_broker_one_line_and_status_3(free_port: int) -> None:
    screen = Screen()
    settings = Settings(kafka_bootstrap_servers=f"127.0.0.1:{free_port}")

    status = run_lag(settings=settings, watch=True, as_json=False, console=screen.console)

    assert (status, screen.lines, len(screen.notes)) == (UNREACHABLE, [], 1)
    assert "nothing listens" in screen.notes[0]


def test_without_topics_the_remedy_is_told(broker: EmbeddedBroker, topic_prefix: str) -> None:
    settings = Settings(kafka_bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)

    with pytest.raises(WrongTopics, match="`eventwire topics create`"):
        run_lag(settings=settings, watch=False, as_json=False, console=Screen().console)
