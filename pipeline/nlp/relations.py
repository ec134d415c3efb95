"""Which relation each arc of a tree is, by the biaffine scores of Dozat and Manning (2017)."""

from io import BytesIO

import numpy
from numpy.typing import NDArray

from pipeline.nlp.encoder import Encoding
from pipeline.nlp.package import ROOT, BrokenPackage, ModelPackage

# numpy's OpenBLAS starts threads for products beyond this; one process keeps to one thread, and small
# products are as fast.
_MAX_MULTIPLICATIONS = 4 * 65_536

_ARRAYS = ("bilinear", "of_dependent", "bias", "of_head")


class Relations:
    """Chooses the relations of arcs that are already chosen: only these few are scored, outside the model."""

    def __init__(self, package: ModelPackage) -> None:
        """Raises ``BrokenPackage`` where the weights are not those of the labels."""
        place = package.folder / "relations.npz"
        self._count = len(package.meta.labels.relation)
        self._root = package.meta.labels.relation.index(ROOT)
        try:
            with numpy.load(BytesIO(package.read("relations.npz")), allow_pickle=False) as arrays:
                weights = [numpy.asarray(arrays[name], numpy.float32) for name in _ARRAYS]
        except (OSError, ValueError, KeyError) as error:
            raise BrokenPackage(place, f"wants the arrays {', '.join(_ARRAYS)}") from error
        bilinear, of_dependent, bias, of_head = weights
        width = len(bilinear)
        shapes = [(width, self._count * width), (self._count, width), (self._count,)]
        if [array.shape for array in weights] != [*shapes, shapes[1]]:
            raise BrokenPackage(place, "its arrays are not those of the labels in meta.toml")
        # One square matrix a relation.
        self._bilinear = numpy.ascontiguousarray(
            bilinear.reshape(width, self._count, width).transpose(1, 0, 2)
        )
        self._block = max(1, _MAX_MULTIPLICATIONS // width**2)
        self._of_dependent = numpy.ascontiguousarray(of_dependent.T)
        self._bias = bias
        self._of_head = numpy.ascontiguousarray(of_head.T)

    def __call__(self, encoding: Encoding, heads: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
        """The number of the relation of each word to its head in *heads*; ``ROOT`` for roots and no other."""
        head = encoding.head[heads]
        relations = numpy.empty(len(heads), numpy.int64)
        for start in range(0, len(heads), self._block):
            block = slice(start, start + self._block)
            scores = self._scores(encoding.dependent[block], head[block])
            scores[:, self._root] = -numpy.inf
            relations[block] = scores.argmax(1)
        relations[heads == numpy.arange(len(heads))] = self._root
        return relations

    def _scores(
        self, dependent: NDArray[numpy.float32], head: NDArray[numpy.float32]
    ) -> NDArray[numpy.float32]:
        """For each word, of the relations to its head."""
        by_relation = (dependent @ self._bilinear).transpose(1, 0, 2)
        of_both = (by_relation @ head[:, :, None])[:, :, 0]
        of_each = dependent @ self._of_dependent + head @ self._of_head
        return numpy.asarray(of_both + of_each + self._bias, numpy.float32)
