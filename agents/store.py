"""The agent ``store``: extractions in, rows and the topic ``events`` out."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.delivery import DeadLetters, Incoming, Outgoing, Outlet, Refusal
from agents.failures import classify, reason_of, settle
from agents.ops.state import WorkerState
from agents.tracing import Headers
from pipeline.storage.replacement import Saved
from pipeline.storage.repository import EventRepository
from schemas.codec import decode_extraction, encode
from schemas.extraction import Extraction

REVISION_HEADER = "eventwire.revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    message: Incoming
    extraction: Extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    message: Incoming
    saved: Saved


async def store_batch(
    messages: Sequence[Incoming],
    *,
    repository: EventRepository,
    events: Outlet,
    dead_letters: DeadLetters,
    state: WorkerState,
) -> None:
    """Commit *messages* to the database, then publish what it now says of their articles.

    Returns once the rows are committed, the brokers hold every event, tombstone and dead letter, and what
    was published last is what the database says. Repeatable: a repeated message changes no row and
    publishes the same bytes.
    """
    decoded, refusals = _decode_all(messages)

    async def save(batch: Sequence[_Decoded]) -> Sequence[_Stored]:
        with state.timed("save"):
            saved = await asyncio.to_thread(repository.save, [each.extraction for each in batch])
        return [
            _Stored(message=each.message, saved=one) for each, one in zip(batch, saved, strict=True)
        ]

    async def publish(batch: Sequence[_Stored]) -> Sequence[_Stored]:
        with state.timed("publish"):
            await events.send_all([said for each in batch for said in _publications(each)])
        return batch

    stored, unsaved = await settle(decoded, save, waiting_for="database", state=state)
    published, unpublished = await settle(stored, publish, waiting_for="kafka", state=state)
    await _catch_up(published, repository=repository, events=events, state=state)
    failed = [(each.item.message, each.error) for each in unsaved]
    failed += [(each.item.message, each.error) for each in unpublished]
    for message, error in failed:
        refusals.append(Refusal(message=message, reason=reason_of(error, stage="store")))
    await dead_letters.send(refusals)
    for each in published:
        _say(state, each)


def publications(saved: Saved, *, trace: Headers = ()) -> list[Outgoing]:
    """What the topic ``events`` has to say of an article: each event's state, and a tombstone after a retraction.

    The retraction goes first as a full state, so that a reader learns what was retracted; the tombstone
    lets compaction forget it. The revision is in a header too, as a tombstone has no value to hold it;
    *trace* are headers that go along.
    """
    outgoing: list[Outgoing] = []
    for event in saved.events:
        key = event.id.encode()
        headers = ((REVISION_HEADER, str(event.revision).encode()), *trace)
        outgoing.append(Outgoing(key=key, value=encode(event), headers=headers))
        if event.state == "retracted":
            outgoing.append(Outgoing(key=key, value=None, headers=headers))
    return outgoing


def _publications(stored: _Stored) -> list[Outgoing]:
    return publications(stored.saved, trace=stored.message.trace)


async def _catch_up(
    published: Iterable[_Stored],
    *,
    repository: EventRepository,
    events: Outlet,
    state: WorkerState,
) -> None:
    """Publish what is newer in the database than what this worker has just published, until nothing is.

    A worker that was frozen between its commit and its publication writes an old state over the newer
    one of the worker that took its partitions; so whoever published last looks once more.
    """
    said = {each.saved.article_id: each.saved.revision for each in published if each.saved.events}

    async def look(revisions: Sequence[tuple[str, int]]) -> Sequence[Saved]:
        return await asyncio.to_thread(repository.newer_than, dict(revisions))

    async def publish(newer: Sequence[Saved]) -> Sequence[Saved]:
        await events.send_all([said for each in newer for said in publications(each)])
        return newer

    while said:
        # What fails here for good is left to the worker whose publication it is.
        newer, _ = await settle(list(said.items()), look, waiting_for="database", state=state)
        again, _ = await settle(newer, publish, waiting_for="kafka", state=state)
        said = {saved.article_id: saved.revision for saved in again}


def _decode_all(messages: Iterable[Incoming]) -> tuple[list[_Decoded], list[Refusal]]:
    decoded: list[_Decoded] = []
    refusals: list[Refusal] = []
    for message in messages:
        try:
            extraction = decode_extraction(message.value)
        except Exception as error:
            if classify(error) == "infrastructure":
                raise
            reason = reason_of(error, stage="store")
            refusals.append(Refusal(message=message, reason=reason))
        else:
            decoded.append(_Decoded(message=message, extraction=extraction))
    return decoded, refusals


def _say(state: WorkerState, stored: _Stored) -> None:
    saved = stored.saved
    current = sum(event.state == "current" for event in saved.events)
    state.ended[saved.change] += 1
    state.events += current
    stored.message.done(saved.change, article_id=saved.article_id)
    state.log.info(
        "article stored",
        article_id=saved.article_id,
        change=saved.change,
        revision=saved.revision,
        events=current,
    )
