"""What the page says: words and figures from a report, the events and the dead letters. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from agents.commands.console import visible
from agents.ops.history import Sample
from agents.ops.judging import AgentReport
from agents.ops.lag import PartitionLag
from agents.ops.monitor import Report
from agents.ops.verdicts import CRITICAL, VERDICTS, WARNING
from agents.topology import AgentName
from agents.web.charts import Chart, draw_charts
from schemas.dates import write_moment

Level = Literal["fine", "warning", "critical", "unknown"]

# A row more for each of a thousand partitions would make the page slow, and nobody would read it.
ROWS_SHOWN = 50
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
_MARKS: dict[Level, str] = {"fine": "✓", "warning": "!", "critical": "✕", "unknown": "?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The answer at a glance."""

    level: Level
    text: str
    detail: str

    @property
    def mark(self) -> str:
        """A sign, for who sees no colours."""
        return _MARKS[self.level]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentView:
    """One agent as it is shown: the report, its charts and its worst partitions."""

    report: AgentReport
    level: Level
    charts: tuple[Chart, ...]
    day_charts: tuple[Chart, ...]
    partitions: tuple[PartitionLag, ...]

    @property
    def mark(self) -> str:
        """A sign, for who sees no colours."""
        return _MARKS[self.level]

    @property
    def left_out(self) -> int:
        """How many partitions have no row; none of them is worse than those that have one."""
        return len(self.report.lag.partitions) - len(self.partitions)


def level_of(verdict: str | None) -> Level:
    """How urgent *verdict* is."""
    if verdict is None:
        return "unknown"
    if verdict in CRITICAL:
        return "critical"
    return "warning" if verdict in WARNING else "fine"


def head(report: Report) -> Heading:
    """Is the wire flowing, where is it stuck, since when."""
    if report.outage:
        since = clock(report.outage.since)
        text = (
            "Kafka answers, but not as it should"
            if report.outage.broker_reached
            else ("Kafka cannot be reached")
        )
        return Heading(level="critical", text=f"{text} since {since}", detail=report.outage.reason)
    if not report.agents:
        return Heading(level="unknown", text="Looking for the first time …", detail="")
    worst = min(report.agents, key=lambda each: VERDICTS.index(each.verdict))
    level = level_of(worst.verdict)
    since = clock(worst.since)
    if level == "critical":
        text = f"The wire is stuck at {worst.agent}: {words(worst.verdict)} since {since}"
        return Heading(level=level, text=text, detail=worst.reason)
    if level == "warning":
        text = f"The wire flows, but {worst.agent} needs care: {words(worst.verdict)} since {since}"
        return Heading(level=level, text=text, detail=worst.reason)
    if any(each.action for each in report.agents):
        named = next(each for each in report.agents if each.action)
        return Heading(
            level="warning", text=f"Nothing is stuck; see to {named.agent}", detail=named.reason
        )
    waiting = sum(each.lag.lag_messages for each in report.agents)
    detail = f"{waiting:,} messages wait, none for long" if waiting else "nothing waits"
    return Heading(level="fine", text="The wire is flowing", detail=detail)


def view_agents(
    report: Report,
    history: Callable[[AgentName], Sequence[Sample]],
    day: Callable[[AgentName], Sequence[Sample]],
) -> tuple[AgentView, ...]:
    """The agents in the order of the wire."""
    now = report.looked_at
    return tuple(
        AgentView(
            report=each,
            # What was seen before an outage says nothing about now.
            level="unknown" if report.outage else level_of(each.verdict),
            charts=draw_charts(history(each.agent), now=now, window=QUARTER),
            day_charts=draw_charts(day(each.agent), now=now, window=DAY),
            partitions=_worst(each.lag.partitions),
        )
        for each in report.agents
    )


def _worst(partitions: Sequence[PartitionLag]) -> tuple[PartitionLag, ...]:
    if len(partitions) <= ROWS_SHOWN:
        return tuple(partitions)
    order: dict[str, int] = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
    ranked = sorted(
        partitions, key=lambda each: (order.get(str(each.verdict), 99), -each.lag_messages)
    )
    return tuple(ranked[:ROWS_SHOWN])


def words(name: str | None) -> str:
    """A verdict as words: ``falling behind``."""
    return (name or "unknown").replace("_", " ")


def clock(moment: datetime | None) -> str:
    """Date and time in UTC, to the second."""
    return "-" if moment is None else write_moment(moment, timespec="seconds").replace("T", " ")


def figure(value: float | None) -> str:
    """A count with its thousands, a rate with one decimal, a dash for what is not known."""
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def safe_link(url: str | None) -> str | None:
    """*url* where a browser may follow it: http or https with a host, and nothing that steers."""
    if not url or visible(url) != url or any(sign in url for sign in " \\"):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host and "@" not in parts.netloc else None


def code_parts(text: str) -> list[tuple[bool, str]]:
    """*text* cut at its backticks: whether a part is a command, and the part."""
    parts = text.split("`")
    return [(number % 2 == 1, part) for number, part in enumerate(parts) if part]


def readable(value: bytes, *, limit: int) -> str:
    """The first *limit* bytes: as text where they are UTF-8, else offset, hexadecimal and ASCII."""
    shown = value[:limit]
    try:
        # A character that the limit cuts in two is no reason for hexadecimal.
        text = shown.decode("utf-8", "strict" if len(value) <= limit else "ignore")
        if len(value) <= limit or len(text) * 4 > limit:
            return "\n".join(visible(line) for line in text.split("\n"))
    except UnicodeDecodeError:
        pass
    return "\n".join(_hex_line(shown, at) for at in range(0, min(len(shown), limit // 4), 16))


def _hex_line(value: bytes, at: int) -> str:
    row = value[at : at + 16]
    text = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in row)
    return f"{at:08x}  {row.hex(' '):<47}  {text}"
