"""The ten scenarios: each does something to a stage, again and again, until it is over."""

import itertools
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from lag_truth.stage import Member, Stage

HOUR = 3_600.0
_KEYS = 30
_CLEANING_SECONDS = 180.0


@dataclass(frozen=True)
class Scenario:
    """``prepare`` is done before anybody looks, ``play`` while the samples are taken."""

    name: str
    play: Callable[[Stage], None]
    prepare: Callable[[Stage], None] = lambda _stage: None


def steady(stage: Stage) -> None:
    """Some records a second, done as they come."""
    stage.join()
    while stage.going(0.1):
        stage.put(stage.chance.randint(1, 3))


def burst(stage: Stage) -> None:
    """Hundreds at once, worked off over many seconds."""
    stage.join(milliseconds_a_record=20)
    while stage.going(30):
        stage.put(600)


def caught_up(stage: Stage) -> None:
    """What came an hour ago is done."""
    stage.put(40, age=HOUR)
    stage.commit_all()


def idle_hour(stage: Stage) -> None:
    """Nothing came for an hour; now and then a single record, twice one that is an hour old."""
    for number in itertools.count():
        if not stage.going(stage.chance.uniform(10, 15)):
            return
        stage.put(age=HOUR if number in (2, 5) else 0)
        stage.over.wait(4)
        stage.commit_all()


def stopped(stage: Stage) -> None:
    """The only member leaves; records go on to come."""
    member: Member | None = stage.join()
    left_at = time.monotonic() + 20
    while stage.going(0.2):
        stage.put()
        if member and time.monotonic() > left_at:
            stage.leave(member)
            member = None


def stalled(stage: Stage) -> None:
    """The only member is frozen for 40 seconds of each minute."""
    member, frozen, due = stage.join(), False, time.monotonic() + 15
    while stage.going(0.2):
        stage.put()
        if time.monotonic() > due:
            frozen = not frozen
            member.send(signal.SIGSTOP if frozen else signal.SIGCONT)
            due = time.monotonic() + (40 if frozen else 20)


def rewound(stage: Stage) -> None:
    """The group is set back to where it was minutes before, and forward again."""
    for partition in range(4):
        for age in range(600, 0, -20):
            stage.put(partition=partition, age=age)
    stage.commit_all()
    while stage.going(5):
        partition = stage.chance.randrange(4)
        stage.commit(partition, stage.chance.randrange(stage.ledger.end(partition)))
        if stage.chance.random() < 0.3:
            stage.over.wait(3)
            stage.commit_all()


def markers(stage: Stage) -> None:
    """Transactions, some of them aborted, and plain records between; at times nothing but markers waits."""
    producer = stage.producer(**{"transactional.id": stage.group})
    producer.init_transactions(60)
    for number in itertools.count():
        if not stage.going(1):
            return
        producer.begin_transaction()
        stage.put(stage.chance.randint(1, 5), producer=producer)
        # An agent reads what was aborted, too: it reads uncommitted records.
        (producer.abort_transaction if number % 4 == 3 else producer.commit_transaction)(60)
        if number % 3 == 0:
            stage.put(2)
        if number % 10 == 9:
            stage.commit_all()
            stage.over.wait(6)
        elif number % 5 == 4:
            partition = stage.chance.choice(stage.ledger.partitions)
            stage.commit(partition, stage.ledger.end(partition))


def compact(stage: Stage) -> None:
    """Four partitions of which compaction leaves one record in about ten."""
    stage.configure(
        cleanup_policy="compact",
        segment_ms="1000",
        min_cleanable_dirty_ratio="0.01",
        max_compaction_lag_ms="1000",
    )
    for partition in range(4):
        stage.put(300, partition=partition, age=600, keys=_KEYS)
    deadline, closing = time.monotonic() + _CLEANING_SECONDS, 0
    while len(stage.readable()) > 4 * _KEYS + closing:
        assert time.monotonic() < deadline, "the log cleaner did not come"
        time.sleep(5)
        # A segment is closed by the next record, and only closed ones are cleaned.
        for partition in range(4):
            stage.put(partition=partition)
        closing += 4
    # From now on nothing is taken: no key comes twice.
    stage.ledger.compacted(stage.readable())


def compaction_holes(stage: Stage) -> None:
    """Commits go forward through the holes, from the beginning to the end, again and again."""
    places = [0] * 4
    while stage.going(1):
        partition = stage.chance.randrange(4)
        end = stage.ledger.end(partition)
        places[partition] += stage.chance.randint(5, 60)
        if places[partition] > end:
            places[partition] = 0
        stage.commit(partition, places[partition])
        if stage.chance.random() < 0.3:
            stage.put(partition=partition)


def retention_cut(stage: Stage) -> None:
    """Records are deleted before the group has read them."""
    for partition in range(4):
        stage.put(50, partition=partition, age=300)
        stage.commit(partition, 5)
    while stage.going(2):
        partition = stage.chance.randrange(4)
        stage.put(stage.chance.randint(5, 20), partition=partition)
        end = stage.ledger.end(partition)
        stage.cut(partition, stage.chance.randint(end // 2, end))
        if stage.chance.random() < 0.2:
            stage.commit(partition, end)


def rebalance(stage: Stage) -> None:
    """Members come and go every few seconds."""
    members, due = [stage.join()], time.monotonic() + 8
    while stage.going(0.1):
        stage.put(2)
        if time.monotonic() < due:
            continue
        if len(members) < 3 and (len(members) < 2 or stage.chance.random() < 0.5):
            members.append(stage.join())
        else:
            stage.leave(members.pop(stage.chance.randrange(len(members))))
        due = time.monotonic() + 8


SCENARIOS = (
    Scenario("steady", steady),
    Scenario("burst", burst),
    Scenario("idle-hour", idle_hour, prepare=caught_up),
    Scenario("stopped", stopped),
    Scenario("stalled", stalled),
    Scenario("rewound", rewound),
    Scenario("transaction-markers", markers),
    Scenario("compaction-holes", compaction_holes, prepare=compact),
    Scenario("retention-cut", retention_cut),
    Scenario("rebalance", rebalance),
)
