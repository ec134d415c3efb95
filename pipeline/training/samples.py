"""What the corpora are converted to: sentences with whatever layers their corpus annotates, one a line of JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRange:
    """A name: half-open in words, with one of the six types of the model."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntaxLayer:
    """Universal Dependencies of a sentence, one value a word.

    ``heads`` are indexes of words of the sentence; the root is its own head and has the relation ``ROOT``.
    """

    tags: tuple[str, ...]
    pos: tuple[str, ...]
    morphs: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLayer:
    """The names of a sentence and what its corpus does not tell.

    ``unknown``: words that may have any label. ``unannotated``: types that the corpus never marks, so that
    a capitalised or date-like word outside a name may yet be one of them.
    """

    ranges: tuple[NamedRange, ...]
    unknown: tuple[int, ...]
    unannotated: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as its corpus has it. ``spaces[i]``: a blank follows word ``i``."""

    corpus: str
    id: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    opens_document: bool
    opens_paragraph: bool
    syntax: SyntaxLayer | None
    names: NameLayer | None


_LINE = TypeAdapter(Sentence)


def write_sentences(path: Path, sentences: Iterable[Sentence]) -> int:
    """Write *sentences* to *path*, in place only when whole; the number written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    count = 0
    with partial.open("wb") as lines:
        for sentence in sentences:
            lines.write(_LINE.dump_json(sentence) + b"\n")
            count += 1
    partial.replace(path)
    return count


def read_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences that ``write_sentences`` wrote, in order."""
    with path.open("rb") as lines:
        for line in lines:
            yield _LINE.validate_json(line)


def documents_of(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """*sentences* grouped by document."""
    document: list[Sentence] = []
    for sentence in sentences:
        if document and sentence.opens_document:
            yield document
            document = []
        document.append(sentence)
    if document:
        yield document
