"""Wordpieces: a word as a few entries of the encoder's uncased vocabulary.

Greedy longest match first (Wu et al. 2016, "Google's Neural Machine Translation System"), over the text
normalised as BERT's uncased models want it (Devlin et al. 2019): small letters, no accents, signs apart.
Quotation marks and hyphens of all kinds are made one first: the corpora hold few typographic ones.
"""

import unicodedata
from collections.abc import Sequence

UNKNOWN, FIRST, LAST, MASK = "[UNK]", "[CLS]", "[SEP]", "[MASK]"

MAX_PIECES = 8

# Of a longer word only the ends are read: nothing in the language is that long.
_MAX_WORD_CHARS = 100
# Words outlive the articles here, so there is a bound: 200,000 distinct words must not fill the memory.
_MAX_CACHED_WORDS = 50_000

_PLAIN_SIGNS = str.maketrans(
    dict.fromkeys("‘’‚‛′´`ʼ", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑\u00ad", "-")
    | dict.fromkeys("―", "—")
)
_DOUBLED_QUOTES = {"``": '"', "''": '"'}


class WordPieces:
    """Cuts words into entries of *vocabulary*: its lines in order, each entry's place its number.

    The same word always gives the same pieces, at least one and at most ``MAX_PIECES``: of more, the
    first ones and the last.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number_of = {piece: number for number, piece in enumerate(vocabulary)}
        self.unknown = self._number_of[UNKNOWN]
        self.first = self._number_of[FIRST]
        self.last = self._number_of[LAST]
        self.mask = self._number_of[MASK]
        self._cache: dict[str, tuple[int, ...]] = {}

    def __call__(self, word: str) -> tuple[int, ...]:
        """The numbers of the pieces of *word*."""
        known = self._cache.get(word)
        if known is not None:
            return known
        pieces = [number for part in _parts(word) for number in self._cut(part)]
        if len(pieces) > MAX_PIECES:
            pieces = [*pieces[: MAX_PIECES - 1], pieces[-1]]
        found = tuple(pieces) or (self.unknown,)
        if len(self._cache) >= _MAX_CACHED_WORDS:
            self._cache.clear()
        self._cache[word] = found
        return found

    def _cut(self, part: str) -> list[int]:
        pieces: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = part[start:end] if start == 0 else f"##{part[start:end]}"
                number = self._number_of.get(piece)
                if number is not None:
                    break
            else:
                return [self.unknown]
            pieces.append(number)
            start = end
        return pieces


def _parts(word: str) -> list[str]:
    """*word* normalised, each sign and each ideograph a part of its own."""
    if len(word) > _MAX_WORD_CHARS:
        word = word[: _MAX_WORD_CHARS // 2] + word[-_MAX_WORD_CHARS // 2 :]
    plain = _DOUBLED_QUOTES.get(word, word).translate(_PLAIN_SIGNS).lower()
    if plain.isascii() and plain.isalnum():
        return [plain]
    parts: list[str] = []
    run = ""
    for letter in unicodedata.normalize("NFD", plain):
        category = unicodedata.category(letter)
        if category == "Mn" or category[0] in "CZ":
            continue
        if category[0] in "PS" or _is_ideograph(letter):
            parts += [run, letter] if run else [letter]
            run = ""
        else:
            run += letter
    return [*parts, run] if run else parts


def _is_ideograph(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or "\u3400" <= letter <= "\u4dbf"
