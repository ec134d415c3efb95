"""The topics are those that the interface promises, and the agents read and write them as told."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import schemas.topics
from agents.topology import HOPS, Hop
from architecture.source_code import modules
from schemas.topics import Topic, load_topics

# The table of the interface: key, cleanup policy, partitions, who writes, who reads.
PROMISED = {
    "raw-articles": ("article id", "delete", 8, {"producers", "push", "replay"}, {"extract"}),
    "extractions": ("article id", "delete", 8, {"extract"}, {"store"}),
    "events": ("event id", "compact,delete", 8, {"store"}, {"downstream consumers"}),
    "dead-letters": ("the original key", "delete", 1, {"extract", "store"}, {"dead-letters"}),
    "heartbeats": ("worker", "delete", 1, {"extract", "store"}, {"lag", "web"}),
}

TOPICS = {topic.name: topic for topic in load_topics()}


# A setting's prefix put before something, in whatever way.
_PREFIXING = re.compile(r"(?:topic|group)_prefix(?:\s*\+|\})")


def _who(names: tuple[str, ...]) -> set[str]:
    """*names* with a command known by its last word."""
    return {name.rpartition(" ")[2] if name.startswith("eventwire ") else name for name in names}


def test_the_topics_are_the_promised_ones_in_the_order_an_article_meets_them() -> None:
    assert list(TOPICS) == list(PROMISED)


@pytest.mark.parametrize("topic", load_topics(), ids=list(TOPICS))
def test_a_topic_keeps_what_the_interface_promises(topic: Topic) -> None:
    key, cleanup_policy, partitions, written_by, read_by = PROMISED[topic.name]

    assert topic.key == key
    assert topic.cleanup_policy == cleanup_policy
    assert topic.partitions == partitions
    assert _who(topic.written_by) == written_by
    assert _who(topic.read_by) == read_by


def test_every_file_of_the_folder_is_a_topic_named_as_the_file() -> None:
    folder = Path(schemas.topics.__file__).parent

    assert {path.stem for path in folder.glob("*.toml")} == set(TOPICS)


@pytest.mark.parametrize("hop", HOPS, ids=[hop.agent for hop in HOPS])
def test_a_hop_reads_and_writes_as_the_topics_say(hop: Hop) -> None:
    assert hop.agent in TOPICS[hop.reads].read_by
    assert hop.agent in TOPICS[hop.writes].written_by
    assert hop.agent in TOPICS["dead-letters"].written_by


def test_no_topic_names_an_agent_that_is_none() -> None:
    agents = {hop.agent for hop in HOPS}
    outside = {"producers", "downstream consumers"}

    for topic in TOPICS.values():
        for name in (*topic.written_by, *topic.read_by):
            assert name in agents | outside or name.startswith("eventwire ")


def test_each_hop_reads_what_the_one_before_it_writes() -> None:
    for earlier, later in pairwise(HOPS):
        assert later.reads == earlier.writes


def test_what_an_article_passes_through_has_equally_many_partitions() -> None:
    # Keys then fall on the same partition of both, and an agent scales as far as the one before it.
    assert TOPICS["raw-articles"].partitions == TOPICS["extractions"].partitions


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_name_has_neither_dot_nor_underscore(name: str) -> None:
    # Kafka's metrics write dots as underscores, so names that differ only in those collide.
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)


def test_prefixes_are_put_before_names_in_the_topology_alone() -> None:
    places = {module.place for module in modules() if _PREFIXING.search(module.text)}

    assert places == {"agents/topology.py"}
