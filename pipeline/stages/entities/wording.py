"""The words of a Doc as plain values, so that nothing of spaCy's outlives its memory zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from pipeline.gazetteer import lead
from pipeline.gazetteer.folding import fold

_FEWEST_SHOUTED_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRange:
    """A half-open range of words; ``shouted`` where all its letters are capitals."""

    first: int
    last: int
    shouted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The tokens of a text that are not white space, in order.

    ``folded`` is each word folded, ``lower`` that in small letters; ``glued`` tells that no white
    space stands before it. ``starts`` and ``ends`` are half-open, in characters of ``text``.
    """

    text: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    lower: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    glued: tuple[bool, ...]
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
    kept = [token for token in told if not token[0].isspace()]
    words = tuple(word for word, _, _ in kept)
    starts = tuple(start for _, start, _ in kept)
    ends = tuple(start + len(word) for word, start, _ in kept)
    folded = tuple(fold(word) or word for word in words)
    opening = [i for i, (_, _, opens) in enumerate(kept) if i == 0 or opens]
    bounds = [*opening, len(words)]
    return Words(
        text=doc.text,
        words=words,
        folded=folded,
        lower=tuple(word.lower() for word in folded),
        starts=starts,
        ends=ends,
        glued=tuple(i > 0 and ends[i - 1] == start for i, start in enumerate(starts)),
        sentences=tuple(
            WordRange(first=first, last=last, shouted=_is_shouted(words[first:last]))
            for first, last in pairwise(bounds)
        ),
    )


def _is_shouted(words: tuple[str, ...]) -> bool:
    lettered = [word for word in words if word.isalpha()]
    return len(lettered) >= _FEWEST_SHOUTED_WORDS and all(word.isupper() for word in lettered)
