"""Topic files: what they become on the broker, and what is refused."""

import pytest
from pydantic import ValidationError

from schemas.topics import Topic, load_topics

DAY_MS = 86_400_000


def topic(**changes: object) -> Topic:
    """A topic with *changes*."""
    fields: dict[str, object] = {
        "name": "events",
        "description": "One message per event.",
        "key": "event id",
        "value": "an event",
        "partitions": 8,
        "cleanup_policy": "compact,delete",
        "retention_days": 30,
        "max_message_bytes": 8_388_608,
        "written_by": ["store"],
        "read_by": ["downstream consumers"],
    }
    return Topic.model_validate({**fields, **changes})


def test_the_configuration_is_in_the_brokers_names_and_units() -> None:
    assert topic(retention_days=30).to_config() == {
        "cleanup.policy": "compact,delete",
        "retention.ms": str(30 * DAY_MS),
        "max.message.bytes": "8388608",
        "message.timestamp.type": "CreateTime",
    }


def test_a_compaction_lag_is_told_in_milliseconds_where_there_is_one() -> None:
    config = topic(min_compaction_lag_hours=24).to_config()

    assert config["min.compaction.lag.ms"] == str(DAY_MS)


def test_an_unknown_key_in_a_topic_file_is_refused() -> None:
    with pytest.raises(ValidationError, match="retention_hours"):
        topic(retention_hours=3)


@pytest.mark.parametrize("policy", ["compact", "keep", ""])
def test_a_cleanup_policy_outside_the_closed_list_is_refused(policy: str) -> None:
    with pytest.raises(ValidationError, match="cleanup_policy"):
        topic(cleanup_policy=policy)


def test_only_a_compacted_topic_has_a_compaction_lag() -> None:
    for loaded in load_topics():
        compacted = "compact" in loaded.cleanup_policy
        assert compacted == (loaded.min_compaction_lag_hours is not None)


def test_an_oversize_article_fits_into_the_dead_letters() -> None:
    limits = {loaded.name: loaded.max_message_bytes for loaded in load_topics()}

    assert limits["dead-letters"] >= max(limits.values())


def test_an_event_fits_wherever_its_extraction_did() -> None:
    limits = {loaded.name: loaded.max_message_bytes for loaded in load_topics()}

    assert limits["events"] >= limits["extractions"] > limits["raw-articles"]
