import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agents.delivery import DeadLetters, Incoming, MemoryOutlet
from agents.store import REVISION_HEADER, store_batch
from pipeline.storage.errors import DatabaseUnavailable, Unstorable
from pipeline.storage.memory import MemoryEventRepository
from pipeline.storage.replacement import Saved
from pipeline.storage.repository import EventRepository
from schemas.codec import decode_event, encode
from schemas.dead_letter import DeadLetterReason
from schemas.extraction import Extraction
from support.builders import make_cancellation, make_event, make_extraction, make_state


class Fussy:
    """A repository that is away for its first calls, and refuses the articles it is told to refuse."""

    def __init__(
        self,
        *,
        outages: int = 0,
        outage: Exception = DatabaseUnavailable("the database is away"),  # noqa: B008
        refused: str = "",
        bugs: str = "",
    ) -> None:
        self._outage = outage
        self.stored = MemoryEventRepository()
        self._outages, self._refused, self._bugs = outages, refused, bugs

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        if self._outages:
            self._outages -= 1
            raise self._outage
        for extraction in extractions:
            if extraction.article.id == self._refused:
                raise Unstorable("a value does not fit")
            if extraction.article.id == self._bugs:
                raise LookupError("a bug of ours")
        return self.stored.save(extractions)

    def newer_than(self, revisions: Mapping[str, int]) -> tuple[Saved, ...]:
        return self.stored.newer_than(revisions)


def incoming(extraction: Extraction | bytes, offset: int = 0) -> Incoming:
    value = extraction if isinstance(extraction, bytes) else encode(extraction)
    return Incoming(
        topic="extractions", partition=0, offset=offset, timestamp=1, key=b"k", value=value
    )


def run(
    messages: Sequence[Extraction | bytes], repository: EventRepository
) -> tuple[MemoryOutlet, MemoryOutlet]:
    events, letters, state = MemoryOutlet(), MemoryOutlet(), make_state("store")
    asyncio.run(
        store_batch(
            [incoming(message, offset) for offset, message in enumerate(messages)],
            repository=repository,
            events=events,
            dead_letters=DeadLetters(outlet=letters, version="0", state=state),
            state=state,
        )
    )
    return events, letters


def codes(letters: MemoryOutlet) -> list[str]:
    reasons = [DeadLetterReason.from_headers(letter.headers) for letter in letters.sent]
    return [reason.code for reason in reasons if reason]


def test_each_event_is_published_under_its_id_with_the_stored_revision() -> None:
    events, letters = run([make_extraction("a1")], MemoryEventRepository())

    (sent,) = events.sent
    event = decode_event(sent.value)
    assert sent.key == event.id.encode()
    assert (event.revision, event.state) == (1, "current")
    assert dict(sent.headers)[REVISION_HEADER] == b"1"
    assert letters.sent == []


def test_a_cancellation_publishes_the_retracted_state_and_then_a_tombstone() -> None:
    repository = MemoryEventRepository()
    run([make_extraction("a1")], repository)

    events, _ = run([make_cancellation("a1")], repository)

    state, tombstone = events.sent
    assert decode_event(state.value).state == "retracted"
    assert tombstone.value is None
    assert state.key == tombstone.key


def test_a_redelivered_batch_publishes_the_same_bytes_again() -> None:
    repository = MemoryEventRepository()
    batch = [make_extraction("a1"), make_extraction("a2"), make_cancellation("a1")]
    first, _ = run(batch, repository)

    again, _ = run(batch, repository)

    last_of = {message.key: message for message in first.sent}
    assert {message.key: message for message in again.sent} == last_of


def test_an_older_version_that_comes_late_publishes_nothing() -> None:
    repository = MemoryEventRepository()
    run([make_extraction("a1", version=2)], repository)

    events, _ = run([make_extraction("a1", version=1)], repository)

    assert events.sent == []


def test_a_database_that_is_away_is_waited_for_and_nothing_becomes_a_dead_letter() -> None:
    events, letters = run([make_extraction("a1")], Fussy(outages=2))

    assert len(events.sent) == 1
    assert letters.sent == []


