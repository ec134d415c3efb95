"""The seed articles, coded once for all tests of quality, and compared with their gold."""

import pytest

from pipeline.flow import Flow, FlowLimits, load_flow
from pipeline.quality.coded import CodedArticle
from pipeline.quality.coding import code_files
from pipeline.quality.gold import GoldArticle, load_gold
from pipeline.quality.scoring import ArticleScore, score_articles
from seeds import gold_files, seed_files


@pytest.fixture(scope="session")
def gold() -> tuple[GoldArticle, ...]:
    return load_gold(gold_files())


@pytest.fixture(scope="session")
def flow() -> Flow:
    return load_flow(FlowLimits())


@pytest.fixture(scope="session")
def coded(flow: Flow) -> tuple[CodedArticle, ...]:
    return code_files(seed_files(), flow)


@pytest.fixture(scope="session")
def scores(
    gold: tuple[GoldArticle, ...], coded: tuple[CodedArticle, ...]
) -> tuple[ArticleScore, ...]:
    return score_articles(gold, coded)
