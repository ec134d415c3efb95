"""Messages made to be slow end by rule, and the work they make is bounded by counts, whatever they say."""

import sys
from collections import Counter
from types import FrameType
from typing import get_args

import orjson
import pytest

from agents.coding import CodingLimits, Extracted, RawArticle, Refused, Verdict, code_article
from agents.coding_limits import coding_limits
from agents.settings import Settings
from pipeline.flow import Flow, load_flow
from pipeline.nlp.annotation import scores_of
from pipeline.nlp.windows import MAX_READ_PIECES
from pipeline.stages.cleaning.clean import clean_article
from schemas.codec import decode_article
from schemas.dead_letter import DeadLetterCode
from schemas.outcome import Outcome
from support.hostile import CATALOGUE, Size, distinct_articles

SMALL = Size(message_bytes=3_000, body_chars=1_200)
# Of what makes most tokens, sentences, pieces, distinct words or events; at full size.
DENSE = (
    "spaced !", "short runs of …", "marks: paragraphs", "drawn of all", "distinct words", "news: names",
    "one token",
)  # fmt: skip
# Where code that looks around at each word, name, date or act would look too far.
CROWDED = (
    "news: names without a stop", "news: names and commas", "news: persons", "news: titles",
    "news: dates", "news: dates in a row", "news: numbers", "news: quotes", "news: pronouns",
    "news: descriptions", "news: says that says", "news: relative clauses", "news: attacks of attacks",
    "news: one sentence", "news: acronyms", "distinct names", "marks: wrapped lines",
    "marks: short lines", "html: misnested", "html: less than and a letter", "page: links",
)  # fmt: skip
# The limits of a Doc and of what is read; a chunk of 1,000 characters or a window may go beyond.
MAX_TOKENS = 120_000 + 2_000
CODES = frozenset(get_args(DeadLetterCode)) - {"bug", "crashed_extractor", "out_of_memory"}


@pytest.fixture(scope="module")
def limits() -> CodingLimits:
    return coding_limits(Settings())


@pytest.fixture(scope="module")
def flow(limits: CodingLimits) -> Flow:
    return load_flow(limits.flow)


def verdict_on(value: bytes, flow: Flow, limits: CodingLimits) -> Verdict:
    return code_article(RawArticle(value=value), coder=flow, limits=limits)


def cleaned(value: bytes, limits: CodingLimits) -> str:
    return clean_article(decode_article(value).article, limits=limits.flow.clean).text


def calls_for(name: str, chars: int, flow: Flow, limits: CodingLimits) -> int:
    """How often Python called a function, its own or one in C, to code a message of *chars*."""
    value = CATALOGUE[name](Size(message_bytes=2 * chars, body_chars=chars))
    calls: Counter[str] = Counter()

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        calls[event] += 1

    sys.setprofile(count)
    try:
        verdict_on(value, flow, limits)
    finally:
        sys.setprofile(None)
    return calls["call"] + calls["c_call"]


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_ends_by_rule(name: str, flow: Flow, limits: CodingLimits) -> None:
    value = CATALOGUE[name](SMALL)

    verdict = verdict_on(value, flow, limits)

    assert len(value) <= SMALL.message_bytes
    if isinstance(verdict, Refused):
        assert verdict.code in CODES, verdict.message
        assert len(verdict.message) < 1_000
    else:
        assert verdict.outcome in get_args(Outcome)


@pytest.mark.parametrize("name", DENSE)
def test_no_text_makes_more_tokens_or_is_read_further_than_its_limit(
    name: str, flow: Flow, limits: CodingLimits
) -> None:
    text = cleaned(CATALOGUE[name](Size()), limits)

    with flow.nlp.memory_zone():
        doc = flow.nlp(text)
        tokens, unread_from, kept = len(doc), scores_of(doc).unread_from, doc.text

    assert kept == text
    assert tokens <= MAX_TOKENS
    # Every token that is read has a piece or is white space, of which each word has one at most.
    assert (tokens if unread_from is None else unread_from) <= 2 * MAX_READ_PIECES


@pytest.mark.parametrize("name", CROWDED)
def test_twice_the_text_makes_twice_the_work(name: str, flow: Flow, limits: CodingLimits) -> None:
    calls_for(name, 1_500, flow, limits)  # what is kept for the next time is not counted
    once = calls_for(name, 1_500, flow, limits)

    twice = calls_for(name, 3_000, flow, limits)

    assert twice < 2.5 * once


def test_a_list_of_the_wrong_kind_is_refused_for_its_first_entry(limits: CodingLimits) -> None:
    value = orjson.dumps({"id": "a", "body": "b", "subjects": [1] * 100, "keywords": [2] * 100})

    with pytest.raises(Exception, match="/subjects/0") as refused:
        decode_article(value, limits=limits.flow.article)

    assert "/subjects/1" not in str(refused.value)
    assert "/keywords/1" not in str(refused.value)


def test_words_of_an_article_are_forgotten_with_it(flow: Flow, limits: CodingLimits) -> None:
    first, *others = distinct_articles(20)
    verdict_on(first, flow, limits)
    known = len(flow.nlp.vocab.strings), len(list(flow.nlp.vocab))

    verdicts = [verdict_on(other, flow, limits) for other in others]

    assert all(isinstance(verdict, Extracted) for verdict in verdicts)
    assert (len(flow.nlp.vocab.strings), len(list(flow.nlp.vocab))) == known
