"""Articles in files, coded to the state in which each ends."""

import json
from pathlib import Path

from pipeline.flow import Flow
from pipeline.quality.coding import code_files

THREAT = "The Taliban threatened Turkey on Tuesday."


def write(folder: Path, name: str, *articles: object) -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(article) for article in articles), encoding="utf-8")
    return path


def test_of_two_versions_only_the_last_is_compared(tmp_path: Path, flow: Flow) -> None:
    old = {"id": "a", "body": THREAT}
    new = {"id": "a", "version": 2, "status": "canceled"}

    forth = code_files([write(tmp_path, "forth.ndjson", old, new)], flow)
    back = code_files([write(tmp_path, "back.ndjson", new, old)], flow)

    assert [(ended.version, ended.outcome) for ended in forth] == [(2, "canceled")]
    assert forth == back


def test_an_article_is_known_as_the_gold_knows_it(tmp_path: Path, flow: Flow) -> None:
    url = "https://tidewater.example/a?utm_source=feed"
    text = tmp_path / "threat.txt"
    text.write_text(THREAT, encoding="utf-8")
    listed = write(tmp_path, "listed.json", [{"id": "a", "body": THREAT}, {"url": url}])

    endings = code_files([text, listed], flow)

    assert [ended.key for ended in endings] == ["threat.txt", "a", url]


def test_an_article_that_is_refused_ends_as_a_dead_letter(tmp_path: Path, flow: Flow) -> None:
    (ended,) = code_files([write(tmp_path, "bad.json", {"id": "a", "body": ["b"]})], flow)

    assert (ended.outcome, ended.events) == ("dead_lettered", ())
