"""Faults of what is sent: poison, messages at their limits, whole topics again, versions in any order."""

import random
import time

from confluent_kafka import Consumer, TopicPartition

from faults.fault import Fault
from faults.malformed_plan import malformed_messages
from faults.mix import Mix
from faults.replay import check_replay
from faults.stack import Stack
from faults.trial import await_members
from support.wire import HOPS, PARTITIONS

from .processes import kill_worker

_ALL_POISON = Mix(
    article=0, newer=0, older=0, changed=0, duplicate=0, canceled=0, withheld=0, canceled_any=0
)


def let_pass(stack: Stack, chance: random.Random) -> str:
    """Nothing: what is sent is the fault."""
    seconds = chance.uniform(4.0, 6.0)
    time.sleep(seconds)
    return f"{len(stack.workers)} workers, {seconds:.1f} s of it"


def replay_topic(stack: Stack, _chance: random.Random) -> str:
    """All of raw-articles once more: the offsets of the extract group are set to 0 while it is stopped."""
    stack.stop_workers()
    # A worker that was killed is a member until its session ends, and a group with members refuses strangers' commits.
    await_members(stack, "extract", 0)
    group = stack.prefix + "extract"
    consumer = Consumer({"bootstrap.servers": stack.bootstrap_servers, "group.id": group})
    topic = stack.prefix + HOPS["extract"]
    try:
        first = [TopicPartition(topic, number, 0) for number in range(PARTITIONS)]
        consumer.commit(offsets=first, asynchronous=False)
    finally:
        consumer.close()
    stack.start_workers()
    return "the offsets of raw-articles are 0 again"


def _poison(name: str, share: float) -> Fault:
    mix = Mix(poison=99.0) if share == 0.5 else Mix(poison=1.0)
    return Fault(
        name=name,
        inject=let_pass,
        cheap=share == 0.5,
        database="sqlite",
        store_workers=1,
        may_end_workers=False,
        mix=_ALL_POISON if share == 1.0 else mix,
    )


FAULTS = (
    _poison("poison-1-percent", 0.01),
    _poison("poison-50-percent", 0.5),
    _poison("poison-100-percent", 1.0),
    Fault(
        name="oversize",
        inject=let_pass,
        database="sqlite",
        store_workers=1,
        may_end_workers=False,
        mix=Mix(oversize=3),
    ),
    Fault(
        name="versions-interleaved",
        inject=kill_worker,
        mix=Mix(
            article=20, newer=25, older=20, changed=10, canceled=8, withheld=6, canceled_any=11
        ),
    ),
    Fault(name="replay-topic", inject=replay_topic, cheap=True, recovers_within_seconds=120),
    Fault(
        name="malformed-10000",
        inject=let_pass,
        wanted=1,
        database="sqlite",
        store_workers=1,
        may_end_workers=False,
        messages=malformed_messages,
    ),
    Fault(
        name="same-history-same-rows",
        inject=kill_worker,
        database="sqlite",
        store_workers=1,
        then=check_replay,
    ),
)
