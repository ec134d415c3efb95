"""``eventwire lag``: how far each agent is behind, what is wrong and what to do; once, or each second."""

import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext

from rich.text import Text

from agents.commands.console import Console, duration, visible
from agents.errors import BrokerUnreachable, WrongTopics
from agents.ops.history import Sample
from agents.ops.judging import AgentReport, Judge, limits_of
from agents.ops.lag import AgentLag, lag_fields
from agents.ops.monitor import Monitor, Report, collect_seldom
from agents.ops.offsets import observing
from agents.ops.verdicts import CRITICAL, WARNING
from agents.settings import Settings
from agents.topology import AgentName
from schemas.dates import write_moment

FINE, WARNED, ALARMED, UNREACHABLE = 0, 1, 2, 3

# Two looks: rates, and whether a position moves, take time to see. More where a worker may just have died:
# as many as it takes to know.
_BETWEEN_LOOKS_SECONDS = 1.0
_MORE_LOOKS = 12
# A look that hangs on to a broker is waited for.
_PATIENCE_SECONDS = 60.0
_BARS = "▁▂▃▄▅▆▇█"
_BARS_SHOWN = 60
_HEADINGS = (
    "agent",
    "verdict",
    "lag",
    "oldest",
    "in/s",
    "out/s",
    "eta",
    "members",
    "dead letters",
    "observed at",
)


def run_lag(*, settings: Settings, watch: bool, as_json: bool, console: Console) -> int:
    """Show the lag of each agent; *watch* goes on until Ctrl-C.

    0 fine, 1 where an agent has a warning, 2 where one is stopped, stalled or lost data, 3 without a broker.
    """
    if watch:
        return _watch(settings, as_json=as_json, console=console)
    try:
        reports = _look_until_sure(settings)
    except BrokerUnreachable as error:
        console.error(str(error))
        return UNREACHABLE
    _show(reports, {}, as_json=as_json, console=console)
    if console.is_terminal and not as_json:
        console.note(
            "what takes time to see (stalled, falling_behind, rewound): `eventwire lag --watch`"
        )
    return exit_status(reports)


def exit_status(reports: Sequence[AgentReport]) -> int:
    """What cron and Nagios want to know: 0 fine, 1 warning, 2 critical."""
    words = {report.verdict for report in reports}
    if words & CRITICAL:
        return ALARMED
    return WARNED if words & WARNING else FINE


def sparkline(values: Sequence[int]) -> str:
    """*values* as a line of bars, the highest of them full; what is more than 0 is never the lowest bar."""
    top = max(values, default=0)
    steps = len(_BARS) - 1
    return "".join(_BARS[-(-value * steps // top)] if value > 0 else _BARS[0] for value in values)


def shown_lag(lag: AgentLag) -> object:
    """The messages that wait; words, where that is only the most there can be."""
    return lag.lag_messages if lag.lag_exact else f"at most {lag.lag_messages:,}"


def _look_until_sure(settings: Settings) -> tuple[AgentReport, ...]:
    judge = Judge(limits_of(settings), at_once=True)
    with observing(settings) as observer:
        reports = judge.take(observer.observe())
        for _ in range(_MORE_LOOKS):
            time.sleep(_BETWEEN_LOOKS_SECONDS)
            reports = judge.take(observer.observe())
            if not any(each.provisional for each in reports):
                break
        return reports


def _watch(settings: Settings, *, as_json: bool, console: Console) -> int:
    """Look each second, through outages of the broker, until the caller is interrupted."""
    report = Report.none()
    collect_seldom()
    with Monitor(settings) as monitor:
        while True:
            report = monitor.wait(after=report.number, seconds=_PATIENCE_SECONDS)
            if report.outage and not report.agents:
                if report.outage.broker_reached:
                    raise WrongTopics(report.outage.reason)
                console.error(report.outage.reason)
                return UNREACHABLE
            if report.outage:
                # An operator watches in an outage above all.
                console.error(f"{report.outage.reason}; trying again")
                continue
            histories = {each.agent: monitor.history(each.agent) for each in report.agents}
            with nullcontext() if as_json else console.redrawing():
                _show(report.agents, histories, as_json=as_json, console=console)


def _show(
    reports: Sequence[AgentReport],
    histories: Mapping[AgentName, Sequence[Sample]],
    *,
    as_json: bool,
    console: Console,
) -> None:
    if as_json:
        for report in reports:
            console.json(lag_fields(report.lag))
        return
    if not console.is_terminal:
        rows = [(*_row(report), report.reason, report.action) for report in reports]
        console.table((*_HEADINGS, "reason", "action"), rows)
        return
    console.table(_HEADINGS, [_row(report) for report in reports], unbroken=2)
    for report in reports:
        for line in _explanation(report, histories.get(report.agent, ())):
            console.draw(Text(visible(line)))


def _explanation(report: AgentReport, history: Sequence[Sample]) -> list[str]:
    since = write_moment(report.since, timespec="seconds")
    lines = [f"{report.agent}: {report.verdict} since {since}: {report.reason}"]
    if report.action:
        lines.append(f"  to do: {report.action}")
    lags = [sample.lag_messages for sample in history[-_BARS_SHOWN:]]
    if lags:
        lines.append(f"  lag of the last minute: {sparkline(lags)} at most {max(lags):,}")
    return lines


def _row(report: AgentReport) -> tuple[object, ...]:
    lag = report.lag
    return (
        lag.agent,
        report.verdict,
        shown_lag(lag),
        duration(lag.lag_seconds),
        _rate(lag.rate_in),
        _rate(lag.rate_out),
        duration(lag.eta_seconds),
        lag.members,
        "counting" if lag.dead_letters is None else lag.dead_letters,
        write_moment(lag.observed_at, timespec="seconds"),
    )


def _rate(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.1f}"
