"""The broker's jars: fetched once, kept in the user's cache folder, checked before every start."""

import hashlib
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import platformdirs

from agents.embedded.errors import JarChanged, JarsUnavailable
from agents.embedded.file_lock import FileLock
from agents.embedded.lock import KafkaVersion, LockedJar, load_lock
from agents.embedded.maven import fetch_jar

Progress = Callable[[int, int], None]
"""Called while jars are fetched: how many are here, how many there are. Never with all cached."""

_CONNECTIONS = 4
_ABANDONED_SECONDS = 3600.0


def default_cache_dir() -> Path:
    """The folder of this user below which the jars are kept."""
    return platformdirs.user_cache_path("eventwire", appauthor=False) / "embedded"


def find_jars(
    kafka_version: KafkaVersion,
    *,
    cache_dir: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """The jars of *kafka_version* in class-path order, every one checked against its sha256.

    What is missing is fetched first (some 45 MB in all); a fetch that is cut short goes on where
    it was. Safe to call from several processes at once: one fetches, the others wait.
    Raises JarsUnavailable and JarChanged.
    """
    jars = load_lock(kafka_version)
    jars_dir = (cache_dir or default_cache_dir()) / f"kafka-{kafka_version}"
    if not _all_here(jars, jars_dir):
        _fetch_missing(jars, jars_dir, progress)
    paths = tuple(jars_dir / jar.file_name for jar in jars)
    for jar, path in zip(jars, paths, strict=True):
        check_jar(jar, path)
    return paths


def check_jar(jar: LockedJar, path: Path) -> None:
    """Raises JarChanged unless the bytes at *path* are those that were locked."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != jar.sha256:
        raise JarChanged(path=path, wanted_sha256=jar.sha256, found_sha256=found)


def _all_here(jars: tuple[LockedJar, ...], jars_dir: Path) -> bool:
    return all((jars_dir / jar.file_name).is_file() for jar in jars)


def _fetch_missing(jars: tuple[LockedJar, ...], jars_dir: Path, progress: Progress | None) -> None:
    try:
        jars_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(jars_dir / "lock").held():
            _remove_abandoned(jars_dir)
            _fetch_all(jars, jars_dir, progress or (lambda _done, _total: None))
    except OSError as error:
        raise JarsUnavailable(jar="the jars", jars_dir=jars_dir, reason=str(error)) from error


def _fetch_all(jars: tuple[LockedJar, ...], jars_dir: Path, progress: Progress) -> None:
    missing = [jar for jar in jars if not (jars_dir / jar.file_name).is_file()]
    done = len(jars) - len(missing)
    progress(done, len(jars))
    gave_up = threading.Event()
    with ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="jars") as pool:
        fetches = [pool.submit(_fetch_one, jar, jars_dir, gave_up) for jar in missing]
        try:
            for fetch in as_completed(fetches):
                fetch.result()
                done += 1
                progress(done, len(jars))
        except BaseException:
            gave_up.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _fetch_one(jar: LockedJar, jars_dir: Path, gave_up: threading.Event) -> None:
    if gave_up.is_set():
        return
    fetched = fetch_jar(jar, jars_dir)
    staging = jars_dir / fetched.relative_to(jars_dir).parts[0]
    try:
        check_jar(jar, fetched)
        # A rename, so that a jar is either here whole or not here.
        fetched.replace(jars_dir / jar.file_name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove_abandoned(jars_dir: Path) -> None:
    """Removes what a fetch that was killed left behind."""
    for staging in jars_dir.glob("fetching-*"):
        if time.time() - staging.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(staging, ignore_errors=True)
