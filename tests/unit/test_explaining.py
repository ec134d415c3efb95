"""What `explain` says of an article, from what the stages saw; and that its page cannot be written into."""

import pytest

from agents.commands.explain import draw
from agents.commands.explain_page import page_of
from agents.commands.explaining import ArticleView, view_of
from agents.commands.lexicon import find_predicates
from pipeline.flow import Explanation
from pipeline.lexicon import load_lexicon
from pipeline.values import CleanArticle, EventCandidate, Rejection, Stretch
from schemas.article import Article
from schemas.entity import Entity, Mention

TEXT = "Turkey threatened Greece. Turkey flurbed the treaty."


def stretch(words: str, *, text: str = TEXT) -> Stretch:
    start = text.index(words)
    return Stretch(start_char=start, end_char=start + len(words))


def entity(name: str, *, text: str = TEXT) -> Entity:
    starts = [i for i in range(len(text)) if text.startswith(name, i)]
    mentions = tuple(
        Mention(start_char=start, end_char=start + len(name), text=name) for start in starts
    )
    return Entity(id=name, name=name, label="GPE", country=name[:3].upper(), mentions=mentions)


def explanation(
    text: str = TEXT, *, headline: str | None = None, language: str = "en"
) -> Explanation:
    first = Stretch(start_char=0, end_char=text.index(".") + 1)
    second = (first.end_char + 1, len(text))
    candidate = EventCandidate(
        event_type="THREATEN",
        modes=(),
        contexts=(),
        trigger=stretch("threatened"),
        trigger_lemma="threaten",
        sentence=first,
        actors=(stretch("Turkey"),),
        recipients=(stretch("Greece"),),
        attributed_to=None,
        status="actual",
        negated=False,
        confidence=0.75,
        rule="threaten/verb",
    )
    rejection = Rejection(
        event_type="AGREE",
        trigger=stretch("treaty"),
        sentence=Stretch(start_char=second[0], end_char=second[1]),
        rule="agree/noun",
        because="no_recipient",
    )
    return Explanation(
        clean=CleanArticle(
            article=Article(id="a", body=text),
            text=text,
            headline=headline,
            description=None,
            language=language,
        ),
        sentences=((first.start_char, first.end_char), second),
        tokens=(
            ("Turkey", "threatened", "Greece", "."),
            ("Turkey", "flurbed", "the", "treaty", "."),
        ),
        entities=(entity("Turkey"), entity("Greece")),
        findings=(candidate, rejection),
        events=(),
    )


def lines(view: ArticleView) -> list[str]:
    return [line.plain for line in draw(view)]


def test_a_sentence_tells_its_tokens_entities_event_and_arguments() -> None:
    told = lines(view_of(explanation(), place="a.txt:1"))

    assert told[0] == "a.txt:1 · a"
    assert " 1  Turkey threatened Greece." in told
    assert "    tokens    Turkey threatened Greece ." in told
    assert "    entity    Turkey (GPE TUR)" in told
    event = "THREATEN, trigger “threatened”, rule threaten/verb, actual, confidence 0.75"
    assert f"    event     {event}" in told
    assert "    actor     Turkey" in told
    assert "    recipient Greece" in told


def test_a_rejected_trigger_tells_the_rule_and_the_reason() -> None:
    told = lines(view_of(explanation(), place="a.txt:1"))

    assert "    rejected  AGREE, trigger “treaty”, rule agree/noun: no recipient" in told


@pytest.mark.parametrize(("language", "words"), [("de", "written in de"), ("en", "No event")])
def test_why_an_article_has_no_events_is_said_first(language: str, words: str) -> None:
    told = lines(view_of(explanation(language=language), place="a.txt:1"))

    assert words in told[1]


def test_every_character_of_a_sentence_is_drawn_once() -> None:
    for sentence in view_of(explanation(), place="p").sentences:
        drawn = "".join(piece.text for piece in sentence.pieces)

        assert drawn in TEXT
        assert drawn.endswith(".")


def test_the_page_shows_the_marks() -> None:
    page = page_of([view_of(explanation(), place="a.txt:1")])

    assert '<mark class="entity">Turkey</mark>' in page
    assert '<mark class="trigger">threatened</mark>' in page
    assert '<mark class="rejected">treaty</mark>' in page


def test_nothing_in_an_article_becomes_markup() -> None:
    evil = '<script>alert(1)</script>" onload="x'

    page = page_of([view_of(explanation(headline=evil), place="<b>.txt:1")])

    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_predicate_that_the_lexicon_lacks_is_found() -> None:
    found = list(find_predicates(explanation(), lexicon=load_lexicon()))

    assert [sighting.word for sighting in found] == ["flurbed"]
    assert found[0].sentence == "Turkey flurbed the treaty."
