"""What the network is to learn, and how well it does on gold tokens."""

from collections import Counter
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.training.batches import Batch
from pipeline.training.features import NAME_LABELS, NO_LABEL
from pipeline.training.network import Network, Outputs

_NEVER = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcScores:
    """The words of a batch that have gold heads: scores of the heads in their sentence, and the gold."""

    rows: Tensor
    words: Tensor
    scores: Tensor
    heads: Tensor


def losses_of(network: Network, outputs: Outputs, batch: Batch) -> dict[str, Tensor]:
    """A scalar for each loss of the recipe that the batch has gold for, in float32."""
    found: dict[str, Tensor] = {}
    asked = batch.starts >= 0
    if asked.any():
        found["sentence"] = functional.binary_cross_entropy_with_logits(
            outputs.sentence[asked].float(), batch.starts[asked].float()
        )
    parsed = batch.heads != NO_LABEL
    if parsed.any():
        for name, scores, gold in (
            ("tag", outputs.tag, batch.tags),
            ("morph", outputs.morph, batch.morphs),
        ):
            found[name] = functional.cross_entropy(
                scores[parsed].float(), gold[parsed], ignore_index=NO_LABEL
            )
        arcs = arc_scores(outputs, batch)
        found["arc"] = functional.cross_entropy(arcs.scores, arcs.heads)
        relations = network.relations(
            outputs.dependent[arcs.rows, arcs.words], outputs.head[arcs.rows, arcs.heads]
        )
        found["relation"] = functional.cross_entropy(
            relations.float(), batch.relations[parsed], ignore_index=NO_LABEL
        )
    allowed = allowed_labels(batch)
    named = allowed.any(-1) & ~allowed.all(-1)
    if named.any():
        found["name"] = _marginal_loss(outputs.name[named].float(), allowed[named])
    return found


def arc_scores(outputs: Outputs, batch: Batch) -> ArcScores:
    """The arcs of *batch* with heads of other sentences ruled out."""
    same = batch.sentences[:, :, None] == batch.sentences[:, None, :]
    rows, words = (batch.heads != NO_LABEL).nonzero(as_tuple=True)
    scores = outputs.arc[rows, words].float().masked_fill(~same[rows, words], _NEVER)
    return ArcScores(rows=rows, words=words, scores=scores, heads=batch.heads[rows, words])


def allowed_labels(batch: Batch) -> Tensor:
    """[B, W, labels]: may the word have that label?"""
    bits = torch.arange(len(NAME_LABELS), device=batch.allowed.device)
    return ((batch.allowed[..., None] >> bits) & 1).bool()


def _marginal_loss(scores: Tensor, allowed: Tensor) -> Tensor:
    """Minus the log of the probability that the label is any of the allowed ones (partial annotation)."""
    chances = functional.log_softmax(scores, -1).masked_fill(~allowed, _NEVER)
    return -torch.logsumexp(chances, -1).mean()


@torch.no_grad()
def count_right(network: Network, outputs: Outputs, batch: Batch, counts: Counter[str]) -> None:
    """Add to *counts* what the network got right of *batch* and out of how many."""
    asked = batch.starts >= 0
    guessed, gold = outputs.sentence[asked] > 0, batch.starts[asked] == 1
    counts["starts_right"] += int((guessed & gold).sum())
    counts["starts_guessed"] += int(guessed.sum())
    counts["starts_gold"] += int(gold.sum())
    parsed = batch.heads != NO_LABEL
    if parsed.any():
        arcs = arc_scores(outputs, batch)
        heads = arcs.scores.argmax(-1)
        right = heads == arcs.heads
        relations = network.relations(
            outputs.dependent[arcs.rows, arcs.words], outputs.head[arcs.rows, heads]
        )
        counts["words"] += len(heads)
        counts["heads_right"] += int(right.sum())
        labelled = right & (relations.argmax(-1) == batch.relations[parsed])
        counts["relations_right"] += int(labelled.sum())
        counts["tags_right"] += int((outputs.tag[parsed].argmax(-1) == batch.tags[parsed]).sum())
        morphs_right = outputs.morph[parsed].argmax(-1) == batch.morphs[parsed]
        counts["morphs_right"] += int(morphs_right.sum())
    allowed = allowed_labels(batch)
    in_name = allowed.any(-1) & ~allowed.all(-1) & ~allowed[..., 0]
    labels = outputs.name[in_name].argmax(-1)
    counts["name_words"] += int(in_name.sum())
    counts["names_right"] += int(allowed[in_name].gather(1, labels[:, None]).sum())
    outside = allowed[..., 0] & ~allowed.all(-1)
    named = outputs.name[outside].argmax(-1)
    counts["names_invented"] += int((~allowed[outside].gather(1, named[:, None])).sum())


def shares_right(counts: Counter[str]) -> dict[str, float]:
    """*counts* as percentages: tags, morph, uas, las, sentence_f, and name_f over words."""
    shares: dict[str, float] = {}
    if counts["words"]:
        for name, key in (
            ("tag", "tags_right"),
            ("morph", "morphs_right"),
            ("uas", "heads_right"),
            ("las", "relations_right"),
        ):
            shares[name] = 100 * counts[key] / counts["words"]
    starts = counts["starts_guessed"] + counts["starts_gold"]
    shares["sentence_f"] = 200 * counts["starts_right"] / max(1, starts)
    names = counts["names_right"] + counts["names_invented"] + counts["name_words"]
    shares["name_f"] = 200 * counts["names_right"] / max(1, names)
    return {name: round(share, 2) for name, share in shares.items()}
