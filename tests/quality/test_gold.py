"""The gold keeps the rules of seeds/README.md, so no figure is wrong for a slip of the pen."""

from collections import Counter
from pathlib import Path

import pytest

import seeds
from pipeline.flow import Flow
from pipeline.quality.coded import CodedArticle
from pipeline.quality.coding import code_files
from pipeline.quality.gold import GoldArticle, GoldEvent, load_gold
from pipeline.quality.matching import find_stretches
from pipeline.quality.places import UNSEEN
from schemas.ontology import load_ontology

FOLDERS = (Path(seeds.__file__).parent, UNSEEN)


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture(scope="module")
def gold(folder: Path) -> tuple[GoldArticle, ...]:
    return load_gold(sorted(folder.glob(seeds.GOLD_PATTERN)))


@pytest.fixture(scope="module")
def coded(folder: Path, flow: Flow) -> tuple[CodedArticle, ...]:
    articles = [path for path in folder.iterdir() if path.suffix in seeds.ACCEPTED_SUFFIXES]
    return code_files(sorted(articles), flow)


def _events(gold: tuple[GoldArticle, ...]) -> list[tuple[str, GoldEvent]]:
    return [(article.article, event) for article in gold for event in article.events]


def test_every_seed_article_has_gold_and_every_gold_an_article(
    gold: tuple[GoldArticle, ...], coded: tuple[CodedArticle, ...]
) -> None:
    assert Counter(article.article for article in gold) == Counter(article.key for article in coded)


def test_an_article_has_required_events_exactly_when_it_is_extracted(
    gold: tuple[GoldArticle, ...],
) -> None:
    for article in gold:
        if any(not event.optional for event in article.events):
            assert article.outcome == "extracted", article.article
        if article.outcome == "extracted":
            assert article.events, article.article


def test_types_and_modes_are_those_of_the_ontology(gold: tuple[GoldArticle, ...]) -> None:
    types = load_ontology().types
    unknown = [
        f"{place}: {event.event_type} {event.modes}"
        for place, event in _events(gold)
        if event.event_type not in types
        or not set(event.modes) <= set(types[event.event_type].modes)
    ]

    assert not unknown, "\n".join(unknown)


def test_a_trigger_is_a_part_of_its_evidence(gold: tuple[GoldArticle, ...]) -> None:
    apart = [
        f"{place}: {event.trigger}"
        for place, event in _events(gold)
        if not find_stretches(event.trigger, event.evidence)
    ]

    assert not apart, "\n".join(apart)


def test_all_evidence_stands_in_the_cleaned_text(
    gold: tuple[GoldArticle, ...], coded: tuple[CodedArticle, ...]
) -> None:
    texts = {article.key: article.text for article in coded}
    lost = [
        f"{place}: {event.evidence}"
        for place, event in _events(gold)
        if not find_stretches(event.evidence, texts[place])
    ]

    assert not lost, "\n".join(lost)


def test_no_two_events_of_an_article_are_the_same(gold: tuple[GoldArticle, ...]) -> None:
    told = Counter(
        (place, event.event_type, event.evidence, event.trigger) for place, event in _events(gold)
    )

    assert [key for key, times in told.items() if times > 1] == []
