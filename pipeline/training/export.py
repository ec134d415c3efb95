"""A checkpoint as the files that run: one ONNX graph in 8 bits, and the table that labels arcs.

The products are quantised dynamically to 7-bit weights, a scale a channel: 8-bit ones can saturate on
processors without VNNI. The embeddings of pieces are quantised here, a scale a row; onnxruntime would take
one for the whole table.
"""

import logging
import tempfile
import warnings
from pathlib import Path

import numpy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from pipeline.training.checkpoints import Checkpoint
from pipeline.training.network import Network, Outputs

MODEL_FILE = "model.onnx"
RELATIONS_FILE = "relations.npz"

INPUTS = ("pieces", "shapes", "first", "last")

_OPSET = 17

log = logging.getLogger(__name__)


class QuantisedEmbedding(nn.Module):
    """An embedding in 8 bits with a scale of its own for each row."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, numbers: Tensor) -> Tensor:
        """The rows *numbers*, in float32."""
        rows: Tensor = self.rows[numbers].float() * self.scale[numbers]
        return rows


class OneWindow(nn.Module):
    """The network on one window without padding: inputs and outputs have no batch axis."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> Outputs:
        """What the network says of each word; names as logarithms of probabilities."""
        positions = torch.arange(pieces.shape[0], device=pieces.device)
        outputs = self.network(
            pieces[None], shapes[None], positions[None], None, first[None], last[None]
        )
        named = outputs._replace(name=torch.log_softmax(outputs.name, -1))
        return Outputs(*(output[0] for output in named))


def export(checkpoint: Checkpoint, folder: Path) -> None:
    """Write ``model.onnx`` and ``relations.npz`` of *checkpoint* into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    network = checkpoint.network()
    numpy.savez(
        folder / RELATIONS_FILE,
        bilinear=network.relation_bilinear.detach().numpy(),
        of_dependent=network.relation_of_dependent.weight.detach().numpy(),
        bias=network.relation_of_dependent.bias.detach().numpy(),
        of_head=network.relation_of_head.weight.detach().numpy(),
    )
    network.encoder.piece = QuantisedEmbedding(network.encoder.piece.weight.detach())
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / MODEL_FILE
        _write_onnx(network, whole)
        quantize_dynamic(
            whole,
            folder / MODEL_FILE,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    for name in (MODEL_FILE, RELATIONS_FILE):
        log.info("%s: %.1f MB", name, (folder / name).stat().st_size / 1e6)


def _write_onnx(network: Network, path: Path) -> None:
    example = (
        torch.randint(1000, 2000, (12,)),
        torch.zeros(12, dtype=torch.long),
        torch.arange(1, 10),
        torch.arange(1, 10),
    )
    axes = {name: {0: "pieces"} for name in INPUTS[:2]} | {
        name: {0: "words"} for name in INPUTS[2:]
    }
    axes |= {name: {0: "words"} for name in Outputs._fields}
    axes["arc"] = {0: "words", 1: "heads"}
    with warnings.catch_warnings():
        # The tracer warns of what is fixed while it traces, and that it is the older one; both are wanted.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            OneWindow(network),
            example,
            path,
            input_names=list(INPUTS),
            output_names=list(Outputs._fields),
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
