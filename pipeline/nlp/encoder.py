"""The encoder: one run of the ONNX model a window, on one thread."""

from dataclasses import dataclass, fields
from typing import Any

import numpy
import onnxruntime
from numpy.typing import NDArray

from pipeline.nlp.package import BrokenPackage, Labels, ModelPackage
from pipeline.nlp.windows import Window

Scores = NDArray[numpy.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """What the model says of the w words of a window.

    ``sentence`` [w]: logit that the word starts a sentence. ``tag`` [w, tags] and ``morph`` [w, morphs]:
    logits. ``arc`` [w, w]: score of a head (column) for a word (row), on the diagonal of being the root.
    ``dependent`` and ``head`` [w, width]: the word at either end of a relation. ``name`` [w, labels]:
    log-probabilities.
    """

    sentence: Scores
    tag: Scores
    morph: Scores
    arc: Scores
    dependent: Scores
    head: Scores
    name: Scores


_OUTPUTS = [field.name for field in fields(Encoding)]


class Encoder:
    """Runs the model. The same window gives the same encoding, whatever was run before or is run beside it.

    One window a run: the model takes the range of its 8-bit numbers over all that is in a run, so a
    neighbour would change what a window gives.
    """

    def __init__(self, package: ModelPackage) -> None:
        """Raises ``BrokenPackage`` where the outputs of the model are not those of the labels."""
        self._session = onnxruntime.InferenceSession(
            package.read("model.onnx"), _options(), providers=["CPUExecutionProvider"]
        )
        widths = {output.name: output.shape[-1] for output in self._session.get_outputs()}
        wanted = _widths(package.meta.labels)
        if widths.keys() != set(_OUTPUTS) or any(widths[name] != wanted[name] for name in wanted):
            place = package.folder / "model.onnx"
            raise BrokenPackage(place, "its outputs are not those of the labels in meta.toml")

    def __call__(self, window: Window) -> Encoding:
        """The encoding of *window*."""
        found = self._session.run(
            _OUTPUTS,
            {
                "pieces": window.pieces,
                "shapes": window.shapes,
                "first": window.first,
                "last": window.last,
            },
        )
        return Encoding(**dict(zip(_OUTPUTS, found, strict=True)))


def _options() -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # A plan of the memory is kept for each shape of input seen, and no two windows have the same.
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # errors; the rest is about graphics cards that are not there
    return options


def _widths(labels: Labels) -> dict[str, int]:
    return {"tag": len(labels.tag), "morph": len(labels.morph), "name": len(labels.name)}
