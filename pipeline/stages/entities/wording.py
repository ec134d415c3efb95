"""The words of a Doc as plain values, so that nothing of spaCy's outlives its memory zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy
from spacy.tokens import Doc

from pipeline.gazetteer import lead
from pipeline.gazetteer.folding import fold
from pipeline.stages.entities.names import ModelName, model_names

_FEWEST_SHOUTED_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRange:
    """A half-open range of words; ``shouted`` where all its letters are capitals."""

    first: int
    last: int
    shouted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The tokens of a text that are not white space, in order, and what the language model says of them.

    ``folded`` is each word folded, ``lower`` that in small letters; ``glued`` tells that no white
    space stands before it. ``starts`` and ``ends`` are half-open, in characters of ``text``.
    ``pos`` is each word's universal part of speech, ``tags`` its Penn one, ``heads`` the word it depends
    on (a root on itself) and ``relations`` how; ``names`` the model's name it is part of, if any, in words.
    """

    text: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    glued: tuple[bool, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    names: tuple[ModelName | None, ...]
    sentences: tuple[WordRange, ...]

    def surface(self, first: int, last: int) -> str:
        """The words from *first* up to *last* with single spaces, as a name."""
        return " ".join(self.text[self.starts[first] : self.ends[last - 1]].split())

    def longest(
        self, first: int, last: int, names: Mapping[str, object], lengths: Mapping[str, int]
    ) -> int:
        """The end of the longest of *names* that starts at word *first*, or *first* where none does.

        *lengths* gives the longest name by first word, which bounds the work.
        """
        return self._longest(self.folded, first, last, names, lengths)

    def longest_lower(
        self, first: int, last: int, names: Mapping[str, object], lengths: Mapping[str, int]
    ) -> int:
        """As ``longest``, in small letters."""
        return self._longest(self.lower, first, last, names, lengths)

    def _longest(
        self,
        spelt: tuple[str, ...],
        first: int,
        last: int,
        names: Mapping[str, object],
        lengths: Mapping[str, int],
    ) -> int:
        word = spelt[first]
        limit = lengths.get(word if word.isalnum() else lead(word))
        found = first
        if limit is None:
            return found
        key = ""
        for i in range(first, last):
            key += spelt[i] if i == first or self.glued[i] else " " + spelt[i]
            if len(key) > limit:
                break
            if key in names:
                found = i + 1
        return found

    def key(self, first: int, last: int) -> str:
        """The words from *first* up to *last*, folded, as the gazetteer spells names."""
        return self.folded[first] + "".join(
            self.folded[i] if self.glued[i] else " " + self.folded[i]
            for i in range(first + 1, last)
        )

    def is_capital(self, i: int) -> bool:
        """Does word *i* start with a capital letter?"""
        return self.words[i][0].isupper()


def words_of(doc: Doc) -> Words:
    """The words and sentences of *doc*, in linear time."""
    # One pass over the Doc: each makes a Python object per token anew.
    told = [(token.text, token.idx, token.is_sent_start) for token in doc]
    kept = [i for i, (text, _, _) in enumerate(told) if not text.isspace()]
    words = tuple(told[i][0] for i in kept)
    starts = tuple(told[i][1] for i in kept)
    ends = tuple(start + len(word) for word, start in zip(words, starts, strict=True))
    folded = tuple(fold(word) or word for word in words)
    bounds = [*(i for i, token in enumerate(kept) if i == 0 or told[token][2]), len(words)]
    place = numpy.zeros(len(doc) + 1, numpy.int64)
    place[kept] = 1
    # For each token the number of words before it, which is a word's own number.
    place = numpy.concatenate(([0], numpy.cumsum(place)))
    pos, tags, relations, heads = _tree(doc, kept, place)
    return Words(
        text=doc.text,
        words=words,
        folded=folded,
        lower=tuple(word.lower() for word in folded),
        starts=starts,
        ends=ends,
        glued=tuple(i > 0 and ends[i - 1] == start for i, start in enumerate(starts)),
        pos=pos,
        tags=tags,
        heads=heads,
        relations=relations,
        names=_names(doc, place, len(words)),
        sentences=tuple(
            WordRange(first=first, last=last, shouted=_is_shouted(words[first:last]))
            for first, last in pairwise(bounds)
        ),
    )


def _tree(
    doc: Doc, kept: Sequence[int], place: Any
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """Part of speech, tag, relation and head of each word; no word hangs on white space."""
    columns: Any = doc.to_array(["POS", "TAG", "DEP", "HEAD"])[kept]
    strings = doc.vocab.strings
    spelt = {number: strings[number] for number in numpy.unique(columns[:, :3]).tolist()}
    heads = place[numpy.asarray(kept, numpy.int64) + columns[:, 3].astype(numpy.int64)]
    pos, tags, relations = (
        tuple(spelt[number] for number in columns[:, k].tolist()) for k in range(3)
    )
    return pos, tags, relations, tuple(heads.tolist())


def _names(doc: Doc, place: Any, count: int) -> tuple[ModelName | None, ...]:
    names: list[ModelName | None] = [None] * count
    for name in model_names(doc):
        first, last = int(place[name.first]), int(place[name.last])
        known = replace(name, first=first, last=last)
        names[first:last] = [known] * (last - first)
    return tuple(names)


def _is_shouted(words: tuple[str, ...]) -> bool:
    lettered = [word for word in words if word.isalpha()]
    return len(lettered) >= _FEWEST_SHOUTED_WORDS and all(word.isupper() for word in lettered)
