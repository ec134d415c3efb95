"""What topics keep of their messages: by age, by key."""

from collections.abc import Mapping
from dataclasses import dataclass

from kafka import KafkaAdminClient
from kafka.admin import (
    ConfigResource,
    ConfigResourceType,
)

from agents.ops.clients import patiently


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a topic keeps; ``retention_seconds`` is null where age takes nothing."""

    retention_seconds: float | None = None
    compacted: bool = False


def read_kept(admin: KafkaAdminClient, topics: list[str]) -> dict[str, Kept]:
    """What each of *topics* keeps. Raises KafkaError."""
    asked = dict.fromkeys(("retention.ms", "cleanup.policy"))
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic, configs=asked) for topic in topics]
    described = patiently(lambda: admin.describe_configs(resources, config_filter="all"))
    return {topic: _kept(described["topic"][topic]) for topic in topics}


def _kept(configs: Mapping[str, Mapping[str, str]]) -> Kept:
    retention_ms = int(configs["retention.ms"]["value"])
    return Kept(
        retention_seconds=retention_ms / 1000 if retention_ms >= 0 else None,
        compacted="compact" in configs["cleanup.policy"]["value"],
    )
