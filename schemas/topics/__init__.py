"""The topics, one TOML file each: what they carry, how they are kept, who writes and reads them."""

import tomllib
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.errors import InvalidDataFile

TopicName = Literal["raw-articles", "extractions", "events", "dead-letters"]


class Topic(BaseModel):
    """One topic. ``max_message_bytes`` bounds a record batch as sent, so after compression."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: TopicName
    description: str
    key: str
    value: str
    partitions: int
    cleanup_policy: Literal["delete", "compact,delete"]
    retention_days: int
    max_message_bytes: int
    min_compaction_lag_hours: int | None = None
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]

    def to_config(self) -> dict[str, str]:
        """The topic's configuration in Kafka's names."""
        config = {
            "cleanup.policy": self.cleanup_policy,
            "retention.ms": str(self.retention_days * 24 * 60 * 60 * 1000),
            "max.message.bytes": str(self.max_message_bytes),
        }
        if self.min_compaction_lag_hours is not None:
            config["min.compaction.lag.ms"] = str(self.min_compaction_lag_hours * 60 * 60 * 1000)
        return config


def load_topics() -> tuple[Topic, ...]:
    """All topics, in the order an article meets them. Raises InvalidDataFile naming file and fault."""
    return tuple(_load(name) for name in ("raw-articles", "extractions", "events", "dead-letters"))


def _load(name: str) -> Topic:
    source = files(__name__) / f"{name}.toml"
    try:
        return Topic.model_validate(tomllib.loads(source.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise InvalidDataFile(f"{source}: {error}") from error
