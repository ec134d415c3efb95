"""Wires as a monitor sees them, written down: healthy, stalled, stopped, the broker away; and hostile ones."""

import math
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from agents.ops.history import Sample
from agents.ops.judging import AgentReport
from agents.ops.lag import AgentLag, GroupOffsets, PartitionOffsets, measure_lag
from agents.ops.look import Verdict
from agents.ops.monitor import Outage, Report
from agents.ops.observation import WorkerSeen
from agents.replay import Letter
from agents.topology import HOPS, AgentName
from agents.web.refreshed import Latest
from agents.web.rendering import Shown
from agents.web.sources import LetterGone, LetterLine, Letters, StoredEvents
from schemas.dead_letter import DeadLetterReason
from schemas.event import EventArticle
from schemas.heartbeat import Heartbeat
from support.builders import make_event

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PLACE = "dead-letters/0/7"
MOST_SAMPLES = 900


@dataclass
class Wire:
    """Stands in for a monitor and for what is read: it says what it was given."""

    report: Report
    events: Latest[StoredEvents] = field(default_factory=Latest)
    letters: Latest[Letters] = field(default_factory=Latest)
    kept: dict[str, Letter] = field(default_factory=dict)
    slope: float = 0.0
    samples: int = MOST_SAMPLES

    def wait(self, *, after: int, seconds: float) -> Report:
        del after, seconds
        return self.report

    def history(self, agent: AgentName, *, day: bool = False) -> tuple[Sample, ...]:
        step = timedelta(minutes=1) if day else timedelta(seconds=1)
        return tuple(
            Sample(
                moment=self.report.looked_at - step * (self.samples - number),
                verdict="ok",
                lag_messages=int(
                    40 + 30 * math.sin(number / 40) + self.slope * max(number - 500, 0)
                ),
                lag_seconds=1.0,
                rate_in=14 + 5 * math.sin(number / 25 + len(agent)),
                rate_out=14 + 5 * math.sin(number / 25 - 0.3 + len(agent)),
            )
            for number in range(self.samples)
        )

    def find_letter(self, place: str) -> Letter:
        if place not in self.kept:
            raise LetterGone(f"there is no dead letter {place}")
        return self.kept[place]

    @property
    def shown(self) -> Shown:
        return Shown(monitor=self, read=self)


def healthy() -> Wire:
    """All is well, with a few dead letters."""
    reports = tuple(report_of(hop.agent) for hop in HOPS)
    return Wire(
        Report(number=9, looked_at=NOW, agents=reports), some_events(), some_letters(), kept()
    )


def troubled(verdict: Verdict, reason: str, action: str, *, lag: int = 412) -> Wire:
    """The agent ``extract`` is in trouble; ``store`` is well."""
    wire = healthy()
    _, *others = wire.report.agents
    bad = report_of("extract", verdict=verdict, reason=reason, action=action, lag=lag)
    wire.report = replace(wire.report, agents=(bad, *others))
    wire.slope = 0.8
    return wire


def away(*, database: bool = False) -> Wire:
    """No broker answers for two minutes."""
    wire = healthy()
    reason = "no Kafka broker at 127.0.0.1:9092: nothing listens; start one with `eventwire up`"
    since = NOW - timedelta(minutes=2)
    wire.report = replace(
        wire.report, outage=Outage(since=since, reason=reason, broker_reached=False)
    )
    wire.letters = replace(wire.letters, outage=reason, outage_since=since)
    if database:
        wire.events = replace(
            wire.events, outage="The database cannot be used: it is down", outage_since=since
        )
    return wire


def report_of(
    agent: AgentName,
    *,
    verdict: Verdict = "ok",
    reason: str = "4 messages wait in raw-articles[1], none for long",
    action: str = "",
    lag: int = 4,
    partitions: int = 3,
    text: str = "",
) -> AgentReport:
    """A report on *agent*; *text* goes wherever a name of the outside world stands."""
    measured = _lag(agent, lag, partitions, text)
    judged = replace(
        measured,
        verdict=verdict,
        reason=reason,
        action=action,
        partitions=tuple(
            replace(each, verdict=verdict if not each.partition else "ok", reason=reason)
            for each in measured.partitions
        ),
        rate_in=14.2,
        rate_out=14.1 if verdict == "ok" else 0.0,
    )
    return AgentReport(
        lag=judged,
        verdict=verdict,
        reason=reason,
        action=action,
        since=NOW - timedelta(minutes=7),
        workers=(_worker(agent, text),),
    )


