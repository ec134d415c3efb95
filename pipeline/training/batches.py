"""Rows of windows as the tensors that the network reads and learns from."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
import torch
from torch import Tensor

from pipeline.nlp.shapes import Standing, restanding
from pipeline.nlp.wordpiece import WordPieces
from pipeline.training.features import NO_LABEL, EncodedSentence, Numbers
from pipeline.training.windows import Window, filled_rows

NOT_ASKED = -1  # of ``starts``: the first word of a window or paragraph starts a sentence by rule


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """B rows of at most P pieces and W words; all int64.

    ``windows`` [B, P] and ``sentences`` [B, W] number the windows and sentences of a row, -1 is padding.
    ``starts`` [B, W]: 1 starts a sentence, 0 does not, -1 is not asked. Gold ``heads`` are places in the row.
    ``allowed`` [B, W]: the labels of names that a word may have, as bits; 0 where nothing is known.
    """

    pieces: Tensor
    shapes: Tensor
    positions: Tensor
    windows: Tensor
    first: Tensor
    last: Tensor
    sentences: Tensor
    starts: Tensor
    tags: Tensor
    morphs: Tensor
    heads: Tensor
    relations: Tensor
    allowed: Tensor

    @property
    def piece_count(self) -> int:
        """Pieces that are no padding."""
        return int((self.windows >= 0).sum())

    def to(self, device: torch.device) -> "Batch":
        """The same batch on *device*."""
        return Batch(**{name: getattr(self, name).to(device) for name in self.__slots__})


class BatchBuilder:
    """Fills tensors from rows; *masking* hides pieces and is null where nothing shall be hidden."""

    def __init__(self, pieces: WordPieces, *, row_pieces: int, rows: int) -> None:
        self._pieces = pieces
        self._row_pieces = row_pieces
        self._rows = rows

    def batches(self, windows: Sequence[Window], rng: random.Random) -> Iterator[Batch]:
        """The batches of *windows*, in order; the last may be smaller."""
        rows: list[list[Window]] = []
        for row in filled_rows(windows, self._row_pieces):
            rows.append(row)
            if len(rows) == self._rows:
                yield self.build(rows, rng)
                rows = []
        if rows:
            yield self.build(rows, rng)

    def build(self, rows: Sequence[Sequence[Window]], rng: random.Random) -> Batch:
        """One batch of *rows*, in rows of ``row_pieces`` pieces and words."""
        size = (len(rows), self._row_pieces)
        filled = _Arrays(size)
        for number, row in enumerate(rows):
            _RowWriter(filled, number, self._pieces).write(row, rng)
        words = max(1, int((filled.sentences >= 0).sum(1).max()))
        words = min(
            -(-words // 16) * 16, self._row_pieces
        )  # few shapes: each has a kernel of its own
        piece_wide = ("pieces", "shapes", "positions", "windows")
        return Batch(
            **{
                name: torch.from_numpy(array if name in piece_wide else array[:, :words].copy())
                for name, array in filled.named()
            }
        )


class _Arrays:
    def __init__(self, size: tuple[int, int]) -> None:
        self.pieces = numpy.zeros(size, numpy.int64)
        self.shapes = numpy.zeros(size, numpy.int64)
        self.positions = numpy.zeros(size, numpy.int64)
        self.windows = numpy.full(size, -1, numpy.int64)
        self.first = numpy.zeros(size, numpy.int64)
        self.last = numpy.zeros(size, numpy.int64)
        self.sentences = numpy.full(size, -1, numpy.int64)
        self.starts = numpy.full(size, NOT_ASKED, numpy.int64)
        self.tags = numpy.full(size, NO_LABEL, numpy.int64)
        self.morphs = numpy.full(size, NO_LABEL, numpy.int64)
        self.heads = numpy.full(size, NO_LABEL, numpy.int64)
        self.relations = numpy.full(size, NO_LABEL, numpy.int64)
        self.allowed = numpy.zeros(size, numpy.int64)

    def named(self) -> list[tuple[str, Numbers]]:
        """Every array with its name."""
        return list(vars(self).items())


class _RowWriter:
    """Writes windows one after the other into one row."""

    def __init__(self, arrays: _Arrays, row: int, pieces: WordPieces) -> None:
        self._arrays = arrays
        self._row = row
        self._pieces = pieces
        self._piece = self._word = self._sentence = 0

    def write(self, windows: Sequence[Window], rng: random.Random) -> None:
        """Write all of *windows*."""
        arrays, row = self._arrays, self._row
        for number, window in enumerate(windows):
            begin = self._piece
            self._add_piece(self._pieces.first)
            for place, sentence in enumerate(window.sentences):
                self._add_sentence(sentence, window.casing, opens_window=place == 0)
            if window.masked_share:
                for at in range(begin + 1, self._piece):
                    if rng.random() < window.masked_share:
                        arrays.pieces[row, at] = self._pieces.mask
            self._add_piece(self._pieces.last)
            arrays.windows[row, begin : self._piece] = number
            arrays.positions[row, begin : self._piece] = numpy.arange(self._piece - begin)

    def _add_piece(self, piece: int) -> None:
        self._arrays.pieces[self._row, self._piece] = piece
        self._piece += 1

    def _add_sentence(self, sentence: EncodedSentence, casing: int, *, opens_window: bool) -> None:
        arrays, row, start = self._arrays, self._row, self._word
        shapes = sentence.shapes[casing].copy()
        opens = opens_window or sentence.opens_paragraph
        if opens:
            shapes[0] = restanding(int(shapes[0]), Standing.OPENS_PARAGRAPH)
        counts = numpy.array([len(pieces) for pieces in sentence.pieces])
        ends = self._piece + counts.cumsum()
        begin, end = self._piece, int(ends[-1])
        words = slice(start, start + len(counts))
        arrays.pieces[row, begin:end] = [one for pieces in sentence.pieces for one in pieces]
        arrays.shapes[row, begin:end] = numpy.repeat(shapes, counts)
        arrays.first[row, words] = ends - counts
        arrays.last[row, words] = ends - 1
        arrays.sentences[row, words] = self._sentence
        arrays.starts[row, words] = 0
        arrays.starts[row, start] = NOT_ASKED if opens else 1
        if sentence.syntax:
            arrays.tags[row, words] = sentence.syntax.tags
            arrays.morphs[row, words] = sentence.syntax.morphs
            arrays.heads[row, words] = sentence.syntax.heads + start
            arrays.relations[row, words] = sentence.syntax.relations
        if sentence.allowed is not None:
            arrays.allowed[row, words] = sentence.allowed
        self._piece, self._word = end, words.stop
        self._sentence += 1
