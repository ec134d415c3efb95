"""A tokenizer whose cost is linear in the text, around spaCy's own.

spaCy peels prefixes and suffixes off a chunk one by one and scans the chunk again for each, so a run
of punctuation costs the square of its length. Chunks that could do so never reach spaCy's rules: they
are cut by one regular expression. Every other chunk gets the tokens that spaCy gives it.
"""

import re

from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found] # compiled, no stubs
from spacy.tokens import Doc
from spacy.vocab import Vocab

MAX_CHUNK_CHARS = 120
MAX_PUNCTUATION_RUN = 8

# Longest token cut from a hard chunk: few tokens, so that the stages after this one stay cheap too.
_MAX_PIECE_CHARS = 64
# spaCy's own cache is emptied with each memory zone; these are plain strings and outlive it.
_MAX_CACHED_CHUNKS = 20_000

_CHUNK = re.compile(r"(\S*)(\s*)")
_PIECE = re.compile(rf"\w{{1,{_MAX_PIECE_CHARS}}}|[^\w\s]{{1,{_MAX_PIECE_CHARS}}}")
_PUNCTUATION_RUN = re.compile(rf"[^\w\s]{{{MAX_PUNCTUATION_RUN + 1}}}")


class LinearTokenizer:
    """Gives a Doc whose text is *text* exactly, in time linear in its length.

    A chunk is hard over 120 characters or with more than 8 signs in a row; where no chunk is, the
    tokens are those of *inner*. Safe inside ``nlp.memory_zone()``.
    """

    def __init__(self, inner: Tokenizer) -> None:
        self.inner = inner
        self._cache: dict[str, tuple[str, ...]] = {}
        self._special = frozenset(inner.rules)

    @property
    def vocab(self) -> Vocab:
        """The vocabulary shared with the pipeline."""
        vocab: Vocab = self.inner.vocab
        return vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize *text*; ``doc.text == text``. Lone surrogates raise ``UnicodeEncodeError``."""
        words: list[str] = []
        spaces: list[bool] = []
        for chunk, blank in _CHUNK.findall(text):
            if chunk:
                pieces = self._cache.get(chunk) or self._pieces(chunk)
                words.extend(pieces)
                spaces.extend([False] * len(pieces))
                # One blank after a token belongs to the token, as in spaCy; more is a token.
                if blank[:1] == " ":
                    spaces[-1] = True
                    blank = blank[1:]
            if blank:
                words.append(blank)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _pieces(self, chunk: str) -> tuple[str, ...]:
        if _is_hard(chunk):
            return tuple(_PIECE.findall(chunk))
        # No affix rule of English splits letters; only its special cases ("cannot") do.
        if chunk.isascii() and chunk.isalpha() and chunk not in self._special:
            return (chunk,)
        pieces = tuple(token.text for token in self.inner(chunk))
        if len(self._cache) < _MAX_CACHED_CHUNKS:
            self._cache[chunk] = pieces
        return pieces


def _is_hard(chunk: str) -> bool:
    if len(chunk) > MAX_CHUNK_CHARS:
        return True
    return len(chunk) > MAX_PUNCTUATION_RUN and _PUNCTUATION_RUN.search(chunk) is not None
