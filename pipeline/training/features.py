"""Sentences as the network reads them: numbers of pieces, shapes and labels."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from pipeline.nlp.shapes import Standing, shape_of
from pipeline.nlp.wordpiece import WordPieces
from pipeline.training.samples import NameLayer, Sentence, SyntaxLayer

NAME_TYPES = ("PERSON", "ORG", "LOC", "NORP", "DATE", "EVENT")
NAME_LABELS = ("O", *(f"{place}-{kind}" for kind in NAME_TYPES for place in "BILU"))
ROOT = "ROOT"
NO_LABEL = -100  # what torch's cross entropy leaves out

CASINGS: tuple[Callable[[str], str], ...] = (
    lambda word: word,
    lambda word: word.lower(),
    lambda word: word.upper(),
    lambda word: word[:1].upper() + word[1:],
)

_NUMBER_OF = {label: number for number, label in enumerate(NAME_LABELS)}
_ANY_LABEL = (1 << len(NAME_LABELS)) - 1

Numbers = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of each head, in the order of its outputs."""

    tags: tuple[str, ...]
    morphs: tuple[str, ...]
    relations: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The BILOU labels of names."""
        return NAME_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntaxNumbers:
    """The gold syntax of a sentence; a label that training never saw is ``NO_LABEL``."""

    tags: Numbers
    morphs: Numbers
    heads: Numbers
    relations: Numbers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EncodedSentence:
    """A sentence for the network.

    ``shapes[casing][i]``: the shape of word ``i`` in each of ``CASINGS``. ``allowed[i]``: the labels that word
    ``i`` may have, as bits; null where the corpus has no names.
    """

    words: tuple[str, ...]
    pieces: tuple[tuple[int, ...], ...]
    shapes: tuple[Numbers, ...]
    opens_paragraph: bool
    syntax: SyntaxNumbers | None
    allowed: Numbers | None

    @property
    def piece_count(self) -> int:
        """How many pieces the sentence takes."""
        return sum(map(len, self.pieces))


def find_labels(sentences: Iterable[Sentence]) -> Labels:
    """Every label of *sentences*, in order of first appearance."""
    tags: dict[str, None] = {}
    morphs: dict[str, None] = {}
    relations: dict[str, None] = {ROOT: None}
    for sentence in sentences:
        if sentence.syntax:
            tags.update(dict.fromkeys(sentence.syntax.tags))
            morphs.update(dict.fromkeys(_morphs(sentence.syntax)))
            relations.update(dict.fromkeys(sentence.syntax.relations))
    return Labels(tags=tuple(tags), morphs=tuple(morphs), relations=tuple(relations))


class SentenceEncoder:
    """Turns sentences into numbers; *is_date_like* tells words that a corpus without dates may hide."""

    def __init__(
        self, pieces: WordPieces, labels: Labels, is_date_like: Callable[[str], bool]
    ) -> None:
        self.pieces = pieces
        self._is_date_like = is_date_like
        self._tags = _numbered(labels.tags)
        self._morphs = _numbered(labels.morphs)
        self._relations = _numbered(labels.relations)

    def __call__(self, sentence: Sentence) -> EncodedSentence:
        """Encode one sentence."""
        words = sentence.words
        blanks = (True, *sentence.spaces[:-1])
        return EncodedSentence(
            words=words,
            pieces=tuple(self.pieces(word) for word in words),
            shapes=tuple(_shapes([written(word) for word in words], blanks) for written in CASINGS),
            opens_paragraph=sentence.opens_paragraph,
            syntax=self._syntax(sentence.syntax) if sentence.syntax else None,
            allowed=self._allowed(words, sentence.names) if sentence.names else None,
        )

    def _syntax(self, syntax: SyntaxLayer) -> SyntaxNumbers:
        return SyntaxNumbers(
            tags=_numbers(self._tags.get(tag, NO_LABEL) for tag in syntax.tags),
            morphs=_numbers(self._morphs.get(morph, NO_LABEL) for morph in _morphs(syntax)),
            heads=_numbers(syntax.heads),
            relations=_numbers(self._relations.get(name, NO_LABEL) for name in syntax.relations),
        )

    def _allowed(self, words: Sequence[str], names: NameLayer) -> Numbers:
        """The labels each word may have: outside a name also those that the corpus does not annotate."""
        outside = 1 << _NUMBER_OF["O"]
        hidden = sum(
            1 << _NUMBER_OF[f"{place}-{kind}"] for kind in names.unannotated for place in "BILU"
        )
        allowed = [
            outside | hidden if hidden and self._may_hide_name(word) else outside for word in words
        ]
        for i in names.unknown:
            allowed[i] = _ANY_LABEL
        for found in names.ranges:
            for i in range(found.first, found.last):
                allowed[i] = 1 << _NUMBER_OF[f"{_place(i, found.first, found.last)}-{found.label}"]
        return _numbers(allowed)

    def _may_hide_name(self, word: str) -> bool:
        is_cased = not word.islower() and any(letter.isalnum() for letter in word)
        return is_cased or self._is_date_like(word)


def _place(i: int, first: int, last: int) -> str:
    if last - first == 1:
        return "U"
    return "B" if i == first else "L" if i == last - 1 else "I"


def _morphs(syntax: SyntaxLayer) -> list[str]:
    return [f"{pos}|{morph}" for pos, morph in zip(syntax.pos, syntax.morphs, strict=True)]


def _shapes(words: Sequence[str], blanks: Sequence[bool]) -> Numbers:
    return _numbers(
        shape_of(word, Standing.AFTER_SPACE if blank else Standing.GLUED)
        for word, blank in zip(words, blanks, strict=True)
    )


def _numbers(values: Iterable[int]) -> Numbers:
    return numpy.fromiter(values, dtype=numpy.int64)


def _numbered(labels: Iterable[str]) -> dict[str, int]:
    return {label: number for number, label in enumerate(labels)}
