"""The monitor: what it reports of scripted looks, through outages, and that its memory is bounded."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agents.errors import BrokerUnreachable, WrongTopics
from agents.ops.history import MINUTES_KEPT, SECONDS_KEPT, History
from agents.ops.judging import AgentReport, Judge, limits_of
from agents.ops.lag import GroupOffsets, PartitionOffsets, measure_lag
from agents.ops.monitor import Looker, Monitor, Report, seconds_between_looks
from agents.ops.observation import Observation, WorkerSeen
from agents.ops.partition_memory import Limits
from agents.ops.verdicts import CRITICAL, WARNING
from agents.settings import Settings
from schemas.heartbeat import Heartbeat

T0 = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ALARMS = CRITICAL | WARNING
MEMBER = "extract-desk-7@10.0.0.7"


def seen(
    second: float, *, committed: int = 5, end: int = 5, silent: float = 0.5, **fields: Any
) -> Observation:
    """One look at an agent of one partition; its worker owns it and was heard *silent* seconds ago."""
    now = T0 + timedelta(seconds=second)
    born = None if committed >= end else int((T0.timestamp() - 5) * 1000)
    partition = PartitionOffsets(
        **{
            "partition": 0,
            "start_offset": 0,
            "end_offset": end,
            "committed_offset": committed,
            "oldest_timestamp_ms": born,
            "member": MEMBER,
            **fields,
        }
    )
    beat = Heartbeat(
        worker="extract-desk-7",
        agent="extract",
        host="desk",
        pid=7,
        version="0",
        phase="running",
        started_at=T0,
        sent_at=now,
    )
    offsets = GroupOffsets(
        agent="extract",
        consumer_group="eventwire-extract",
        topic="raw-articles",
        observed_at=now,
        members=1 if partition.member else 0,
        dead_letters=0,
        partitions=(partition,),
    )
    worker = WorkerSeen(heartbeat=beat, silent_seconds=silent, process="unknown")
    return Observation(offsets=offsets, workers=(worker,))


class Script:
    """Looks that were written down; an error among them is raised."""

    def __init__(self, *looks: Observation | Exception) -> None:
        self._looks = list(looks)
        self.opened = 0

    def observe(self, *, count_seconds: float) -> tuple[Observation, ...]:
        assert count_seconds < 1
        look = self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]
        if isinstance(look, Exception):
            raise look
        return (look,)

    def opener(self) -> Callable[[Settings], AbstractContextManager[Looker]]:
        @contextmanager
        def opened(_: Settings) -> Iterator[Looker]:
            self.opened += 1
            yield self

        return opened


def report_of(judge: Judge, look: Observation, *, after_outage: bool = False) -> AgentReport:
    return judge.take([look], after_outage=after_outage)[0]


def test_a_report_has_lag_verdict_reason_action_and_workers() -> None:
    script = Script(seen(0), seen(1, end=9))
    with Monitor(Settings(), open_looker=script.opener()) as monitor:
        monitor.wait(after=0, seconds=10)
        report = monitor.wait(after=1, seconds=10)

    assert (report.number, report.outage, script.opened) == (2, None, 1)
    only = report.agents[0]
    assert (only.agent, only.verdict, only.lag.verdict) == ("extract", "ok", "ok")
    assert only.lag.lag_messages == 4
    assert only.lag.partitions[0].reason
    assert [each.name for each in only.workers] == ["extract-desk-7"]
    assert [sample.lag_messages for sample in monitor.history("extract")] == [0, 4]
    assert [sample.lag_messages for sample in monitor.history("extract", day=True)] == [4]
    assert monitor.history("store") == ()


def test_an_outage_is_told_with_its_beginning_and_what_was_seen_last() -> None:
    away = BrokerUnreachable("no Kafka broker at desk:9092: nothing listens; start one")
    script = Script(seen(0), away, away)
    with Monitor(Settings(), open_looker=script.opener()) as monitor:
        first = monitor.wait(after=1, seconds=10)
        second = monitor.wait(after=first.number, seconds=10)

    assert first.outage
    assert second.outage
    assert second.outage.since == first.outage.since
    assert (second.outage.reason, second.outage.broker_reached) == (str(away), False)
    assert [each.agent for each in second.agents] == ["extract"]


def test_a_missing_topic_is_no_missing_broker_and_is_looked_for_again() -> None:
    script = Script(WrongTopics("missing: raw-articles"), seen(0))
    with Monitor(Settings(), open_looker=script.opener()) as monitor:
        first = monitor.wait(after=0, seconds=10)
        second = monitor.wait(after=1, seconds=10)

    assert first.outage
    assert first.outage.broker_reached
    assert (second.outage, script.opened) == (None, 2)


def test_nobody_waits_for_a_monitor_that_has_ended() -> None:
    with Monitor(Settings(), open_looker=Script(seen(0)).opener()) as monitor:
        report = monitor.wait(after=0, seconds=10)

    assert monitor.wait(after=report.number + 9, seconds=60).number >= report.number


def test_the_time_of_an_outage_is_no_standstill_and_no_silence() -> None:
    judge = Judge(Limits())
    for second in range(5):
        report_of(judge, seen(second, end=9))

    after = report_of(judge, seen(65, end=9, silent=61), after_outage=True)
    later = report_of(judge, seen(66, end=9, silent=0.5))
    long_after = [report_of(judge, seen(s, end=9, silent=s - 4)) for s in range(67, 90)]

    assert not {after.verdict, later.verdict} & ALARMS
    assert long_after[-1].verdict == "stalled"


def test_a_monitor_that_was_suspended_itself_cries_no_wolf() -> None:
    judge = Judge(Limits())
    report_of(judge, seen(0, end=9))
    report_of(judge, seen(1, end=9))

    assert report_of(judge, seen(900, end=9, silent=899)).verdict not in ALARMS


def test_since_is_when_the_verdict_began() -> None:
    judge = Judge(Limits())
    said = [report_of(judge, seen(s, end=9, silent=float(s))) for s in range(30)]

    assert said[-1].verdict == "stalled"
    assert said[-1].since == next(
        each.lag.observed_at for each in said if each.verdict == "stalled"
    )


def test_at_once_a_stop_is_told_unless_a_worker_was_heard_a_moment_ago() -> None:
    def second_look(silent: float) -> str:
        judge = Judge(Limits(), at_once=True)
        looks = [seen(second, end=9, silent=silent, member=None) for second in (0, 1)]
        gone = [
            replace(look, workers=(replace(look.workers[0], process="gone"),)) for look in looks
        ]
        return [report_of(judge, look).verdict for look in gone][-1]

    assert second_look(300.0) == "stopped"
    assert second_look(2.0) == "ok"


def test_patience_grows_with_the_settings() -> None:
    usual, slow = limits_of(Settings()), limits_of(Settings(kafka_commit_interval_seconds=60))

    assert (usual.stuck, slow.stuck) == (20.0, 130.0)
    assert limits_of(Settings(article_timeout_seconds=300)).batch == 630.0


def test_what_is_kept_is_bounded_and_a_minute_is_its_worst_second() -> None:
    history, lag = History(), measure_lag(seen(0).offsets)
    for minute in range(2 * MINUTES_KEPT):
        history.add(replace(lag, observed_at=T0 + timedelta(minutes=minute)))
    assert (len(history.seconds), len(history.minutes)) == (SECONDS_KEPT, MINUTES_KEPT + 1)

    fresh = History()
    for second in range(120):
        fresh.add(measure_lag(seen(second, end=5 + second % 60).offsets))
    assert [sample.lag_messages for sample in fresh.minutes] == [59, 59]


@pytest.mark.parametrize(
    ("partitions", "seconds"), [(0, 1), (16, 1), (120, 1), (240, 2), (480, 4), (9_000, 4)]
)
def test_of_many_partitions_there_are_fewer_looks(partitions: int, seconds: float) -> None:
    look = seen(0)
    many = replace(look.offsets, partitions=look.offsets.partitions * partitions)
    agents = Judge(Limits()).take([replace(look, offsets=many)])

    assert seconds_between_looks(replace(Report.none(), agents=agents)) == seconds


def test_a_stop_is_told_in_time_with_the_fewest_looks() -> None:
    judge = Judge(Limits())
    report_of(judge, seen(0, end=9, silent=0.5))
    told = [
        second
        for second in range(4, 30, 4)
        if report_of(judge, seen(second, end=9, silent=float(second), member=None)).verdict
        == "stopped"
    ]

    assert told[0] <= 15
