"""The promise: every article ends exactly once, and the topic read by key equals the database."""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.embedded.broker import EmbeddedBroker
from generate import generate_articles
from support.malformed import CASES
from support.wire import Wire

pytestmark = [pytest.mark.broker, pytest.mark.slow]


@pytest.fixture
def wire(broker: EmbeddedBroker, tmp_path: Path, topic_prefix: str) -> Iterator[Wire]:
    opened = Wire(broker.bootstrap_servers, tmp_path, topic_prefix)
    opened.prepare()
    yield opened
    opened.kill()


def keyed(articles: Iterator[bytes]) -> list[tuple[bytes | None, bytes | None]]:
    return [(json.loads(value)["id"].encode(), value) for value in articles]


def article(article_id: str, body: str, **fields: object) -> tuple[bytes, bytes]:
    value = {"id": article_id, "body": body, "published_at": "2026-03-04T08:00:00Z", **fields}
    return article_id.encode(), json.dumps(value).encode()


def test_every_article_becomes_one_row_and_the_topic_says_what_the_table_says(wire: Wire) -> None:
    wire.start("extract")
    wire.start("store")
    wire.push(keyed(generate_articles(120)))

    wire.await_idle()

    assert wire.query("SELECT count(*), count(DISTINCT id) FROM articles") == [(120, 120)]
    assert wire.query("SELECT count(*) FROM events")[0][0] > 100
    assert wire.read("dead-letters") == []
    wire.assert_topic_equals_table()
    assert wire.stop() == [0, 0]


def test_nothing_is_lost_and_nothing_doubled_when_workers_are_killed_five_times(
    wire: Wire,
) -> None:
    chance = random.Random(5)
    articles = keyed(generate_articles(600, seed=5))
    poison: list[tuple[bytes | None, bytes | None]] = [
        (f"poison-{n}".encode(), f"{{poison {n}".encode()) for n in range(10)
    ]
    mixed = articles + poison
    chance.shuffle(mixed)
    current = {agent: wire.start(agent) for agent in ("extract", "store")}
    wire.push(mixed[:300])
    for kill in range(5):
        time.sleep(chance.uniform(3.0, 6.0))
        agent = ("extract", "store")[kill % 2]
        current[agent].kill()
        current[agent].wait()
        wire.push(mixed[300 + 62 * kill : 300 + 62 * (kill + 1)])
        current[agent] = wire.start(agent)

    wire.await_idle(seconds=180)

    rows = Counter(row[0] for row in wire.query("SELECT id FROM articles"))
    assert rows == Counter(key.decode() for key, _ in articles if key)
    letters = Counter(record.value for record in wire.read("dead-letters"))
    # A letter may be written twice by a worker that dies before it acknowledges; none is missing.
    assert set(letters) == {value for _, value in poison}
    wire.assert_topic_equals_table()


def test_a_new_version_replaces_a_cancellation_retracts_and_an_old_version_changes_nothing(
    wire: Wire,
) -> None:
    wire.start("extract")
    wire.start("store")
    wire.push(
        [
            article("a", "France accused Spain of spying.", version=1),
            article("b", "Chile expelled two diplomats from Peru.", version=1),
            article("c", "Ghana signed an agreement with Kenya.", version=3),
        ]
    )
    wire.await_idle()
    before = wire.topic_by_key()
    wire.push(
        [
            article("a", "France signed an agreement with Spain.", version=2),
            (b"b", b'{"id": "b", "status": "canceled"}'),
            article("c", "Ghana accused Kenya of spying.", version=2),
        ]
    )

    wire.await_idle()

    after = {state["article_id"]: state for state in wire.topic_by_key().values()}
    assert {state["article_id"] for state in before.values()} == {"a", "b", "c"}
    assert after.keys() == {"a", "c"}
    assert (after["a"]["article_version"], after["a"]["revision"]) == (2, 2)
    assert (after["c"]["article_version"], after["c"]["revision"]) == (3, 1)
    assert dict(wire.query("SELECT id, outcome FROM articles")) == {
        "a": "extracted",
        "b": "canceled",
        "c": "extracted",
    }
    wire.assert_topic_equals_table()
    tombstones = [record for record in wire.read("events") if record.value is None]
    assert len(tombstones) == 2


def test_each_malformed_message_is_a_dead_letter_with_its_bytes_or_accepted_by_rule(
    wire: Wire,
) -> None:
    assert len(CASES) >= 60
    good = keyed(generate_articles(40, seed=9))
    mixed: list[tuple[bytes | None, bytes | None]] = []
    for number, case in enumerate(CASES):
        mixed += [(f"case-{number}".encode(), case.value), good[number % len(good)]]
    wire.start("extract")
    wire.start("store")
    wire.push(mixed)

    wire.await_idle()

    letters = {record.key: record for record in wire.read("dead-letters")}
    for number, case in enumerate(CASES):
        letter = letters.get(f"case-{number}".encode())
        if case.expected == "accepted":
            assert letter is None, case.name
            continue
        assert letter is not None, case.name
        assert letter.value == case.value, case.name
        assert dict(letter.headers)["eventwire.error.code"] == case.expected.encode(), case.name
    stored = {row[0] for row in wire.query("SELECT id FROM articles")}
    assert {key.decode() for key, _ in good if key} <= stored
    wire.assert_topic_equals_table()


@pytest.mark.postgres
def test_workers_of_two_machines_share_the_work_on_postgresql(
    broker: EmbeddedBroker, tmp_path: Path, topic_prefix: str, postgres_url: str
) -> None:
    wire = Wire(broker.bootstrap_servers, tmp_path, topic_prefix, postgres_url)
    wire.prepare()
    for machine in ("one", "two"):
        # Nothing but Kafka and the database is common to them.
        wire.start("extract", data_dir=tmp_path / machine)
        wire.start("store", data_dir=tmp_path / machine)
    wire.push(keyed(generate_articles(150)))

    try:
        wire.await_idle()

        assert wire.query("SELECT count(*), count(DISTINCT id) FROM articles") == [(150, 150)]
        wire.assert_topic_equals_table()
        assert wire.stop() == [0, 0, 0, 0]
    finally:
        wire.kill()


def test_the_main_path_also_runs_on_kafka_3_9(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path / "broker", kafka_version="3.9.1") as old:
        wire = Wire(old.bootstrap_servers, tmp_path, "old-")
        wire.prepare()
        wire.start("extract")
        wire.start("store")
        wire.push([*keyed(generate_articles(60)), (b"poison", b"{")])

        try:
            wire.await_idle()

            assert wire.query("SELECT count(*) FROM articles") == [(60,)]
            assert [record.value for record in wire.read("dead-letters")] == [b"{"]
            wire.assert_topic_equals_table()
            assert wire.stop() == [0, 0]
        finally:
            wire.kill()
