"""Faults of the brokers: killed and started again at once or later, frozen, one of three away."""

import random
import time

from agents.embedded.broker import EmbeddedBroker
from faults.cluster import ClusterStack, open_cluster
from faults.fault import Fault, Inject, Opened
from faults.stack import Stack
from faults.varied import start_patiently

# What the promise allows from the return of the broker on.
RETURN_SECONDS = 15.0
_FROZEN_SECONDS = 20.0


def crash_broker(stack: Stack, _chance: random.Random) -> str:
    """SIGKILL of the broker, which is started again at once on what its disk holds."""
    return _away(stack, 0.0)


def lose_broker(stack: Stack, _chance: random.Random) -> str:
    """SIGKILL of the broker, which comes back a minute later."""
    return _away(stack, 60.0)


def lose_broker_for_long(stack: Stack, _chance: random.Random) -> str:
    """SIGKILL of the broker, which comes back ten minutes later: longer than any client waits for one answer."""
    return _away(stack, 600.0)


def freeze_broker(stack: Stack, _chance: random.Random) -> str:
    """SIGSTOP of the broker for 20 s: connections stay open and nothing answers."""
    broker = _broker(stack)
    broker.pause()
    try:
        time.sleep(_FROZEN_SECONDS)
    finally:
        broker.resume()
    return f"SIGSTOP of the broker for {_FROZEN_SECONDS:g} s"


def crash_node(stack: Stack, chance: random.Random) -> str:
    """SIGKILL of one of three nodes, which is started again up to 20 s later."""
    if not isinstance(stack, ClusterStack):
        raise TypeError("this fault is one of a cluster")
    node, seconds = chance.choice(stack.nodes), chance.uniform(0, 20)
    node.kill()
    try:
        time.sleep(seconds)
    finally:
        start_patiently(node)
    return f"SIGKILL of node {node.number} of 3, away for {seconds:.1f} s"


def _away(stack: Stack, seconds: float) -> str:
    broker = _broker(stack)
    broker.kill()
    try:
        time.sleep(seconds)
    finally:
        began_at = time.monotonic()
        start_patiently(broker)
    took = time.monotonic() - began_at
    return f"SIGKILL of the broker, {seconds:g} s without it, {took:.1f} s until it answered"


def _broker(stack: Stack) -> EmbeddedBroker:
    if stack.broker is None:
        raise ValueError("this fault is one of a single broker")
    return stack.broker


def _named(
    name: str,
    inject: Inject,
    *,
    cheap: bool = False,
    opened: Opened | None = None,
    workers: int = 2,
) -> Fault:
    """Of the brokers; *workers* of each agent."""
    # An outage of the brokers is waited through: no worker ends by it.
    return Fault(
        name=name,
        inject=inject,
        cheap=cheap,
        opened=opened,
        extract_workers=workers,
        store_workers=workers,
        may_end_workers=False,
        recovers_within_seconds=RETURN_SECONDS,
    )


FAULTS = (
    _named("broker-crash", crash_broker, cheap=True),
    _named("broker-away-60-seconds", lose_broker),
    # Each that waits asks again ten times a second, which is felt beside other faults.
    _named("broker-away-10-minutes", lose_broker_for_long, workers=1),
    _named("broker-frozen", freeze_broker),
    _named("broker-one-of-three", crash_node, opened=open_cluster),
)
