"""A training stopped in the middle, as a file."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from pipeline.training.features import Labels
from pipeline.training.network import Network, NetworkSize
from schemas.errors import EventwireError

CHECKPOINT = "checkpoint.pt"


class CheckpointMissing(EventwireError):
    """There is no checkpoint to go on from; the text says which step makes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a training is: steps taken, and batches read of its current epoch."""

    step: int = 0
    epoch: int = 0
    batches: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """All that is needed to go on, and all that is needed to export."""

    progress: Progress
    size: NetworkSize
    labels: Labels
    weights: dict[str, torch.Tensor]
    optimizer: dict[str, Any]

    def network(self) -> Network:
        """The trained network, ready to run."""
        network = Network(self.size)
        network.load_state_dict(self.weights)
        network.eval()
        return network


def save_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write *checkpoint* to *path*, in place only when whole."""
    partial = path.with_suffix(".partial")
    record = {
        "progress": asdict(checkpoint.progress),
        "size": asdict(checkpoint.size),
        "labels": asdict(checkpoint.labels),
        "weights": checkpoint.weights,
        "optimizer": checkpoint.optimizer,
    }
    torch.save(record, partial)
    partial.replace(path)


def load_checkpoint(path: Path) -> Checkpoint:
    """What ``save_checkpoint`` wrote. Raises ``CheckpointMissing``."""
    if not path.exists():
        raise CheckpointMissing(f"{path} is missing; run the step train first.")
    record = torch.load(path, map_location="cpu", weights_only=True)
    return Checkpoint(
        progress=Progress(**record["progress"]),
        size=NetworkSize(**record["size"]),
        labels=Labels(**record["labels"]),
        weights=record["weights"],
        optimizer=record["optimizer"],
    )
