"""Training: from start weights and converted corpora to a checkpoint, resumable at any moment."""

import logging
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch

from pipeline.nlp.wordpiece import WordPieces
from pipeline.training.batches import Batch, BatchBuilder
from pipeline.training.checkpoints import (
    CHECKPOINT,
    Progress,
    load_checkpoint,
    save_checkpoint,
)
from pipeline.training.corpora import (
    TRAINED_ON,
    WATCHED,
    Documents,
    load_documents,
    training_labels,
)
from pipeline.training.features import Labels, SentenceEncoder
from pipeline.training.losses import count_right, shares_right
from pipeline.training.misspelling import load_misspeller
from pipeline.training.network import Dropouts, Network, NetworkSize, load_start_weights
from pipeline.training.recipe import Recipe
from pipeline.training.start import load_start
from pipeline.training.trainee import Trainee
from pipeline.training.windows import WindowMaker, cut_windows
from pipeline.training.words import load_words

_TOLD_EVERY = 100
_SAVED_EVERY = 500
_WATCHED_EVERY = 1500

log = logging.getLogger(__name__)


def train(work: Path, recipe: Recipe) -> Path:
    """Train as *recipe* says and return the checkpoint; started again, it goes on where it stopped.

    Reads ``work/corpora`` and the start weights; writes ``work/checkpoint.pt`` every 500 steps. The order
    of the sentences depends on the recipe's seed alone; the sums differ from machine to machine.
    """
    start = load_start(recipe.start)
    pieces = WordPieces(start.vocabulary)
    labels = training_labels(work / "corpora")
    torch.set_num_threads(os.cpu_count() or 1)  # torch may count fewer
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    trainee = Trainee(_network(labels, recipe), recipe, device)
    begun = Progress()
    path = work / CHECKPOINT
    if path.exists():
        checkpoint = load_checkpoint(path)
        trainee.resume(checkpoint)
        begun = checkpoint.progress
        log.info("resumed at step %d of %d", begun.step, recipe.optimizer.steps)
    else:
        load_start_weights(trainee.master.encoder, start.weights)
        trainee.refresh()
    encode = SentenceEncoder(pieces, labels, load_words().dates.may_hold)
    reading = _Reading(work / "corpora", recipe, pieces, encode)
    tally = _Tally(steps=recipe.optimizer.steps)
    for progress, batch in reading.batches(begun):
        step = progress.step
        tally.add(trainee.learn(batch.to(device), step - 1), batch.piece_count, step)
        is_last = step >= recipe.optimizer.steps
        if is_last or step % _SAVED_EVERY == 0:
            save_checkpoint(path, trainee.checkpoint(progress, labels))
        if is_last or step % _WATCHED_EVERY == 0:
            watch(trainee.network, reading, step)
            tally.restart()
        if is_last:
            break
    return path


def watch(network: Network, reading: "_Reading", step: int) -> None:
    """Log how well *network* does on the development parts, given gold tokens."""
    network.eval()
    for name, documents in reading.watched.items():
        shares = shares_right(_counted(network, documents, reading))
        told = " ".join(f"{key} {share:.2f}" for key, share in shares.items())
        log.info("step %d, %s: %s", step, name, told)
    network.train()


class _Reading:
    """The corpora, and the order they are read in."""

    def __init__(
        self, folder: Path, recipe: Recipe, pieces: WordPieces, encode: SentenceEncoder
    ) -> None:
        self.recipe = recipe
        self.trained_on = {
            name: load_documents(folder, corpus.files, encode)
            for name, corpus in TRAINED_ON.items()
        }
        self.watched = {name: load_documents(folder, (name,), encode) for name in WATCHED}
        self.builder = BatchBuilder(
            pieces, row_pieces=recipe.windows.row_pieces, rows=recipe.windows.rows
        )
        self._maker = WindowMaker(recipe=recipe, pieces=pieces, misspell=load_misspeller())

    def batches(self, progress: Progress) -> Iterator[tuple[Progress, Batch]]:
        """Batch after batch, without end, each with the progress once it is learnt.

        The order of an epoch comes from the seed and the epoch's number, so that it can be taken up again.
        """
        while True:
            rng = random.Random(f"{self.recipe.seed} {progress.epoch}")
            windows = self._maker.epoch(self.trained_on, rng)
            for number, batch in enumerate(self.builder.batches(windows, rng), 1):
                if number > progress.batches:
                    progress = Progress(
                        step=progress.step + 1, epoch=progress.epoch, batches=number
                    )
                    yield progress, batch
            log.info("epoch %d read: %d windows", progress.epoch + 1, len(windows))
            progress = Progress(step=progress.step, epoch=progress.epoch + 1)


@dataclass(slots=True, kw_only=True)
class _Tally:
    """The means of the losses since they were last told."""

    steps: int
    losses: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    pieces: int = 0
    since: float = field(default_factory=time.monotonic)

    def add(self, losses: dict[str, float], pieces: int, step: int) -> None:
        """Add those of one step, and tell the means every 100."""
        for name, loss in losses.items():
            self.losses[name].append(loss)
        self.pieces += pieces
        if step % _TOLD_EVERY == 0:
            means = " ".join(
                f"{name} {sum(all_) / len(all_):.4f}" for name, all_ in self.losses.items()
            )
            rate = self.pieces / (time.monotonic() - self.since)
            log.info("step %d of %d, %.0f pieces/s: %s", step, self.steps, rate, means)
            self.restart()

    def restart(self) -> None:
        """Begin anew."""
        self.losses.clear()
        self.pieces, self.since = 0, time.monotonic()


@torch.no_grad()
def _counted(network: Network, documents: Documents, reading: _Reading) -> Counter[str]:
    counts: Counter[str] = Counter()
    rules = reading.recipe.windows.model_copy(
        update={"shortest_pieces": 100, "keeps_paragraphs": 1.0}
    )
    windows = list(cut_windows(documents, rules, random.Random(1)))
    device = next(network.parameters()).device
    for batch in reading.builder.batches(windows, random.Random(1)):
        there = batch.to(device)
        outputs = network(
            there.pieces, there.shapes, there.positions, there.windows, there.first, there.last
        )
        count_right(network, outputs, there, counts)
    return counts


def _network(labels: Labels, recipe: Recipe) -> Network:
    size = NetworkSize(
        tags=len(labels.tags),
        morphs=len(labels.morphs),
        relations=len(labels.relations),
        names=len(labels.names),
    )
    rules = recipe.optimizer
    return Network(size, Dropouts(encoder=rules.encoder_dropout, heads=rules.heads_dropout))
