"""What the page says: heading, links, charts, bytes."""

from datetime import timedelta

import pytest

from agents.ops.history import Sample
from agents.ops.monitor import Report
from agents.ops.verdicts import CRITICAL, VERDICTS, WARNING
from agents.web.charts import WIDTH, draw_charts
from agents.web.view import ROWS_SHOWN, code_parts, head, level_of, readable, safe_link, view_agents
from support.wires import NOW, Wire, away, healthy, report_of, troubled


def test_the_heading_answers_at_a_glance() -> None:
    assert head(Report.none()).level == "unknown"
    assert head(healthy().report).text == "The wire is flowing"
    stuck = head(troubled("stalled", "it has not moved", "restart it").report)
    assert stuck.level == "critical"
    assert stuck.text == "The wire is stuck at extract: stalled since 2026-11-22 09:23:00Z"
    slow = head(troubled("falling_behind", "it waits", "add a worker").report)
    assert slow.level == "warning"
    assert "falling behind" in slow.text
    gone = head(away().report)
    assert gone.text == "Kafka cannot be reached since 2026-11-22 09:28:00Z"


def test_no_worker_without_lag_is_no_clean_bill_of_health() -> None:
    quiet = head(troubled("idle", "nothing waits; no worker runs", "start a worker", lag=0).report)

    assert (quiet.level, quiet.detail) == ("warning", "nothing waits; no worker runs")


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_verdict_has_its_level(verdict: str) -> None:
    expected = "critical" if verdict in CRITICAL else "warning" if verdict in WARNING else "fine"
    assert level_of(verdict) == expected


def test_in_an_outage_no_agent_is_shown_as_well() -> None:
    wire = away()
    views = view_agents(wire.report, wire.history, wire.history)

    assert {view.level for view in views} == {"unknown"}


def test_of_very_many_partitions_the_worst_are_shown() -> None:
    report = report_of("extract", verdict="stopped", partitions=1_000)
    wire = Wire(Report(number=1, looked_at=NOW, agents=(report,)))
    (view,) = view_agents(wire.report, wire.history, wire.history)

    assert len(view.partitions) == ROWS_SHOWN
    assert view.partitions[0].verdict == "stopped"
    assert view.left_out == 1_000 - ROWS_SHOWN


@pytest.mark.parametrize("url", ["https://news.example/a?b=1#c", "http://127.0.0.1/x"])
def test_a_link_goes_to_the_web(url: str) -> None:
    assert safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://news.example",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//news.example/a",
        "https:///a",
        "https://[",
        "https://user:password@news.example/",
        "https://news.example\\@evil.example",
        "https://news.example/\u202egpj.exe",
        "ftp://news.example/a",
        "file:///etc/passwd",
    ],
)
def test_nothing_else_becomes_a_link(url: str | None) -> None:
    assert safe_link(url) is None


def test_commands_in_an_action_are_told_apart() -> None:
    assert code_parts("start: `eventwire up`, now") == [
        (False, "start: "),
        (True, "eventwire up"),
        (False, ", now"),
    ]


def test_bytes_are_shown_as_text_or_in_hexadecimal() -> None:
    assert readable("Müller\n\x1b[2J".encode(), limit=100) == "Müller\n\\x1b[2J"
    assert readable(b"\xff\x00ab", limit=100) == "00000000  ff 00 61 62" + 38 * " " + "..ab"
    assert readable("é".encode() * 100, limit=33) == 16 * "é"
    assert readable(b"", limit=100) == ""


def sample(second: int, lag: int) -> Sample:
    return Sample(
        moment=NOW + timedelta(seconds=second),
        verdict="ok",
        lag_messages=lag,
        lag_seconds=None,
        rate_in=None,
        rate_out=None,
    )


def test_a_chart_keeps_a_short_peak_and_breaks_where_nobody_looked() -> None:
    samples = [sample(second, 100 if second == 33 else 1) for second in (*range(60), 800)]
    lag, rates = draw_charts(
        samples, now=NOW + timedelta(seconds=900), window=timedelta(minutes=15)
    )

    assert lag.top == "100"
    assert "at most 100.0 messages" in lag.said
    assert lag.lines[0].path.count("M") == 2
    assert all(0 <= float(x) <= WIDTH for x in (lag.lines[0].path[1:].split(" ")[0],))
    assert [line.path for line in rates.lines] == ["", ""]


def test_what_is_older_than_the_window_is_not_drawn() -> None:
    assert draw_charts([sample(0, 1)], now=NOW + timedelta(days=1), window=timedelta(hours=1)) == ()
