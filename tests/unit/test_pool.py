import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from agents.coding import CodingLimits, Extracted, RawArticle, Refused, code_article
from agents.errors import PoolUnusable
from agents.pool import KILLED_ATTEMPTS, CodingPool, require_coded
from pipeline.flow_limits import FlowLimits
from schemas.codec import decode_extraction
from support.coders import load_failing_coder, load_no_coder, load_obedient_coder

TESTS = Path(__file__).parent.parent
LIMITS = CodingLimits(
    flow=FlowLimits(),
    cpu_seconds=1.0,
    timeout_seconds=2.0,
    memory_bytes=4_000_000_000,
    max_extraction_bytes=8_000_000,
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
        ("spin", "too_slow"),
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


def test_the_neighbours_of_killers_are_unharmed(pool: CodingPool) -> None:
    orders = ["write"] * 10 + ["die"] + ["write"] * 10 + ["spin"] + ["write"] * 10
    futures = [pool.submit(raw(order, f"a-{n}")) for n, order in enumerate(orders)]

    verdicts = [future.result(timeout=60) for future in futures]

    refused = [verdict.code for verdict in verdicts if isinstance(verdict, Refused)]
    assert refused == ["crashed_extractor", "too_slow"]
    coded = [verdict.article_id for verdict in verdicts if isinstance(verdict, Extracted)]
    assert coded == [f"a-{n}" for n, order in enumerate(orders) if order == "write"]


def test_the_neighbours_of_an_article_that_never_ends_are_coded_meanwhile(tmp_path: Path) -> None:
    patient = replace(LIMITS, timeout_seconds=600)
    marker = tmp_path / "marker"
    with CodingPool(processes=2, limits=patient, load=load_obedient_coder) as pool:
        never = pool.submit(raw("await", str(marker)))
        others = [pool.submit(raw("write", f"a-{n}")) for n in range(20)]

        verdicts = [other.result(timeout=120) for other in others]
        ended_before = never.done()
        marker.touch()

        assert all(isinstance(verdict, Extracted) for verdict in verdicts)
        assert not ended_before
        assert isinstance(never.result(timeout=60), Extracted)


def test_a_process_killed_in_the_middle_of_its_answer_delays_no_neighbour(
    pool: CodingPool, tmp_path: Path
) -> None:
    # A pool whose processes share a pipe waits minutes for the lock that the dead one held.
    severed = pool.submit(raw("sever", str(tmp_path / "marker")))
    others = [pool.submit(raw("write", f"a-{n}")) for n in range(20)]

    verdicts = [future.result(timeout=60) for future in (*others, severed)]

    assert all(isinstance(verdict, Extracted) for verdict in verdicts)


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


@pytest.mark.parametrize(("order", "tries"), [("die", 2), ("hang", 2), ("spin", 1)])
def test_a_killer_is_condemned_at_the_second_try_unless_it_spent_its_processor_time(
    pool: CodingPool, order: str, tries: int
) -> None:
    verdict = pool.submit(raw(order)).result(timeout=60)

    assert isinstance(verdict, Refused)
    assert verdict.attempts == tries


def test_the_refusal_of_a_slow_article_names_its_limit_and_the_setting(pool: CodingPool) -> None:
    spun = pool.submit(raw("spin")).result(timeout=60)
    hung = pool.submit(raw("hang")).result(timeout=60)

    assert isinstance(spun, Refused)
    assert "1 CPU seconds (setting article_cpu_seconds)" in spun.message
    assert isinstance(hung, Refused)
    assert "2 s (setting article_timeout_seconds)" in hung.message


def test_an_article_whose_process_is_killed_again_and_again_is_told_in_the_end(
    pool: CodingPool,
) -> None:
    verdict = pool.submit(raw("suicide")).result(timeout=120)

    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.attempts) == ("crashed_extractor", KILLED_ATTEMPTS)
    assert "exit status -9" in verdict.message


def test_a_suspended_worker_condemns_no_article_and_codes_none_twice(tmp_path: Path) -> None:
    # Worker and processes stop for longer than the limit of an idle article, and go on.
    program = [sys.executable, "-m", "support.suspended", str(LIMITS.timeout_seconds)]
    taken = tmp_path / "taken"
    with subprocess.Popen(
        [*program, str(taken)], stdout=subprocess.PIPE, start_new_session=True, cwd=TESTS
    ) as worker:
        while not taken.exists():
            assert worker.poll() is None
            time.sleep(0.05)
        os.killpg(worker.pid, signal.SIGSTOP)
        time.sleep(2 * LIMITS.timeout_seconds)
        os.killpg(worker.pid, signal.SIGCONT)

        told, _ = worker.communicate(timeout=60)

    assert told.decode().split() == ["Extracted"]
    assert taken.read_text() == "taken\n"


def test_a_suspended_process_condemns_no_article_and_codes_none_twice(
    pool: CodingPool, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    verdict = pool.submit(raw("nap", str(taken)))
    while not taken.exists():
        time.sleep(0.05)
    processes = [process.pid for process in multiprocessing.active_children() if process.pid]
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(2 * LIMITS.timeout_seconds)
    for pid in processes:
        os.kill(pid, signal.SIGCONT)

    assert isinstance(verdict.result(timeout=60), Extracted)
    assert taken.read_text() == "taken\n"


def test_a_process_that_has_grown_is_replaced_and_costs_no_article() -> None:
    growing = replace(LIMITS, growth_bytes=-1_000_000_000)  # any process has grown more than that
    with CodingPool(processes=1, limits=growing, load=load_obedient_coder) as pool:
        verdicts = [pool.submit(raw("pid", f"a-{n}")).result(timeout=60) for n in range(3)]

    assert all(isinstance(verdict, Extracted) for verdict in verdicts)
    extractions = [verdict.extraction for verdict in verdicts if isinstance(verdict, Extracted)]
    assert len({decode_extraction(each).text for each in extractions}) == 3


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
