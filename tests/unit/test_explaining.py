"""What `explain` says of an article, from what the stages saw; and that its page cannot be written into."""

from dataclasses import replace
from typing import get_args

import pytest

from agents.commands.explain import draw
from agents.commands.explain_findings import WHY_REJECTED
from agents.commands.explain_page import page_of
from agents.commands.explain_parse import compact, indented
from agents.commands.explaining import ArticleView, view_of
from pipeline.flow import Explanation
from pipeline.values import (
    CleanArticle,
    EventCandidate,
    ParsedToken,
    RejectedBecause,
    Rejection,
    Stretch,
)
from schemas.article import Article
from schemas.entity import Entity, Mention
from support.parses import parsed

TEXT = "Turkey threatened Greece. Turkey put the treaty on ice."
FIRST = (
    "Turkey PROPN nsubj threatened, threatened VERB root threatened, Greece PROPN obj threatened,"
    " . PUNCT punct threatened"
)
SECOND = (
    "Turkey PROPN nsubj put, put VERB root put, the DET det treaty, treaty NOUN obj put,"
    " on ADP case ice, ice NOUN obl put, . PUNCT punct put"
)
EVIL = '<script>alert(1)</script>" onload="x\x1b[2J\u202e'


def stretch(words: str) -> Stretch:
    start = TEXT.index(words)
    return Stretch(start_char=start, end_char=start + len(words))


def entity(name: str) -> Entity:
    starts = [i for i in range(len(TEXT)) if TEXT.startswith(name, i)]
    mentions = tuple(
        Mention(start_char=start, end_char=start + len(name), text=name) for start in starts
    )
    return Entity(id=name, name=name, label="GPE", country=name[:3].upper(), mentions=mentions)


def coded(sentence: Stretch) -> EventCandidate:
    return EventCandidate(
        event_type="THREATEN",
        modes=("violence",),
        contexts=(),
        trigger=stretch("threatened"),
        trigger_lemma="threaten",
        sentence=sentence,
        actors=(stretch("Turkey"),),
        recipients=(stretch("Greece"),),
        attributed_to=None,
        status="actual",
        negated=False,
        confidence=0.75,
        rule="threaten/verb",
        trigger_words=(stretch("threatened"),),
    )


def rejected(sentence: Stretch) -> Rejection:
    return Rejection(
        event_type="REJECT",
        trigger=stretch("put"),
        sentence=sentence,
        rule="reject/cancel",
        because="no_recipient",
        trigger_lemma="put on ice",
        trigger_words=(stretch("put"), stretch("ice")),
    )


def explanation(*, headline: str | None = None, language: str = "en") -> Explanation:
    first = Stretch(start_char=0, end_char=TEXT.index(".") + 1)
    second = Stretch(start_char=first.end_char + 1, end_char=len(TEXT))
    return Explanation(
        coded_chars=len(TEXT),
        clean=CleanArticle(
            article=Article(id="a", body=TEXT),
            text=TEXT,
            headline=headline,
            description=None,
            language=language,
        ),
        sentences=(
            (first.start_char, first.end_char),
            (second.start_char, second.end_char),
        ),
        tokens=(parsed(TEXT, FIRST), parsed(TEXT, SECOND, start=second.start_char)),
        entities=(entity("Turkey"), entity("Greece")),
        findings=(coded(first), rejected(second)),
        events=(),
    )


def lines(view: ArticleView, *, parse: bool = False) -> list[str]:
    return [line.plain for line in draw(view, parse=parse)]


def test_a_sentence_tells_its_parse_entities_event_and_arguments() -> None:
    told = lines(view_of(explanation(), place="a.txt:1"))

    assert told[0] == "a.txt:1 · a"
    assert " 1  Turkey threatened Greece." in told
    parse = "Turkey/nsubj→threatened threatened/root Greece/obj→threatened"
    assert f"    parse     {parse}" in told
    assert "    entity    Turkey (GPE TUR)" in told
    assert "    event     THREATEN/violence, actual, confidence 0.75" in told
    trigger = "“threatened” (entry “threaten”, rule threaten/verb)"
    assert f"    trigger   {trigger}" in told
    assert "    actor     Turkey" in told
    assert "    recipient Greece" in told


def test_the_signs_that_moved_the_confidence_most_are_told_for_and_against() -> None:
    signs = (("near", 1.0), ("deep", 3.0), ("old", 1.0), ("slight", 1.0))
    weights = {"near": 0.4, "deep": -0.2, "old": 0.5, "slight": 0.04}
    sentence = Stretch(start_char=0, end_char=TEXT.index(".") + 1)
    found = replace(coded(sentence), signs=signs)

    told = lines(view_of(replace(explanation(), findings=(found,)), place="p", weights=weights))

    assert "    for it    old +0.50, near +0.40" in told
    assert "    against   deep -0.60" in told


