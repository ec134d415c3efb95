"""What a person does on an empty machine: demo, and up with the commands beside it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generate import generate_articles

pytestmark = [pytest.mark.broker, pytest.mark.slow]

COMMAND = [sys.executable, "-c", "from agents.cli import main; main()"]


def eventwire(
    folder: Path, *arguments: str, environment: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, "EVENTWIRE_DATA_DIR": str(folder / "data"), **(environment or {})},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@contextmanager
def up(folder: Path, environment: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """``eventwire up`` until the end of the block, then Ctrl-C."""
    with (folder / "up.log").open("ab") as log:
        running = subprocess.Popen(
            [*COMMAND, "up"],
            cwd=folder,
            env={**os.environ, "EVENTWIRE_DATA_DIR": str(folder / "data"), **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + 90
            while b"eventwire is up" not in (folder / "up.log").read_bytes():
                assert running.poll() is None, (folder / "up.log").read_text()
                assert time.monotonic() < deadline, (folder / "up.log").read_text()
                time.sleep(0.2)
            yield running
            running.send_signal(signal.SIGINT)
            assert running.wait(40) == 130, (folder / "up.log").read_text()
        finally:
            running.kill()
            (folder / "up.log").unlink()


def lag_of(folder: Path, environment: dict[str, str]) -> dict[str, int]:
    answer = eventwire(folder, "lag", "--json", environment=environment)
    lags = [json.loads(line) for line in answer.stdout.splitlines()]
    return {lag["agent"]: lag["lag_messages"] for lag in lags}


def await_no_lag(folder: Path, environment: dict[str, str]) -> None:
    deadline = time.monotonic() + 120
    while (lags := lag_of(folder, environment)) != {"extract": 0, "store": 0}:
        assert time.monotonic() < deadline, lags
        time.sleep(0.5)


def test_what_is_pushed_while_up_runs_is_listed_and_is_still_there_after_a_restart(
    tmp_path: Path, free_port: int
) -> None:
    environment = {"EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port}"}
    articles = tmp_path / "articles.ndjson"
    articles.write_bytes(b"\n".join(generate_articles(80)))
    with up(tmp_path, environment):
        pushed = eventwire(tmp_path, "push", "articles.ndjson", environment=environment)
        assert (pushed.returncode, pushed.stdout) == (0, "80 articles acknowledged\n")
        await_no_lag(tmp_path, environment)
        first = eventwire(tmp_path, "events", "list", "--json", "--limit", "1000")
    with up(tmp_path, environment):
        assert lag_of(tmp_path, environment) == {"extract": 0, "store": 0}
        again = eventwire(tmp_path, "events", "list", "--json", "--limit", "1000")

    assert first.returncode == 0
    assert len(first.stdout.splitlines()) >= 80
    assert again.stdout == first.stdout


def test_a_second_up_on_the_same_folder_is_refused_in_one_line(
    tmp_path: Path, free_port: int
) -> None:
    environment = {"EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port}"}
    with up(tmp_path, environment):
        second = eventwire(tmp_path, "up", environment=environment)

    assert second.returncode == 1
    assert "Traceback" not in second.stderr
    (line,) = [line for line in second.stderr.splitlines() if line.startswith("eventwire:")]
    assert str(tmp_path) in line


def test_the_demo_prints_its_events_and_figures_and_leaves_nothing_behind(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    shown = eventwire(tmp_path, "demo", environment={"TMPDIR": str(scratch)})

    assert shown.returncode == 0, shown.stderr
    pushed, *rows, figures = shown.stdout.splitlines()
    assert pushed == "83 articles acknowledged"
    match = re.fullmatch(r"(\d+) articles, (\d+) events, 1 dead letter, \d+\.\d seconds", figures)
    assert match, figures
    assert int(match[1]) == 80
    assert len(rows) == int(match[2])
    assert list(scratch.iterdir()) == []
    assert not (tmp_path / "data").exists()


def test_a_kept_demo_can_be_gone_on_with(tmp_path: Path, free_port: int) -> None:
    kept = tmp_path / "data"
    eventwire(tmp_path, "demo", "--keep", str(kept))
    environment = {"EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port}"}

    with up(tmp_path, environment):
        listed = eventwire(tmp_path, "events", "list", "--limit", "1000")

    assert len(listed.stdout.splitlines()) > 100
