"""Which agent reads and writes which topic: raw-articles ▸ extract ▸ extractions ▸ store ▸ events."""

from dataclasses import dataclass
from typing import Literal

from agents.settings import Settings
from schemas.topics import TopicName

AgentName = Literal["extract", "store"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One agent's place in the topology. Its consumer group is the group prefix and its name."""

    agent: AgentName
    reads: TopicName
    writes: TopicName


HOPS: tuple[Hop, ...] = (
    Hop(agent="extract", reads="raw-articles", writes="extractions"),
    Hop(agent="store", reads="extractions", writes="events"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Topic and group names of one installation: the prefixes apply here and nowhere else."""

    topic_prefix: str
    group_prefix: str

    def topic(self, name: TopicName) -> str:
        """The topic's name on the broker."""
        return self.topic_prefix + name

    def group(self, agent: AgentName) -> str:
        """The agent's consumer group."""
        return self.group_prefix + agent

    @property
    def replay_group(self) -> str:
        """The group whose committed offsets say how far dead letters were replayed."""
        return self.group_prefix + "replay"


def names_of(settings: Settings) -> Names:
    """The names of topics and consumer groups under *settings*."""
    return Names(topic_prefix=settings.topic_prefix, group_prefix=settings.group_prefix)
