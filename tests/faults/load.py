"""Every fault: those of each module in ``catalogue``, one module for each kind."""

from faults.catalogue import brokers, database, machine, messages, network, points, processes
from faults.fault import Fault

_MODULES = (brokers, database, machine, messages, network, points, processes)


def load_faults() -> tuple[Fault, ...]:
    """All faults, in the order of the modules' names. Raises ValueError where two have one name."""
    faults = tuple(fault for module in _MODULES for fault in module.FAULTS)
    names = [fault.name for fault in faults]
    if len(set(names)) < len(names):
        raise ValueError(f"two faults have one name: {sorted(names)}")
    return faults
