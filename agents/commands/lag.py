"""``eventwire lag``: how far each agent is behind, once or each second."""

import time
from collections import deque
from contextlib import nullcontext

from agents.commands.console import Console
from agents.errors import BrokerUnreachable
from agents.ops.lag import AgentLag, GroupOffsets, lag_fields, measure_lag
from agents.ops.offsets import Observer, observing
from agents.settings import Settings
from schemas.dates import write_moment

UNREACHABLE = 3

# Rates over this many seconds: workers commit every few seconds, so one second shows 0 or a burst.
_WINDOW_SECONDS = 15
_EVERY_SECONDS = 1.0
# Of each second, for dead letters that were not counted yet; the rest goes on in the next one.
_COUNT_SECONDS = 0.3
_HEADINGS = (
    "agent",
    "consumer group",
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
    """Show the lag of each agent; *watch* goes on until Ctrl-C. 3 without a broker."""
    try:
        with observing(settings) as observer:
            looks = observer.look()
            _show([measure_lag(look) for look in looks], as_json=as_json, console=console)
            if watch:
                _watch(observer, looks, as_json=as_json, console=console)
    except BrokerUnreachable as error:
        console.error(str(error))
        return UNREACHABLE
    return 0


def _watch(
    observer: Observer, looks: tuple[GroupOffsets, ...], *, as_json: bool, console: Console
) -> None:
    """Look each second, through outages of the broker, until the caller is interrupted."""
    earlier = deque([looks])
    due = time.monotonic()
    while True:
        due = max(due + _EVERY_SECONDS, time.monotonic())
        time.sleep(max(due - time.monotonic(), 0.0))
        try:
            looks = observer.look(count_seconds=_COUNT_SECONDS)
        except BrokerUnreachable as error:
            # An operator watches in an outage above all.
            console.error(f"{error}; trying again")
            continue
        lags = [measure_lag(now, then) for now, then in zip(looks, earlier[0], strict=True)]
        earlier.append(looks)
        while _span(earlier[0], looks) > _WINDOW_SECONDS:
            earlier.popleft()
        with nullcontext() if as_json else console.redrawing():
            _show(lags, as_json=as_json, console=console)


def _span(earlier: tuple[GroupOffsets, ...], looks: tuple[GroupOffsets, ...]) -> float:
    return (looks[0].observed_at - earlier[0].observed_at).total_seconds()


def _show(lags: list[AgentLag], *, as_json: bool, console: Console) -> None:
    if as_json:
        for lag in lags:
            console.json(lag_fields(lag))
    else:
        console.table(_HEADINGS, [_row(lag) for lag in lags])


def _row(lag: AgentLag) -> tuple[object, ...]:
    return (
        lag.agent,
        lag.consumer_group,
        lag.lag_messages,
        _duration(lag.lag_seconds),
        _rate(lag.rate_in),
        _rate(lag.rate_out),
        _duration(lag.eta_seconds),
        lag.members,
        "counting" if lag.dead_letters is None else lag.dead_letters,
        write_moment(lag.observed_at, timespec="seconds"),
    )


def _rate(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.1f}"


def _duration(seconds: float | None) -> str:
    """*seconds* in two units at most: 4.2 s, 3 min 20 s, 5 h 12 min, 2 d 3 h."""
    if seconds is None:
        return "-"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min"
    return f"{hours // 24} d {hours % 24} h"
