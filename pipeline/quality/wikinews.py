"""The Wikinews articles beside the repository: real news that no rule was written for."""

import csv
import hashlib
import io
import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.flow import Explanation, Flow
from pipeline.quality.places import SHARED
from schemas.article import Article
from schemas.codec import article_from_json

WIKINEWS = SHARED / "data" / "nlp" / "wikinews_articles"

_ID_CHARS = 12
# A third of the articles: no rule is written with them at hand, so that figures on them hold for other news.
_HELD_OUT = frozenset("01234")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedArticle:
    """An article with all that the stages made of it."""

    article_id: str
    seen: Explanation


def article_id(url: str) -> str:
    """The first characters of the SHA-256 of *url*: what kept judgements know an article by."""
    return hashlib.sha256(url.encode()).hexdigest()[:_ID_CHARS]


def is_held_out(key: str) -> bool:
    """Is the article kept for judging alone, and never read for writing rules?"""
    return key[0] in _HELD_OUT


def read_articles(folder: Path = WIKINEWS) -> dict[str, Article]:
    """All articles of *folder* by their id, in the order of files and lines."""
    found: dict[str, Article] = {}
    for path in sorted(folder.glob("*.csv.xz")):
        with lzma.open(path) as packed:
            rows = csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))
            for row in rows:
                key = article_id(row["url"])
                fields = {
                    "id": key,
                    "url": row["url"],
                    "headline": row["title"],
                    "body": row["text"],
                    "published_at": row["date"],
                    "language": "en",
                }
                found[key] = article_from_json(fields).article
    return found


def code_articles(
    flow: Flow, articles: dict[str, Article], keys: Iterable[str]
) -> Iterator[CodedArticle]:
    """The articles of *keys*, coded; one that is not there is passed over."""
    for key in keys:
        if key in articles:
            yield CodedArticle(article_id=key, seen=flow.explain(articles[key]))
