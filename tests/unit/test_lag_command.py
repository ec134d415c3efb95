"""What `eventwire lag` draws, and the status it ends with."""

from dataclasses import replace

import pytest

from agents.commands.lag import ALARMED, FINE, WARNED, exit_status, shown_lag, sparkline
from agents.ops.judging import AgentReport
from agents.ops.lag import GroupOffsets, measure_lag
from agents.ops.look import Verdict
from agents.ops.verdicts import VERDICTS
from support.builders import PUBLISHED_AT

STATUS = {
    **dict.fromkeys(("idle", "ok", "catching_up", "never_committed"), FINE),
    **dict.fromkeys(("falling_behind", "at_risk", "rewound"), WARNED),
    **dict.fromkeys(("stalled", "stopped", "data_lost"), ALARMED),
}


def report(verdict: Verdict) -> AgentReport:
    offsets = GroupOffsets(
        agent="extract",
        consumer_group="eventwire-extract",
        topic="raw-articles",
        observed_at=PUBLISHED_AT,
        members=0,
        dead_letters=0,
        partitions=(),
    )
    return AgentReport(
        lag=measure_lag(offsets),
        verdict=verdict,
        reason="",
        action="",
        since=PUBLISHED_AT,
        workers=(),
    )


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_verdict_has_the_exit_status_that_was_promised(verdict: Verdict) -> None:
    assert exit_status([report("ok"), report(verdict)]) == STATUS[verdict]


def test_the_worst_agent_decides() -> None:
    assert exit_status([report("at_risk"), report("stopped"), report("idle")]) == ALARMED


@pytest.mark.parametrize(("exact", "shown"), [(True, 1_234), (False, "at most 1,234")])
def test_a_lag_that_may_be_smaller_says_so(exact: bool, shown: object) -> None:
    lag = replace(report("ok").lag, lag_messages=1_234, lag_exact=exact)

    assert shown_lag(lag) == shown


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([], ""),
        ([0, 0], "▁▁"),
        ([0, 1, 100], "▁▂█"),
        ([7, 7], "██"),
        ([0, 25, 50, 75, 100], "▁▃▅▇█"),
    ],
)
def test_a_sparkline_is_full_at_the_highest_and_shows_the_smallest_lag(
    values: list[int], bars: str
) -> None:
    assert sparkline(values) == bars
