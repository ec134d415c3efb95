"""The agent ``store``: extractions in, rows and the topic ``events`` out."""

import asyncio
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from agents.delivery import Outgoing, Outlet, until_done
from agents.hop import Incoming, dead_letter
from agents.ops.log import Log
from pipeline.storage.errors import Unstorable, is_outage
from pipeline.storage.replacement import Saved
from pipeline.storage.repository import EventRepository
from schemas.codec import decode_extraction, encode
from schemas.dead_letter import DeadLetterCode
from schemas.errors import RefusedMessage
from schemas.extraction import Extraction

REVISION_HEADER = "eventwire.revision"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    message: Incoming
    extraction: Extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unsaved:
    message: Incoming
    code: DeadLetterCode
    stage: str
    reason: str


async def store_batch(
    messages: Sequence[Incoming],
    *,
    repository: EventRepository,
    events: Outlet,
    dead_letters: Outlet,
    log: Log,
    version: str,
) -> None:
    """Commit *messages* to the database, then publish what it now says of their articles.

    Returns once the rows are committed and the brokers hold every event, tombstone and dead letter.
    Repeatable: a repeated message changes no row and publishes the same bytes.
    """
    decoded: list[_Decoded] = []
    unsaved: list[_Unsaved] = []
    for message in messages:
        verdict = _decode(message)
        if isinstance(verdict, _Decoded):
            decoded.append(verdict)
        else:
            unsaved.append(verdict)
    saved = await _save(decoded, unsaved, repository=repository, log=log)
    states = [outgoing for each in saved for outgoing in publications(each)]
    letters = [
        dead_letter(
            each.message,
            code=each.code,
            stage=each.stage,
            reason=each.reason,
            agent="store",
            version=version,
        )
        for each in unsaved
    ]
    if states:
        await until_done("kafka", lambda: events.send_all(states), log=log)
    if letters:
        await until_done("kafka", lambda: dead_letters.send_all(letters), log=log)
    _say(log, saved, unsaved)


def publications(saved: Saved) -> list[Outgoing]:
    """What the topic ``events`` has to say of an article: each event's state, and a tombstone after a retraction.

    The retraction goes first as a full state, so that a reader learns what was retracted; the tombstone
    lets compaction forget it. The revision is in a header too, as a tombstone has no value to hold it.
    """
    outgoing: list[Outgoing] = []
    for event in saved.events:
        key = event.id.encode()
        headers = ((REVISION_HEADER, str(event.revision).encode()),)
        outgoing.append(Outgoing(key=key, value=encode(event), headers=headers))
        if event.state == "retracted":
            outgoing.append(Outgoing(key=key, value=None, headers=headers))
    return outgoing


async def _save(
    decoded: Sequence[_Decoded],
    unsaved: list[_Unsaved],
    *,
    repository: EventRepository,
    log: Log,
) -> list[Saved]:
    """Save *decoded* in one transaction; where one of them can never be saved, find it by halving.

    The culprits are appended to *unsaved*; the others are saved in their order.
    """
    if not decoded:
        return []
    batch = [each.extraction for each in decoded]

    async def attempt() -> tuple[Saved, ...] | Exception:
        try:
            return await asyncio.to_thread(repository.save, batch)
        except Exception as error:
            if is_outage(error) or _is_the_machines(error):
                raise
            return error

    saved = await until_done("database", attempt, log=log)
    if not isinstance(saved, Exception):
        return list(saved)
    if len(decoded) == 1:
        unsaved.append(_unsaved(decoded[0].message, saved))
        return []
    middle = len(decoded) // 2
    first = await _save(decoded[:middle], unsaved, repository=repository, log=log)
    return first + await _save(decoded[middle:], unsaved, repository=repository, log=log)


def _decode(message: Incoming) -> _Decoded | _Unsaved:
    try:
        return _Decoded(message=message, extraction=decode_extraction(message.value))
    except RefusedMessage as refused:
        return _Unsaved(
            message=message, code=refused.code, stage=refused.stage, reason=refused.message
        )


def _is_the_machines(error: Exception) -> bool:
    """True for a lack of threads, files or memory, or a release that changed under the worker: wait for it."""
    machine = isinstance(error, OSError | MemoryError | ImportError | RuntimeError)
    return machine and not isinstance(error, RecursionError)


def _unsaved(message: Incoming, error: Exception) -> _Unsaved:
    if isinstance(error, Unstorable):
        return _Unsaved(message=message, code="unstorable", stage="store", reason=error.message)
    text = "".join(traceback.format_exception(error))
    return _Unsaved(message=message, code="bug", stage="store", reason=f"{error!r}; {text[-700:]}")


def _say(log: Log, saved: Sequence[Saved], unsaved: Sequence[_Unsaved]) -> None:
    for each in saved:
        log.info(
            "article stored",
            article_id=each.article_id,
            change=each.change,
            revision=each.revision,
            events=sum(event.state == "current" for event in each.events),
        )
    for lost in unsaved:
        log.warning(
            "article dead-lettered",
            outcome="dead_lettered",
            code=lost.code,
            stage=lost.stage,
            reason=lost.reason,
            partition=lost.message.partition,
            offset=lost.message.offset,
        )
