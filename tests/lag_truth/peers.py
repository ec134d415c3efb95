"""What others say of the same groups meanwhile: Kafka's consumer-groups tool, and Burrow."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lag_truth.burrow import Burrow
from lag_truth.group_tool import GroupTool
from lag_truth.ledger import Ledger
from lag_truth.sampling import outside

_TOOL_SECONDS = 5.0
_BURROW_SECONDS = 2.0


@dataclass(frozen=True)
class Reading:
    """What a peer said of a group, asked and answered between these moments."""

    began: float
    done: float
    records: int
    status: str


class Peer(threading.Thread):
    """Asks for all *groups* every so many *seconds* until ``stop``."""

    def __init__(
        self, ask: Callable[[Sequence[str]], dict[str, tuple[int, str]]], seconds: float
    ) -> None:
        super().__init__(daemon=True)
        self._ask, self._seconds = ask, seconds
        self._stopping = threading.Event()
        self.groups: list[str] = []
        self.readings: dict[str, list[Reading]] = defaultdict(list)

    def stop(self) -> None:
        """Ask no more."""
        self._stopping.set()
        self.join()

    def run(self) -> None:
        """Ask until told to stop."""
        while not self._stopping.wait(self._seconds):
            groups = list(self.groups)
            if not groups:
                continue
            began = time.time()
            said = self._ask(groups)
            for group in groups:
                if group in said:
                    self.readings[group].append(Reading(began, time.time(), *said[group]))


def tool_peer(tool: GroupTool, bootstrap_servers: str) -> Peer:
    """The consumer-groups tool: a program that is started each time."""
    return Peer(lambda _groups: tool.lags(bootstrap_servers), _TOOL_SECONDS)


def burrow_peer(burrow: Burrow) -> Peer:
    """Burrow, over HTTP."""

    def ask(groups: Sequence[str]) -> dict[str, tuple[int, str]]:
        said = {group: burrow.lag_of(group) for group in groups}
        return {group: known for group, known in said.items() if known is not None}

    return Peer(ask, _BURROW_SECONDS)


def records_error(reading: Reading, ledger: Ledger) -> int:
    """How far a reading is from all that was true while it was asked for."""
    truths = [
        ledger.truths(partition, reading.began, reading.done, reading.done)
        for partition in ledger.partitions
    ]
    least = sum(min(truth.records for truth in each) for each in truths)
    most = sum(max(truth.records for truth in each) for each in truths)
    return outside(reading.records, least, most)
