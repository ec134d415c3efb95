"""The Groningen Meaning Bank as spread in one CSV file, cleaned (Bos et al. 2017).

Its annotation is partly automatic. Repaired here: sentences with numbers that became dates, doubled
sentences, titles and prepositions inside names, and places and peoples labelled now so, now so.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO

from pipeline.training.bio import TaggedSentence, ranges_of
from pipeline.training.samples import NamedRange
from pipeline.training.words import ConversionWords

_LABEL_OF = {
    "geo": "LOC",
    "gpe": "NORP",
    "org": "ORG",
    "per": "PERSON",
    "tim": "DATE",
    "eve": "EVENT",
}
# "5-6" went through a spreadsheet and became "05-Jun".
_SPOILT_NUMBER = re.compile(r"\d\d-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
# Neighbours are of one article, so whole blocks are held out.
_BLOCK_SENTENCES = 200
# A text gets one label everywhere where it was seen so often and so mostly had it.
_MIN_SEEN, _MIN_SHARE = 5, 0.75
_MIXED_UP = ("LOC", "NORP", "ORG")


class Split(StrEnum):
    """What a sentence is used for."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class GmbSentence:
    """A cleaned sentence; ``unknown`` are words of names of other types."""

    split: Split
    sentence: TaggedSentence
    unknown: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class GmbCorpus:
    """The cleaned corpus, and what its training part tells of names: ``label_of`` has LOC and NORP only."""

    sentences: tuple[GmbSentence, ...]
    label_of: dict[str, str]

    @property
    def demonyms(self) -> frozenset[str]:
        """The names of peoples, in small letters."""
        return frozenset(text.lower() for text, label in self.label_of.items() if label == "NORP")


def read_gmb(text: str, words: ConversionWords) -> GmbCorpus:
    """The corpus in the CSV *text*, cleaned."""
    cleaned = tuple(_clean(_tagged_sentences(text), words))
    label_of = _majority_labels(one.sentence for one in cleaned if one.split == Split.TRAIN)
    return GmbCorpus(
        sentences=tuple(
            replace(one, sentence=_relabelled(one.sentence, label_of)) for one in cleaned
        ),
        label_of=label_of,
    )


def _tagged_sentences(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Words and tags of each sentence; a filled first column starts one."""
    rows = csv.reader(StringIO(text))
    next(rows)
    words: list[str] = []
    tags: list[str] = []
    for start, word, _, tag in rows:
        if start.startswith("Sentence") and words:
            yield words, tags
            words, tags = [], []
        words.append(word)
        tags.append(tag)
    yield words, tags


def _clean(
    sentences: Iterable[tuple[list[str], list[str]]], conversion: ConversionWords
) -> Iterator[GmbSentence]:
    seen: set[str] = set()
    for number, (words, tags) in enumerate(sentences):
        text = " ".join(words)
        if text in seen or any(_is_spoilt(word) for word in words):
            continue
        marked = ranges_of(tags)
        names = [_trimmed(name, words, conversion) for name in marked if name.label in _LABEL_OF]
        yield GmbSentence(
            split=_split_of(number),
            sentence=TaggedSentence(
                id=f"gmb-{number + 1}",
                opens_document=not seen,
                words=tuple(words),
                ranges=tuple(name for name in names if name.first < name.last),
            ),
            unknown=frozenset(
                place
                for name in marked
                if name.label not in _LABEL_OF
                for place in range(name.first, name.last)
            ),
        )
        seen.add(text)


def _is_spoilt(word: str) -> bool:
    return not word or word.isspace() or bool(_SPOILT_NUMBER.fullmatch(word))


def _split_of(number: int) -> Split:
    block = number // _BLOCK_SENTENCES
    if block % 10 == 7:
        return Split.TEST
    return Split.DEV if block % 20 == 3 else Split.TRAIN


def _trimmed(name: NamedRange, words: Sequence[str], conversion: ConversionWords) -> NamedRange:
    """*name* without titles or prepositions in front; empty where it was nothing else."""
    label, first = _LABEL_OF[name.label], name.first
    leads: frozenset[str] = frozenset()
    if label == "PERSON":
        leads = conversion.titles.words
    elif label == "DATE":
        leads = conversion.dates.leads
    while first < name.last and words[first].lower() in leads:
        first += 1
    if label == "ORG" and words[first].lower() == "the":
        first += 1
    return NamedRange(first=first, last=name.last, label=label)


def _majority_labels(sentences: Iterable[TaggedSentence]) -> dict[str, str]:
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for name in sentence.ranges:
            seen[_text(name, sentence)][name.label] += 1
    found: dict[str, str] = {}
    for text, labels in seen.items():
        total = sum(labels[label] for label in _MIXED_UP)
        if total < _MIN_SEEN:
            continue
        for label in ("LOC", "NORP"):
            if labels[label] >= _MIN_SHARE * total:
                found[text] = label
    return found


def _relabelled(sentence: TaggedSentence, label_of: dict[str, str]) -> TaggedSentence:
    return replace(
        sentence,
        ranges=tuple(
            replace(name, label=label_of.get(_text(name, sentence), name.label))
            if name.label in _MIXED_UP
            else name
            for name in sentence.ranges
        ),
    )


def _text(name: NamedRange, sentence: TaggedSentence) -> str:
    return " ".join(sentence.words[name.first : name.last])
