"""Floors rise with the figures, never sink, and know the sets they belong to; for events and for the model alike."""

from pathlib import Path

import pytest

from pipeline.quality.__main__ import raise_all
from pipeline.quality.bootstrap import measure
from pipeline.quality.floors import (
    MODEL_RULES,
    QUALITY_RULES,
    FloorRules,
    Floors,
    FloorsRefused,
    find_changed,
    find_falls,
    load_floors,
    raise_floors,
    write_floors,
)
from pipeline.quality.places import files_sha256
from pipeline.quality.section import Section
from schemas.errors import InvalidDataFile

DIGESTS = {"gold": "g"}


def floors_at(value: float, *, gold: str = "g") -> Floors:
    return Floors(digests={"gold": gold}, floors={"dates": value})


def section(right: int, *, gold: str = "g", skipped: str = "") -> Section:
    units = [(1, 1)] * right + [(0, 1)] * (100 - right)
    return Section(
        key="b",
        name="seeds",
        title="Seeds",
        figures=(measure("dates", units),),
        digests={"gold": gold},
        skipped=skipped,
    )


def test_a_figure_below_its_floor_is_told_with_how_much_it_fell() -> None:
    assert find_falls({"dates": 0.712, "actors": 0.1}, floors_at(0.74), QUALITY_RULES) == [
        "dates fell to 0.712, which is 0.028 below its floor of 0.74"
    ]


def test_a_figure_of_the_model_is_told_in_points() -> None:
    floors = Floors(digests={}, floors={"pud_test_las": 90.5})

    assert find_falls({"pud_test_las": 90.12}, floors, MODEL_RULES) == [
        "pud_test_las fell to 90.12, which is 0.38 points below its floor of 90.5"
    ]


def test_a_floor_of_a_figure_that_was_not_measured_is_left_alone() -> None:
    assert find_falls({}, floors_at(0.9), QUALITY_RULES) == []


@pytest.mark.parametrize(
    ("rules", "name", "figure", "floor"),
    [
        (QUALITY_RULES, "dates", 0.92, 0.9),
        (QUALITY_RULES, "dates", 0.01, 0.0),
        (MODEL_RULES, "pud_test_las", 90.6, 90.3),
        (MODEL_RULES, "wikigold_names_f1", 82.0, 81.0),
    ],
)
def test_new_floors_lie_below_the_figures_by_the_slack(
    rules: FloorRules, name: str, figure: float, floor: float
) -> None:
    raised = raise_floors({name: figure}, digests=DIGESTS, present=None, rules=rules)

    assert raised.floors == {name: floor}


def test_floors_rise_with_the_figures_and_never_sink_with_them() -> None:
    raised = [
        raise_floors(
            {"dates": 0.92}, digests=DIGESTS, present=floors_at(present), rules=QUALITY_RULES
        )
        for present in (0.5, 0.91)
    ]

    assert raised == [floors_at(0.9), floors_at(0.91)]


def test_floors_above_the_figures_are_not_lowered() -> None:
    with pytest.raises(FloorsRefused, match="may only rise: dates fell to"):
        raise_floors({"dates": 0.5}, digests=DIGESTS, present=floors_at(0.9), rules=QUALITY_RULES)


@pytest.mark.parametrize("rules", [QUALITY_RULES, MODEL_RULES], ids=["events", "model"])
def test_a_changed_set_asks_for_new_floors_on_purpose(rules: FloorRules) -> None:
    figures, present = {"dates": 0.5}, floors_at(0.9, gold="another")

    assert find_changed(DIGESTS, present) == ["gold"]
    with pytest.raises(FloorsRefused, match=rules.accept):
        raise_floors(figures, digests=DIGESTS, present=present, rules=rules)
    accepted = raise_floors(
        figures, digests=DIGESTS, present=present, rules=rules, accept_changed=True
    )

    assert accepted.digests == DIGESTS
    assert accepted.floors["dates"] < 0.5


def test_floors_of_figures_that_were_not_measured_are_kept() -> None:
    present = Floors(digests={"pud": "p"}, floors={"pud_las": 90.0})

    both = raise_floors(
        {"gum_las": 80.0},
        digests={"gum": "g"},
        present=present,
        rules=MODEL_RULES,
        accept_changed=True,
    )

    assert both.floors == {"pud_las": 90.0, "gum_las": 79.7}
    assert both.digests == {"pud": "p", "gum": "g"}


def test_a_section_raises_its_own_floors_only() -> None:
    other = floors_at(0.3)

    raised = raise_all([section(80)], {"judged": other}, accept_changed=False)

    assert raised == {"judged": other, "seeds": floors_at(0.78)}


def test_a_section_that_was_skipped_keeps_its_floors() -> None:
    present = {"seeds": floors_at(0.9)}

    assert raise_all([section(0, skipped="not there")], present, accept_changed=True) == present


def test_a_section_that_fell_is_named() -> None:
    with pytest.raises(FloorsRefused, match=r"Section b \(seeds\): A floor may only rise"):
        raise_all([section(80)], {"seeds": floors_at(0.9)}, accept_changed=True)


@pytest.mark.parametrize("rules", [QUALITY_RULES, MODEL_RULES], ids=["events", "model"])
def test_floors_are_read_as_they_were_written(tmp_path: Path, rules: FloorRules) -> None:
    path = tmp_path / "floors.toml"
    groups = {"seeds": floors_at(0.5), "judged": Floors(digests={}, floors={"precision": 0.0})}

    write_floors(path, groups, rules)

    assert load_floors(path) == groups


def test_where_there_is_no_file_there_are_no_floors(tmp_path: Path) -> None:
    assert load_floors(tmp_path / "none.toml") == {}


def test_a_file_that_is_no_floors_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('[seeds]\ndigests = {}\nfloors = {dates = "high"}\n', encoding="utf-8")

    with pytest.raises(InvalidDataFile, match="dates"):
        load_floors(path)


def test_a_digest_changes_with_the_set_and_not_with_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_bytes(b"a\n")
    first = files_sha256([path])
    path.write_bytes(b"a\r\n")
    same = files_sha256([path])
    path.write_bytes(b"b\n")

    assert first == same != files_sha256([path])