def some_events(text: str = "", url: str = "https://news.example/a1") -> Latest[StoredEvents]:
    """A few events; *text* is in each field that a publisher fills."""
    event = make_event()
    sentence = event.evidence.model_copy(update={"text": text or event.evidence.text})
    article = EventArticle(headline=text or "Taliban threaten Turkey", url=url)
    events = tuple(
        event.model_copy(
            update={
                "event_type": event_type,
                "evidence": sentence,
                "article": article,
                "coded_at": NOW - timedelta(minutes=number),
            }
        )
        for number, event_type in enumerate(("THREATEN", "PROTEST", "CONSULT", "ASSAULT"))
    )
    value = StoredEvents(newest=events, by_type={"CONSULT": 212, "THREATEN": 96, "PROTEST": 31})
    return Latest(value=value, read_at=NOW)


def some_letters(text: str = "") -> Latest[Letters]:
    """Two dead letters."""
    codes = ("invalid_article", "too_slow")
    lines = tuple(
        LetterLine(
            place=f"dead-letters/0/{7 - number}",
            origin=f"raw-articles/3/{1042 - number}",
            code=code,
            message=text or "/headline: got a number, want text",
            size=2_113,
            moment=NOW - timedelta(minutes=number),
        )
        for number, code in enumerate(codes)
    )
    return Latest(value=Letters(total=2, newest=lines), read_at=NOW)


def kept(text: str = "", value: bytes = b'{"id": "a1", "headline": 7}') -> dict[str, Letter]:
    """One dead letter with its bytes."""
    reason = DeadLetterReason(
        code="invalid_article",
        stage="decode",
        message=text or "/headline: got a number, want text",
        topic="raw-articles",
        partition=3,
        offset=1042,
        timestamp=0,
        agent="extract",
        version="0.1.0",
    )
    letter = Letter(
        topic="dead-letters",
        partition=0,
        offset=7,
        timestamp_ms=int(NOW.timestamp() * 1000),
        key=text.encode() or b"a1",
        value=value,
        headers=(*reason.to_headers(), (text or "source", text.encode() or b"desk")),
        reason=reason,
    )
    return {PLACE: letter}


def _lag(agent: AgentName, lag: int, partitions: int, text: str) -> AgentLag:
    born = int((NOW.timestamp() - 5) * 1000)
    hop = next(hop for hop in HOPS if hop.agent == agent)
    return measure_lag(
        GroupOffsets(
            agent=agent,
            consumer_group=f"eventwire-{agent}",
            topic=hop.reads,
            observed_at=NOW,
            members=1,
            dead_letters=2,
            partitions=tuple(
                PartitionOffsets(
                    partition=number,
                    start_offset=0,
                    end_offset=8_400 + (lag if number == 0 else 0),
                    committed_offset=8_400,
                    oldest_timestamp_ms=born,
                    oldest_key=text.encode("utf-8", "replace") or None,
                    member=text or f"{agent}-desk-7@10.0.0.7",
                )
                for number in range(partitions)
            ),
        )
    )


def _worker(agent: AgentName, text: str) -> WorkerSeen:
    beat = Heartbeat(
        worker=text or f"{agent}-desk-7",
        agent=agent,
        host=text or "desk",
        pid=7,
        version=text or "0.1.0",
        phase="running",
        started_at=NOW,
        sent_at=NOW,
        waiting_for="database" if text else None,
        waiting_since=NOW if text else None,
        waiting_because=text or None,
        ended={"extracted": 8_398, "dead_lettered": 2},
        resident_bytes=412_000_000,
    )
    return WorkerSeen(heartbeat=beat, silent_seconds=1.2, process="alive")
