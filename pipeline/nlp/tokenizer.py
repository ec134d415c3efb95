"""A tokenizer that cuts as Universal Dependencies does for English, in time linear in the text.

spaCy's rules do most of the cutting. Before them, runs of signs that are one token ("!!!", "--")
are taken out; after them, what they cut too much is joined ("co-founder", "Lt.") and what they leave
whole is cut ("COVID-19", "7:30pm"). ``tokenizer.toml`` has the lists.

spaCy peels prefixes and suffixes off a chunk one by one and scans the chunk again for each, so a run
of punctuation costs the square of its length. Chunks that could do so never reach spaCy's rules:
they are cut by one regular expression.
"""

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found] # compiled, no stubs
from spacy.tokens import Doc
from spacy.vocab import Vocab

from schemas.toml_file import Table, load_toml_file

MAX_CHUNK_CHARS = 120
MAX_PUNCTUATION_RUN = 8

# Longest token cut from a hard chunk: few tokens, so that the stages after this one stay cheap too.
_MAX_PIECE_CHARS = 64
# Only scripts without spaces reach this without one; what is longer has no words that any stage reads.
_MAX_PIECED_CHARS = 5_000
# spaCy's own cache is emptied with each memory zone; these are plain strings and outlive it.
_MAX_CACHED_CHUNKS = 20_000
# No article is longer: what follows is a list or an attack, and is cut by the one expression that is cheap.
_MAX_CAREFUL_CHUNKS = 25_000
# Each token costs every later stage; 500,000 characters of English have 101,000. What follows more than that is
# signs and single letters, and stays in stretches of this length that no stage can read.
_MAX_TOKENS = 120_000
_MAX_STRETCH_CHARS = 1_000

_CHUNK = re.compile(r"(\S*)(\s*)")
_PIECE = re.compile(
    rf"https?://[^\s<>\"]{{1,1000}}|\w{{1,{_MAX_PIECE_CHARS}}}|[^\w\s]{{1,{_MAX_PIECE_CHARS}}}"
)
_ANY_PIECE = re.compile(rf"\S{{1,{_MAX_PIECE_CHARS}}}")
_STRETCH = re.compile(rf"(\S(?:.{{0,{_MAX_STRETCH_CHARS - 2}}}\S)?+)(\s*)", re.DOTALL)
_PUNCTUATION_RUN = re.compile(rf"[^\w\s]{{{MAX_PUNCTUATION_RUN + 1}}}")

# Kept from all other rules: what these are made of means nothing else inside them.
_ADDRESS = re.compile(r"://|www\.|@\w")
# What is one token wherever it stands in a chunk.
_FIXED = re.compile(
    r"""
    [!?]{2,200}                                         # !!!, ?!
    | (?<=[a-z]{2})\.[!?]{1,200}                        # "room.?"
    | [-=]{2,200}>{0,9} | -> | <-
    | [-=<>|+*~_]{3,200} | _{2,200} | \*{2,200} | <{2,200} | >{2,200} | ~{2,200}
    | \#{2,200} | \${2,200}
    | [–—‐‑]                                            # spaCy leaves them between digits
    | '' | `` | ‘’ | ’’
    | (?<![\w-])(?:\d-)?\d{3}-\d{3}-\d{4}(?![\w-])      # telephone numbers
    | (?<![\w-])\d{3}-\d{4}(?![\w-])
    | (?<![\w-])\d{5}-\d{4}(?![\w-])                    # post codes
    | (?<![\w-])\d{1,2}-\d{1,2}-\d{4}(?![\w-]) | (?<![\w-])\d{4}-\d\d-\d\d(?![\w-])
    | (?<!\w)['’‘]\d\ds?(?!\w)                          # '72, ’90s
    | (?<!\w)\d+0['’]s(?!\w)                            # the 1930's
    | (?<!\S)\#[^\W\d_]\w{0,100}                        # a hash tag
    | (?<!\w)[A-Za-z]/[A-Za-z](?!\w)                    # b/c
    """,
    re.VERBOSE,
)
# What spaCy leaves whole: each group is a token, and may be cut further.
_LEFT_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(\w*[^\W\d_]\.?)(-)(\d\S*)",  # COVID-19
        r"((?:[^\W\d_]\.)+)(-)(\w\S*)",  # U.S.-led
        r"([^\W\d_]+)(n[`´ʼ′＇'’]t|N[`´ʼ′＇'’]T)",
        r"(\w+)([`´ʼ′＇](?:[sSmMdD]|re|ve|ll)|['’](?:re|ve|ll|RE|VE|LL))",
        r"(-)([^\W\d_]{2,}\.?)",
        r"(\w*[^\W\d_]{3}|[12]\d{3}s?)(-)",
        r"([a-z]{3,})(/)",
        r"([12]\d{3})(/)(\d\d)",
        r"(\w+)([?!]|\()([^\W\d_]\w*)",  # a blank was forgotten
        r"((?!doi)[^\W\d_]{2,})(:)(\d\S*)",
    )
)
_AMOUNT = re.compile(r"(\d+(?:[.,:]\d+)*)([^\W\d_][A-Za-z./]{0,8})")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ABBREVIATED_NUMBER = re.compile(r"([A-Za-z]{1,5})\.(\d+)")


