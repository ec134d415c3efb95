"""The jars of each supported Kafka, as pinned by jgo.lock.toml."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, get_args

KafkaVersion = Literal["4.3.1", "3.9.1"]
KAFKA_VERSIONS: tuple[KafkaVersion, ...] = get_args(KafkaVersion)
DEFAULT_KAFKA_VERSION: KafkaVersion = "4.3.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedJar:
    """One jar: where it is in a Maven repository, and the sum its bytes must have."""

    group_id: str
    artifact_id: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """Unique within one Kafka: group included, as two groups may share an artifact's name."""
        return f"{self.group_id}.{self.artifact_id}-{self.version}.jar"


def lock_folder(kafka_version: KafkaVersion) -> Traversable:
    """The packaged folder with jgo.toml and jgo.lock.toml of *kafka_version*."""
    return files("agents.embedded") / f"kafka_{kafka_version.replace('.', '_')}"


def load_lock(kafka_version: KafkaVersion) -> tuple[LockedJar, ...]:
    """The jars of *kafka_version*, in class-path order."""
    return parse_lock((lock_folder(kafka_version) / "jgo.lock.toml").read_text("utf-8"))


def parse_lock(toml: str) -> tuple[LockedJar, ...]:
    """The jars of a jgo lock file.

    Raises ValueError for an entry that is not a plain jar with a sha256: what is not pinned is
    not started.
    """
    return tuple(_jar(entry) for entry in tomllib.loads(toml)["dependencies"])


def _jar(entry: dict[str, str]) -> LockedJar:
    name = f"{entry['groupId']}:{entry['artifactId']}:{entry['version']}"
    if entry.get("packaging", "jar") != "jar" or "classifier" in entry:
        raise ValueError(f"{name}: only plain jars can be locked")
    if len(entry.get("sha256", "")) != 64:
        raise ValueError(f"{name}: no sha256 in the lock")
    return LockedJar(
        group_id=entry["groupId"],
        artifact_id=entry["artifactId"],
        version=entry["version"],
        sha256=entry["sha256"],
    )
