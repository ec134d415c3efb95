"""Names from the scores of BILOU labels (Ratinov and Roth 2009): every name has a beginning and an end."""

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray

Labels = NDArray[numpy.int64]
Scores = NDArray[numpy.float32]


class NameDecoder:
    """Chooses a label for each word so that the labels, read in order, are whole names.

    *labels* are the model's: ``O`` and, for each type, ``B-``, ``I-``, ``L-`` and ``U-``.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        marks = [label[0] for label in labels]
        self.begins = numpy.array([mark in "BU" for mark in marks])
        self.continues = numpy.array([mark in "IL" for mark in marks])
        self._closed = numpy.array([mark in "OLU" for mark in marks])
        types = numpy.array([label[2:] for label in labels])
        goes_on = self.continues & (types[:, None] == types)
        self._legal = numpy.where(self._closed[:, None], ~self.continues, goes_on)
        self._steps = numpy.where(self._legal, 0.0, -numpy.inf)

    def __call__(self, scores: Scores, opens: NDArray[numpy.bool_]) -> Labels:
        """The likeliest legal labels by *scores* [words, labels]; no name reaches over a true one in *opens*."""
        best: Labels = scores.argmax(1)
        starts = opens.copy()
        starts[0] = True
        ends = numpy.append(starts[1:], True)
        wrong = (starts & self.continues[best]) | (ends & ~self._closed[best])
        wrong[1:] |= ~starts[1:] & ~self._legal[best[:-1], best[1:]]
        if wrong.any():
            part = numpy.cumsum(starts)
            for number in numpy.unique(part[wrong]):
                places = numpy.flatnonzero(part == number)
                best[places] = self._likeliest(scores[places].astype(numpy.float64))
        return best

    def _likeliest(self, scores: NDArray[numpy.float64]) -> Labels:
        """The likeliest labels of a stretch that no name leaves (Viterbi 1967)."""
        total = numpy.where(self.continues, -numpy.inf, scores[0])
        came_from = numpy.zeros(scores.shape, numpy.int64)
        for word in range(1, len(scores)):
            reached = total[:, None] + self._steps
            came_from[word] = reached.argmax(0)
            total = reached.max(0) + scores[word]
        labels = numpy.zeros(len(scores), numpy.int64)
        labels[-1] = numpy.where(self._closed, total, -numpy.inf).argmax()
        for word in range(len(scores) - 1, 0, -1):
            labels[word - 1] = came_from[word, labels[word]]
        return labels


def name_scores(scores: Scores, labels: Labels, decoder: NameDecoder) -> NDArray[numpy.float64]:
    """For each name in *labels*, in order: the geometric mean of the probabilities of its labels."""
    begins = decoder.begins[labels]
    inside = begins | decoder.continues[labels]
    chosen = scores[numpy.arange(len(labels)), labels].astype(numpy.float64)
    number = (numpy.cumsum(begins) - 1)[inside]
    words = numpy.bincount(number)
    return numpy.exp(numpy.bincount(number, weights=chosen[inside]) / numpy.maximum(words, 1))
