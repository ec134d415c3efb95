"""Runs scenarios one after the other and writes down each as it ends, so that a campaign can go on later."""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import count as count_up
from pathlib import Path
from typing import Any

from faults.fault import Fault
from faults.invariants.violation import Violation
from faults.report import SEEDS_EACH, Campaign, write_report
from faults.scenario import Load, Result, run_scenario
from faults.setup import open_stack
from faults.stack import Stack, Stages

RESULTS = "results.jsonl"


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a campaign is to do. *hours*: go round all faults for so long; None: each as often as it wants.

    *part*: how many injections one installation takes; *count* beats what the faults want.
    """

    faults: Sequence[Fault]
    seed: int
    folder: Path
    hours: float | None = None
    count: int | None = None
    part: int = 20
    load: Load = field(default_factory=Load)
    stages: Stages = "null"
    resume: bool = False
    keep: bool = False


def run_campaign(order: Order, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """All results, those of an earlier run included; the report is written after each."""
    order.folder.mkdir(parents=True, exist_ok=True)
    path = order.folder / RESULTS
    if not order.resume:
        path.unlink(missing_ok=True)
    results = read_results(path)
    done = {(result["fault"], result["stages"], result["seed"]) for result in results}
    deadline = None if order.hours is None else time.monotonic() + 3600 * order.hours
    for fault in order.faults:
        if why := fault.missing():
            say(f"{fault.name} is left out: {why}")
    for fault, seed, count in _scenarios(order):
        if deadline is not None and time.monotonic() > deadline:
            break
        if (fault.name, order.stages, seed) in done:
            continue
        say(f"{fault.name}, seed {seed}: {count} times")
        result = _run(order, fault, seed, count, say).as_json()
        results.append(result)
        with path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(result) + "\n")
        _tell(result, say)
        write_report(Campaign(faults=order.faults, results=results), order.folder)
    return results


def _scenarios(order: Order) -> Iterator[tuple[Fault, int, int]]:
    """Fault, seed and count of each scenario: round after round, so that an early end has some of each."""
    for part in count_up():
        left = False
        for fault in order.faults:
            if fault.missing():
                continue
            wanted = order.count or fault.wanted
            so_far = part * order.part
            endless = order.hours is not None
            if so_far < wanted or endless:
                left = True
                rest = wanted - so_far if so_far < wanted else wanted
                yield fault, SEEDS_EACH * order.seed + part, min(order.part, rest)
        if not left:
            return


def _run(order: Order, fault: Fault, seed: int, count: int, say: Callable[[str], None]) -> Result:
    folder = order.folder / f"{fault.name}-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with _opened(order, fault, folder, seed) as stack:
            result = run_scenario(fault, stack, seed=seed, count=count, load=order.load, say=say)
    except Exception as error:
        # A set-up that fails is no verdict on the product, and no reason to end the night's campaign.
        fault_of_ours = Violation("set-up", fault.name, repr(error)[:1_000], "a scenario that runs")
        return Result(fault.name, seed, order.stages, violations=[fault_of_ours])
    if not result.violations and not order.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return result


def _opened(order: Order, fault: Fault, folder: Path, seed: int) -> AbstractContextManager[Stack]:
    if fault.opened is not None:
        return fault.opened(folder, seed)
    return open_stack(folder, seed, database=fault.database, stages=order.stages)


def read_results(path: Path) -> list[dict[str, Any]]:
    """What a run wrote down; nothing where it has not begun."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _tell(result: dict[str, Any], say: Callable[[str], None]) -> None:
    figures = result["figures"]
    say(
        f"{result['fault']}: {result['injected']} injected, {figures.get('messages', 0):,} messages,"
        f" {len(result['violations'])} violations, {result['seconds']:.0f} s"
    )
    for violation in result["violations"][:5]:
        say("  {invariant} {where}: got {got}, want {want}".format(**violation))


def chosen(faults: Sequence[Fault], names: str) -> tuple[Fault, ...]:
    """Those of *faults* that *names*, joined by commas, names; all where it is empty. Raises KeyError."""
    by_name = {fault.name: fault for fault in faults}
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    return tuple(by_name[name] for name in wanted) if wanted else tuple(faults)


def on_database(faults: Sequence[Fault], database: str) -> tuple[Fault, ...]:
    """*faults* on another database than theirs, for those that bring no set-up of their own."""
    if database == "sqlite":
        return tuple(replace(fault, database="sqlite") for fault in faults)
    return (
        tuple(replace(fault, database="postgres") for fault in faults)
        if database
        else tuple(faults)
    )
