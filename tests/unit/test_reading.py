"""Reading articles from files: each kind, and every way a file can be wrong."""

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.commands import reading
from agents.commands.reading import (
    Reading,
    Record,
    Unreadable,
    count_articles,
    read_articles,
    read_lines,
)

NO_STDIN = io.BytesIO()


def read(*files: Path | str, stdin: bytes = b"") -> list[Reading]:
    return list(read_articles([Path(file) for file in files], stdin=io.BytesIO(stdin)))


def test_a_txt_is_one_article_with_the_whole_text_as_its_body(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Erdoğan flew to Kabul.\n\nHe left.", encoding="utf-8")

    (record,) = read(path)

    assert isinstance(record, Record)
    article = json.loads(record.value)
    assert article["body"] == "Erdoğan flew to Kabul.\n\nHe left."
    assert article["id"].startswith("txt-")
    assert len(article["id"]) == 4 + 16
    assert set(article) == {"id", "body"}


def test_the_same_text_under_another_name_is_the_same_article(tmp_path: Path) -> None:
    for name in ("a.txt", "b.TXT"):
        (tmp_path / name).write_text("The same.")

    first, second = read(tmp_path / "a.txt", tmp_path / "b.TXT")

    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.value == second.value


def test_a_json_object_is_passed_on_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'\xef\xbb\xbf\n {"id": 1.10}\n')

    assert read(path) == [Record(file=str(path), line=2, value=b'{"id": 1.10}')]


def test_a_json_list_gives_each_element_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[\n {"id": "a"},\n\n {"id": "ü",\n "v": 12345678901234567890123}, 7\n]\n')

    assert [(record.line, record.value.decode()) for record in read(path)] == [  # type: ignore[union-attr]  # all are records
        (2, '{"id": "a"}'),
        (4, '{"id": "ü",\n "v": 12345678901234567890123}'),
        (5, "7"),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[{"id": 1}, {"id": ]', 1),
        ('[{"id": 1},\n {"id": 2}\n', 2),
        ('[{"id": 1} {"id": 2}]', 1),
        ('[{"id": 1}] []', 1),
        ('[{"id": 1},\n' + "[" * 100_000, 2),
    ],
)
def test_a_broken_list_gives_what_came_before_and_the_line_of_the_break(
    content: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)

    first, *_, last = read(path)

    assert isinstance(first, Record)
    assert isinstance(last, Unreadable)
    assert last.line is not None
    assert last.line >= line
    assert "not JSON" in last.what


def test_ndjson_passes_over_empty_lines_and_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id":1}\r\n\r\n  \nnonsense\n{"id":2}')

    places = [(record.place, record.value) for record in read(path)]  # type: ignore[union-attr]  # all are records

    assert places == [
        (f"{path}:1", b'{"id":1}'),
        (f"{path}:4", b"nonsense"),
        (f"{path}:5", b'{"id":2}'),
    ]


def test_stdin_is_ndjson() -> None:
    assert read("-", stdin=b'{"id":1}\n') == [Record(file="stdin", line=1, value=b'{"id":1}')]


def test_a_line_over_the_limit_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LINE_BYTES", 10)

    found = list(read_lines(io.BytesIO(b"[1]\n" + b"x" * 99 + b"\n[2]\n" + b"y" * 99), file="f"))

    assert [type(one).__name__ for one in found] == ["Record", "Unreadable", "Record", "Unreadable"]
    assert [one.line for one in found] == [1, 2, 3, 4]
    assert "longer than 10 bytes" in str(found[1])


def test_ndjson_is_read_line_by_line() -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as stream, os.fdopen(write_end, "wb", buffering=0) as sender:
        lines = read_lines(stream, file="f")
        for line in range(1, 4):
            sender.write(b'{"id":1}\n')

            # The sender has not closed: what was sent must come all the same.
            assert next(lines).line == line


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n", "is empty"),
        ("empty.json", b"", "is empty"),
        ("list.json", b"[ ]", "is empty"),
        ("empty.ndjson", b"\n\n", "is empty"),
        ("utf16.txt", "text".encode("utf-16"), "iconv -f UTF-16"),
        ("utf16.json", "{}".encode("utf-16"), "iconv -f UTF-16"),
        ("utf16.ndjson", "{}".encode("utf-16"), "iconv -f UTF-16"),
        ("latin.txt", b"one\ncaf\xe9", "latin.txt:2: is not UTF-8 (byte 0xe9)"),
        ("latin.json", b'["caf\xe9"]', "is not UTF-8"),
        ("binary.txt", b"GIF89a\x00\x01", "is binary"),
        ("lines.json", b'{"id":1}\n{"id":2}\n', "name the file .ndjson"),
        ("a.pdf", b"%PDF", "want .txt, .json, .ndjson or .jsonl"),
        ("plain", b"text", "no extension"),
        ("a.json.gz", b"\x1f\x8b", "gunzip -c"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    name: str, content: bytes, told: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    (fault,) = read(path)

    assert isinstance(fault, Unreadable)
    assert told in str(fault)
    assert str(path) in str(fault)


def test_a_missing_file_and_a_directory_do_not_stop_the_others(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("text")

    missing, folder, article = read(tmp_path / "none.json", tmp_path, good)

    assert "does not exist" in str(missing)
    assert "is a directory" in str(folder)
    assert isinstance(article, Record)


def test_a_file_name_that_no_system_takes_is_a_fault() -> None:
    (fault,) = read("a" * 5000 + ".json")

    assert isinstance(fault, Unreadable)


@given(st.binary(max_size=200), st.sampled_from([".txt", ".json", ".ndjson"]))
def test_whatever_a_file_holds_reading_never_raises(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(content)

    assert read(path)


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none())))
def test_the_elements_of_a_list_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, articles: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "list.json"
    path.write_text(json.dumps(articles, indent=1))

    found = [json.loads(one.value) for one in read(path) if isinstance(one, Record)]

    assert found == articles


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["a.ndjson", "b.txt"], 4),
        (["a.ndjson", "c.json"], None),
        (["a.ndjson", "-"], None),
        ([], 0),
    ],
)
def test_articles_are_counted_beforehand_where_counting_lines_will_do(
    tmp_path: Path, names: list[str], count: int | None
) -> None:
    (tmp_path / "a.ndjson").write_bytes(b"{}\n\n  \n{}\n{}")
    (tmp_path / "b.txt").write_bytes(b"one\n\ntwo\n")
    (tmp_path / "c.json").write_bytes(b"[]")

    assert count_articles([tmp_path / name for name in names]) == count