def test_a_rejected_trigger_tells_its_words_the_entry_the_rule_and_the_reason() -> None:
    told = lines(view_of(explanation(), place="a.txt:1"))

    trigger = "“put … ice” (entry “put on ice”, rule reject/cancel)"
    place = told.index(f"    rejected  REJECT, trigger {trigger}")
    assert told[place + 1] == "    because   the text does not say to whom, or with whom"


def test_each_reason_of_a_rejection_has_its_sentence() -> None:
    assert set(WHY_REJECTED) == set(get_args(RejectedBecause))
    assert len(set(WHY_REJECTED.values())) == len(WHY_REJECTED)


def test_a_plan_that_is_told_as_a_promise_is_said_to_be_one() -> None:
    seen = explanation()
    (candidate, rejection) = seen.findings
    promised = replace(candidate, rule="consult/meet+promise")

    told = lines(view_of(replace(seen, findings=(promised, rejection)), place="a.txt:1"))

    assert any("rule consult/meet; told as a plan of the act)" in line for line in told)


@pytest.mark.parametrize(("language", "words"), [("de", "written in de"), ("en", "No event")])
def test_why_an_article_has_no_events_is_said_first(language: str, words: str) -> None:
    told = lines(view_of(explanation(language=language), place="a.txt:1"))

    assert words in told[1]


def test_a_text_that_was_not_read_to_its_end_is_said_to_be_so() -> None:
    read = lines(view_of(replace(explanation(), coded_chars=len(TEXT) - 5), place="p"))
    whole = lines(view_of(explanation(), place="p"))

    said = f"The text has {len(TEXT)} characters, of which the first {len(TEXT) - 5} were coded: split the article."
    assert said in read
    assert said not in whole


def test_every_character_of_a_sentence_is_drawn_once() -> None:
    for sentence in view_of(explanation(), place="p").sentences:
        drawn = "".join(piece.text for piece in sentence.pieces)

        assert drawn in TEXT
        assert drawn.endswith(".")


def test_a_tree_has_each_word_under_its_head() -> None:
    assert list(indented(parsed(TEXT, SECOND, start=TEXT.rindex("Turkey")))) == [
        "put root VERB",
        "  Turkey nsubj PROPN",
        "  treaty obj NOUN",
        "    the det DET",
        "  ice obl NOUN",
        "    on case ADP",
        "  . punct PUNCT",
    ]


def test_a_very_deep_tree_stays_within_the_line() -> None:
    chain = tuple(
        ParsedToken(
            text="of",
            start_char=i,
            end_char=i + 1,
            lemma="of",
            pos="ADP",
            relation="nmod",
            head=max(i - 1, 0),
        )
        for i in range(5_000)
    )

    assert max(map(len, indented(chain))) < 60
    assert compact(chain).count("/nmod") == len(chain)


def test_the_page_shows_marks_with_their_types() -> None:
    page = page_of([view_of(explanation(), place="a.txt:1")])

    for kind, word, label in (
        ("entity", "Turkey", "GPE"),
        ("trigger", "threatened", "THREATEN"),
        ("rejected", "put", "REJECT"),
        ("rejected", "ice", "REJECT"),
    ):
        mark = f'>{word}<span class="label">{label}</span></mark>'
        assert f'<mark class="{kind}"' in page
        assert mark in page
    assert "<svg" not in page


def test_the_page_draws_the_trees_where_they_are_asked_for_and_always_the_same() -> None:
    view = view_of(explanation(), place="a.txt:1")

    page = page_of([view, view], parse=True)

    assert page.count("<svg") == 4
    assert page == page_of([view, view], parse=True)
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_a_sentence_too_long_to_be_drawn_is_told_in_words() -> None:
    seen = explanation()
    many = (seen.tokens[0] * 50, seen.tokens[1])

    page = page_of([view_of(replace(seen, tokens=many), place="a.txt:1")], parse=True)

    assert page.count("<svg") == 1
    assert page.count('<p class="parse">') == 1


@pytest.mark.parametrize("parse", [False, True])
def test_nothing_in_an_article_becomes_markup(parse: bool) -> None:
    seen = explanation(headline=EVIL)
    hostile = replace(seen.tokens[0][0], text=EVIL, lemma=EVIL)
    named = seen.entities[0].model_copy(update={"name": EVIL})
    seen = replace(
        seen,
        tokens=((hostile, *seen.tokens[0][1:]), seen.tokens[1]),
        entities=(named, seen.entities[1]),
    )

    page = page_of([view_of(seen, place="<b>.txt:1")], parse=parse)

    assert "<script" not in page
    assert "<b>" not in page
    assert '" onload="' not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("parse", [False, True])
def test_the_page_loads_nothing(parse: bool) -> None:
    page = page_of([view_of(explanation(), place="a.txt:1")], parse=parse)

    assert "default-src 'none'" in page
    for reference in (" src=", ' href="http', "url(", "@import"):
        assert reference not in page