class _Stops(Table):
    always: frozenset[str]
    before_number: frozenset[str]
    in_sentence: frozenset[str]
    openers: frozenset[str]


class TokenRules(Table):
    """``tokenizer.toml``."""

    prefixes: frozenset[str]
    suffixes: frozenset[str]
    units: frozenset[str]
    cuts: dict[str, tuple[str, ...]]
    stops: _Stops


def load_token_rules() -> TokenRules:
    """Read ``tokenizer.toml``. Raises ``InvalidDataFile`` where it breaks its rules."""
    return load_toml_file(files("pipeline.nlp") / "tokenizer.toml", TokenRules)


class LinearTokenizer:
    """Gives a Doc whose text is *text* exactly, in time linear in its length.

    A chunk is hard over 120 characters, with more than 8 signs in a row, or after 25,000 others: it never
    reaches *inner*, which is spaCy's tokenizer for English. After 120,000 tokens each stretch of up to 1,000
    characters is one. Safe inside ``nlp.memory_zone()``.
    """

    def __init__(self, inner: Tokenizer) -> None:
        self.inner = inner
        self._cache: dict[str, tuple[str, ...]] = {}
        self._special = frozenset(inner.rules)
        self._rules = load_token_rules()
        stops = self._rules.stops
        self._stopped = stops.always | stops.in_sentence | stops.before_number
        self._doubtful = frozenset(f"{word}." for word in stops.in_sentence | stops.before_number)

    @property
    def vocab(self) -> Vocab:
        """The vocabulary shared with the pipeline."""
        vocab: Vocab = self.inner.vocab
        return vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize *text*; ``doc.text == text``. Lone surrogates raise ``UnicodeEncodeError``."""
        words: list[str] = []
        spaces: list[bool] = []
        chunks = _CHUNK.findall(text)
        doubtful = self._doubtful
        end = 0
        for i, (chunk, blank) in enumerate(chunks):
            if len(words) >= _MAX_TOKENS:
                break
            end += len(chunk) + len(blank)
            pieces: tuple[str, ...] = ()
            if chunk:
                pieces = self._cache.get(chunk) or (
                    self._pieces(chunk) if i < _MAX_CAREFUL_CHUNKS else tuple(_plainly_cut(chunk))
                )
                if pieces[-1] in doubtful and self._ends(pieces[-1], blank, chunks[i + 1][0]):
                    pieces = (*pieces[:-1], pieces[-1][:-1], ".")
            _add(pieces, blank, words, spaces)
        for stretch, blank in _STRETCH.findall(text, end):
            _add((stretch,), blank, words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _ends(self, word: str, blank: str, following: str) -> bool:
        """Does the stop of *word* end a sentence, so that it is a token of its own?"""
        stops = self._rules.stops
        if word[:-1] in stops.before_number:
            return not following[:1].isdigit()
        if not following or blank.count("\n") > 1:
            return True
        return following in stops.openers or following.partition("'")[0] in stops.openers

    def _pieces(self, chunk: str) -> tuple[str, ...]:
        cut = self._rules.cuts.get(chunk)
        if cut:
            return cut
        if chunk.isascii() and chunk.isalpha() and chunk not in self._special:
            return (chunk,)
        pieces = tuple(self._cut_up(chunk))
        if len(self._cache) < _MAX_CACHED_CHUNKS and len(chunk) <= MAX_CHUNK_CHARS:
            self._cache[chunk] = pieces
        return pieces

    def _cut_up(self, chunk: str) -> Iterator[str]:
        if chunk in self._special or _ADDRESS.search(chunk):
            yield from self._rough(chunk)
            return
        end = 0
        for fixed in _FIXED.finditer(chunk):
            yield from self._mended(chunk[end : fixed.start()])
            yield fixed.group()
            end = fixed.end()
        yield from self._mended(chunk[end:])

    def _rough(self, part: str) -> list[str]:
        """The tokens of *part* by spaCy's rules, or by a plain one if those could take long."""
        if not part:
            return []
        # No affix rule of English splits letters; only its special cases ("cannot") do.
        if part.isascii() and (part.isdigit() or (part.isalpha() and part not in self._special)):
            return [part]
        if _is_hard(part):
            return _plainly_cut(part)
        return [token.text for token in self.inner(part)]

    def _mended(self, part: str) -> list[str]:
        """The tokens of *part*: spaCy's, joined and cut where the rules say so."""
        pieces: list[str] = []
        for piece in self._joined(self._rough(part)):
            pieces.extend(self._cut(piece))
        return pieces

    def _joined(self, pieces: list[str]) -> list[str]:
        joined: list[str] = []
        i = 0
        while i < len(pieces):
            word = pieces[i]
            following = pieces[i + 1] if i + 1 < len(pieces) else ""
            if following == "." and self._keeps_stop(word):
                joined.append(word + ".")
                i += 2
            elif following == ".." and (word in self._stopped or _ACRONYM.fullmatch(word)):
                joined += [word + ".", "."]
                i += 2
            elif following == "-" and self._keeps_hyphen(pieces, i):
                joined.append(word + "-" + pieces[i + 2])
                i += 3
            else:
                joined.append(word)
                i += 1
        return joined

    def _keeps_stop(self, word: str) -> bool:
        stopped = self._stopped
        return word in stopped or (
            word.isupper() and len(word) > 2 and word.capitalize() in self._rules.stops.always
        )

    def _keeps_hyphen(self, pieces: list[str], i: int) -> bool:
        """Is the compound of two parts at *i* one token? Longer ones are always cut."""
        if pieces[i - 1 : i] == ["-"] or pieces[i + 3 : i + 4] == ["-"] or i + 2 >= len(pieces):
            return False
        first, last = pieces[i], pieces[i + 2]
        if not last[0].isalpha() or (first.isupper() and len(first) > 1):
            return False
        if first.lower() in self._rules.prefixes:
            return True
        return first.isalpha() and last in self._rules.suffixes

    def _cut(self, piece: str) -> tuple[str, ...]:
        cut = self._rules.cuts.get(piece)
        if cut or (piece.isascii() and piece.isalpha()):
            return cut or (piece,)
        amount = _AMOUNT.fullmatch(piece)
        if amount:
            number, unit = amount.groups()
            return (number, unit) if unit in self._rules.units else (piece,)
        numbered = _ABBREVIATED_NUMBER.fullmatch(piece)
        if numbered and numbered.group(1) in self._stopped:
            return numbered.group(1) + ".", numbered.group(2)
        for pattern in _LEFT_WHOLE:
            found = pattern.fullmatch(piece)
            if found and not self._is_decade(found):
                return tuple(word for group in found.groups() for word in self._cut(group))
        return (piece,)

    def _is_decade(self, found: re.Match[str]) -> bool:
        """ "mid-1980s" stays whole."""
        first, last = found.group(1), found.group(found.re.groups)
        return last[0].isdigit() and last[-1] == "s" and first.lower() in self._rules.prefixes


def _add(pieces: Sequence[str], blank: str, words: list[str], spaces: list[bool]) -> None:
    """Add the tokens *pieces* and the white space after them."""
    if pieces:
        words.extend(pieces)
        spaces.extend([False] * len(pieces))
        # One blank after a token belongs to the token, as in spaCy; more is a token.
        if blank[:1] == " ":
            spaces[-1] = True
            blank = blank[1:]
    if blank:
        words.append(blank)
        spaces.append(False)


def _plainly_cut(chunk: str) -> list[str]:
    """The tokens of *chunk* by one expression, few and cheap."""
    return (_PIECE if len(chunk) <= _MAX_PIECED_CHARS else _ANY_PIECE).findall(chunk)


def _is_hard(chunk: str) -> bool:
    if len(chunk) > MAX_CHUNK_CHARS:
        return True
    return len(chunk) > MAX_PUNCTUATION_RUN and _PUNCTUATION_RUN.search(chunk) is not None
