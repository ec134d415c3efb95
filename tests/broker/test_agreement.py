"""Page, command, figures and alerts say the same of an installation that breaks, and name the cause."""

import html
import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from agents.commands.lag import ALARMED, UNREACHABLE, run_lag
from agents.embedded.broker import EmbeddedBroker
from agents.web.serving import serving
from deploy.tools import DEPLOY, run, tool
from faults.postgres import Postgres, running_postgres
from support.screen import Screen
from support.wire import Wire

pytestmark = [
    pytest.mark.broker,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("agreement"),
]

PATIENCE_SECONDS = 150


@dataclass
class Installation:
    """A broker, a database, a worker of each agent and the page."""

    broker: EmbeddedBroker
    postgres: Postgres
    wire: Wire
    url: str
    workers: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, agent: str) -> None:
        self.workers[agent] = self.wire.start(agent)

    def push(self) -> None:
        articles = [b'{"id": "%d", "body": "Turkey sent aid."}' % number for number in range(20)]
        self.wire.push([(b"%d" % number, each) for number, each in enumerate(articles)])

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.url + path, timeout=30) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()

    def page(self) -> str:
        """What the page says, without its markup."""
        text = html.unescape(re.sub(r"<[^>]+>", " ", self.get("/")))
        return " ".join(text.split())

    def command(self) -> tuple[int, str]:
        """The exit status of ``eventwire lag --json``, and all that it says."""
        screen = Screen()
        status = run_lag(
            settings=self.wire.settings, watch=False, as_json=True, console=screen.console
        )
        return status, "\n".join([*screen.lines, *screen.notes])

    def verdicts(self) -> dict[str, str]:
        """The verdict on each agent as the figures tell it."""
        return {
            sample.labels["agent"]: sample.labels["verdict"]
            for family in text_string_to_metric_families(self.get("/metrics"))
            for sample in family.samples
            if sample.name == "eventwire_verdict" and sample.value == 1
        }

    def expect_critical(self, alerts: list[str], folder: Path) -> None:
        """Fails unless these are the critical alerts, once the figures have been as now for some minutes."""
        series = [
            {"series": f"{sample.name}{_labels(sample.labels)}", "values": f"{sample.value}x20"}
            for family in text_string_to_metric_families(self.get("/metrics"))
            for sample in family.samples
        ]
        expected = [
            {"labels": _labels({"alertname": alert}), "value": 1} for alert in sorted(alerts)
        ]
        query = 'count by (alertname) (ALERTS{alertstate="firing", severity="critical"})'
        case = {
            "interval": "15s",
            "input_series": series,
            "promql_expr_test": [{"expr": query, "eval_time": "4m", "exp_samples": expected}],
        }
        rules = str(DEPLOY / "prometheus/rules.yml")
        path = folder / "seen.yml"
        path.write_text(yaml.safe_dump({"rule_files": [rules], "tests": [case]}))
        run(tool("promtool"), "test", "rules", path)


def _labels(labels: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}={json.dumps(value)}" for name, value in labels.items()) + "}"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("installation")
    with ExitStack() as resources:
        broker = resources.enter_context(EmbeddedBroker(folder / "broker"))
        postgres = resources.enter_context(running_postgres())
        wire = Wire(
            broker.bootstrap_servers,
            folder,
            "agree-",
            postgres.url,
            environ={"EVENTWIRE_EXTRACT_STAGES": "null"},
        )
        resources.callback(wire.kill)
        wire.prepare()
        settings = wire.settings.model_copy(update={"web_bind": "127.0.0.1:0"})
        url = resources.enter_context(serving(settings)).rstrip("/")
        made = Installation(broker, postgres, wire, url)
        for agent in ("extract", "store"):
            made.start(agent)
        made.push()
        wire.await_idle(seconds=PATIENCE_SECONDS)
        await_true(lambda: "The wire is flowing" in made.page(), made.page)
        yield made


def await_true(holds: Callable[[], bool], said: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, said()
        time.sleep(0.5)


@contextmanager
def killed(on: Installation) -> Iterator[tuple[str, ...]]:
    worker = on.workers["extract"]
    worker.kill()
    worker.wait()
    on.push()
    try:
        yield "extract", "stopped", "start a worker: eventwire worker extract"
    finally:
        on.start("extract")


@contextmanager
def frozen(on: Installation) -> Iterator[tuple[str, ...]]:
    worker = on.workers["extract"]
    worker.send_signal(signal.SIGSTOP)
    on.push()
    try:
        yield "extract", "stalled", "frozen", f"kill -CONT {worker.pid}"
    finally:
        os.kill(worker.pid, signal.SIGCONT)


@contextmanager
def without_database(on: Installation) -> Iterator[tuple[str, ...]]:
    on.postgres.stop("immediate")
    on.push()
    try:
        yield "store", "stalled", "waits for the database"
    finally:
        on.postgres.start()


# Each leaves behind what it found: which worker of the test runner takes which is not ours to say.
@pytest.mark.parametrize("fault", [killed, frozen, without_database])
def test_a_fault_of_an_agent_is_told_alike_everywhere(
    installation: Installation,
    fault: Callable[[Installation], AbstractContextManager[tuple[str, ...]]],
    tmp_path: Path,
) -> None:
    with ExitStack() as after:
        # Even where the case fails, or is skipped for want of promtool: the next one finds a wire that flows.
        after.callback(
            await_true, lambda: "The wire is flowing" in installation.page(), installation.page
        )
        agent, verdict, *causes = after.enter_context(fault(installation))
        stuck = f"The wire is stuck at {agent}: {verdict}"

        def agreed() -> bool:
            status, told = installation.command()
            lines = {each["agent"]: each for each in map(json.loads, told.splitlines())}
            said = f"{lines[agent]['reason']} {lines[agent]['action']}".replace("`", "")
            page, api = installation.page(), json.loads(installation.get("/api/lag"))
            return (
                stuck in page
                and all(cause in page and cause in said for cause in causes)
                and (status, lines[agent]["verdict"]) == (ALARMED, verdict)
                and verdict in {each["verdict"] for each in api if each["agent"] == agent}
                and installation.verdicts()[agent] == verdict
            )

        await_true(agreed, lambda: (installation.command(), installation.page()))
        installation.expect_critical([f"Eventwire{verdict.title()}"], tmp_path)


def test_an_outage_of_the_broker_is_told_alike_everywhere(
    installation: Installation, tmp_path: Path
) -> None:
    cause = f"no Kafka broker at {installation.broker.bootstrap_servers}"
    installation.broker.kill()

    await_true(lambda: "Kafka cannot be reached" in installation.page(), installation.page)
    assert cause in installation.page()
    status, told = installation.command()
    assert (status, cause in told) == (UNREACHABLE, True), told
    assert json.loads(installation.get("/api/lag"))["error"].startswith(cause)
    assert installation.verdicts() == {}
    installation.expect_critical(["EventwireBrokerUnreachable"], tmp_path)
