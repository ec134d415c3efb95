"""The figures from the counts, their intervals, and the floors under them."""

from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from pipeline.quality.bootstrap import draw_intervals
from pipeline.quality.coded import CodedArticle
from pipeline.quality.floors import (
    Floors,
    FloorsRefused,
    find_falls,
    load_floors,
    raise_floors,
    write_floors,
)
from pipeline.quality.gold import GoldArticle, GoldEvent, gold_sha256, load_gold
from pipeline.quality.scoring import (
    FIGURES,
    FigureName,
    Tally,
    add_up,
    count_figures,
    count_types,
    same_date,
    score_articles,
)
from schemas.errors import InvalidDataFile
from schemas.event import Event, EventDate
from support.builders import EVIDENCE, TEXT, make_event

THREAT = GoldEvent(
    event_type="THREATEN",
    trigger="threatened",
    evidence=EVIDENCE.text,
    actors=("Taliban",),
    actor_countries=("AFG",),
    recipients=("Turkey",),
    recipient_countries=("TUR",),
    date="2021-07-13",
    status="actual",
    negated=False,
    optional=False,
)


def tally_of(*events: Event, gold: tuple[GoldEvent, ...] = (THREAT,)) -> Tally:
    outcome: Literal["extracted", "no_events"] = "extracted" if gold else "no_events"
    wanted = GoldArticle(article="a1", version=1, outcome=outcome, events=gold)
    ended = CodedArticle(key="a1", version=1, outcome=outcome, text=TEXT, events=events)
    (score,) = score_articles([wanted], [ended])
    return score.tally


def figures_at(value: float) -> dict[FigureName, float]:
    return dict.fromkeys(FIGURES, value)


def floors_at(value: float, *, gold: str = "g") -> Floors:
    return Floors(gold_sha256=gold, floors=figures_at(value))


def test_an_event_that_agrees_in_all_counts_in_every_figure() -> None:
    tally = tally_of(make_event(modes=()))

    assert count_figures(tally) == {**figures_at(1.0), "modes": 0.0}


def test_a_missed_and_a_false_event_cost_recall_and_precision() -> None:
    found, false = make_event(), make_event(event_type="PROTEST")

    assert count_figures(tally_of(found, false))["type_precision"] == 0.5
    assert count_figures(tally_of(found, false))["type_recall"] == 1.0
    assert count_figures(tally_of())["type_f1"] == 0.0


def test_a_wrong_recipient_costs_the_full_event_but_not_its_type() -> None:
    figures = count_figures(tally_of(make_event(recipients=())))

    assert (figures["type_f1"], figures["actors"]) == (1.0, 1.0)
    assert (figures["recipients"], figures["full_f1"]) == (0.0, 0.0)


def test_events_of_an_event_free_article_are_false_alarms() -> None:
    tally = tally_of(make_event(), gold=())

    assert (tally.event_free, tally.false_alarms) == (1, 1)


def test_status_and_negation_are_counted_over_the_events_that_were_found() -> None:
    figures = count_figures(tally_of(make_event(status="historical", negated=True)))

    assert (figures["status"], figures["negation"]) == (0.0, 0.0)


def test_an_article_that_ended_in_another_version_ended_wrong() -> None:
    wanted = GoldArticle(article="a1", version=2, outcome="canceled")
    ended = CodedArticle(key="a1", version=1, outcome="canceled")

    (score,) = score_articles([wanted], [ended])

    assert score.tally.outcomes == 0


@pytest.mark.parametrize(
    ("told", "start", "precision", "right"),
    [
        ("2021-07-13", date(2021, 7, 13), "day", True),
        ("2021-07-13", date(2021, 7, 14), "day", False),
        ("2021-07", date(2021, 7, 1), "month", True),
        ("2021-07", date(2021, 7, 1), "day", False),
        ("2021", date(2021, 1, 1), "year", True),
    ],
)
def test_a_date_is_right_when_day_month_and_precision_are(
    told: str, start: date, precision: Literal["day", "month", "year"], right: bool
) -> None:
    found = EventDate(start=start, end=start, precision=precision, source="text")

    assert same_date(THREAT.model_copy(update={"date": told}), make_event(date=found)) is right


