"""Sentences gathered into windows, windows into the rows of a batch."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy

from pipeline.nlp.wordpiece import WordPieces
from pipeline.training.features import CASINGS, EncodedSentence, SyntaxNumbers
from pipeline.training.misspelling import Misspeller
from pipeline.training.recipe import Recipe, WindowRules

AS_WRITTEN, LOWER, UPPER, TITLE = range(len(CASINGS))

# A sentence of more pieces is left out: gold windows would not fit a row.
_LONGEST_SENTENCE_PIECES = 170
# How many windows a row is filled from, so that little of it stays empty.
_CHOICE = 64

Document = Sequence[EncodedSentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Whole sentences that are read at once. *casing*: which of ``CASINGS`` they are read in."""

    sentences: tuple[EncodedSentence, ...]
    casing: int = AS_WRITTEN
    masked_share: float = 0.0

    @property
    def piece_count(self) -> int:
        """Pieces with the two signs around them."""
        return sum(sentence.piece_count for sentence in self.sentences) + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowMaker:
    """Makes the windows of an epoch as *recipe* says."""

    recipe: Recipe
    pieces: WordPieces
    misspell: Misspeller

    def epoch(self, corpora: Mapping[str, Sequence[Document]], rng: random.Random) -> list[Window]:
        """The windows of one epoch in random order; *corpora* by the names of the recipe's shares."""
        shares: Mapping[str, float] = self.recipe.shares.model_dump()
        gathered = [
            window
            for name, documents in corpora.items()
            for window in cut_windows(
                _share_of(documents, shares[name], rng), self.recipe.windows, rng
            )
        ]
        rng.shuffle(gathered)
        return [self._changed(window, rng) for window in gathered]

    def _changed(self, window: Window, rng: random.Random) -> Window:
        changes = self.recipe.changes
        if rng.random() < changes.masked:
            window = replace(window, masked_share=changes.masked_pieces)
        draw = rng.random()
        for share, casing in (
            (changes.lower_case, LOWER),
            (changes.upper_case, UPPER),
            (changes.title_case, TITLE),
        ):
            if draw < share:
                return replace(window, casing=casing)
            draw -= share
        if draw < changes.no_final_stop:
            return replace(window, sentences=tuple(map(_without_stop, window.sentences)))
        if draw < changes.no_final_stop + changes.noisy:
            noisy = tuple(self._noisy(sentence, rng) for sentence in window.sentences)
            return replace(window, sentences=noisy)
        return window

    def _noisy(self, sentence: EncodedSentence, rng: random.Random) -> EncodedSentence:
        share = self.recipe.changes.noisy_words
        words = [
            self.misspell(word, rng) if rng.random() < share else word for word in sentence.words
        ]
        return replace(sentence, pieces=tuple(self.pieces(word) for word in words))


def cut_windows(
    documents: Iterable[Document], rules: WindowRules, rng: random.Random
) -> Iterator[Window]:
    """Windows of random length, none across two documents."""
    for document in documents:
        current: list[EncodedSentence] = []
        room = rng.randint(rules.shortest_pieces, rules.longest_pieces)
        for sentence in document:
            count = sentence.piece_count
            too_long = count > _LONGEST_SENTENCE_PIECES
            ends = sentence.opens_paragraph and rng.random() > rules.keeps_paragraphs
            if current and (too_long or ends or count > room):
                yield Window(sentences=tuple(current))
                current = []
                room = rng.randint(rules.shortest_pieces, rules.longest_pieces)
            if not too_long:
                current.append(sentence)
                room -= count
        if current:
            yield Window(sentences=tuple(current))


def filled_rows(windows: Iterable[Window], row_pieces: int) -> Iterator[list[Window]]:
    """Rows of at most *row_pieces*: of the next few windows, the longest that still fits goes in."""
    stream = iter(windows)
    waiting = list(islice(stream, _CHOICE))
    while waiting:
        row: list[Window] = []
        room = row_pieces
        while fitting := [window for window in waiting if window.piece_count <= room]:
            # The first of a row is the oldest, so that nothing waits for ever.
            chosen = max(fitting, key=lambda window: window.piece_count) if row else fitting[0]
            waiting.remove(chosen)
            row.append(chosen)
            room -= chosen.piece_count
            waiting.extend(islice(stream, 1))
        yield row


def _share_of(documents: Sequence[Document], share: float, rng: random.Random) -> list[Document]:
    """*documents* as often as *share* says; a part of them is another part each time."""
    whole, part = int(share), share - int(share)
    chosen = list(documents) * whole
    if part:
        start = rng.randrange(len(documents))
        turned = [*documents[start:], *documents[:start]]
        chosen += turned[: round(len(documents) * part)]
    return chosen


def _without_stop(sentence: EncodedSentence) -> EncodedSentence:
    """*sentence* without its last full stop, as headlines are."""
    end = len(sentence.words) - 1
    syntax = sentence.syntax
    if end < 2 or sentence.words[-1] != "." or (syntax and numpy.isin(end, syntax.heads)):
        return sentence
    return replace(
        sentence,
        words=sentence.words[:end],
        pieces=sentence.pieces[:end],
        shapes=tuple(shapes[:end] for shapes in sentence.shapes),
        syntax=SyntaxNumbers(
            tags=syntax.tags[:end],
            morphs=syntax.morphs[:end],
            heads=syntax.heads[:end],
            relations=syntax.relations[:end],
        )
        if syntax
        else None,
        allowed=None if sentence.allowed is None else sentence.allowed[:end],
    )
