"""Several faults in one installation, one after the other: what a short campaign has time for."""

import random
from collections.abc import Iterator, Sequence
from itertools import chain

from faults.fault import Fault
from faults.invariants.violation import Violation
from faults.mix import Mix
from faults.stack import Stack


def cheap_groups(faults: Sequence[Fault]) -> Iterator[tuple[Fault, int]]:
    """Each cheap fault is in one of the groups; with each, how often to inject it to have all of it once.

    Those that bring a set-up of their own stand alone, and the others are together by their database.
    """
    cheap = [fault for fault in faults if fault.cheap]
    for database in ("sqlite", "postgres"):
        shared = [each for each in cheap if each.database == database and not _is_alone(each)]
        if shared:
            yield in_turn(f"cheap-{database}", shared), len(shared)
    for fault in cheap:
        if _is_alone(fault):
            yield fault, 1


def in_turn(name: str, faults: Sequence[Fault]) -> Fault:
    """One fault that is the next of *faults* each time; it needs and allows what any of them does."""
    left = list(faults)

    def inject(stack: Stack, chance: random.Random) -> str:
        fault = left.pop(0)
        left.append(fault)
        return f"{fault.name}: {fault.inject(stack, chance)}"

    def then(stack: Stack) -> list[Violation]:
        return list(chain.from_iterable(fault.then(stack) for fault in faults if fault.then))

    return Fault(
        name=name,
        inject=inject,
        database=faults[0].database,
        extract_workers=max(fault.extract_workers for fault in faults),
        store_workers=max(fault.store_workers for fault in faults),
        late_writers=any(fault.late_writers for fault in faults),
        may_end_workers=any(fault.may_end_workers for fault in faults),
        recovers_within_seconds=max(fault.recovers_within_seconds for fault in faults),
        mix=Mix(poison=max(fault.mix.poison for fault in faults), oversize=1),
        then=then,
    )


def _is_alone(fault: Fault) -> bool:
    return fault.opened is not None or fault.messages is not None
