"""The figures of the seed articles stay at or above their floors."""

import json
from pathlib import Path

from pipeline.quality.floors import find_falls, load_floors
from pipeline.quality.gold import gold_sha256
from pipeline.quality.report import report_json, report_mistakes, report_text
from pipeline.quality.scoring import FIGURES, ArticleScore, add_up, count_figures
from schemas.event import Coder
from seeds import gold_files

FLOORS = Path(__file__).with_name("floors.toml")
WRITE = "python -m pipeline.quality --write-floors tests/quality/floors.toml"


def test_no_figure_is_below_its_floor(scores: tuple[ArticleScore, ...]) -> None:
    figures = count_figures(add_up([score.tally for score in scores]))

    falls = find_falls(figures, load_floors(FLOORS))

    assert not falls, "\n".join(
        [*falls, "see which events with: python -m pipeline.quality --mistakes"]
    )


def test_the_floors_are_those_of_the_present_gold() -> None:
    # A gold event is changed when a reader was wrong, not to lift a figure.
    assert load_floors(FLOORS).gold_sha256 == gold_sha256(gold_files()), (
        f"the gold was changed; where that is right, run: {WRITE} --accept-new-gold"
    )


def test_every_figure_has_a_floor() -> None:
    assert set(load_floors(FLOORS).floors) == set(FIGURES), f"run: {WRITE}"


def test_every_article_ends_as_the_gold_says(scores: tuple[ArticleScore, ...]) -> None:
    # Whether an article is coded, canceled or refused is no matter of degree.
    wrong = [
        f"{score.gold.article}: want {score.gold.outcome}, got {score.coded.outcome}"
        for score in scores
        if score.gold.outcome not in {"extracted", "no_events"}
        and score.coded.outcome != score.gold.outcome
    ]

    assert not wrong, "\n".join(wrong)


def test_the_reports_tell_every_figure_and_every_type(scores: tuple[ArticleScore, ...]) -> None:
    coder = Coder(version="0.1.0", model="none", ontology="1")
    text = report_text(scores)
    whole = json.loads(report_json(scores, gold_sha256="0" * 64, coder=coder))

    assert set(whole["figures"]) == set(FIGURES)
    assert all(f"\n{name} " in text for name in [*FIGURES, *whole["types"]])
    for figure in whole["figures"].values():
        assert 0 <= figure["low"] <= figure["value"] <= figure["high"] <= 1


def test_the_mistakes_name_each_event_that_was_missed(scores: tuple[ArticleScore, ...]) -> None:
    missed = sum(len(score.matching.missed) for score in scores)

    lines = report_mistakes(scores).splitlines()

    assert sum(": missed " in line for line in lines) == missed
