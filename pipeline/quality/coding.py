"""Running the flow over articles in files, to the state in which each article ends."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.flow import Flow
from pipeline.quality.coded import CodedArticle
from schemas.codec import article_from_json
from schemas.errors import RefusedMessage


def code_files(paths: Iterable[Path], flow: Flow) -> tuple[CodedArticle, ...]:
    """The articles of *paths*, coded; of several versions of an article only the last."""
    ended: dict[str, CodedArticle] = {}
    for path in paths:
        for key, fields in _read(path):
            coded = _code(key, fields, flow)
            if key not in ended or coded.version >= ended[key].version:
                ended[key] = coded
    return tuple(ended.values())


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        yield path.name, {"id": path.name, "body": text}
        return
    if path.suffix == ".json":
        loaded = json.loads(text)
        articles = loaded if isinstance(loaded, list) else [loaded]
    else:
        articles = [json.loads(line) for line in text.splitlines() if line.strip()]
    for fields in articles:
        yield str(fields.get("id") or fields.get("url")), fields


def _code(key: str, fields: Any, flow: Flow) -> CodedArticle:
    try:
        extraction = flow.run(article_from_json(fields, limits=flow.limits.article).article)
    except RefusedMessage:
        return CodedArticle(key=key, version=1, outcome="dead_lettered")
    return CodedArticle(
        key=key,
        version=extraction.article.version,
        outcome=extraction.article.outcome,
        text=extraction.text,
        events=extraction.events,
    )
