"""`eventwire validate`: one line per fault, a summary, and an exit status to rely on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.command_line import clean_environ, run_here


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_acceptable_articles_end_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.ndjson").write_text('{"id": "a", "body": "x"}\n{"url": "https://e.org/b", "html": "x"}')

    ended = run_here(capsys, "validate", "a.ndjson")

    assert (ended.status, ended.stdout) == (0, "")
    assert ended.stderr == "2 articles: all acceptable\n"


def test_each_fault_is_a_line_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.ndjson").write_text('{"body": 7, "version": "x"}\n\n{"id": "b", "body": "x"}\nnonsense')

    ended = run_here(capsys, "validate", "a.ndjson")

    lines = ended.stdout.splitlines()
    assert ended.status == 1
    assert [line.split(": ")[:2] for line in lines[:3]] == [
        ["a.ndjson:1", "/id"],
        ["a.ndjson:1", "/version"],
        ["a.ndjson:1", "/body"],
    ]
    assert lines[3].startswith("a.ndjson:4: The value is not UTF-8 JSON")
    assert "line 1 column" not in lines[3]
    assert ended.stderr == "3 articles: 2 not acceptable\n"


def test_a_warning_is_marked_and_does_not_refuse(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text('{"id": "a", "body": "x", "published_at": 1626168600}')

    ended = run_here(capsys, "validate", "a.json")

    assert ended.status == 0
    assert ended.stdout.startswith("a.json:1: warning: /published_at: got ")
    assert ended.stderr == "1 article: all acceptable, 1 warning\n"


def test_json_gives_one_object_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text('[{"id": "a", "body": "x"},\n {"id": "b", "body": 7}]')

    ended = run_here(capsys, "validate", "--json", "a.json")

    fault = json.loads(ended.stdout)
    assert (fault["file"], fault["line"], fault["pointer"]) == ("a.json", 2, "/body")
    assert (fault["severity"], fault["code"]) == ("fault", "invalid_article")
    assert fault["got"]
    assert fault["want"]


def test_the_limits_are_those_of_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text(json.dumps({"id": "a", "body": "x" * 2000}))

    ended = run_here(capsys, "--max-body-chars", "1000", "validate", "a.json")

    assert ended.status == 1
    assert "the limit is 1,000" in ended.stdout


def test_it_starts_without_spacy_kafka_or_a_database() -> None:
    code = (
        "import sys\n"
        "from agents.cli import main\n"
        "try: main(['validate', '-'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'kafka', 'faust', 'sqlalchemy', 'trafilatura', 'structlog'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        input=b'{"id":"a","body":"x"}',
        env=clean_environ(),
        check=False,
    )

    assert done.returncode == 0
