"""Faults of the links between the workers and Kafka, and between the workers and PostgreSQL."""

import random
import time
from functools import partial

from faults.fault import Fault
from faults.links import Link, LinkedStack, open_linked
from faults.proxy import Way, Weather
from faults.stack import Stack

RETURN_SECONDS = 15.0
_SLOW_SECONDS = 20.0
_MEGABIT = 125_000.0  # bytes a second
_RESETS = 5


def slow_down(stack: Stack, _chance: random.Random, *, link: Link) -> str:
    """Each chunk takes 50 to 2,000 ms, each way, for 20 s."""
    weather = Weather(latency_seconds=(0.05, 2.0))
    return _under(weather, stack, link, _SLOW_SECONDS, "50 to 2,000 ms of latency")


def narrow(stack: Stack, _chance: random.Random, *, link: Link) -> str:
    """All connections share 1 Mbit/s each way for 20 s."""
    weather = Weather(latency_seconds=(0.01, 0.05), bytes_per_second=_MEGABIT)
    return _under(weather, stack, link, _SLOW_SECONDS, "1 Mbit/s")


def lose_packets(stack: Stack, _chance: random.Random, *, link: Link) -> str:
    """Of the chunks 5 % are late by 0.2 to 3 s, as packets that TCP has to send again, for 20 s."""
    weather = Weather(latency_seconds=(0.0, 0.02), stall_share=0.05)
    return _under(weather, stack, link, _SLOW_SECONDS, "5 % of the packets lost")


def reset(stack: Stack, chance: random.Random, *, link: Link) -> str:
    """All connections are reset, five times within some 10 s."""
    proxy, count = _linked(stack).links[link], 0
    for _ in range(_RESETS):
        count += proxy.reset()
        time.sleep(chance.uniform(0.5, 3.0))
    return f"{link}: {count} connections reset in {_RESETS} blows"


def swallow(stack: Stack, chance: random.Random, *, link: Link) -> str:
    """A black hole for 5 to 40 s: connections are accepted, and nothing is passed."""
    weather = Weather(blocked=frozenset({"up", "down"}))
    return _under(weather, stack, link, chance.uniform(5, 40), "black hole")


def swallow_one_way(stack: Stack, chance: random.Random, *, link: Link) -> str:
    """Only one direction passes for 5 to 40 s: as often the questions are lost as the answers."""
    way: Way = "up" if chance.random() < 0.5 else "down"
    lost = "questions" if way == "up" else "answers"
    weather = Weather(blocked=frozenset({way}))
    return _under(weather, stack, link, chance.uniform(5, 40), f"no {lost}")


def _under(weather: Weather, stack: Stack, link: Link, seconds: float, said: str) -> str:
    with _linked(stack).links[link].weather(weather):
        time.sleep(seconds)
    return f"{link}: {said} for {seconds:.1f} s"


def _linked(stack: Stack) -> LinkedStack:
    if not isinstance(stack, LinkedStack):
        raise TypeError("this fault is one of a link through a proxy")
    return stack


_KINDS = {
    "slow": slow_down,
    "narrow": narrow,
    "lossy": lose_packets,
    "reset": reset,
    "black-hole": swallow,
    "one-way": swallow_one_way,
}
_LINKS: tuple[Link, ...] = ("kafka", "postgres")

FAULTS = tuple(
    Fault(
        name=f"{link}-link-{kind}",
        inject=partial(inject, link=link),
        opened=open_linked,
        # A link that is down is waited for: no worker ends by it.
        may_end_workers=False,
        recovers_within_seconds=RETURN_SECONDS,
    )
    for link in _LINKS
    for kind, inject in _KINDS.items()
)
