"""Kafka's own consumer-groups tool, asked as an operator asks it."""

import subprocess
from collections import defaultdict
from pathlib import Path

from agents.embedded.jars import check_jar, default_cache_dir, find_jars
from agents.embedded.java import find_java
from agents.embedded.lock import KafkaVersion, LockedJar
from agents.embedded.maven import fetch_jar

_SECONDS = 180.0
_SHA256: dict[KafkaVersion, str] = {
    "3.9.1": "aae08609f1259e59db9746570c53d939820e9efa7a4c0fd7bf7d1b3508f34f11",
    "4.3.1": "62f3c5dd7aa3442d4c5bc6a95f86e2502178ea09de8e27f74d9563bf955e253c",
}
_TOOL = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"


class GroupTool:
    """The tool of one Kafka release; its jar is fetched once, as those of the broker are."""

    def __init__(self, version: KafkaVersion) -> None:
        jar = LockedJar(
            group_id="org.apache.kafka",
            artifact_id="kafka-tools",
            version=version,
            sha256=_SHA256[version],
        )
        path = _kept(jar)
        check_jar(jar, path)
        jars = [path, *find_jars(version)]
        # Few calls of a short program: what starts fast beats what runs hot.
        fast = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m")
        self._command = [str(find_java()), *fast, "-cp", ":".join(map(str, jars)), _TOOL]

    def lags(self, bootstrap_servers: str) -> dict[str, tuple[int, str]]:
        """Of each group the sum of the lags that it prints, and what it says of its members."""
        asked = ["--bootstrap-server", bootstrap_servers, "--describe", "--all-groups"]
        done = subprocess.run(
            [*self._command, *asked], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        return read_lags(done.stdout + done.stderr)


def read_lags(said: str) -> dict[str, tuple[int, str]]:
    """*said* is what the tool prints: rows of group, topic, partition, committed, end and lag, "-" for unknown."""
    lags: dict[str, int] = defaultdict(int)
    empty = set()
    for line in said.splitlines():
        cells = line.split()
        if line.startswith("Consumer group '") and "has no active members" in line:
            empty.add(line.split("'")[1])
        elif len(cells) >= 6 and cells[2].isdigit():
            lags[cells[0]] += int(cells[5]) if cells[5].isdigit() else 0
    return {
        group: (lag, "no members" if group in empty else "members") for group, lag in lags.items()
    }


def _kept(jar: LockedJar) -> Path:
    folder = default_cache_dir() / f"kafka-tools-{jar.version}"
    path = folder / jar.file_name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fetch_jar(jar, folder).replace(path)
    return path
