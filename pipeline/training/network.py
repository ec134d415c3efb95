"""The network: one MiniLM encoder, and heads for sentences, tags, morphology, a biaffine tree and names.

The encoder is BERT's (Devlin et al. 2019) in MiniLM's size (Wang et al. 2020); the tree is scored by
biaffine attention (Dozat and Manning 2017), where a word that is its own head is the root. An embedding
of how each word is written is added to the encoder's input, since its vocabulary is uncased.

A batch holds rows of windows: ``windows[b, i]`` tells which window of row ``b`` piece ``i`` belongs to, and
pieces attend to their own window only. Shapes: B rows, P pieces, W words, padding included.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.nlp.shapes import SHAPE_COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSize:
    """All that the layout of the weights depends on."""

    tags: int
    morphs: int
    relations: int
    names: int
    layers: int = 6
    width: int = 384
    attention_heads: int = 12
    inner_width: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    mixed_layers: int = 4
    shape_width: int = 32
    hidden: int = 256
    arc_width: int = 256
    relation_width: int = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropouts:
    """Shares of activations dropped in training."""

    encoder: float = 0.0
    heads: float = 0.0


class Outputs(NamedTuple):
    """What the network says of each word; names and shapes as in the ONNX file, with a batch axis first."""

    sentence: Tensor
    tag: Tensor
    morph: Tensor
    arc: Tensor
    dependent: Tensor
    head: Tensor
    name: Tensor


class Dropout(nn.Module):
    """Drops a share of the activations, to the nearest 256th, and scales up the rest.

    On a CPU torch draws its masks on one thread, a sixth of a training step; bytes from numpy cost little.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.bar = round(share * 256)
        self._bytes = numpy.random.Generator(numpy.random.SFC64(1))

    def forward(self, states: Tensor) -> Tensor:
        """*states* as they are when evaluating."""
        if not self.training or self.bar == 0:
            return states
        if states.is_cuda:
            return functional.dropout(states, self.bar / 256)
        drawn = torch.frombuffer(bytearray(self._bytes.bytes(states.numel())), dtype=torch.uint8)
        kept = (drawn >= self.bar).to(states.dtype) * (256 / (256 - self.bar))
        return states * kept.view(states.shape)


class EncoderLayer(nn.Module):
    """Self-attention and a feed-forward layer, each added to its input and normalised after."""

    def __init__(self, size: NetworkSize, dropout: float) -> None:
        super().__init__()
        self.attention_heads = size.attention_heads
        self.query_key_value = nn.Linear(size.width, 3 * size.width)
        self.attention_out = nn.Linear(size.width, size.width)
        self.attention_norm = nn.LayerNorm(size.width, eps=1e-12)
        self.inner = nn.Linear(size.width, size.inner_width)
        self.outer = nn.Linear(size.inner_width, size.width)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, strangers: Tensor | None) -> Tensor:
        """[B, P, width] to the same; *strangers* [B, 1, P, P] is very negative where nobody may look."""
        rows, pieces, width = states.shape
        depth = width // self.attention_heads
        split = self.query_key_value(states).view(rows, pieces, 3, self.attention_heads, depth)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
        scores = query @ key.transpose(-1, -2) * (1 / math.sqrt(depth))
        if strangers is not None:
            scores = scores + strangers
        # No dropout on the attention: on a CPU its mask costs more than it gives.
        seen = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(rows, pieces, width)
        states = self.attention_norm(states + self.dropout(self.attention_out(seen)))
        inner = functional.gelu(self.inner(states))
        normed: Tensor = self.norm(states + self.dropout(self.outer(inner)))
        return normed


class Encoder(nn.Module):
    """Pieces and their shapes to one state a layer."""

    def __init__(self, size: NetworkSize, dropout: float) -> None:
        super().__init__()
        self.piece = nn.Embedding(size.vocabulary, size.width)
        self.position = nn.Embedding(size.positions, size.width)
        self.kind = nn.Parameter(torch.zeros(size.width))
        self.shape = nn.Embedding(SHAPE_COUNT, size.width)
        nn.init.zeros_(self.shape.weight)  # the pretrained encoder is not disturbed at first
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(EncoderLayer(size, dropout) for _ in range(size.layers))

    def forward(
        self, pieces: Tensor, shapes: Tensor, positions: Tensor, windows: Tensor | None
    ) -> list[Tensor]:
        """The states [B, P, width] after the embedding and after each layer."""
        embedded = self.piece(pieces) + self.position(positions) + self.kind + self.shape(shapes)
        states = self.dropout(self.norm(embedded))
        strangers = None
        if windows is not None:
            apart = windows[:, None, :, None] != windows[:, None, None, :]
            strangers = apart.to(states.dtype) * -1e4
        every = [states]
        for layer in self.layers:
            states = layer(states, strangers)
            every.append(states)
        return every


class LayerMix(nn.Module):
    """Learned averages of the top layers: one each for morphology, tree and names."""

    def __init__(self, layers: int, mixes: int = 3) -> None:
        super().__init__()
        weights = torch.zeros(mixes, layers)
        weights[:, -1], weights[:, -2] = 1.0, 0.5
        self.weights = nn.Parameter(weights)
        self.layers = layers

    def forward(self, states: list[Tensor]) -> Tensor:
        """[mixes, B, P, width]."""
        top = torch.stack(states[-self.layers :], 0)
        shares = torch.softmax(self.weights, -1)
        return (shares @ top.view(self.layers, -1)).view(-1, *top.shape[1:])


