"""Repositories with many rows, several writers and arbitrary sequences."""

import itertools
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.storage.memory import MemoryEventRepository
from pipeline.storage.queries import RowCounts
from schemas.extraction import Arrival, Extraction
from support.backends import Backend, save, stored
from support.builders import (
    PUBLISHED_AT,
    make_actor,
    make_cancellation,
    make_event,
    make_extraction,
)


def test_events_are_listed_newest_first_and_filtered(backend: Backend) -> None:
    hours = [PUBLISHED_AT + timedelta(hours=hour) for hour in range(3)]
    for number, moment in enumerate(hours):
        save(
            backend,
            make_extraction(f"a{number}", events=[make_event(f"a{number}", coded_at=moment)]),
        )
    undated = make_event("a9", event_type="PROTEST", coded_at=None, location=None)
    undated = undated.model_copy(
        update={"actors": (make_actor("a9", "Peru", 0, country="PER", sector=None),)}
    )
    save(backend, make_extraction("a9", events=[undated]))

    def listed(**wanted: Any) -> list[str]:
        return [event.article_id for event in backend.find_events(**wanted)]

    assert listed() == ["a2", "a1", "a0", "a9"]
    assert listed(limit=2) == ["a2", "a1"]
    assert listed(since=hours[1]) == ["a2", "a1"]
    assert listed(event_type="PROTEST") == ["a9"]
    assert listed(country="PER") == ["a9"]
    assert listed(country="AFG") == ["a2", "a1", "a0"]
    assert listed(country="TUR", article_id="a1") == ["a1"]
    assert listed(country="XXX") == []


def test_a_long_listing_is_complete_and_in_order(backend: Backend) -> None:
    moments = [PUBLISHED_AT + timedelta(minutes=number // 7) for number in range(1_203)]
    backend.save(
        [
            make_extraction(f"a{n}", events=[make_event(f"a{n}", coded_at=moment)], entities=[])
            for n, moment in enumerate(moments)
        ]
    )

    listed = [(event.coded_at, event.id) for event in backend.find_events()]

    assert len(listed) == len(moments)
    assert listed == sorted(listed, reverse=True)


def test_times_far_away_are_kept(backend: Backend) -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    last = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    for article_id, moment in (("a1", first), ("a2", last)):
        event = make_event(article_id, coded_at=moment)
        save(backend, make_extraction(article_id, events=[event], published_at=moment))

    assert [event.coded_at for event in backend.find_events()] == [last, first]


def test_workers_saving_the_same_articles_at_once_store_each_once(backend: Backend) -> None:
    batches = [
        [make_extraction(f"a{n}", version=version) for n in order]
        for version, order in (
            (1, range(20)),
            (2, range(19, -1, -1)),
            (1, range(20)),
            (2, range(20)),
        )
    ]
    faults: list[BaseException] = []

    def work(batch: list[Extraction]) -> None:
        try:
            for _ in range(5):
                backend.save(batch)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(batch,)) for batch in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert backend.count_rows() == RowCounts(
        articles_by_outcome={"extracted": 20}, current_events=20, retracted_events=0
    )
    assert {event.article_version for event in backend.find_events()} == {2}


def test_five_thousand_articles_are_stored_quickly(backend: Backend) -> None:
    articles = [make_extraction(f"a{n}") for n in range(5_000)]
    started = time.monotonic()

    for at in range(0, len(articles), 500):
        backend.save(articles[at : at + 500])

    assert time.monotonic() - started < 60
    assert backend.count_rows().current_events == 5_000


def test_one_batch_of_thousands_is_one_transaction(backend: Backend) -> None:
    saved = backend.save([make_extraction(f"a{n}", entities=[]) for n in range(2_500)])

    assert {each.change for each in saved} == {"created"}
    assert {each.change for each in backend.save([make_extraction("a7", entities=[])])} == {
        "unchanged"
    }


_KINDS = st.sampled_from(["THREATEN", "ACCUSE", "PROTEST"])
_STEPS = st.one_of(
    st.tuples(st.just("usable"), st.integers(1, 3), st.sets(_KINDS)),
    st.tuples(st.sampled_from(["canceled", "withheld"]), st.none() | st.integers(1, 3), st.none()),
)
_SEQUENCES = st.lists(st.tuples(st.integers(0, 1), _STEPS), min_size=1, max_size=8)


def _extraction(prefix: str, article: int, step: Any) -> Extraction:
    status, version, kinds = step
    article_id = f"{prefix}-{article}"
    if status != "usable":
        return make_cancellation(article_id, version=version, status=status)
    events = [make_event(article_id, event_type=kind) for kind in sorted(kinds)]
    return make_extraction(article_id, version=version, events=events)


def _cut(extractions: list[Extraction], cuts: set[int]) -> list[list[Extraction]]:
    edges = [0, *sorted(cut for cut in cuts if cut < len(extractions)), len(extractions)]
    return [extractions[a:b] for a, b in itertools.pairwise(edges) if a < b]


@pytest.mark.postgres
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    sequence=_SEQUENCES,
    cuts=st.lists(st.sets(st.integers(1, 7)), min_size=3, max_size=3),
    example=st.uuids(),
)
def test_any_batching_on_any_database_gives_the_same_answers(
    all_backends: list[Backend], sequence: Any, cuts: list[set[int]], example: Any
) -> None:
    extractions = [_extraction(example.hex, article, step) for article, step in sequence]

    answers = [
        [saved for batch in _cut(extractions, where) for saved in backend.save(batch)]
        for backend, where in zip(all_backends, cuts, strict=True)
    ]
    rows = [
        [stored(backend, f"{example.hex}-{article}") for article in (0, 1)]
        for backend in all_backends
    ]

    assert answers[0] == answers[1] == answers[2]
    assert rows[0] == rows[1] == rows[2]
    again = [save(all_backends[1], extractions[-1])]
    assert again[0].change in {"unchanged", "outdated"}


@given(
    # The times are the producers' own, so they need not grow.
    steps=st.lists(st.tuples(_STEPS, st.integers(1, 9)), min_size=1, max_size=8),
    start=st.integers(0, 7),
)
def test_redelivery_from_any_point_ends_in_the_same_events(steps: list[Any], start: int) -> None:
    deliveries = []
    for offset, (step, clock) in enumerate(steps):
        extraction = _extraction("a", 0, step)
        if extraction.article.any_version:
            arrived = {"arrival": Arrival(partition=0, offset=offset, timestamp=clock)}
            article = extraction.article.model_copy(update=arrived)
            extraction = extraction.model_copy(update={"article": article})
        deliveries.append(extraction)
    repository = MemoryEventRepository()
    repository.save(deliveries)
    once = _content(repository)

    repository.save(deliveries[start:])

    assert _content(repository) == once


def _content(repository: MemoryEventRepository) -> set[tuple[str, str, int]]:
    events = repository.find_events(state=None)
    return {(event.id, event.state, event.article_version) for event in events}
