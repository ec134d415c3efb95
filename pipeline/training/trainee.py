"""The network that learns, one batch at a time."""

import copy

import torch
from torch import Tensor, nn

from pipeline.training.batches import Batch
from pipeline.training.checkpoints import Checkpoint, Progress
from pipeline.training.features import Labels
from pipeline.training.losses import losses_of
from pipeline.training.network import Network
from pipeline.training.recipe import Recipe


class Trainee:
    """Computes in bfloat16 on a working copy and learns in float32 on the master.

    Processors with matrix units want bfloat16, and casting at every layer costs more than copying the
    weights at every step. The embeddings of pieces stay as they were pretrained.
    """

    def __init__(self, network: Network, recipe: Recipe, device: torch.device) -> None:
        self._recipe = recipe
        self.master = network.to(device)
        self.master.encoder.piece.weight.requires_grad_(False)
        self.network = copy.deepcopy(self.master).bfloat16().train()
        self._optimizer = torch.optim.AdamW(_groups(self.master, recipe), fused=True)
        self._masters = [one for one in self.master.parameters() if one.requires_grad]
        self._working = [one for one in self.network.parameters() if one.requires_grad]

    def learn(self, batch: Batch, step: int) -> dict[str, float]:
        """Take one step; the losses before it, by name."""
        outputs = self.network(
            batch.pieces, batch.shapes, batch.positions, batch.windows, batch.first, batch.last
        )
        losses = losses_of(self.network, outputs, batch)
        weights = self._recipe.losses.model_dump()
        total: Tensor = torch.stack([weights[name] * loss for name, loss in losses.items()]).sum()
        total.backward()
        for master, working in zip(self._masters, self._working, strict=True):
            master.grad = None if working.grad is None else working.grad.float()
            working.grad = None
        nn.utils.clip_grad_norm_(self._masters, self._recipe.optimizer.longest_gradient)
        share = self._recipe.optimizer.rate_at(step)
        for group in self._optimizer.param_groups:
            group["lr"] = group["full_rate"] * share
        self._optimizer.step()
        self.refresh()
        return {name: loss.item() for name, loss in losses.items()}

    @torch.no_grad()
    def refresh(self) -> None:
        """Bring the working copy to where the master is."""
        pairs = zip(self.network.parameters(), self.master.parameters(), strict=True)
        for working, master in pairs:
            working.copy_(master)

    def checkpoint(self, progress: Progress, labels: Labels) -> Checkpoint:
        """All that is needed to go on from here."""
        return Checkpoint(
            progress=progress,
            size=self.master.size,
            labels=labels,
            weights=self.master.state_dict(),
            optimizer=self._optimizer.state_dict(),
        )

    def resume(self, checkpoint: Checkpoint) -> None:
        """Go on from *checkpoint*."""
        self.master.load_state_dict(checkpoint.weights)
        self._optimizer.load_state_dict(checkpoint.optimizer)
        self.refresh()


def _groups(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    """The weights by rate and decay: the pretrained encoder learns slower than what is new."""
    rules = recipe.optimizer
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            pretrained = name.startswith("encoder.") and not name.startswith("encoder.shape")
            rate = rules.encoder_rate if pretrained else rules.heads_rate
            undecayed = name.endswith("bias") or "norm" in name or name.startswith("mix")
            decay = 0.0 if undecayed else rules.weight_decay
            groups.setdefault((rate, decay), []).append(weight)
    return [
        {"params": weights, "lr": rate, "full_rate": rate, "weight_decay": decay}
        for (rate, decay), weights in groups.items()
    ]
