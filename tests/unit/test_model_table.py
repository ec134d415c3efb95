"""The table of the language model's figures, and what its test says without corpora."""

import json
from pathlib import Path

import pytest

from pipeline.quality.model import corpora_sha256, main
from pipeline.quality.model_table import figures_json, load_model_table
from pipeline.training.evaluate import MODEL_TESTS, Figure

DIGESTS = {"pud_test": "d"}


def test_the_digest_changes_with_the_corpus(tmp_path: Path) -> None:
    path = tmp_path / "songs.jsonl"
    path.write_text("a", encoding="utf-8")
    first = corpora_sha256(tmp_path, ["songs"])
    path.write_text("b", encoding="utf-8")

    assert corpora_sha256(tmp_path, ["songs"]) != first


def test_the_table_has_a_title_for_every_test_and_aims_for_known_figures_only() -> None:
    table = load_model_table()
    names = {f"{test.name}_{measure}" for test in MODEL_TESTS for measure in table.measures}

    assert table.tests.keys() == {test.name for test in MODEL_TESTS}
    assert table.prototype.keys() | table.wanted.keys() <= names


def test_a_line_of_the_table_has_value_floor_prototype_and_aim() -> None:
    figures = [
        Figure(test="pud_test", measure="las", value=91.04),
        Figure(test="pud_test", measure="person_f1", value=1.0),
    ]

    text = load_model_table().text(figures, {"pud_test_las": 90.7})

    (line,) = [line for line in text.splitlines() if line.startswith("UD PUD")]
    assert line.split()[-4:] == ["91.0", "90.7", "90.7", "91.5*"]


def test_the_json_has_every_figure() -> None:
    figures = [Figure(test="pud_test", measure="names_recall", value=1.0)]

    whole = json.loads(figures_json(figures, model={"name": "news"}, corpora=DIGESTS))

    assert whole["figures"] == {"pud_test_names_recall": 1.0}
    assert whole["corpora_sha256"] == DIGESTS


def test_without_the_corpora_the_reason_is_told_and_nothing_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--data", str(tmp_path / "none")])

    assert code == 0
    assert "not tested: there is no folder" in capsys.readouterr().err


def test_a_folder_without_the_files_of_the_corpora_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["--data", str(tmp_path)])

    assert code == 1
    assert "lacks its file" in capsys.readouterr().err
