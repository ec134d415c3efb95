"""Cutting a text into windows: as many whole sentences as the encoder reads at once.

Everything is linear in the text. Where a sentence ends is a guess here, made by its last sign; what the
model then makes of a window does not depend on any other window.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy
from numpy.typing import NDArray
from spacy.tokens import Doc

from pipeline.nlp.shapes import Standing, shape_of
from pipeline.nlp.wordpiece import WordPieces

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n|\r\r|\r\n[^\S\n]*\r\n|\u2029")
_STOP = re.compile(r"[.!?…]+|[。！？]")
_CLAUSE_SIGNS = frozenset(";:")
_CLOSING = frozenset("\"'”’)]}»")

# A window is cut no earlier than this: many short windows cost more than a few long ones.
_LEAST_SHARE = 0.3
_LEAST_SHARE_OF_PARAGRAPHS = 0.5

# How many pieces of a text are read, which bounds the time of a text made to be slow: a piece costs 0.1 ms of
# processor time, in a text dense with events twice as much again in the later stages, and a word has up to eight.
# A word of English has 1.2: 7,500 words are read, where a long read of a newspaper has 5,000.
MAX_READ_PIECES = 9_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The tokens of a Doc that are not white space: their places, texts and what stands before them."""

    tokens: NDArray[numpy.int64]
    texts: Sequence[str]
    standings: Sequence[Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Consecutive words, from ``start`` to before ``end``, as the encoder takes them.

    ``pieces`` and ``shapes`` have one entry a piece, the frame signs included; ``first`` and ``last``
    have one a word: where its first and last piece stand. ``opens[i]``: the word opens a paragraph.
    """

    start: int
    end: int
    pieces: NDArray[numpy.int64]
    shapes: NDArray[numpy.int64]
    first: NDArray[numpy.int64]
    last: NDArray[numpy.int64]
    opens: NDArray[numpy.bool_]


class Cut(IntEnum):
    """How good a place is to end a window at; the higher the better."""

    NOWHERE = 0
    CLAUSE = 1
    SENTENCE = 2
    PARAGRAPH = 3


def words_of(doc: Doc) -> Words:
    """The words of *doc*. The first one, and each after an empty line, opens a paragraph."""
    tokens: list[int] = []
    texts: list[str] = []
    standings: list[Standing] = []
    standing = Standing.OPENS_PARAGRAPH
    # Written out once: a pass over a Doc makes a Python object per token anew.
    for place, written in enumerate([token.text_with_ws for token in doc]):
        if written.isspace():
            if _EMPTY_LINE.search(written):
                standing = Standing.OPENS_PARAGRAPH
            elif standing is Standing.GLUED:
                standing = Standing.AFTER_SPACE
            continue
        spaced = written[-1] == " "
        tokens.append(place)
        texts.append(written[:-1] if spaced else written)
        standings.append(standing)
        standing = Standing.AFTER_SPACE if spaced else Standing.GLUED
    return Words(tokens=numpy.array(tokens, numpy.int64), texts=texts, standings=standings)


def cuts_before(words: Words, start: int, end: int) -> list[Cut]:
    """For each word from *start* to before *end*: how good a place before it is to cut the text."""
    cuts: list[Cut] = []
    ended = False
    previous = ""
    for text, standing in zip(words.texts[start:end], words.standings[start:end], strict=True):
        if standing is Standing.OPENS_PARAGRAPH:
            cut = Cut.PARAGRAPH
        elif ended and not (text in _CLOSING or text[0].islower()):
            cut = Cut.SENTENCE
        else:
            cut = Cut.CLAUSE if previous in _CLAUSE_SIGNS else Cut.NOWHERE
        cuts.append(cut)
        ended = _STOP.fullmatch(text) is not None or (ended and text in _CLOSING)
        previous = text
    return cuts


class WindowCutter:
    """Cuts words into windows of at most *max_pieces* pieces, the frame signs not counted.

    Of a text beyond *max_read_pieces* the words after the last window that keeps to them are in no window.
    """

    def __init__(
        self, wordpieces: WordPieces, *, max_pieces: int, max_read_pieces: int = MAX_READ_PIECES
    ) -> None:
        self._wordpieces = wordpieces
        self._max_pieces = max_pieces
        self._max_read_pieces = max_read_pieces

    def __call__(self, words: Words) -> Iterator[Window]:
        """The windows of *words* in order, without gaps from the first word on."""
        pieces = self._pieces(words)
        lengths = [len(of_word) for of_word in pieces]
        cuts = cuts_before(words, 0, len(pieces))
        start = 0
        while start < len(pieces):
            end = self._end(lengths, cuts, start)
            if end == len(pieces) < len(words.texts) and start:
                return  # the limit cut this one, not a sentence
            yield self._window(words, pieces, start, end)
            start = end

    def _pieces(self, words: Words) -> list[tuple[int, ...]]:
        """The pieces of each word that is read."""
        pieces: list[tuple[int, ...]] = []
        total = 0
        for text in words.texts:
            of_word = self._wordpieces(text)
            total += len(of_word)
            if total > self._max_read_pieces:
                break
            pieces.append(of_word)
        return pieces

    def _end(self, lengths: Sequence[int], cuts: Sequence[Cut], start: int) -> int:
        """Where the window that starts at *start* ends: at the last good place before it is full."""
        total = 0
        best = dict.fromkeys(Cut, 0)
        for place in range(start, len(lengths)):
            if total + lengths[place] > self._max_pieces:
                break
            cut = cuts[place]
            share = _LEAST_SHARE_OF_PARAGRAPHS if cut is Cut.PARAGRAPH else _LEAST_SHARE
            if cut and total >= share * self._max_pieces:
                best[cut] = place
            elif cut is Cut.PARAGRAPH and total >= _LEAST_SHARE * self._max_pieces:
                best[Cut.SENTENCE] = place
            total += lengths[place]
        else:
            return len(lengths)
        return (
            best[Cut.PARAGRAPH] or best[Cut.SENTENCE] or best[Cut.CLAUSE] or max(place, start + 1)
        )

    def _window(
        self, words: Words, pieces: Sequence[tuple[int, ...]], start: int, end: int
    ) -> Window:
        numbers = [number for of_word in pieces[start:end] for number in of_word]
        lengths = numpy.array([len(of_word) for of_word in pieces[start:end]], numpy.int64)
        last = numpy.cumsum(lengths)  # the frame sign before them makes up for counting from 0
        standings = words.standings[start:end]
        shapes = [
            shape_of(text, standing)
            for text, standing in zip(words.texts[start:end], standings, strict=True)
        ]
        shape_of_piece = numpy.zeros(len(numbers) + 2, numpy.int64)
        shape_of_piece[1:-1] = numpy.repeat(numpy.array(shapes, numpy.int64), lengths)
        frame = self._wordpieces
        return Window(
            start=start,
            end=end,
            pieces=numpy.array([frame.first, *numbers, frame.last], numpy.int64),
            shapes=shape_of_piece,
            first=last - lengths + 1,
            last=last,
            opens=numpy.array(standings, numpy.int64) == Standing.OPENS_PARAGRAPH,
        )
