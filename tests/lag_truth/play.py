"""Plays scenarios on one broker, several at a time, and says how near the truth each looker was."""

import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.embedded.broker import EmbeddedBroker
from agents.embedded.lock import KafkaVersion
from lag_truth import burrow
from lag_truth.group_tool import GroupTool
from lag_truth.ledger import Ledger
from lag_truth.peers import Peer, burrow_peer, records_error, tool_peer
from lag_truth.sampling import Sample, Sampler, error_of, verdicts
from lag_truth.scenarios import Scenario
from lag_truth.stage import Stage, open_stage

Say = Callable[[str], None]
TOLERANCE_SECONDS = 1.0
# Burrow reads brokers before 4.0 only.
BURROW_KAFKA: KafkaVersion = "3.9.1"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to play: *together* at a time, *samples* each, on this Kafka, with files in *folder*."""

    scenarios: Sequence[Scenario]
    samples: int
    seed: int
    together: int
    kafka: KafkaVersion
    folder: Path


def play_all(order: Order, say: Say) -> dict[str, Any]:
    """The results of all scenarios, in their order."""
    with (
        EmbeddedBroker(order.folder / "broker", kafka_version=order.kafka) as broker,
        _peers(order, broker.bootstrap_servers, say) as peers,
        ThreadPoolExecutor(order.together) as together,
    ):
        results = list(
            together.map(
                lambda each: _play(order, each, broker.bootstrap_servers, peers, say),
                order.scenarios,
            )
        )
    return {
        "kafka": order.kafka,
        "burrow": burrow.burrow_version() if "burrow" in peers else burrow.missing(),
        "seed": order.seed,
        "together": order.together,
        "scenarios": results,
    }


def _play(
    order: Order, scenario: Scenario, servers: str, peers: dict[str, Peer], say: Say
) -> dict[str, Any]:
    say(f"{scenario.name}: begins")
    with open_stage(servers, f"{scenario.name}-", order.seed) as stage:
        scenario.prepare(stage)
        samples = play(stage, scenario, order.samples, peers)
    result = {"scenario": scenario.name, **measured(samples, stage.ledger)}
    result["peers"] = {name: _said(peer, stage.group, stage.ledger) for name, peer in peers.items()}
    say(f"{scenario.name}: {result}")
    return result


def play(
    stage: Stage, scenario: Scenario, count: int, peers: dict[str, Peer] | None = None
) -> list[Sample]:
    """Play on a *stage* that is prepared, until *count* samples were taken."""
    watching = [peer.groups for peer in (peers or {}).values()]
    sampler = Sampler(stage, count)
    for groups in watching:
        groups.append(stage.group)
    sampler.start()
    try:
        scenario.play(stage)
    finally:
        stage.over.set()
        for groups in watching:
            groups.remove(stage.group)
        sampler.join()
    if sampler.failure:
        raise sampler.failure
    return sampler.samples


def measured(samples: Sequence[Sample], ledger: Ledger) -> dict[str, Any]:
    """The errors of *samples*; seconds to the millisecond."""
    errors = [error_of(each, ledger) for each in samples]
    return {
        "samples": len(samples),
        "worst_seconds": round(max(each.seconds for each in errors), 3),
        "mean_seconds": round(statistics.fmean(each.seconds for each in errors), 4),
        "beyond_at_moment": sum(each.seconds_at_moment > TOLERANCE_SECONDS for each in errors),
        "worst_records": max(each.records for each in errors),
        "bounds": sum(not each.report.lag.lag_exact for each in samples),
        "most_records": max(each.report.lag.lag_messages for each in samples),
        "most_seconds": max(each.report.lag.lag_seconds or 0.0 for each in samples),
        "slowest_look": round(max(each.done - each.began for each in samples), 3),
        "verdicts": verdicts(samples),
    }


def _said(peer: Peer, group: str, ledger: Ledger) -> dict[str, Any]:
    readings = peer.readings[group]
    errors = [records_error(each, ledger) for each in readings]
    return {
        "readings": len(readings),
        "worst_records": max(errors, default=None),
        "mean_records": round(statistics.fmean(errors), 1) if errors else None,
        "status": dict(Counter(each.status for each in readings).most_common()),
    }


@contextmanager
def _peers(order: Order, servers: str, say: Say) -> Iterator[dict[str, Peer]]:
    with ExitStack() as stack:
        peers = {"tool": tool_peer(GroupTool(order.kafka), servers)}
        if order.kafka == BURROW_KAFKA and not burrow.missing():
            running = burrow.running_burrow(order.folder / "burrow", servers)
            peers["burrow"] = burrow_peer(stack.enter_context(running))
        else:
            say(f"without Burrow: {burrow.missing() or f'it cannot read Kafka {order.kafka}'}")
        for peer in peers.values():
            peer.start()
            stack.callback(peer.stop)
        yield peers
