"""What the sections of the report count, on small sets made for the purpose."""

from pathlib import Path

import pytest

from pipeline.flow import Flow
from pipeline.quality.development import (
    DEVELOPMENT_SET,
    SCORER,
    development_section,
    event_record,
    is_scored,
    load_scorer,
    read_items,
)
from pipeline.quality.event_free import event_free_section
from pipeline.quality.first_article import FirstGold, has_participants, match_first
from pipeline.quality.gold import GoldEvent
from pipeline.quality.missed import NO_TRIGGER, OTHER_TYPE, classify_missed
from pipeline.quality.observations import Observation
from pipeline.quality.phrases import phrases_section
from pipeline.quality.places import SHARED, missing
from pipeline.quality.reliability import (
    calibration_error,
    choice_grid,
    reliability_grid,
    reliability_section,
)
from pipeline.quality.sentences import explain_sentence
from schemas.errors import InvalidDataFile
from support.builders import make_event

THREAT = FirstGold(
    event_type="THREATEN",
    trigger_start=12,
    trigger_end=22,
    actors="Taliban",
    recipients="TUR",
    optional="false",
)


def seen(confidence: float, *, right: bool) -> Observation:
    return Observation(origin="judged", article="a", signs=(), confidence=confidence, right=right)


def write_set(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "set.tsv"
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_sentence_with_an_event_is_a_false_alarm(flow: Flow, tmp_path: Path) -> None:
    path = write_set(
        tmp_path,
        ("genre", "sentence"),
        ("weather", "Skies will be clear over the coast until the weekend."),
        ("history", "Kenya condemned Tanzania on Monday."),
    )

    section = event_free_section(flow, path)

    assert section.values() == {"silent": 0.5}
    assert [line.partition(":")[0] for line in section.mistakes] == ["history"]


def test_a_phrase_is_right_when_country_and_sector_are(flow: Flow, tmp_path: Path) -> None:
    path = write_set(
        tmp_path,
        ("phrase", "sentence", "published_at", "country", "sector"),
        ("Kenyan police", "Kenyan police closed two bridges.", "2021-07-13", "KEN", "COP"),
        ("Kenyan police", "Kenyan police closed two bridges.", "", "TZA", "COP"),
        ("The neighbours", "The neighbours closed two gates.", "", "", ""),
    )

    section = phrases_section(flow, path)

    assert {figure.name: (figure.part, figure.whole) for figure in section.figures} == {
        "country": (2, 3),
        "sector": (3, 3),
        "country_and_sector": (2, 3),
        "country_where_given": (1, 2),
        "sector_where_given": (2, 2),
    }


def test_a_phrase_that_its_sentence_lacks_is_refused(flow: Flow, tmp_path: Path) -> None:
    path = write_set(
        tmp_path,
        ("phrase", "sentence", "published_at", "country", "sector"),
        ("Chile", "Kenyan police closed two bridges.", "", "CHL", ""),
    )

    with pytest.raises(InvalidDataFile, match="'Chile' does not stand"):
        phrases_section(flow, path)


def test_a_set_that_is_not_there_is_told_and_skipped(flow: Flow, tmp_path: Path) -> None:
    path = tmp_path / "none.tsv"

    for section in (event_free_section(flow, path), phrases_section(flow, path)):
        assert section.skipped.startswith("not there: ")
        assert section.values() == {}


def test_what_lies_beside_the_repository_is_named_from_it() -> None:
    assert missing(SHARED / "none" / "x.tsv") == "skipped: ../shared/none/x.tsv is not there"


def test_an_event_is_written_as_the_scorer_reads_it() -> None:
    record = event_record(make_event())

    assert record["type"] == "THREATEN"
    assert (record["source"], record["source_code"]) == ("Taliban", "AFGREB")
    assert (record["target"], record["target_code"]) == ("Turkey", "TUR")


def test_a_sector_without_country_is_marked_for_the_scorer() -> None:
    (taliban,) = make_event().actors
    bare = taliban.model_copy(update={"country": None, "name": None})
    nobody = bare.model_copy(update={"sector": None})

    record = event_record(make_event(actors=(bare, nobody)))

    assert (record["source"], record["source_code"]) == ("Taliban; Taliban", "---REB")


def test_what_the_development_set_does_not_code_is_not_scored_on_it() -> None:
    assert is_scored(make_event())
    assert not is_scored(make_event(negated=True))
    assert not is_scored(make_event(family="civil"))


def test_the_counts_by_sentence_add_up_to_those_of_the_scorer(flow: Flow) -> None:
    reason = missing(DEVELOPMENT_SET) or missing(SCORER)
    if reason:
        pytest.skip(reason)
    items = read_items(DEVELOPMENT_SET)
    predicted = {
        item["id"]: [
            event_record(event)
            for event in explain_sentence(flow, item["text"], key=item["id"]).events
            if is_scored(event)
        ]
        for item in items
    }

    whole, _ = load_scorer(SCORER)(items, predicted)
    figures = {
        figure.name: round(100 * figure.value, 1) for figure in development_section(flow).figures
    }

    assert figures["type_f1"] == whole["type"]["f1"]
    assert figures["full_f1"] == whole["full"]["f1"]
    assert figures["best_type_f1"] == whole["p_best"]["f1_type"]
    assert figures["best_full_f1"] == whole["p_best"]["f1_full"]


def test_a_gold_event_of_the_first_article_is_found_by_type_and_trigger() -> None:
    event = make_event()
    other = THREAT.model_copy(update={"event_type": "REQUEST"})

    score = match_first([other, THREAT], [event])

    assert score.pairs == ((other, None), (THREAT, event))
    assert score.surplus == ()


def test_an_optional_event_leaves_the_required_one_its_event() -> None:
    optional = THREAT.model_copy(update={"optional": "true"})

    score = match_first([optional, THREAT], [make_event()])

    assert [found is not None for _, found in score.pairs] == [False, True]


def test_participants_of_the_first_article_agree_by_name_or_code() -> None:
    assert has_participants(THREAT, make_event())
    assert not has_participants(THREAT.model_copy(update={"recipients": "RUS"}), make_event())
    assert not has_participants(THREAT.model_copy(update={"actors": "Taliban; USA"}), make_event())


def missed(event_type: str, trigger: str, evidence: str) -> GoldEvent:
    return GoldEvent(
        event_type=event_type,
        trigger=trigger,
        evidence=evidence,
        actors=(),
        recipients=(),
        status="actual",
        negated=False,
        optional=False,
    )


def test_a_missed_event_is_classed_by_what_was_found_at_its_trigger(flow: Flow) -> None:
    text = "Kenya condemned Tanzania on Monday."
    findings = explain_sentence(flow, text).findings

    assert classify_missed(missed("REJECT", "condemned", text), findings, text) == OTHER_TYPE
    assert classify_missed(missed("REJECT", "on Monday", text), findings, text) == NO_TRIGGER


def test_the_confidence_is_set_against_the_share_right_bin_by_bin() -> None:
    known = [seen(0.9, right=True), seen(0.9, right=False), seen(1.0, right=True)]

    (row,) = reliability_grid("judged", known).rows

    assert row[:4] == ("0.9 to 1.0", "3", "0.93", "0.67")
    assert calibration_error(known) == pytest.approx(abs(2 / 3 - 2.8 / 3))


def test_a_confidence_on_an_edge_is_in_one_bin_only() -> None:
    known = [seen(edge, right=True) for edge in (0.0, 0.5, 0.6, 1.0)]

    assert sum(int(row[1]) for row in reliability_grid("judged", known).rows) == len(known)


def test_whoever_asks_for_surer_events_sees_how_many_are_left() -> None:
    known = [seen(0.55, right=False), seen(0.65, right=True), seen(0.75, right=True)]

    rows = [row[:3] for row in choice_grid("judged", known).rows]

    assert rows == [
        ("0.0", "100%", "0.67"),
        ("0.5", "100%", "0.67"),
        ("0.6", "67%", "1.00"),
        ("0.7", "33%", "1.00"),
    ]


def test_without_events_there_is_no_reliability() -> None:
    assert reliability_section([]).skipped
    assert calibration_error([]) == 0.0
