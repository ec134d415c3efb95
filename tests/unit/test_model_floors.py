"""The floors and the table of the language model's figures."""

import json
from pathlib import Path

import pytest

from pipeline.quality.floors import FloorsRefused
from pipeline.quality.model import main
from pipeline.quality.model_floors import (
    ModelFloors,
    corpora_sha256,
    find_changed_corpora,
    find_model_falls,
    load_model_floors,
    raise_model_floors,
    write_model_floors,
)
from pipeline.quality.model_table import figures_json, load_model_table
from pipeline.training.evaluate import MODEL_TESTS, Figure

DIGESTS = {"pud_test": "d"}


def floors_at(floor: float) -> ModelFloors:
    return ModelFloors(corpora=DIGESTS, floors={"pud_test_las": floor})


def test_a_figure_below_its_floor_is_told_with_how_much_it_fell() -> None:
    figures = {"pud_test_las": 90.12, "pud_test_uas": 10.0}

    assert find_model_falls(figures, floors_at(90.5)) == [
        "pud_test_las fell to 90.12, which is 0.38 points below its floor of 90.5"
    ]


def test_a_floor_of_a_test_that_was_not_run_is_left_alone() -> None:
    assert find_model_falls({}, floors_at(90.5)) == []


def test_new_floors_lie_below_the_figures_and_never_sink() -> None:
    figures = {"pud_test_las": 90.6}

    new = raise_model_floors(figures, digests=DIGESTS, present=None)
    kept = raise_model_floors(figures, digests=DIGESTS, present=floors_at(90.5))

    assert new == floors_at(90.3)
    assert kept == floors_at(90.5)


def test_floors_of_tests_that_were_not_run_are_kept() -> None:
    raised = raise_model_floors(
        {"wikigold_names_f1": 82.0}, digests={**DIGESTS, "wikigold": "w"}, present=None
    )

    both = raise_model_floors({"pud_test_las": 90.6}, digests=DIGESTS, present=raised)

    assert both.floors == {"wikigold_names_f1": 81.0, "pud_test_las": 90.3}
    assert both.corpora == {**DIGESTS, "wikigold": "w"}


def test_floors_above_the_figures_are_not_lowered() -> None:
    with pytest.raises(FloorsRefused, match="may only rise: pud_test_las fell to"):
        raise_model_floors({"pud_test_las": 80}, digests=DIGESTS, present=floors_at(90.5))


def test_changed_corpora_ask_for_new_floors_on_purpose() -> None:
    figures, digests = {"pud_test_las": 80.0}, {"pud_test": "other"}

    assert find_changed_corpora(digests, floors_at(90)) == ["pud_test"]
    with pytest.raises(FloorsRefused, match="--accept-new-corpora"):
        raise_model_floors(figures, digests=digests, present=floors_at(90))
    accepted = raise_model_floors(
        figures, digests=digests, present=floors_at(90), accept_new_corpora=True
    )
    assert accepted.floors == {"pud_test_las": 79.7}


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"

    write_model_floors(path, floors_at(90.5))

    assert load_model_floors(path) == floors_at(90.5)


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
