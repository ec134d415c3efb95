"""Converted sentences put together to the documents that a model is tested on, with their gold."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.training.samples import (
    NamedRange,
    NameLayer,
    Sentence,
    SyntaxLayer,
    documents_of,
)

PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """Words of several sentences with the layers that all of them have; heads and ranges count from the first."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    syntax: SyntaxLayer | None
    names: NameLayer | None

    def reference(self, vocab: Vocab) -> Doc:
        """The document with its syntax as spaCy's scorer wants it."""
        if self.syntax is None:
            return Doc(vocab, words=list(self.words), spaces=list(self.spaces))
        return Doc(
            vocab,
            words=list(self.words),
            spaces=list(self.spaces),
            tags=list(self.syntax.tags),
            pos=list(self.syntax.pos),
            morphs=list(self.syntax.morphs),
            lemmas=list(self.syntax.lemmas),
            heads=list(self.syntax.heads),
            deps=list(self.syntax.relations),
        )


def cut_documents(
    sentences: Iterable[Sentence], *, max_sentences: int, break_share: float, seed: int
) -> Iterator[GoldDocument]:
    """Documents of at most *max_sentences*, none over the end of one of the corpus.

    At a paragraph's end a document goes on with a share of *break_share*, drawn from *seed*, and then has a
    blank line there.
    """
    draw = random.Random(seed)
    for document in documents_of(sentences):
        part: list[Sentence] = []
        breaks: list[bool] = []
        for sentence in document:
            opens = sentence.opens_paragraph and bool(part)
            full = len(part) >= max_sentences
            if part and (full or (opens and draw.random() > break_share)):
                yield join_sentences(part, breaks)
                part, breaks, opens = [], [], False
            part.append(sentence)
            breaks.append(opens)
        yield join_sentences(part, breaks)


def group_sentences(sentences: Iterable[Sentence], *, size: int) -> Iterator[GoldDocument]:
    """Documents of *size* sentences that follow each other, for corpora that know no documents."""
    rest = iter(sentences)
    while group := list(islice(rest, size)):
        yield join_sentences(group, [False] * len(group))


def join_sentences(sentences: Sequence[Sentence], breaks: Sequence[bool]) -> GoldDocument:
    """One document of *sentences*; where *breaks* says so, a blank line is a token before the sentence."""
    words: list[str] = []
    spaces: list[bool] = []
    starts: list[int] = []
    for sentence, has_break in zip(sentences, breaks, strict=True):
        if has_break:
            spaces[-1] = False
            words.append(PARAGRAPH_BREAK)
            spaces.append(False)
        starts.append(len(words))
        words += sentence.words
        spaces += sentence.spaces
    return GoldDocument(
        words=tuple(words),
        spaces=tuple(spaces),
        syntax=_join_syntax(sentences, starts, breaks),
        names=_join_names(sentences, starts),
    )


def _join_syntax(
    sentences: Sequence[Sentence], starts: Sequence[int], breaks: Sequence[bool]
) -> SyntaxLayer | None:
    layers: dict[str, list[object]] = {field.name: [] for field in fields(SyntaxLayer)}
    for sentence, start, has_break in zip(sentences, starts, breaks, strict=True):
        if sentence.syntax is None:
            return None
        if has_break:
            _append_break(layers, start)
        for name, values in layers.items():
            values.extend(getattr(sentence.syntax, name))
        places = slice(start, None)
        layers["heads"][places] = [start + head for head in sentence.syntax.heads]
    return SyntaxLayer(**{name: tuple(values) for name, values in layers.items()})  # type: ignore[arg-type] # the fields of the same class


def _append_break(layers: dict[str, list[object]], start: int) -> None:
    # A blank line hangs on the word before it, as spaCy has it.
    blank = {"tags": "_SP", "pos": "SPACE", "morphs": "", "lemmas": PARAGRAPH_BREAK}
    for name, value in (blank | {"heads": start - 2, "relations": "dep"}).items():
        layers[name].append(value)


def _join_names(sentences: Sequence[Sentence], starts: Sequence[int]) -> NameLayer | None:
    """The names of all; of a sentence without that layer every word is unknown. None where all lack it."""
    if all(sentence.names is None for sentence in sentences):
        return None
    ranges: list[NamedRange] = []
    unknown: list[int] = []
    unannotated: tuple[str, ...] = ()
    for sentence, start in zip(sentences, starts, strict=True):
        if sentence.names is None:
            unknown += range(start, start + len(sentence.words))
            continue
        unannotated = sentence.names.unannotated
        unknown += [start + place for place in sentence.names.unknown]
        ranges += [
            NamedRange(first=start + name.first, last=start + name.last, label=name.label)
            for name in sentence.names.ranges
        ]
    return NameLayer(ranges=tuple(ranges), unknown=tuple(unknown), unannotated=unannotated)
