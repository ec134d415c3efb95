"""The newswire of the Groningen Meaning Bank as articles of twelve sentences, for judging single events.

Its rows are words without their blanks and without documents, so two articles of the wire may stand in one of ours.
"""

import csv
import io
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.quality.places import SHARED
from schemas.article import Article
from schemas.codec import article_from_json

NEWSWIRE = SHARED / "data" / "nlp" / "gmb" / "ner_dataset.csv.xz"

SENTENCES = 12
# Of the years of the wire; its own dates are not told.
_PUBLISHED = "2007-06-15"
_PREFIX = "gmb"
# The changes that put words together again, in their order.
_JOINS = (
    (re.compile(r" ([,.;:?!%)])"), r"\1"),
    (re.compile(r"([(]) "), r"\1"),
    (re.compile(r" ('s|n't|'re|'ve|'ll|'d|')\b"), r"\1"),
    (re.compile(r"\$ "), "$"),
)


def newswire_id(first: int) -> str:
    """The id of the article that begins with the sentence of that number, from 0."""
    return f"{_PREFIX}{first:06d}"


def is_newswire(key: str) -> bool:
    """Is *key* the id of an article of the wire?"""
    return key.startswith(_PREFIX)


def read_newswire(keys: Iterable[str], path: Path = NEWSWIRE) -> dict[str, Article]:
    """The articles of *keys*, by id; all of *path* is read for them, a second or two."""
    firsts = {key: int(key.removeprefix(_PREFIX)) for key in keys}
    if not firsts:
        return {}
    sentences = list(_sentences(path))
    return {
        key: _article(key, " ".join(sentences[first : first + SENTENCES]))
        for key, first in firsts.items()
    }


def _article(key: str, body: str) -> Article:
    fields = {"id": key, "headline": "", "body": body, "published_at": _PUBLISHED, "language": "en"}
    return article_from_json({**fields, "url": f"http://example.org/{key}"}).article


def _sentences(path: Path) -> Iterator[str]:
    with lzma.open(path) as packed:
        rows = csv.reader(io.TextIOWrapper(packed, encoding="latin-1", newline=""))
        next(rows)
        words: list[str] = []
        for start, word, *_ in rows:
            if start and words:
                yield _put_together(words)
                words = []
            words.append(word)
        yield _put_together(words)


def _put_together(words: Iterable[str]) -> str:
    text = " ".join(words)
    for pattern, joined in _JOINS:
        text = pattern.sub(joined, text)
    return text
