"""The topics, one TOML file each: what they carry, how they are kept, who writes and reads them."""

from importlib.resources import files
from typing import Literal, get_args

from schemas.toml_file import Table, load_toml_file

TopicName = Literal["raw-articles", "extractions", "events", "dead-letters", "heartbeats"]


class Topic(Table):
    """One topic. ``max_message_bytes`` bounds a record batch as sent, so after compression."""

    name: TopicName
    description: str
    key: str
    value: str
    partitions: int
    cleanup_policy: Literal["delete", "compact,delete"]
    retention_days: int
    max_message_bytes: int
    min_compaction_lag_hours: int | None = None
    timestamps: Literal["CreateTime", "LogAppendTime"] = "CreateTime"
    written_by: tuple[str, ...]
    read_by: tuple[str, ...]

    def to_config(self) -> dict[str, str]:
        """The topic's configuration in Kafka's names."""
        config = {
            "cleanup.policy": self.cleanup_policy,
            "retention.ms": str(self.retention_days * 24 * 60 * 60 * 1000),
            "max.message.bytes": str(self.max_message_bytes),
            "message.timestamp.type": self.timestamps,
        }
        if self.min_compaction_lag_hours is not None:
            config["min.compaction.lag.ms"] = str(self.min_compaction_lag_hours * 60 * 60 * 1000)
        return config


def load_topics() -> tuple[Topic, ...]:
    """All topics, in the order an article meets them. Raises InvalidDataFile naming file and fault."""
    folder = files(__name__)
    return tuple(load_toml_file(folder / f"{name}.toml", Topic) for name in get_args(TopicName))
