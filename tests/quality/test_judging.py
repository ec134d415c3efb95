"""Judged events: kept without their text, shown with it, and found again in what comes out now."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.flow import Flow
from pipeline.quality.judged import JudgedEvents, judged_section, load_judged
from pipeline.quality.judgements import (
    Judgement,
    judgement_of,
    read_judgements,
    stretches,
    write_judgements,
)
from pipeline.quality.judging import main, score_judgements, show_judgement
from pipeline.quality.observations import Retold, judged_observations, retell
from pipeline.quality.places import missing
from pipeline.quality.wikinews import WIKINEWS, CodedArticle, article_id, read_articles
from schemas.article import Article
from schemas.errors import InvalidDataFile

TEXT = "Rain fell all week. Kenya condemned Tanzania on Monday. Nobody answered."


@pytest.fixture(scope="module")
def coded(flow: Flow) -> CodedArticle:
    return CodedArticle(article_id="a1", seen=flow.explain(Article(id="a1", body=TEXT)))


@pytest.fixture(scope="module")
def drawn(coded: CodedArticle) -> Judgement:
    (event,) = coded.seen.events
    return judgement_of("a1", event)


def answered(drawn: Judgement, answers: str, **fields: Any) -> Judgement:
    names = ("real_event", "type", "actor", "recipient")
    return Judgement.model_validate(
        {**drawn.model_dump(), **dict(zip(names, answers, strict=True)), **fields}
    )


def test_an_event_is_drawn_without_answers_and_without_its_text(
    drawn: Judgement, tmp_path: Path
) -> None:
    path = tmp_path / "drawn.tsv"

    write_judgements(path, [drawn])

    assert not drawn.is_judged
    assert "Kenya" not in path.read_text(encoding="utf-8")


def test_judgements_are_read_as_they_were_written(drawn: Judgement, tmp_path: Path) -> None:
    path = tmp_path / "drawn.tsv"
    rows = (drawn, answered(drawn, "yynu", actors=("20-25", "36-44"), recipients=()))

    write_judgements(path, rows)

    assert read_judgements([path]) == rows


def test_a_judge_answers_all_or_nothing(drawn: Judgement, tmp_path: Path) -> None:
    path = tmp_path / "drawn.tsv"
    write_judgements(path, [drawn])
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "y\n", encoding="utf-8")

    with pytest.raises(InvalidDataFile, match=r"drawn\.tsv: line 2: .*all of real_event"):
        read_judgements([path])


def test_an_event_is_shown_with_its_trigger_marked_and_the_sentence_before(
    drawn: Judgement,
) -> None:
    article = Article(id="a1", headline="H", published_at=datetime(2021, 7, 13, tzinfo=UTC))

    shown = show_judgement(3, drawn, TEXT, article).splitlines()

    assert shown[0] == "3. ACCUSE (actual)  article a1, 2021-07-13: H"
    assert [line.split(":", 1)[1].strip() for line in shown[1:5]] == [
        "Rain fell all week.",
        "Kenya >>>condemned<<< Tanzania on Monday.",
        "Kenya",
        "Tanzania",
    ]


def test_offsets_are_read_as_start_and_end() -> None:
    assert stretches(("12-20", "3-4")) == ((12, 20), (3, 4))


def test_an_event_that_comes_out_as_judged_is_identical(
    drawn: Judgement, coded: CodedArticle
) -> None:
    (one,) = retell([drawn], [coded])

    assert (one.fate, one.event, bool(one.signs)) == ("identical", coded.seen.events[0], True)


@pytest.mark.parametrize(
    ("fields", "fate"),
    [
        ({"recipients": ()}, "changed"),
        ({"actors": ("0-4",)}, "changed"),
        ({"event_type": "REQUEST"}, "gone"),
        ({"trigger_start": 0, "trigger_end": 4}, "gone"),
        ({"article": "other"}, "gone"),
    ],
)
def test_what_differs_decides_what_is_still_known(
    drawn: Judgement, coded: CodedArticle, fields: dict[str, Any], fate: str
) -> None:
    (one,) = retell([answered(drawn, "yyyy", **fields)], [coded])

    assert one.fate == fate


def test_only_events_that_still_come_out_tell_of_the_confidence(
    drawn: Judgement, coded: CodedArticle
) -> None:
    rows = [
        answered(drawn, "yyyy"),
        answered(drawn, "yyyn"),
        answered(drawn, "nnnn"),
        answered(drawn, "yyyy", article="b"),
        answered(drawn, "yyyy", recipients=()),
        answered(drawn, "ynyy", recipients=()),
    ]

    seen = list(judged_observations(retell([drawn, *rows], [coded])))

    # With other participants than were judged only what is of another type anyway is known.
    assert [one.right for one in seen] == [True, False, False, False]
    assert {one.article for one in seen} == {"a1"}


def test_the_section_counts_type_and_participants_over_what_is_known(
    drawn: Judgement, coded: CodedArticle
) -> None:
    rows = [
        answered(drawn, "yyyy"),
        answered(drawn, "yynu"),
        answered(drawn, "nnnn"),
        answered(drawn, "yyyy", recipients=()),
        answered(drawn, "ynyy", article="gone"),
    ]
    judged = JudgedEvents(retold=retell(rows, [coded]), digest="d")

    figures = {figure.name: figure for figure in judged_section(judged).figures}

    assert {name: (figure.part, figure.whole) for name, figure in figures.items()} == {
        "as_judged": (3, 5),
        "real_event": (3, 4),
        "precision": (3, 4),
        "actor": (1, 2),
        "recipient": (1, 2),
        "full_precision": (1, 3),
    }


def test_what_is_not_judged_is_not_scored(drawn: Judgement) -> None:
    section = score_judgements([drawn, answered(drawn, "yyyn")])

    assert section.notes == ("1 of 2 events judged",)
    assert section.values()["precision"] == 1.0


def test_without_judgements_the_section_says_so(flow: Flow, tmp_path: Path) -> None:
    judged = load_judged(flow, tmp_path)

    assert judged.retold == ()
    assert judged_section(judged).skipped.startswith(("not there: ", "skipped: "))


def test_a_file_that_breaks_the_rules_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "drawn.tsv"
    path.write_text("article\n", encoding="utf-8")

    assert main(["score", str(path)]) == 1
    assert "want the columns" in capsys.readouterr().err


def test_an_article_is_known_by_its_url() -> None:
    assert article_id("https://tidewater.example/a") == article_id("https://tidewater.example/a")
    assert len(article_id("https://tidewater.example/b")) == 12


def test_every_kept_article_has_an_id_of_its_own_and_a_date() -> None:
    if missing(WIKINEWS):
        pytest.skip(missing(WIKINEWS))

    articles = read_articles()

    assert len(articles) == 295
    assert all(article.published_at for article in articles.values())


def test_a_retold_event_that_is_gone_has_no_event(drawn: Judgement) -> None:
    assert retell([drawn], []) == (Retold(judgement=drawn, fate="gone"),)
