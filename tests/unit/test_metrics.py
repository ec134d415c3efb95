"""What is exported to Prometheus: only what is on the list, whole from the start, and as promtool wants it."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from agents.errors import BrokerUnreachable
from agents.ops.judging import Judge
from agents.ops.lag import GroupOffsets, PartitionOffsets
from agents.ops.metrics import METRICS, monitor_metrics, worker_metrics
from agents.ops.monitor import Outage, Report
from agents.ops.observation import Observation, WorkerSeen
from agents.ops.partition_memory import Limits
from agents.topology import AgentName
from schemas.dead_letter import CODES
from schemas.heartbeat import Heartbeat
from support.builders import make_state

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
Samples = dict[tuple[str, tuple[str, ...]], float]


def samples(text: bytes) -> Samples:
    """Each series by its name and the values of its labels."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def a_worker(name: str, *, silent: float, **fields: object) -> WorkerSeen:
    beat = Heartbeat(
        worker=name,
        agent="extract",
        host="desk",
        pid=7,
        version="0",
        phase="running",
        started_at=NOW,
        sent_at=NOW,
    )
    return WorkerSeen(heartbeat=beat.model_copy(update=fields), silent_seconds=silent)


def a_report(
    *workers: WorkerSeen, committed: int = 3, exact: bool = True, outage: Outage | None = None
) -> Report:
    """What the monitor knows of one agent: of five messages *committed* are done, the next is 40 s old."""
    born = int((NOW - timedelta(seconds=40)).timestamp() * 1000)
    partition = PartitionOffsets(
        partition=0,
        start_offset=0,
        end_offset=5,
        committed_offset=committed,
        oldest_timestamp_ms=born,
        member="extract-desk-7@10.0.0.7",
        gaps_exact=exact,
    )
    offsets = GroupOffsets(
        agent="extract",
        consumer_group="eventwire-extract",
        topic="raw-articles",
        observed_at=NOW,
        members=1,
        dead_letters=4,
        partitions=(partition,),
    )
    agents = Judge(Limits()).take([Observation(offsets=offsets, workers=workers)])
    return Report(number=1, looked_at=NOW, agents=agents, outage=outage)


def test_the_page_tells_lag_age_and_one_verdict_of_each_agent() -> None:
    told = samples(monitor_metrics(a_report(a_worker("extract-desk-7", silent=1.5))))

    assert told["eventwire_lag_messages", ("extract",)] == 2
    assert told["eventwire_lag_seconds", ("extract",)] == 40
    assert told["eventwire_members", ("extract",)] == 1
    assert told["eventwire_dead_letters", ("extract",)] == 4
    assert told["eventwire_worker_silent_seconds", ("extract", "extract-desk-7")] == 1.5
    assert told["eventwire_broker_reachable", ()] == 1
    verdicts = [value for (name, _), value in told.items() if name == "eventwire_verdict"]
    assert (len(verdicts), sum(verdicts)) == (10, 1)


@pytest.mark.parametrize("exact", [True, False])
def test_it_tells_whether_the_lag_is_exact_or_a_bound(exact: bool) -> None:
    told = samples(monitor_metrics(a_report(exact=exact)))

    assert told["eventwire_lag_exact", ("extract",)] == exact


def test_where_nothing_waits_the_age_is_zero() -> None:
    told = samples(monitor_metrics(a_report(committed=5)))

    assert told["eventwire_lag_seconds", ("extract",)] == 0


def test_a_worker_that_stopped_is_not_told_as_silent() -> None:
    report = a_report(a_worker("extract-desk-7", silent=300, phase="stopping"))

    assert b"eventwire_worker_silent_seconds{" not in monitor_metrics(report)


def test_in_an_outage_no_old_figure_is_told() -> None:
    away = Outage(since=NOW, reason=str(BrokerUnreachable("away")), broker_reached=False)
    told = samples(monitor_metrics(a_report(outage=away)))

    assert {name for name, _ in told} == {"eventwire_build_info", "eventwire_broker_reachable"}
    assert told["eventwire_broker_reachable", ()] == 0


def test_before_the_first_look_nothing_is_said_of_the_broker() -> None:
    assert {name for name, _ in samples(monitor_metrics(Report.none()))} == {"eventwire_build_info"}


def test_a_worker_tells_what_it_counted_and_waits_for() -> None:
    state = make_state("extract")
    state.ended["extracted"] += 3
    state.events += 7
    state.dead_letters["bug"] += 1
    state.stage_milliseconds["annotate"] += 1500
    state.take(12)
    state.wait("kafka", ConnectionError("away"))
    told = samples(worker_metrics(state))

    assert told["eventwire_articles_total", ("extract", "extracted")] == 3
    assert told["eventwire_events_total", ("extract",)] == 7
    assert told["eventwire_dead_letters_total", ("extract", "bug")] == 1
    assert told["eventwire_stage_seconds_total", ("extract", "annotate")] == 1.5
    assert told["eventwire_in_hand", ("extract",)] == 12
    assert told["eventwire_waiting", ("extract", "kafka")] == 1
    assert told["eventwire_waiting", ("extract", "database")] == 0


@pytest.mark.parametrize("agent", ["extract", "store"])
def test_each_series_is_there_before_anything_happened(agent: AgentName) -> None:
    told = samples(worker_metrics(make_state(agent)))

    for code in CODES:
        assert told["eventwire_dead_letters_total", (agent, code)] == 0
    assert told["eventwire_articles_total", (agent, "dead_lettered")] == 0


def test_nothing_is_told_that_is_not_on_the_list() -> None:
    texts = [worker_metrics(make_state("extract")), worker_metrics(make_state("store"))]
    texts.append(monitor_metrics(a_report(a_worker("extract-desk-7", silent=1))))
    told = {name for text in texts for name, _ in samples(text)}

    # One look gives no rates.
    assert {each.name for each in METRICS} - told <= {"eventwire_rate_in", "eventwire_rate_out"}
    assert told <= {each.name for each in METRICS}


@pytest.mark.parametrize("agent", ["extract", "store", None])
def test_promtool_finds_nothing_to_say(agent: AgentName | None) -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian: prometheus)")
    report = a_report(a_worker("extract-desk-7", silent=1))
    text = worker_metrics(make_state(agent)) if agent else monitor_metrics(report)

    run = subprocess.run(
        [promtool, "check", "metrics"], input=text, capture_output=True, timeout=60, check=False
    )

    assert (run.returncode, run.stdout + run.stderr) == (0, b"")