class Network(nn.Module):
    """The whole model. A word is the first and the last of its pieces and its shape."""

    def __init__(self, size: NetworkSize, dropouts: Dropouts | None = None) -> None:
        super().__init__()
        dropouts = dropouts or Dropouts()
        self.size = size
        self.encoder = Encoder(size, dropouts.encoder)
        self.mix = LayerMix(min(size.mixed_layers, size.layers))
        self.word_shape = nn.Embedding(SHAPE_COUNT, size.shape_width)
        word = 2 * size.width + size.shape_width
        self.dropout = Dropout(dropouts.heads)
        self.morphology = nn.Linear(word, size.hidden)
        self.tree = nn.Linear(word, 2 * size.arc_width + 2 * size.relation_width)
        self.naming = nn.Linear(word, size.hidden)
        self.tag = nn.Linear(size.hidden, size.tags)
        self.morph = nn.Linear(size.hidden, size.morphs)
        self.sentence = nn.Linear(size.hidden, 1)
        self.name = nn.Linear(size.hidden, size.names)
        self.arc_bilinear = nn.Linear(size.arc_width, size.arc_width)
        self.arc_of_head = nn.Linear(size.arc_width, 1)
        self.root = nn.Linear(size.arc_width, 1)
        nn.init.xavier_uniform_(self.arc_bilinear.weight)
        bilinear = torch.randn(size.relation_width, size.relations * size.relation_width)
        self.relation_bilinear = nn.Parameter(bilinear / size.relation_width)
        self.relation_of_dependent = nn.Linear(size.relation_width, size.relations)
        self.relation_of_head = nn.Linear(size.relation_width, size.relations, bias=False)

    def forward(
        self,
        pieces: Tensor,
        shapes: Tensor,
        positions: Tensor,
        windows: Tensor | None,
        first: Tensor,
        last: Tensor,
    ) -> Outputs:
        """All heads at once. *first*, *last*: [B, W], where each word's pieces begin and end."""
        mixed = self.mix(self.encoder(pieces, shapes, positions, windows))
        shape = self.word_shape(torch.gather(shapes, 1, first))

        def hidden(states: Tensor, layer: nn.Linear) -> Tensor:
            words = torch.cat([_picked(states, first), _picked(states, last), shape], -1)
            dropped: Tensor = self.dropout(functional.gelu(layer(self.dropout(words))))
            return dropped

        morphology = hidden(mixed[0], self.morphology)
        tree = hidden(mixed[1], self.tree)
        naming = hidden(mixed[2], self.naming)
        arc, relation = self.size.arc_width, self.size.relation_width
        as_dependent, as_head, dependent, head = tree.split([arc, arc, relation, relation], -1)
        return Outputs(
            sentence=self.sentence(morphology).squeeze(-1),
            tag=self.tag(morphology),
            morph=self.morph(morphology),
            arc=self._arcs(as_dependent, as_head),
            dependent=dependent,
            head=head,
            name=self.name(naming),
        )

    def relations(self, dependent: Tensor, head: Tensor) -> Tensor:
        """The scores [N, relations] of N arcs from the two ends' vectors [N, relation_width]."""
        folded = (dependent @ self.relation_bilinear).view(
            -1, self.size.relations, self.size.relation_width
        )
        scores: Tensor = (
            (folded @ head.unsqueeze(-1)).squeeze(-1)
            + self.relation_of_dependent(dependent)
            + self.relation_of_head(head)
        )
        return scores

    def _arcs(self, as_dependent: Tensor, as_head: Tensor) -> Tensor:
        """[B, W, W]: dependents in rows, heads in columns, the root on the diagonal."""
        scores = self.arc_bilinear(as_dependent) @ as_head.transpose(1, 2)
        scores = scores * (1 / math.sqrt(self.size.arc_width))
        scores = scores + self.arc_of_head(as_head).transpose(1, 2)
        itself = torch.eye(scores.shape[1], device=scores.device, dtype=scores.dtype)[None]
        arcs: Tensor = scores * (1 - itself) + self.root(as_dependent) * itself
        return arcs


def load_start_weights(encoder: Encoder, weights: dict[str, Tensor]) -> None:
    """Fill *encoder* with the tensors of a BERT checkpoint, under the names its authors gave them."""

    def copy(layer: nn.Linear | nn.LayerNorm, name: str) -> None:
        layer.weight.data.copy_(weights[f"{name}.weight"])
        layer.bias.data.copy_(weights[f"{name}.bias"])

    encoder.piece.weight.data.copy_(weights["embeddings.word_embeddings.weight"])
    encoder.position.weight.data.copy_(weights["embeddings.position_embeddings.weight"])
    encoder.kind.data.copy_(weights["embeddings.token_type_embeddings.weight"][0])
    copy(encoder.norm, "embeddings.LayerNorm")
    for number, layer in enumerate(encoder.layers):
        place = f"encoder.layer.{number}"
        assert isinstance(layer, EncoderLayer)
        for part in ("weight", "bias"):
            three = [
                weights[f"{place}.attention.self.{name}.{part}"]
                for name in ("query", "key", "value")
            ]
            getattr(layer.query_key_value, part).data.copy_(torch.cat(three))
        copy(layer.attention_out, f"{place}.attention.output.dense")
        copy(layer.attention_norm, f"{place}.attention.output.LayerNorm")
        copy(layer.inner, f"{place}.intermediate.dense")
        copy(layer.outer, f"{place}.output.dense")
        copy(layer.norm, f"{place}.output.LayerNorm")


def _picked(states: Tensor, places: Tensor) -> Tensor:
    return torch.gather(states, 1, places[..., None].expand(-1, -1, states.shape[-1]))
