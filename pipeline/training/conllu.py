"""Reads CoNLL-U, the format of Universal Dependencies (universaldependencies.org/format.html)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.training.samples import SyntaxLayer

_EMPTY = "_"
_GLUED = "SpaceAfter=No"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConlluToken:
    """A syntactic word. ``head`` is an index of the sentence, a root's its own; the root's relation is ``ROOT``."""

    word: str
    space: bool
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    relation: str
    misc: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConlluSentence:
    """A sentence, and whether a document or a paragraph begins with it."""

    id: str
    opens_document: bool
    opens_paragraph: bool
    tokens: tuple[ConlluToken, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The forms of the words."""
        return tuple(token.word for token in self.tokens)

    @property
    def spaces(self) -> tuple[bool, ...]:
        """Whether a blank follows each word."""
        return tuple(token.space for token in self.tokens)

    @property
    def syntax(self) -> SyntaxLayer:
        """All layers but the names."""
        return SyntaxLayer(
            tags=tuple(token.tag for token in self.tokens),
            pos=tuple(token.pos for token in self.tokens),
            morphs=tuple(token.morph for token in self.tokens),
            lemmas=tuple(token.lemma for token in self.tokens),
            heads=tuple(token.head for token in self.tokens),
            relations=tuple(token.relation for token in self.tokens),
        )


def read_conllu(text: str) -> Iterator[ConlluSentence]:
    """The sentences of *text*. The first of a document opens a paragraph, too."""
    first = True
    for block in _blocks(text):
        comments = [line for line in block if line.startswith("#")]
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        opens_document = first or any(line.startswith("# newdoc") for line in comments)
        yield ConlluSentence(
            id=_sentence_id(comments),
            opens_document=opens_document,
            opens_paragraph=opens_document or any(_is_new_paragraph(line) for line in comments),
            tokens=tuple(_tokens(rows)),
        )
        first = False


def document_of(sentence_id: str) -> str:
    """The document of the sentence: its id without the number."""
    return sentence_id.rpartition("-")[0]


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines that hold words, with the comments above them."""
    block: list[str] = []
    for line in text.split("\n"):
        if line:
            block.append(line)
        elif any(not line.startswith("#") for line in block):
            yield block
            block = []
    if any(not line.startswith("#") for line in block):
        yield block


def _sentence_id(comments: Iterable[str]) -> str:
    return next(
        (line.partition("=")[2].strip() for line in comments if line.startswith("# sent_id")), ""
    )


def _is_new_paragraph(line: str) -> bool:
    # GUM numbers the blocks inside a paragraph, too, with a comment that begins alike.
    return line.startswith("# newpar") and not line.startswith("# newpar_block")


def _tokens(rows: list[list[str]]) -> Iterator[ConlluToken]:
    words = [row for row in rows if row[0].isdecimal()]
    index_of = {row[0]: index for index, row in enumerate(words)}
    inside, closing = _contractions(rows)
    for index, row in enumerate(words):
        number = int(row[0])
        glued = closing.get(number, _GLUED in row[9].split("|")) or number in inside
        yield ConlluToken(
            word=row[1],
            space=not glued,
            lemma=row[2] if row[2] != _EMPTY else row[1],
            pos=row[3],
            tag=row[4] if row[4] != _EMPTY else row[3],
            morph="" if row[5] == _EMPTY else row[5],
            head=index_of.get(row[6], index),
            relation="ROOT" if row[7] == "root" else row[7],
            misc=tuple(row[9].split("|")),
        )


def _contractions(rows: list[list[str]]) -> tuple[set[int], dict[int, bool]]:
    """Of words written as one ("don't"): all but the last, and whether the last is glued to what follows."""
    inside: set[int] = set()
    closing: dict[int, bool] = {}
    for row in rows:
        first, hyphen, last = row[0].partition("-")
        if hyphen:
            inside.update(range(int(first), int(last)))
            closing[int(last)] = _GLUED in row[9].split("|")
    return inside, closing
