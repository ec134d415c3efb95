"""What every repository promises about saving, whatever it keeps its rows in."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline.storage.errors import Unstorable
from pipeline.storage.queries import RowCounts
from pipeline.storage.replacement import Saved
from schemas.codec import decode_event, encode
from schemas.extraction import Arrival, Extraction
from support.backends import Backend, save, stored
from support.builders import CODER, PUBLISHED_AT, make_cancellation, make_event, make_extraction


def messages(saved: Saved) -> list[bytes]:
    return [encode(event) for event in saved.events]


def states(saved: Saved) -> list[tuple[str, str, int]]:
    return [(event.event_type, event.state, event.revision) for event in saved.events]


def two_types(first: str, second: str, article_id: str = "a1", **fields: Any) -> Extraction:
    events = [make_event(article_id, event_type=kind) for kind in (first, second)]
    return make_extraction(article_id, events=events, **fields)


def test_a_first_article_is_created_with_its_events_at_revision_1(backend: Backend) -> None:
    saved = save(backend, make_extraction())

    assert (saved.article_id, saved.change, saved.revision) == ("a1", "created", 1)
    assert states(saved) == [("THREATEN", "current", 1)]
    assert stored(backend) == {event.id: encode(event) for event in saved.events}


def test_an_empty_batch_is_nothing(backend: Backend) -> None:
    assert backend.save([]) == ()


def test_a_stored_event_is_the_coded_one_but_for_its_revision(backend: Backend) -> None:
    coded = make_event()

    (event,) = save(backend, make_extraction(events=[coded])).events

    assert event == coded.model_copy(update={"revision": 1})


def test_a_redelivered_article_changes_nothing_and_says_the_same_bytes(backend: Backend) -> None:
    first = save(backend, make_extraction())

    again = save(backend, make_extraction())

    assert again.change == "unchanged"
    assert messages(again) == messages(first)
    assert backend.count_rows().current_events == 1


def test_another_coding_time_alone_is_no_change(backend: Backend) -> None:
    first = save(backend, make_extraction())
    later = make_event(coded_at=PUBLISHED_AT + timedelta(hours=1))

    again = save(backend, make_extraction(events=[later]))

    assert again.change == "unchanged"
    assert messages(again) == messages(first)


def test_a_higher_version_replaces_the_events_as_a_set(backend: Backend) -> None:
    save(backend, two_types("THREATEN", "ACCUSE"))

    saved = save(backend, two_types("ACCUSE", "PROTEST", version=2))

    assert (saved.change, saved.revision) == ("replaced", 2)
    assert sorted(states(saved)) == [
        ("ACCUSE", "current", 2),
        ("PROTEST", "current", 2),
        ("THREATEN", "retracted", 2),
    ]
    assert [event.state for event in saved.events] == ["current", "current", "retracted"]


def test_a_lower_version_is_outdated_and_changes_nothing(backend: Backend) -> None:
    save(backend, make_extraction(version=2))
    before = stored(backend)

    saved = save(backend, two_types("ACCUSE", "PROTEST", version=1))

    assert (saved.change, saved.revision, saved.events) == ("outdated", 1, ())
    assert stored(backend) == before


def test_the_same_version_coded_otherwise_replaces(backend: Backend) -> None:
    save(backend, make_extraction())
    newer = CODER.model_copy(update={"version": "0.2.0"})

    saved = save(backend, make_extraction(coder=newer, events=[make_event(coder=newer)]))

    assert (saved.change, saved.revision) == ("replaced", 2)
    assert saved.events[0].coder.version == "0.2.0"


def test_an_event_that_comes_back_is_current_again(backend: Backend) -> None:
    save(backend, make_extraction())
    save(backend, make_extraction(version=2, events=[]))

    saved = save(backend, make_extraction(version=3))

    assert states(saved) == [("THREATEN", "current", 3)]


def test_an_event_retracted_earlier_keeps_the_revision_that_retracted_it(backend: Backend) -> None:
    save(backend, make_extraction())
    gone = save(backend, make_extraction(version=2, events=[]))

    saved = save(backend, make_extraction(version=3, events=[]))

    assert states(saved) == [("THREATEN", "retracted", 2)]
    assert messages(saved) == messages(gone)


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_taking_an_article_back_keeps_its_row_and_retracts_its_events(
    backend: Backend, status: Any
) -> None:
    save(backend, make_extraction())

    saved = save(backend, make_cancellation(version=1, status=status))

    assert saved.change == "retracted"
    assert states(saved) == [("THREATEN", "retracted", 2)]
    assert backend.count_rows() == RowCounts(
        articles_by_outcome={status: 1}, current_events=0, retracted_events=1
    )
    assert list(backend.find_events()) == []


def test_a_cancellation_delivered_again_says_the_same_bytes(backend: Backend) -> None:
    save(backend, make_extraction())
    first = save(backend, make_cancellation())

    again = save(backend, make_cancellation())

    assert again.change == "unchanged"
    assert messages(again) == messages(first)


def test_a_cancellation_with_and_without_the_version_is_the_same(backend: Backend) -> None:
    save(backend, make_extraction(version=3))
    save(backend, make_cancellation())

    assert save(backend, make_cancellation(version=3)).change == "unchanged"


def test_a_cancellation_without_a_version_takes_the_one_that_stands(backend: Backend) -> None:
    save(backend, make_extraction(version=7))

    assert save(backend, make_cancellation()).change == "retracted"
    assert save(backend, make_extraction(version=7)).change == "outdated"
    assert save(backend, make_extraction(version=8)).change == "replaced"


def test_a_redelivered_cancellation_without_a_version_spares_the_version_that_came_after_it(
    backend: Backend,
) -> None:
    cancellation = make_cancellation(arrival=Arrival(partition=0, offset=5, timestamp=1_000))
    correction = make_extraction(version=2)
    for extraction in (make_extraction(version=1), cancellation, correction):
        save(backend, extraction)
    before = stored(backend)

    changes = [save(backend, extraction).change for extraction in (cancellation, correction)]

    assert changes == ["outdated", "unchanged"]
    assert stored(backend) == before


def test_a_second_cancellation_without_a_version_takes_back_the_version_after_the_first(
    backend: Backend,
) -> None:
    first = make_cancellation(arrival=Arrival(partition=0, offset=5, timestamp=1_000))
    second = make_cancellation(arrival=Arrival(partition=0, offset=7, timestamp=900))
    for extraction in (make_extraction(version=1), first, make_extraction(version=2)):
        save(backend, extraction)

    assert save(backend, second).change == "retracted"
    assert save(backend, first).change == "unchanged"
    assert {decode_event(message).state for message in stored(backend).values()} == {"retracted"}


def test_of_two_contents_of_one_version_the_one_that_kafka_took_later_stands(
    backend: Backend,
) -> None:
    earlier, later = (
        make_extraction(
            version=1, headline=said, arrival=Arrival(partition=0, offset=at, timestamp=at)
        )
        for said, at in (("As first told", 5), ("As corrected", 7))
    )
    save(backend, later)
    before = stored(backend)

    # A worker that was frozen with the earlier one in hand wakes up.
    assert save(backend, earlier).change == "outdated"
    assert stored(backend) == before
    assert save(backend, later).change == "unchanged"


def test_the_same_message_coded_otherwise_replaces_what_was_coded_first(backend: Backend) -> None:
    arrival = Arrival(partition=0, offset=5, timestamp=5)
    save(backend, make_extraction(version=1, arrival=arrival))

    again = make_extraction(version=1, arrival=arrival, events=())

    assert save(backend, again).change == "replaced"


def test_what_is_newer_than_a_revision_is_told_with_all_its_events(backend: Backend) -> None:
    save(backend, make_extraction("a1"))
    save(backend, make_extraction("a2"))
    retracted = save(backend, make_cancellation("a2"))

    newer = backend.newer_than({"a2": 1, "a1": 1, "unknown": 0})

    assert [(each.article_id, each.revision) for each in newer] == [("a2", 2)]
    assert newer[0].events == retracted.events
    assert backend.newer_than({"a2": 2}) == ()


def test_a_cancellation_of_an_older_version_is_outdated(backend: Backend) -> None:
    save(backend, make_extraction(version=2))

    assert save(backend, make_cancellation(version=1)).change == "outdated"


def test_a_cancellation_before_its_article_wins(backend: Backend) -> None:
    saved = save(backend, make_cancellation(version=2))

    assert (saved.change, saved.revision, saved.events) == ("retracted", 1, ())
    assert save(backend, make_extraction(version=1)).change == "outdated"
    assert save(backend, make_extraction(version=2)).change == "outdated"
    assert backend.count_rows().articles_by_outcome == {"canceled": 1}


def test_canceled_outranks_withheld_of_the_same_version(backend: Backend) -> None:
    save(backend, make_cancellation(version=1, status="withheld"))

    assert save(backend, make_cancellation(version=1)).change == "retracted"
    assert save(backend, make_cancellation(version=1, status="withheld")).change == "outdated"


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (1, 2, 1), (2, 2)])
def test_versions_in_one_batch_end_as_in_batches_of_their_own(
    backend: Backend, order: tuple[int, ...]
) -> None:
    kinds = {1: ("THREATEN", "ACCUSE"), 2: ("ACCUSE", "PROTEST")}
    together = [two_types(*kinds[version], version=version) for version in order]
    apart = [two_types(*kinds[version], "b1", version=version) for version in order]

    one_batch = backend.save(together)
    each = [save(backend, extraction) for extraction in apart]

    assert [(s.change, s.revision) for s in one_batch] == [(s.change, s.revision) for s in each]
    assert [sorted(states(s)) for s in one_batch] == [sorted(states(s)) for s in each]
    assert len(stored(backend, "a1")) == len(stored(backend, "b1"))


def test_a_batch_with_an_unstorable_article_stores_nothing(backend: Backend) -> None:
    broken = make_extraction("bad", headline="NUL \x00 inside")

    with pytest.raises(Unstorable) as caught:
        backend.save([make_extraction("good"), broken])

    assert caught.value.article_id == "bad"
    assert caught.value.code == "unstorable"
    assert backend.count_rows().articles == 0


@pytest.mark.parametrize(
    "extraction",
    [
        make_extraction(headline="lone \ud800 surrogate"),
        make_extraction(ext={"deep": [{"\x00": 1}]}),
        make_extraction(article_id="a\x00"),
        make_extraction(version=2**63),
        make_extraction(events=[make_event("other")]),
        make_extraction(events=[make_event(), make_event()]),
    ],
    ids=["surrogate", "nul in a key", "nul in the id", "version", "foreign event", "same id"],
)
def test_what_no_database_can_keep_is_unstorable(backend: Backend, extraction: Extraction) -> None:
    with pytest.raises(Unstorable):
        backend.save([extraction])


def test_the_six_characters_of_an_escape_are_no_nul(backend: Backend) -> None:
    extraction = make_extraction(headline="write \\u0000 for NUL", ext={"n": float("nan")})

    assert save(backend, extraction).change == "created"
