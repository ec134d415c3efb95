import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from agents.coding import CodingLimits, Extracted, RawArticle, Refused, code_article
from agents.errors import PoolUnusable
from agents.pool import CodingPool, require_coded
from pipeline.flow import FlowLimits
from support.coders import load_failing_coder, load_no_coder, load_obedient_coder

LIMITS = CodingLimits(
    flow=FlowLimits(), timeout_seconds=2.0, memory_bytes=4_000_000_000, max_extraction_bytes=100_000
)


def raw(order: str, article_id: str = "a") -> RawArticle:
    return RawArticle(value=orjson.dumps({"id": article_id, "body": f"{order} now"}))


@pytest.fixture(scope="module")
def pool() -> Iterator[CodingPool]:
    with CodingPool(processes=2, limits=LIMITS, load=load_obedient_coder) as opened:
        yield opened


def test_an_article_is_coded_in_a_process_of_the_pool(pool: CodingPool) -> None:
    verdict = pool.submit(raw("write", "a-1")).result(timeout=60)

    assert isinstance(verdict, Extracted)
    assert verdict.article_id == "a-1"
    assert "clean" in verdict.stage_milliseconds


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("die", "crashed_extractor"),
        ("hang", "too_slow"),
        ("grow", "out_of_memory"),
        ("fail", "bug"),
    ],
)
def test_an_article_that_harms_its_process_is_refused_with_its_code(
    pool: CodingPool, order: str, code: str
) -> None:
    verdict = pool.submit(raw(order)).result(timeout=60)

    assert isinstance(verdict, Refused)
    assert verdict.code == code
    assert verdict.message


def test_the_neighbours_of_a_killer_are_unharmed(pool: CodingPool) -> None:
    orders = ["write"] * 10 + ["die"] + ["write"] * 10 + ["hang"] + ["write"] * 10
    futures = [pool.submit(raw(order, f"a-{n}")) for n, order in enumerate(orders)]

    verdicts = [future.result(timeout=60) for future in futures]

    refused = [verdict.code for verdict in verdicts if isinstance(verdict, Refused)]
    assert refused == ["crashed_extractor", "too_slow"]
    coded = [verdict.article_id for verdict in verdicts if isinstance(verdict, Extracted)]
    assert coded == [f"a-{n}" for n, order in enumerate(orders) if order == "write"]


def test_bytes_that_are_no_article_are_refused_with_the_code_of_their_fault(
    pool: CodingPool,
) -> None:
    verdict = pool.submit(RawArticle(value=b"{")).result(timeout=60)

    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.stage) == ("not_json", "decode")


def test_an_extraction_over_the_limit_is_refused_rather_than_sent() -> None:

    tight = replace(LIMITS, max_extraction_bytes=10)

    verdict = code_article(raw("write"), coder=load_obedient_coder(FlowLimits()), limits=tight)

    assert isinstance(verdict, Refused)
    assert verdict.code == "extraction_too_large"


def test_an_article_whose_process_was_killed_by_somebody_is_coded_at_the_second_try(
    pool: CodingPool, tmp_path: Path
) -> None:
    verdict = pool.submit(raw("stumble", str(tmp_path / "marker"))).result(timeout=60)

    assert isinstance(verdict, Extracted)


def test_a_killer_is_condemned_after_two_tries(pool: CodingPool) -> None:
    verdict = pool.submit(raw("die")).result(timeout=60)

    assert isinstance(verdict, Refused)
    assert verdict.attempts == 2


def test_a_process_that_is_killed_while_it_waits_costs_no_article(pool: CodingPool) -> None:
    assert isinstance(pool.submit(raw("write")).result(timeout=60), Extracted)
    for process in multiprocessing.active_children():
        process.kill()

    verdicts = [pool.submit(raw("write", f"a-{n}")).result(timeout=60) for n in range(5)]

    assert all(isinstance(verdict, Extracted) for verdict in verdicts)


def test_processes_that_cannot_start_make_the_pool_unusable_and_condemn_nothing() -> None:
    with (
        CodingPool(processes=1, limits=LIMITS, load=load_no_coder) as broken,
        pytest.raises(PoolUnusable, match="end before they take one"),
    ):
        broken.submit(raw("write")).result(timeout=120)


def test_a_coder_that_codes_nothing_is_told_by_the_canary() -> None:
    with CodingPool(processes=1, limits=LIMITS, load=load_failing_coder) as broken:
        canary = broken.submit_canary().result(timeout=60)

        with pytest.raises(PoolUnusable, match="not even a test sentence"):
            require_coded(canary)