def test_counts_of_articles_add_up() -> None:
    total = add_up([tally_of(make_event()), tally_of()])

    assert (total.articles, total.required, total.found) == (2, 2, 1)
    assert add_up([]) == Tally()


def test_types_are_counted_apart() -> None:
    wanted = GoldArticle(article="a1", version=1, outcome="extracted", events=(THREAT,))
    events = (make_event(), make_event(event_type="PROTEST"))
    ended = CodedArticle(key="a1", version=1, outcome="extracted", text=TEXT, events=events)

    types = count_types(score_articles([wanted], [ended]))

    assert types["THREATEN"] == Tally(found=1, required=1, predicted=1)
    assert types["PROTEST"] == Tally(found=0, required=0, predicted=1)


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    tallies = [tally_of(make_event()), tally_of(), tally_of(make_event())] * 5

    interval = draw_intervals(tallies)["type_recall"]

    assert interval.low < 2 / 3 < interval.high
    assert draw_intervals(tallies)["type_recall"] == interval


def test_a_figure_below_its_floor_is_told_with_how_much_it_fell() -> None:
    figures: dict[FigureName, float] = {**figures_at(0.9), "dates": 0.712}

    assert find_falls(figures, floors_at(0.74)) == [
        "dates fell to 0.712, which is 0.028 below its floor of 0.74"
    ]


def test_new_floors_lie_two_points_below_the_figures() -> None:
    floors = raise_floors(figures_at(0.92), gold_sha256="g", present=None)

    assert set(floors.floors.values()) == {0.9}


def test_floors_rise_with_the_figures_and_never_sink_with_them() -> None:
    raised = raise_floors(figures_at(0.92), gold_sha256="g", present=floors_at(0.5))
    kept = raise_floors(figures_at(0.92), gold_sha256="g", present=floors_at(0.91))

    assert set(raised.floors.values()) == {0.9}
    assert set(kept.floors.values()) == {0.91}


def test_floors_above_the_figures_are_not_lowered() -> None:
    with pytest.raises(FloorsRefused, match="may only rise: outcomes fell to"):
        raise_floors(figures_at(0.5), gold_sha256="g", present=floors_at(0.9))


def test_a_changed_gold_asks_for_new_floors_on_purpose() -> None:
    present = floors_at(0.9, gold="another")

    with pytest.raises(FloorsRefused, match="--accept-new-gold"):
        raise_floors(figures_at(0.5), gold_sha256="g", present=present)
    accepted = raise_floors(figures_at(0.5), gold_sha256="g", present=present, accept_new_gold=True)

    assert accepted == floors_at(0.48)


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"

    write_floors(path, floors_at(0.48))

    assert load_floors(path) == floors_at(0.48)


def test_a_floor_for_no_known_figure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('gold_sha256 = "g"\n[floors]\nbeauty = 0.5\n', encoding="utf-8")

    with pytest.raises(InvalidDataFile, match="beauty"):
        load_floors(path)


def test_gold_with_too_few_countries_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.gold.toml"
    path.write_text(
        '[[articles]]\narticle = "a"\nversion = 1\noutcome = "extracted"\n'
        '[[articles.events]]\nevent_type = "AID"\ntrigger = "a"\nevidence = "a"\n'
        'actors = ["Mali", "Niger"]\nactor_countries = ["MLI"]\nrecipients = []\n'
        'status = "actual"\nnegated = false\noptional = false\n',
        encoding="utf-8",
    )

    with pytest.raises(InvalidDataFile, match="actor_countries"):
        load_gold([path])


def test_the_digest_changes_with_the_gold_and_not_with_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.gold.toml"
    path.write_bytes(b"a = 1\n")
    first = gold_sha256([path])
    path.write_bytes(b"a = 1\r\n")
    same = gold_sha256([path])
    path.write_bytes(b"a = 2\n")

    assert first == same != gold_sha256([path])
