"""The figures from the counts, and what of a found event is counted as right."""

from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from pipeline.quality.coded import CodedArticle
from pipeline.quality.fields import same_date
from pipeline.quality.gold import GoldArticle, GoldEvent, gold_sha256, load_gold
from pipeline.quality.scoring import (
    FIGURES,
    FigureName,
    Tally,
    add_up,
    count_figures,
    count_types,
    measure_figures,
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


def test_an_event_that_agrees_in_all_counts_in_every_figure() -> None:
    tally = tally_of(make_event(modes=()))

    untold: dict[FigureName, float] = {
        "modes": 0,
        "locations": 0,
        "location_countries": 0,
        "sectors": 0,
        "magnitudes": 0,
    }
    assert count_figures(tally) == {**figures_at(1.0), **untold}


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

    types = count_types(score_articles([wanted], [ended])[0])

    threat = types["THREATEN"]
    assert (threat.found, threat.required, threat.predicted, threat.actors) == (1, 1, 1, 1)
    assert types["PROTEST"] == Tally(predicted=1)


def test_every_figure_is_measured_with_its_counts() -> None:
    figures = {
        figure.name: figure for figure in measure_figures([tally_of(make_event()), tally_of()])
    }

    assert tuple(figures) == FIGURES
    assert (figures["type_recall"].part, figures["type_recall"].whole) == (1, 2)


def told(**fields: object) -> GoldEvent:
    return GoldEvent.model_validate({**THREAT.model_dump(), **fields})


@pytest.mark.parametrize(
    ("fields", "figure", "value"),
    [
        ({"location": "Kabul"}, "locations", 1.0),
        ({"location": "Herat"}, "locations", 0.0),
        ({"location_country": "AFG"}, "location_countries", 1.0),
        ({"location_country": "TUR"}, "location_countries", 0.0),
        ({"actor_sectors": ("REB",)}, "sectors", 1.0),
        ({"actor_sectors": ("REB",), "recipient_sectors": ("GOV",)}, "sectors", 0.5),
        ({"recipient_sectors": ("",)}, "sectors", 1.0),
        ({"magnitudes": ("killed 3",)}, "magnitudes", 1.0),
        ({"magnitudes": ("killed 3", "injured 2")}, "magnitudes", 0.5),
        ({"actor_countries": ("",)}, "countries", 0.5),
    ],
)
def test_a_field_is_counted_where_the_gold_tells_it(
    fields: dict[str, object], figure: FigureName, value: float
) -> None:
    # make_event: Taliban (AFG, REB) threatened Turkey (TUR, no sector) in Kabul; three were killed.
    tally = tally_of(make_event(), gold=(told(**fields),))

    assert count_figures(tally)[figure] == value


def test_the_code_of_a_participant_that_was_not_found_is_not_counted() -> None:
    wanted = told(actors=("Haqqani network",), actor_sectors=("REB",))

    tally = tally_of(make_event(), gold=(wanted,))

    assert (tally.sectors_given, tally.countries_given) == (0, 1)


@pytest.mark.parametrize("words", ["killed", "killed many", "wounded 3", "amount 3 dollars"])
def test_a_magnitude_that_is_no_kind_number_and_unit_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="magnitudes"):
        told(magnitudes=(words,))


def test_too_few_sectors_are_refused() -> None:
    with pytest.raises(ValueError, match="actor_sectors"):
        told(actor_sectors=("REB", "GOV"))


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
