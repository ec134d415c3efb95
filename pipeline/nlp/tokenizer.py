"""A tokenizer whose cost is linear in the text, around spaCy's own.

spaCy peels prefixes and suffixes off a chunk one by one and scans the chunk again for each, so a run
of punctuation costs the square of its length. Chunks that could do so never reach spaCy's rules: they
are cut by one regular expression. All other text is tokenized by spaCy, unchanged.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

MAX_CHUNK_CHARS = 120
MAX_PUNCTUATION_RUN = 8

# Longest token cut from a hard chunk: few tokens, so that the stages after this one stay cheap too.
_MAX_PIECE_CHARS = 64

_PIECE = re.compile(rf"\w{{1,{_MAX_PIECE_CHARS}}}|[^\w\s]{{1,{_MAX_PIECE_CHARS}}}")
_CHUNK = re.compile(r"\S+")
_PUNCTUATION_RUN = re.compile(rf"[^\w\s]{{{MAX_PUNCTUATION_RUN + 1}}}")


class LinearTokenizer:
    """Gives a Doc whose text is *text* exactly, in time linear in its length.

    Where no chunk is hard the tokens are those of *inner*. Safe inside ``nlp.memory_zone()``.
    """

    def __init__(self, inner: Tokenizer) -> None:
        self.inner = inner

    @property
    def vocab(self) -> Vocab:
        """The vocabulary shared with the pipeline."""
        return self.inner.vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize *text*; ``doc.text == text``. Lone surrogates raise ``UnicodeEncodeError``."""
        hard = list(_hard_chunks(text))
        if not hard:
            return self.inner(text)
        words: list[str] = []
        spaces: list[bool] = []
        done = 0
        for start, end in hard:
            self._add_soft(text[done:start], words, spaces)
            words.extend(_PIECE.findall(text[start:end]))
            spaces.extend([False] * (len(words) - len(spaces)))
            # One blank after a token belongs to the token, as in spaCy.
            followed = text[end : end + 1] == " "
            spaces[-1] = followed
            done = end + followed
        self._add_soft(text[done:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _add_soft(self, text: str, words: list[str], spaces: list[bool]) -> None:
        if text:
            for token in self.inner(text):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Serialize the inner tokenizer; the wrapper has no state of its own."""
        serialized: bytes = self.inner.to_bytes(**kwargs)
        return serialized

    def from_bytes(self, serialized: bytes, **kwargs: Any) -> "LinearTokenizer":
        """Load the inner tokenizer."""
        self.inner.from_bytes(serialized, **kwargs)
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write the inner tokenizer."""
        self.inner.to_disk(path, **kwargs)

    def from_disk(self, path: str | Path, **kwargs: Any) -> "LinearTokenizer":
        """Read the inner tokenizer."""
        self.inner.from_disk(path, **kwargs)
        return self


def _hard_chunks(text: str) -> Iterator[tuple[int, int]]:
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        if end - start > MAX_CHUNK_CHARS or (
            end - start > MAX_PUNCTUATION_RUN and _PUNCTUATION_RUN.search(text, start, end)
        ):
            yield start, end
