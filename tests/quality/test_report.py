"""The report as text, as Markdown and as JSON, and what its command accepts."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.quality.__main__ import main
from pipeline.quality.articles import articles_section
from pipeline.quality.bootstrap import measure
from pipeline.quality.materials import Materials
from pipeline.quality.report import Occasion, report_json, report_markdown, report_text
from pipeline.quality.scoring import FIGURES, ArticleScore, count_types
from pipeline.quality.section import Grid, Section
from support.builders import CODER

SECTION = Section(
    key="c",
    name="event_free",
    title="Event-free sentences",
    notes=("four sentences",),
    figures=(measure("silent", [(1, 1), (0, 1), (1, 1), (1, 1)]),),
    grids=(
        Grid(
            title="by type",
            columns=("type", "events", "triggers"),
            rows=(("ACCUSE", "1", "charge"), ("AID", "10", "save | help")),
        ),
        Grid(title="nothing", columns=("type",), rows=()),
    ),
    mistakes=("sport: a sentence",),
    digests={"event_free": "d"},
)
SKIPPED = Section(key="e", name="judged", title="Judged events", skipped="not there: judged")


def test_the_text_has_figures_and_tables_in_columns() -> None:
    lines = report_text([SECTION, SKIPPED]).splitlines()

    assert lines[:2] == ["c. Event-free sentences", "four sentences"]
    assert "silent  0.750  0.250 to 1.000   4" in lines
    assert "ACCUSE       1  charge" in lines
    assert lines[-2:] == ["e. Judged events", "   not there: judged"]
    assert "nothing" not in lines


def test_mistakes_are_told_where_asked() -> None:
    assert "sport: a sentence" in report_text([SECTION], mistakes=True)
    assert "sport: a sentence" not in report_text([SECTION])


def test_the_page_says_when_and_how_it_was_made_and_holds_no_mistakes() -> None:
    occasion = Occasion(made_on=date(2026, 1, 2), command="python -m x", coder=CODER)

    page = report_markdown([SECTION, SKIPPED], occasion)

    assert "Measured on 2026-01-02 with eventwire 0.1.0" in page
    assert "`python -m x`" in page
    assert "| silent | 0.750 | 0.250 to 1.000 | 4 |" in page
    assert "|---|--:|---|\n| ACCUSE | 1 | charge |\n| AID | 10 | save \\| help |" in page
    assert "Not there: judged." in page
    assert "a sentence\n" not in page


def test_the_json_has_every_section() -> None:
    whole = json.loads(report_json([SECTION, SKIPPED], coder=CODER))

    figure = whole["sections"]["event_free"]["figures"]["silent"]
    assert (figure["part"], figure["whole"], figure["value"]) == (3, 4, 0.75)
    assert whole["sections"]["judged"] == {"skipped": "not there: judged"}
    assert whole["coder"]["version"] == "0.1.0"


@pytest.mark.xdist_group("quality")
def test_the_articles_are_told_by_figure_type_and_field(
    materials: Materials, scores: tuple[ArticleScore, ...]
) -> None:
    section = articles_section(
        scores[:12], key="b", name="seeds", title="Seeds", digest="d", flow=materials.flow
    )
    types = sorted({name for score in scores[:12] for name in count_types(score)})

    assert tuple(figure.name for figure in section.figures) == FIGURES
    by_type, by_field = section.grids[:2]
    assert [row[0] for row in by_type.rows] == [row[0] for row in by_field.rows] == types
    for figure in section.figures:
        assert 0 <= figure.low <= figure.value <= figure.high <= 1


def test_a_section_that_is_not_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "a,z"])

    assert "want some of a,b" in capsys.readouterr().err


def test_a_page_is_written_where_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "quality.md"

    assert main(["--folder", str(tmp_path), "--markdown", str(page)]) == 0

    assert "0 articles, 0 gold events" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("# Quality\n")


def test_floors_that_would_fall_are_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('[seeds.digests]\ngold = "other"\n[seeds.floors]\n', encoding="utf-8")

    assert main(["--folder", str(tmp_path), "--write-floors", str(path)]) == 1

    assert "Section b (seeds): Changed since the floors were set" in capsys.readouterr().err
