"""``eventwire demo``: the whole pipeline on an empty machine, from the seeds to a table of their events."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from agents.commands.console import Console
from agents.commands.events import show_events
from agents.commands.push import run_push
from agents.commands.worker import exit_on_signals
from agents.embedded.installation import prepare, running_broker
from agents.errors import OperatorError, UsageError
from agents.ops.lag import measure_lag
from agents.ops.offsets import observing
from agents.settings import Settings
from agents.supervise import Workers
from agents.topology import HOPS
from pipeline.storage.engine import opened
from pipeline.storage.queries import count_rows, find_events
from seeds import seed_files

SECONDS_BETWEEN_LOOKS = 0.3
# Coding the seeds takes seconds; this bounds a demo on a machine where it cannot end.
LONGEST_SECONDS = 180.0


def run_demo(*, settings: Settings, console: Console, keep: Path | None) -> int:
    """Push the seeds through a real broker and a database, and print what became of them.

    Everything is in a temporary folder that is gone afterwards, or in *keep*.
    """
    started_at = time.monotonic()
    exit_on_signals()
    with _folder(keep) as folder, (folder / "workers.log").open("wb") as log:
        own = _demo_settings(settings, folder)
        with running_broker(own, port=None, console=console) as broker:
            own = own.model_copy(update={"kafka_bootstrap_servers": broker.bootstrap_servers})
            prepare(own, console)
            with Workers((hop.agent for hop in HOPS), own, output=log):
                console.note("workers extract and store are starting; pushing the seeds ...")
                run_push(list(seed_files()), settings=own, validate=False, console=console)
                dead_letters = _await_ends(own, folder / "workers.log", console)
        _show(own, console, dead_letters=dead_letters, started_at=started_at)
    if keep:
        console.note(f"kept in {keep}; go on there with `eventwire up --data-dir {keep}`")
    return 0


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        if keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
            raise UsageError(f"{keep} is there and not empty; name a new folder with --keep")
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.absolute()
        return
    with tempfile.TemporaryDirectory(prefix="eventwire-demo-") as folder:
        yield Path(folder)


def _demo_settings(settings: Settings, folder: Path) -> Settings:
    """*settings* on an installation of its own: nothing of the user's is read or written."""
    return settings.model_copy(
        update={
            "data_dir": folder,
            "database_url": SecretStr(""),
            "topic_prefix": "",
            "group_prefix": "eventwire-",
            "kafka_security_protocol": "PLAINTEXT",
            "kafka_commit_interval_seconds": 0.3,
            "log_format": "json",
        }
    )


def _await_ends(settings: Settings, log: Path, console: Console) -> int:
    """Wait until every article has its end, that is until both agents are done; the number of dead letters."""
    deadline = time.monotonic() + LONGEST_SECONDS
    with observing(settings) as observer:
        pushed = sum(each.end_offset for each in observer.look()[0].partitions)
        # Each message passes both agents; the few that become dead letters pass one.
        with console.progress("extracted and stored", total=2 * pushed) as tick:
            shown = 0
            while time.monotonic() < deadline:
                looks = observer.look()
                lags = [measure_lag(look) for look in looks]
                done = sum(each.position for look in looks for each in look.partitions)
                tick(done - shown)
                shown = done
                # The second agent's messages exist before the first agent has none left.
                if not any(lag.lag_messages for lag in lags):
                    return sum(lag.dead_letters or 0 for lag in lags)
                time.sleep(SECONDS_BETWEEN_LOOKS)
    last_lines = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])
    console.note(last_lines)
    raise OperatorError(
        f"the demo did not end within {LONGEST_SECONDS:.0f} s; above are the last lines of its"
        " workers. On a busy machine run it again"
    )


def _show(settings: Settings, console: Console, *, dead_letters: int, started_at: float) -> None:
    with opened(settings.resolved_database_url) as engine:
        events = sorted(find_events(engine), key=lambda event: (event.article_id, event.id))
        counts = count_rows(engine)
    show_events(events, console)
    seconds = time.monotonic() - started_at
    figures = (
        _count(counts.articles, "article"),
        _count(counts.current_events, "event"),
        _count(dead_letters, "dead letter"),
        f"{seconds:.1f} seconds",
    )
    console.line(", ".join(figures))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
