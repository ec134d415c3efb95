"""Topics made and checked on a real broker; confluent-kafka is the independent witness."""

import gc
from collections.abc import Callable

import pytest
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # it imports without re-export
    AdminClient,
    ConfigResource,
)

from agents.commands.topics import run_check, run_create
from agents.embedded.broker import EmbeddedBroker
from agents.errors import BrokerUnreachable, InvalidSettings, WrongTopics
from agents.ops.clients import open_admin
from agents.ops.topics import check_topics, create_topics
from agents.settings import Settings
from schemas.topics import load_topics
from support.screen import Screen

pytestmark = pytest.mark.broker


@pytest.fixture
def settings(broker: EmbeddedBroker, topic_prefix: str) -> Settings:
    return Settings(kafka_bootstrap_servers=broker.bootstrap_servers, topic_prefix=topic_prefix)


def test_topics_are_made_as_their_files_describe_them(settings: Settings) -> None:
    create_topics(settings)

    witness = AdminClient({"bootstrap.servers": settings.kafka_bootstrap_servers})
    known = witness.list_topics(timeout=10).topics
    for topic in load_topics():
        name = settings.topic_prefix + topic.name
        resource = ConfigResource(ConfigResource.Type.TOPIC, name)
        config = witness.describe_configs([resource])[resource].result(10)
        assert len(known[name].partitions) == topic.partitions
        assert {key: config[key].value for key in topic.to_config()} == topic.to_config()


def test_creating_twice_creates_once_and_then_finds_no_difference(settings: Settings) -> None:
    first, second = Screen(), Screen()

    assert run_create(settings=settings, console=first.console) == 0
    assert run_create(settings=settings, console=second.console) == 0
    assert run_check(settings=settings, console=second.console) == 0

    names = [f"{settings.topic_prefix}{topic.name}: created" for topic in load_topics()]
    assert first.lines == names
    assert second.lines == []


def test_check_names_each_missing_topic_and_the_command_that_makes_it(settings: Settings) -> None:
    screen = Screen()

    assert run_check(settings=settings, console=screen.console) == 1

    assert len(screen.lines) == 5
    assert all("missing; create it with `eventwire topics create`" in each for each in screen.lines)


def test_create_leaves_an_existing_topic_and_warns_of_each_difference_which_check_fails_on(
    settings: Settings, create_topic: Callable[..., str]
) -> None:
    name = create_topic(
        "raw-articles", partitions=2, retention_ms="1000", cleanup_policy="compact,delete"
    )
    screen, checked = Screen(), Screen()

    assert run_create(settings=settings, console=screen.console) == 0
    assert run_check(settings=settings, console=checked.console) == 1

    assert f"{name}: created" not in screen.lines
    differences = [each for each in check_topics(settings) if each.topic == name]
    assert [(each.aspect, each.got, each.want) for each in differences] == [
        ("partitions", "2", "8"),
        ("cleanup.policy", "compact,delete", "delete"),
        ("retention.ms", "1000", "604800000"),
    ]
    assert screen.notes == [f"warning: {each}" for each in differences]
    assert checked.lines == [str(each) for each in differences]
    assert all(each.remedy for each in differences)


def test_the_order_of_cleanup_policies_is_no_difference(
    settings: Settings, create_topic: Callable[..., str]
) -> None:
    name = create_topic("events", partitions=8, cleanup_policy="delete,compact")

    aspects = {each.aspect for each in check_topics(settings) if each.topic == name}

    assert "cleanup.policy" not in aspects


def test_more_copies_than_brokers_are_refused_with_the_setting_to_correct(
    settings: Settings,
) -> None:
    with pytest.raises(WrongTopics, match="EVENTWIRE_REPLICATION_FACTOR"):
        create_topics(settings.model_copy(update={"replication_factor": 3}))


# kafka-python forgets to close the sockets of connections that failed; nothing of ours.
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"kafka_bootstrap_servers": "127.0.0.1:{free}"}, r"nothing listens.*`eventwire up`"),
        ({"kafka_bootstrap_servers": "nowhere.invalid:9092"}, "nowhere.invalid is not known"),
        ({"kafka_security_protocol": "SSL"}, "does not speak TLS.*SECURITY_PROTOCOL"),
        (
            {"kafka_security_protocol": "SASL_PLAINTEXT", "kafka_sasl_username": "x"},
            "does not answer as Kafka over SASL_PLAINTEXT.*SECURITY_PROTOCOL",
        ),
    ],
)
def test_a_broker_that_cannot_be_used_is_told_in_one_line(
    settings: Settings, free_port: int, changes: dict[str, str], cause: str
) -> None:
    filled = {name: given.replace("{free}", str(free_port)) for name, given in changes.items()}
    with pytest.raises(BrokerUnreachable, match=cause) as caught:
        open_admin(settings.model_copy(update=filled))

    assert "\n" not in str(caught.value)
    del caught
    gc.collect()


@pytest.mark.parametrize(
    "changes",
    [
        {"kafka_bootstrap_servers": "localhost:port"},
        {"kafka_security_protocol": "SASL_SSL"},
        {"kafka_security_protocol": "SSL", "kafka_ssl_ca_file": "/nowhere.pem"},
    ],
)
def test_settings_that_cannot_work_are_told_before_anything_is_tried(
    settings: Settings, changes: dict[str, str]
) -> None:
    with pytest.raises(InvalidSettings, match="EVENTWIRE_KAFKA_"):
        open_admin(settings.model_copy(update=changes))


def test_one_of_several_brokers_is_enough(settings: Settings, free_port: int) -> None:
    servers = f"127.0.0.1:{free_port},{settings.kafka_bootstrap_servers}"

    open_admin(settings.model_copy(update={"kafka_bootstrap_servers": servers})).close()
