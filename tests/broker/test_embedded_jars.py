"""The broker's jars come once, whole and unchanged, or the error says what to do."""

import functools
import gc
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from agents.embedded.broker import EmbeddedBroker
from agents.embedded.errors import (
    JarChanged,
    JarsUnavailable,
)
from agents.embedded.jars import default_cache_dir, find_jars
from agents.embedded.lock import load_lock

pytestmark = [
    pytest.mark.broker,
    # jgo leaves the connection of an answer that it does not read to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

Python = Callable[..., AbstractContextManager["subprocess.Popen[str]"]]

FETCHER = """
import sys
from pathlib import Path
from agents.embedded.jars import find_jars

seen = []
paths = find_jars("4.3.1", cache_dir=Path(sys.argv[1]), progress=lambda *at: seen.append(at))
print(len(paths), len(seen))
"""


@pytest.fixture
def no_proxy_set(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


class _QuietFiles(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def mirror(tmp_path: Path, no_proxy_set: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Maven repository on this machine with the jars of 4.3.1, named in jgo's settings."""
    root = tmp_path / "mirror"
    jars = load_lock("4.3.1")
    for jar, path in zip(jars, find_jars("4.3.1"), strict=True):
        folder = root.joinpath(*jar.group_id.split("."), jar.artifact_id, jar.version)
        folder.mkdir(parents=True)
        shutil.copyfile(path, folder / f"{jar.artifact_id}-{jar.version}.jar")
    handler = functools.partial(_QuietFiles, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        settings = tmp_path / "jgo.conf"
        address = f"http://127.0.0.1:{server.server_port}"
        settings.write_text(f"[repositories]\ncentral = {address}\n")
        no_proxy_set.setenv("JGO_CONFIG_FILE", str(settings))
        yield root
        server.shutdown()
        serving.join()
    gc.collect()


def test_jars_are_fetched_once_from_the_mirror_of_jgos_settings(
    mirror: Path, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    total = len(load_lock("4.3.1"))

    first = find_jars("4.3.1", cache_dir=tmp_path, progress=lambda *at: seen.append(at))
    assert seen == [(done, total) for done in range(total + 1)]

    shutil.rmtree(mirror)
    assert find_jars("4.3.1", cache_dir=tmp_path, progress=lambda *at: seen.append(at)) == first
    assert len(seen) == total + 1
    left = {path.name for path in first[0].parent.iterdir()} - {path.name for path in first}
    assert left == {"lock"}


def test_a_fetch_that_was_cut_short_goes_on_where_it_was(mirror: Path, tmp_path: Path) -> None:
    jar = load_lock("4.3.1")[20]
    held_back = next(mirror.rglob(f"{jar.artifact_id}-{jar.version}.jar"))
    aside = held_back.rename(tmp_path / "aside.jar")
    with pytest.raises(JarsUnavailable, match="the Maven repository does not have it"):
        find_jars("4.3.1", cache_dir=tmp_path)

    aside.rename(held_back)
    seen: list[tuple[int, int]] = []
    find_jars("4.3.1", cache_dir=tmp_path, progress=lambda *at: seen.append(at))

    assert seen[0][0] > 0


@pytest.mark.usefixtures("mirror")
def test_two_starts_at_once_on_an_empty_cache_both_succeed(tmp_path: Path, python: Python) -> None:
    total = len(load_lock("4.3.1"))
    cache = str(tmp_path / "cache")

    with python(FETCHER, cache) as one, python(FETCHER, cache) as other:
        ended = [child.communicate(timeout=120) for child in (one, other)]

    assert [said.split()[0] for said, _ in ended] == [str(total)] * 2, ended


def test_a_jar_that_was_changed_is_refused_with_the_remedy(tmp_path: Path) -> None:
    shutil.copytree(default_cache_dir() / "kafka-4.3.1", tmp_path / "kafka-4.3.1")
    changed = next((tmp_path / "kafka-4.3.1").glob("*kafka-clients*"))
    with changed.open("ab") as file:
        file.write(b"x")

    with pytest.raises(JarChanged, match="Delete that file and start again") as refusal:
        EmbeddedBroker(tmp_path / "broker", cache_dir=tmp_path).start()

    assert refusal.value.path == changed
    assert not (tmp_path / "broker").exists()


def test_a_mirror_that_changes_a_jar_is_refused_and_nothing_of_it_is_kept(
    mirror: Path, tmp_path: Path
) -> None:
    next(mirror.rglob("kafka-clients-*.jar")).write_bytes(b"not a jar")

    with pytest.raises(JarChanged):
        find_jars("4.3.1", cache_dir=tmp_path)

    assert not list((tmp_path / "kafka-4.3.1").glob("*kafka-clients*"))


def test_without_a_network_the_error_says_in_plain_words_what_to_do(
    no_proxy_set: pytest.MonkeyPatch, tmp_path: Path, free_port: int
) -> None:
    no_proxy_set.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port}")

    with pytest.raises(JarsUnavailable) as refusal:
        find_jars("4.3.1", cache_dir=tmp_path)

    message = str(refusal.value)
    assert "the proxy did not let it through" in message
    assert "HTTPS_PROXY" in message
    assert "EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS" in message
    assert "\n" not in message


def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("agents.embedded.maven.JGO_INSTALLED", False)

    with pytest.raises(JarsUnavailable, match=r"pip install 'eventwire\[embedded\]'"):
        find_jars("4.3.1", cache_dir=tmp_path)
