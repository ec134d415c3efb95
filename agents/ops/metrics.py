"""Every figure that we export to Prometheus: a closed list, and how its values are read. docs/metrics.md is written from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal, get_args

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from agents.ops.heartbeat import resident_bytes, worker_name
from agents.ops.judging import AgentReport
from agents.ops.look import Verdict
from agents.ops.monitor import Report
from agents.ops.state import Awaited, StoreStage, WorkerState
from agents.topology import AgentName
from pipeline.flow_limits import StageName
from pipeline.storage.replacement import Change
from schemas.dead_letter import CODES
from schemas.outcome import Outcome

CONTENT_TYPE = CONTENT_TYPE_LATEST

Kind = Literal["counter", "gauge"]
Family = CounterMetricFamily | GaugeMetricFamily

# What is counted of each agent, so that each series is there from the start, at 0: a first increase is seen.
_OUTCOMES: Mapping[AgentName, tuple[str, ...]] = {
    "extract": get_args(Outcome),
    "store": (*get_args(Change), "dead_lettered"),
}
_STAGES: Mapping[AgentName, tuple[str, ...]] = {
    "extract": get_args(StageName),
    "store": get_args(StoreStage),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure: ``told_by`` says which process exports it."""

    name: str
    kind: Kind
    labels: tuple[str, ...] = ()
    told_by: Literal["web", "workers", "both"]
    help: str

    def family(self, samples: Iterable[tuple[tuple[str, ...], float]]) -> Family:
        """The figure with its *samples*: values of the labels, in their order, and the value."""
        kind = CounterMetricFamily if self.kind == "counter" else GaugeMetricFamily
        family = kind(self.name, self.help, labels=self.labels)
        for labels, value in samples:
            family.add_metric(labels, value)
        return family


def _web(name: str, *labels: str, means: str) -> Metric:
    return Metric(name=name, kind="gauge", labels=labels, told_by="web", help=means)


def _worker(name: str, kind: Kind, *labels: str, means: str) -> Metric:
    return Metric(name=name, kind=kind, labels=("agent", *labels), told_by="workers", help=means)


class _M:
    """The closed list."""

    build_info = Metric(
        name="eventwire_build_info",
        kind="gauge",
        labels=("version",),
        told_by="both",
        help="Always 1; the label is the version that runs.",
    )
    broker_reachable = _web(
        "eventwire_broker_reachable", means="1 while the brokers answer the monitor, else 0."
    )
    lag_messages = _web(
        "eventwire_lag_messages", "agent", means="Messages that wait for the agent."
    )
    lag_exact = _web(
        "eventwire_lag_exact",
        "agent",
        means="1 where eventwire_lag_messages is exact, 0 where it is the most there can be.",
    )
    lag_seconds = _web(
        "eventwire_lag_seconds",
        "agent",
        means="Age of the oldest message that waits, 0 where none does; absent where it is not known.",
    )
    verdict = _web(
        "eventwire_verdict",
        "agent",
        "verdict",
        means="1 for the verdict on the agent that stands now, 0 for the others.",
    )
    members = _web("eventwire_members", "agent", means="Workers in the agent's consumer group.")
    rate_in = _web(
        "eventwire_rate_in", "agent", means="Messages a second that came, over the last 15 seconds."
    )
    rate_out = _web(
        "eventwire_rate_out",
        "agent",
        means="Messages a second that were done, over the last 15 seconds.",
    )
    dead_letters = _web(
        "eventwire_dead_letters", "agent", means="Dead letters of the agent that the topic holds."
    )
    worker_silent_seconds = _web(
        "eventwire_worker_silent_seconds",
        "agent",
        "worker",
        means="Age of the worker's last heartbeat; absent once it has stopped or its process is seen gone.",
    )
    worker_info = Metric(
        name="eventwire_worker_info",
        kind="gauge",
        labels=("agent", "worker", "phase"),
        told_by="workers",
        help="Always 1; the labels are the worker's name, as its group lists it, and its phase.",
    )
    articles = _worker(
        "eventwire_articles_total",
        "counter",
        "outcome",
        means="Articles that ended, by how: of extract the outcome, of store what changed in the database.",
    )
    events = _worker(
        "eventwire_events_total",
        "counter",
        means="Events that extract found, or that store holds as current after each article; with repeats.",
    )
    dead_letters_sent = _worker(
        "eventwire_dead_letters_total",
        "counter",
        "code",
        means="Dead letters that were sent, by the reason's code.",
    )
    stage_seconds = _worker(
        "eventwire_stage_seconds_total",
        "counter",
        "stage",
        means="Seconds spent in each stage: of extract by articles, of store by batches.",
    )
    waiting = _worker(
        "eventwire_waiting",
        "gauge",
        "waiting_for",
        means="1 while the worker waits through an outage of this, else 0.",
    )
    in_hand = _worker("eventwire_in_hand", "gauge", means="Messages that the worker works on now.")
    progressed = _worker(
        "eventwire_progress_timestamp_seconds",
        "gauge",
        means="When the worker last finished what it had in hand, in seconds since 1970.",
    )
    resident = _worker(
        "eventwire_resident_bytes",
        "gauge",
        means="Memory of the worker's own process, without those that extract.",
    )


