"""`eventwire extract`, `explain` and `lexicon gaps` with the real flow."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from support.command_line import clean_environ, command_of, run_here

ARTICLES = [
    {"id": f"a{i}", "body": f"The Taliban threatened Turkey on Tuesday, witness {i} said."}
    for i in range(5)
]


@pytest.fixture(autouse=True)
def _articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps(article) for article in ARTICLES]
    (tmp_path / "articles.ndjson").write_text("\n".join(lines))
    (tmp_path / "mixed.ndjson").write_text("\n".join([lines[0], '{"id": 7}', "", "x", lines[1]]))
    monkeypatch.chdir(tmp_path)


def test_extractions_come_in_the_order_of_the_input(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run_here(capsys, "extract", "articles.ndjson")

    extractions = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.status == 0
    assert [one["article"]["id"] for one in extractions] == [one["id"] for one in ARTICLES]
    assert {one["schema"] for one in extractions} == {"extraction/1"}
    assert ended.stderr == ""


def test_many_processes_give_the_same_bytes_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    one = run_here(capsys, "extract", "mixed.ndjson")
    two = run_here(capsys, "extract", "mixed.ndjson", "--jobs", "2")

    assert two == one


def test_a_refused_record_is_told_with_its_line_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ended = run_here(capsys, "extract", "none.json", "mixed.ndjson")

    assert ended.status == 1
    assert len(ended.stdout.splitlines()) == 2
    assert [line.split(": ")[1] for line in ended.complaints] == [
        "none.json",
        "mixed.ndjson:2",
        "mixed.ndjson:4",
    ]
    assert "invalid_article" in ended.complaints[1]


def test_explain_beside_the_extraction_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    Path("one.json").write_text(json.dumps(ARTICLES[0]))

    ended = run_here(capsys, "extract", "--explain", "one.json")

    assert json.loads(ended.stdout)["article"]["id"] == "a0"
    assert "    parse     The/det→Taliban Taliban/nsubj→threatened" in ended.stderr


def test_explain_in_a_pipe_is_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run_here(capsys, "explain", "articles.ndjson")

    assert ended.status == 0
    assert "    trigger   “threatened” (entry “threaten”" in ended.stdout
    assert "\x1b" not in ended.stdout


def test_explain_draws_the_trees_where_they_are_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    in_text = run_here(capsys, "explain", "--parse", "articles.ndjson")
    on_page = run_here(capsys, "explain", "--parse", "--html", "articles.ndjson")

    assert "                  Taliban nsubj PROPN" in in_text.stdout.splitlines()
    assert on_page.stdout.count("<svg") == len(ARTICLES)


def test_explain_writes_a_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    here = run_here(capsys, "explain", "--html", "articles.ndjson")
    there = run_here(capsys, "explain", "--out", "why.html", "articles.ndjson")

    assert here.stdout.startswith("<!doctype html>")
    assert (there.status, there.stdout) == (0, "")
    assert (tmp_path / "why.html").read_text() == here.stdout


def test_explain_tells_where_its_page_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    ended = run_here(capsys, "explain", "--out", "none/why.html", "articles.ndjson")

    assert ended.status == 1
    assert ended.complaints == [f"eventwire: none/why.html: {os.strerror(2)}"]


def test_gaps_are_counted_and_sorted(capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["Turkey photographed Greece.", "Turkey has sneezed.", "China photographed Japan."]
    Path("gaps.ndjson").write_text(
        "\n".join(json.dumps({"id": text, "body": text}) for text in texts)
    )

    ended = run_here(capsys, "lexicon", "gaps", "--json", "gaps.ndjson")

    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(row["predicate"], row["count"]) for row in rows] == [("photograph", 2), ("sneeze", 1)]
    assert rows[0]["example"] == texts[0]
    assert {(row["kind"], row["why"]) for row in rows} == {("verb", "no entry")}


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    many = tmp_path / "many.ndjson"
    many.write_text('{"id": "a", "body": 7}\n' * 20_000)
    with subprocess.Popen(
        command_of("validate", str(many)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environ(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
        process.wait(timeout=60)

    assert told == b""
    assert process.returncode == 141


def test_an_interrupt_ends_it_quietly_with_130() -> None:
    with subprocess.Popen(
        command_of("validate"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environ(),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"id": "a", "body": 7}\n')
        process.stdin.flush()
        process.stdout.readline()  # it is reading now, not starting
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)

    assert told == b""
    assert process.returncode == 130
