"""The way of deploy/README.md, gone for real on this machine: from nothing to three brokers and four workers.

PYTHONPATH=tests .venv/bin/python tests/deploy/outgrow.py --articles 500

Passwords, and the rights of deploy/kubernetes/components/strimzi/users.yaml, are in force: each part is its own
user. In the middle a broker is killed. What was seen is written to stdout; the exit status is 1 where an article has no
end, or where somebody could do what is not theirs.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from agents.embedded.storage import new_cluster_id
from deploy.secured import PASSWORD, SecuredNode, grant_rights, secured_nodes
from faults.postgres import running_postgres

EVENTWIRE = Path(sys.executable).with_name("eventwire")
SEEDS = Path(__file__).parents[2] / "seeds"


class Installation:
    """The command `eventwire` as each of the users, against the same cluster and database."""

    def __init__(self, servers: str, database_url: str, folder: Path) -> None:
        self._folder = folder
        self._environ = {
            **os.environ,
            "EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS": servers,
            "EVENTWIRE_DATABASE_URL": database_url,
            "EVENTWIRE_REPLICATION_FACTOR": "3",
            "EVENTWIRE_EXTRACT_PROCESSES": "1",
            "EVENTWIRE_LOG_FORMAT": "json",
        }

    def environ_of(self, user: str | None) -> dict[str, str]:
        """As *user*; None is whoever set up the cluster, on the listener without passwords."""
        if user is None:
            return self._environ
        servers = self._environ["EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS"]
        return {
            **self._environ,
            "EVENTWIRE_KAFKA_BOOTSTRAP_SERVERS": SecuredNode.with_passwords(servers),
            "EVENTWIRE_KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
            "EVENTWIRE_KAFKA_SASL_USERNAME": user,
            "EVENTWIRE_KAFKA_SASL_PASSWORD": PASSWORD,
        }

    def call(self, *arguments: str, user: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run ``eventwire ARGUMENTS`` to its end and say what came of it."""
        ended = subprocess.run(
            [EVENTWIRE, *arguments],
            env=self.environ_of(user),
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        said = (ended.stderr.strip() or ended.stdout.strip())[:160]
        say(
            f"{user or 'administrator'}: eventwire {' '.join(arguments)}: {ended.returncode} {said!r}"
        )
        return ended

    @contextmanager
    def worker(self, agent: str) -> Iterator[None]:
        """A worker of *agent* while the block lasts, started again as systemd would."""
        with (self._folder / "workers.log").open("ab") as log:
            process = subprocess.Popen(
                [EVENTWIRE, "worker", agent],
                env=self.environ_of(f"eventwire-{agent}"),
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
            try:
                yield
            finally:
                process.terminate()
                say(f"worker {agent} ended with {process.wait(60)}")


def say(line: str) -> None:
    """One line of what was done."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def main() -> int:
    """Set up, push, lose a broker, wait for every end, try what is forbidden."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=500)
    wanted = parser.parse_args().articles
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="outgrow-")))
        nodes = stack.enter_context(secured_nodes(folder, new_cluster_id()))
        servers = ",".join(node.bootstrap_servers for node in nodes)
        say(f"three brokers: {servers}")
        database = stack.enter_context(running_postgres())
        here = Installation(servers, database.url, folder)
        assert here.call("topics", "create").returncode == 0
        assert here.call("db", "upgrade").returncode == 0
        grant_rights(servers)
        for agent in ("extract", "extract", "store", "store"):
            stack.enter_context(here.worker(agent))
        status = _run(here, nodes, folder, wanted)
        with psycopg.connect(database.url) as connection:
            (rows,) = connection.execute("SELECT count(*) FROM articles").fetchone() or (0,)
        say(f"{rows} articles in the database")
        return status if rows == wanted else 1


def _run(here: Installation, nodes: list[SecuredNode], folder: Path, wanted: int) -> int:
    write_articles(folder / "articles.ndjson", wanted)
    started_at = time.monotonic()
    assert here.call("push", "articles.ndjson", user="eventwire-producer").returncode == 0
    await_done(here, at_least=wanted // 5, part=True)
    nodes[2].kill()
    say("broker 3 was killed")
    await_done(here, at_least=wanted)
    say(f"all done after {time.monotonic() - started_at:.0f} s")
    here.call("topics", "check")
    faults = forbidden(here)
    for fault in faults:
        say(f"WRONG: {fault}")
    return 1 if faults else 0


def write_articles(path: Path, wanted: int) -> None:
    """*wanted* articles made of the seeds, each with an id of its own."""
    seeds = [json.loads(each.read_text("utf-8")) for each in sorted(SEEDS.glob("[0-9]*.json"))]
    # One of them is there to be refused.
    whole = [each for each in seeds if isinstance(each, dict) and _has_body(each)]
    with path.open("w", encoding="utf-8") as file:
        for number in range(wanted):
            article = {**whole[number % len(whole)], "id": f"outgrow-{number}", "version": 1}
            file.write(json.dumps(article) + "\n")


def _has_body(article: dict[str, object]) -> bool:
    return isinstance(article.get("body"), str)


def await_done(
    here: Installation, *, at_least: int, part: bool = False, seconds: float = 900.0
) -> None:
    """Wait until *at_least* extractions are stored, and nothing waits where that is all of them."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        looked = here.call("lag", "--json", user="eventwire-web")
        lags = {each["agent"]: each for each in map(json.loads, looked.stdout.splitlines())}
        if lags:
            store = lags["store"]
            done = sum(each["committed_offset"] or 0 for each in store["partitions"])
            letters = sum(lag["dead_letters"] or 0 for lag in lags.values())
            waits = {agent: lag["lag_messages"] for agent, lag in lags.items()}
            verdicts = {agent: lag.get("verdict") for agent, lag in lags.items()}
            members = {agent: lag["members"] for agent, lag in lags.items()}
            say(f"done {done}, letters {letters}, waiting {waits}, {verdicts}, members {members}")
            # Redelivered ones are done twice, so the count alone does not say that all are.
            if done + letters >= at_least and (part or not any(waits.values())):
                return
        time.sleep(5)
    raise AssertionError(f"not done after {seconds:.0f} s; see workers.log")


def forbidden(here: Installation) -> list[str]:
    """What somebody could do who must not."""
    tries = {
        "eventwire-web": ("push", "articles.ndjson"),
        "eventwire-consumer": ("lag", "--json"),
        "eventwire-extract": ("topics", "check"),
        "eventwire-producer": ("dead-letters", "list"),
    }
    return [
        f"{user} may {' '.join(arguments)}"
        for user, arguments in tries.items()
        if here.call(*arguments, user=user).returncode == 0
    ]


if __name__ == "__main__":
    raise SystemExit(main())
