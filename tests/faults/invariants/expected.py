"""What must stand of each article, computed from the messages alone: our own reading of the promise."""

from collections.abc import Iterable
from dataclasses import dataclass

from faults.evidence import Input
from faults.ledger import Sent

RANK = {"usable": 0, "withheld": 1, "canceled": 2}


@dataclass(frozen=True, slots=True)
class Standing:
    """The version of an article that must stand, and the message that says it."""

    version: int
    sent: Sent

    @property
    def order(self) -> tuple[int, int]:
        """Of two, the higher wins; of equal ones the later message."""
        return self.version, RANK[self.sent.status]


def standings(inputs: Iterable[Input]) -> dict[str, Standing]:
    """What must stand of each article, by its id.

    Messages of an article lie in one partition, so their offsets are their order. One that takes back
    without naming a version is of the version that stands where it lies.
    """
    standing: dict[str, Standing] = {}
    for each in sorted(inputs, key=lambda each: (each.partition, each.offset)):
        sent = each.sent
        if sent is None or sent.code:
            continue
        known = standing.get(sent.article_id)
        version = sent.version
        if version is None:
            taken_back = sent.status != "usable"
            version = known.version if known and taken_back else 1
        new = Standing(version, sent)
        if known is None or new.order >= known.order:
            standing[sent.article_id] = new
    return standing
