"""The flow and the seed articles, coded once for all tests of quality, and compared with their gold."""

import pytest

from pipeline.flow import Flow
from pipeline.quality.materials import Materials
from pipeline.quality.scoring import ArticleScore


@pytest.fixture(scope="session")
def materials() -> Materials:
    return Materials()


@pytest.fixture(scope="session")
def flow(materials: Materials) -> Flow:
    return materials.flow


@pytest.fixture(scope="session")
def scores(materials: Materials) -> tuple[ArticleScore, ...]:
    return materials.scores
