"""Columns of words and name tags: BIO, IO, one word a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.training.samples import NamedRange

OUTSIDE = "O"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSentence:
    """A sentence with the names that its corpus marks, labels as the corpus has them; *text* where it is given."""

    id: str
    opens_document: bool
    words: tuple[str, ...]
    ranges: tuple[NamedRange, ...]
    text: str = ""


def ranges_of(tags: Sequence[str]) -> tuple[NamedRange, ...]:
    """The names that *tags* mark. A tag ``I-`` after another label opens a name as ``B-`` does."""
    found: list[NamedRange] = []
    first, label = 0, ""
    for place, tag in enumerate([*tags, OUTSIDE]):
        prefix, _, its_label = tag.partition("-")
        if label and (prefix == "B" or its_label != label):
            found.append(NamedRange(first=first, last=place, label=label))
            label = ""
        if its_label and not label:
            first, label = place, its_label
    return tuple(found)


def read_columns(text: str, *, corpus: str) -> Iterator[TaggedSentence]:
    """The sentences of *text*: word first, tag last, blank lines between, ``-DOCSTART-`` before a document.

    Without such a line the whole text is one document.
    """
    rows: list[list[str]] = []
    opens_document, count = True, 0
    for line in [*text.split("\n"), ""]:
        if line.strip() and not line.startswith("-DOCSTART-"):
            rows.append(line.split())
            continue
        if rows:
            count += 1
            yield TaggedSentence(
                id=f"{corpus}-{count}",
                opens_document=opens_document,
                words=tuple(row[0] for row in rows),
                ranges=ranges_of([row[-1] for row in rows]),
            )
            rows, opens_document = [], False
        opens_document = opens_document or line.startswith("-DOCSTART-")


def read_numbered(text: str) -> Iterator[TaggedSentence]:
    """The sentences of *text* as Universal NER has them: number, word and tag, below ``# sent_id`` and ``# text``."""
    rows: list[list[str]] = []
    sentence_id, sentence_text, opens_document = "", "", False
    for line in [*text.split("\n"), ""]:
        if line.startswith("# newdoc"):
            opens_document = True
        elif line.startswith("# sent_id"):
            sentence_id = line.partition("=")[2].strip()
        elif line.startswith("# text = "):
            sentence_text = line.partition(" = ")[2]
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield TaggedSentence(
                id=sentence_id,
                opens_document=opens_document,
                words=tuple(row[1] for row in rows),
                ranges=ranges_of([row[2] if len(row) > 2 else OUTSIDE for row in rows]),
                text=sentence_text,
            )
            rows, opens_document = [], False