METRICS = tuple(each for each in vars(_M).values() if isinstance(each, Metric))


def monitor_metrics(report: Report) -> bytes:
    """What the monitor knows, in Prometheus's text format. Before the first look only what needs none."""
    return _text(_monitor_families(report))


def worker_metrics(state: WorkerState) -> bytes:
    """What a worker counts, in Prometheus's text format. May be called from any thread."""
    return _text([_build_info(), *_worker_families(state)])


def _monitor_families(report: Report) -> Iterator[Family]:
    yield _build_info()
    if report.number == 0:
        return
    outage = report.outage
    reached = outage is None or outage.broker_reached
    yield _M.broker_reachable.family([((), float(reached))])
    # Old figures would look like new ones, so an outage shows none.
    agents = report.agents if outage is None else ()
    if not agents:
        return
    lags = [each.lag for each in agents]
    yield _M.lag_messages.family(((lag.agent,), lag.lag_messages) for lag in lags)
    yield _M.lag_exact.family(((lag.agent,), float(lag.lag_exact)) for lag in lags)
    yield _by_agent(
        _M.lag_seconds, [(lag.agent, _age(each)) for lag, each in zip(lags, agents, strict=True)]
    )
    yield _M.verdict.family(
        ((each.agent, verdict), float(each.verdict == verdict))
        for each in agents
        for verdict in get_args(Verdict)
    )
    yield _M.members.family(((lag.agent,), lag.members) for lag in lags)
    yield _by_agent(_M.rate_in, [(lag.agent, lag.rate_in) for lag in lags])
    yield _by_agent(_M.rate_out, [(lag.agent, lag.rate_out) for lag in lags])
    yield _by_agent(_M.dead_letters, [(lag.agent, lag.dead_letters) for lag in lags])
    yield _M.worker_silent_seconds.family(
        ((each.agent, worker.name), round(worker.silent_seconds, 3))
        for each in agents
        for worker in each.workers
        if worker.heartbeat.phase != "stopping" and worker.process != "gone"
    )


def _worker_families(state: WorkerState) -> Iterator[Family]:
    agent = state.agent
    yield _M.worker_info.family([((agent, worker_name(agent), state.phase), 1)])
    yield _counted(_M.articles, agent, state.ended, _OUTCOMES[agent])
    yield _M.events.family([((agent,), state.events)])
    yield _counted(_M.dead_letters_sent, agent, state.dead_letters, CODES)
    seconds = {name: spent / 1000 for name, spent in dict(state.stage_milliseconds).items()}
    yield _counted(_M.stage_seconds, agent, seconds, _STAGES[agent])
    yield _M.waiting.family(
        ((agent, what), float(state.waiting_for == what)) for what in get_args(Awaited)
    )
    yield _M.in_hand.family([((agent,), state.in_hand)])
    yield _M.progressed.family([((agent,), state.progressed_at)])
    yield _by_agent(_M.resident, [(agent, resident_bytes())])


def _age(report: AgentReport) -> float | None:
    return report.lag.lag_seconds if report.lag.lag_messages else 0.0


def _by_agent(metric: Metric, values: Iterable[tuple[str, float | None]]) -> Family:
    return metric.family(((agent,), value) for agent, value in values if value is not None)


def _counted(
    metric: Metric, agent: str, counts: Mapping[str, float], known: Iterable[str]
) -> Family:
    values = {**dict.fromkeys(known, 0.0), **counts}
    return metric.family(((agent, label), value) for label, value in values.items())


def _build_info() -> Family:
    return _M.build_info.family([((version("eventwire"),), 1)])


class _Families(Collector):
    def __init__(self, families: Iterable[Family]) -> None:
        self._families = [each for each in families if each.samples]

    def collect(self) -> Iterable[Family]:
        return self._families


def _text(families: Iterable[Family]) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Families(families))
    return generate_latest(registry)