def test_the_one_article_that_the_database_refuses_is_found_and_the_others_are_stored() -> None:
    repository = Fussy(refused="a5")
    batch = [make_extraction(f"a{n}") for n in range(12)]

    events, letters = run(batch, repository)

    assert codes(letters) == ["unstorable"]
    assert letters.sent[0].value == encode(batch[5])
    assert len(events.sent) == 11


def test_an_exception_of_ours_costs_one_article_and_says_that_it_is_a_bug() -> None:
    events, letters = run([make_extraction(f"a{n}") for n in range(3)], Fussy(bugs="a1"))

    assert codes(letters) == ["bug"]
    assert len(events.sent) == 2


def test_bytes_that_are_no_extraction_become_a_dead_letter_and_the_neighbours_are_stored() -> None:
    events, letters = run([b"{", make_extraction("a1", events=(make_event("a1"),))], Fussy())

    assert codes(letters) == ["invalid_extraction"]
    assert len(events.sent) == 1


def test_a_machine_without_threads_is_waited_for_and_no_article_is_condemned() -> None:
    events, letters = run([make_extraction("a1")], Fussy(outages=1, outage=RuntimeError()))

    assert len(events.sent) == 1
    assert letters.sent == []


class Overtaken(Fussy):
    """A repository in which another worker stores a newer version right after each of our commits."""

    def __init__(self, newer: Sequence[Extraction]) -> None:
        super().__init__()
        self._newer = list(newer)

    def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
        saved = super().save(extractions)
        if self._newer:
            self.stored.save([self._newer.pop(0)])
        return saved


def test_a_worker_that_was_overtaken_leaves_the_newer_state_as_the_last_on_the_topic() -> None:
    newer = make_extraction("a1", version=2)

    events, _ = run([make_extraction("a1")], Overtaken([newer]))

    last = {message.key: decode_event(message.value) for message in events.sent}
    assert [(event.revision, event.article_version) for event in last.values()] == [(2, 2)]


def test_a_worker_that_was_overtaken_by_a_cancellation_ends_with_the_tombstone() -> None:
    events, _ = run([make_extraction("a1")], Overtaken([make_cancellation("a1")]))

    assert events.sent[-1].value is None


def test_an_event_that_cannot_be_encoded_costs_one_article() -> None:
    class Unencodable(Fussy):
        def save(self, extractions: Sequence[Extraction]) -> tuple[Saved, ...]:
            saved = super().save(extractions)
            nonsense: Any = (None,)
            return tuple(
                replace(each, events=nonsense) if each.article_id == "a1" else each
                for each in saved
            )

    events, letters = run([make_extraction(f"a{n}") for n in range(3)], Unencodable())

    assert codes(letters) == ["bug"]
    assert {decode_event(message.value).article_id for message in events.sent} == {"a0", "a2"}


def test_events_and_tombstones_go_on_with_the_trace_of_their_article() -> None:
    trace = ("traceparent", b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
    events, state = MemoryOutlet(), make_state("store")
    repository = MemoryEventRepository()
    for offset, extraction in enumerate([make_extraction(), make_cancellation(version=2)]):
        message = replace(incoming(extraction, offset), headers=(trace, ("producer", b"p")))
        asyncio.run(
            store_batch(
                [message],
                repository=repository,
                events=events,
                dead_letters=DeadLetters(outlet=MemoryOutlet(), version="0", state=state),
                state=state,
            )
        )

    assert {sent.headers[1:] for sent in events.sent} == {(trace,)}
    assert [sent.value is None for sent in events.sent] == [False, False, True]


def test_what_saving_and_publishing_took_is_counted() -> None:
    moments = iter(range(100))
    state = make_state("store")
    state.steady = lambda: float(next(moments))
    asyncio.run(
        store_batch(
            [incoming(make_extraction("a1"))],
            repository=MemoryEventRepository(),
            events=MemoryOutlet(),
            dead_letters=DeadLetters(outlet=MemoryOutlet(), version="0", state=state),
            state=state,
        )
    )

    assert state.stage_milliseconds == {"save": 1000, "publish": 1000}
