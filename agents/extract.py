"""The agent ``extract``: raw articles in, extractions out; what can never be coded goes to the dead letters."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Protocol

from agents.coding import Extracted, RawArticle, Refused, Verdict
from agents.delivery import DeadLetters, Incoming, Outgoing, Outlet, Refusal
from agents.failures import Reason, reason_of, settle
from agents.ops.state import WorkerState

# What is coded is sent at the latest after so long, though a slow neighbour in the batch is not done.
SEND_AFTER_SECONDS = 2.0


class Extractor(Protocol):
    """Whoever codes an article; the pool of processes, or a function in this process."""

    async def extract(self, raw: RawArticle) -> Verdict:
        """The verdict on one article. Never raises but for cancellation and where none can be coded."""


_Judged = tuple[Incoming, Verdict]
_Coded = tuple[Incoming, Extracted]


async def extract_batch(
    messages: Sequence[Incoming],
    *,
    extractor: Extractor,
    extractions: Outlet,
    dead_letters: DeadLetters,
    state: WorkerState,
) -> None:
    """Code *messages* and return once the brokers hold an extraction or a dead letter of each.

    Repeatable: the same messages give the same bytes. They may be sent in another order; ``store`` goes by
    where the article lay.
    """
    async for judged in _judge(messages, extractor):
        coded = [(message, said) for message, said in judged if isinstance(said, Extracted)]
        refusals = [
            _refusal(message, said) for message, said in judged if isinstance(said, Refused)
        ]
        send = partial(_send, extractions=extractions)
        sent, unsent = await settle(coded, send, waiting_for="kafka", state=state)
        for condemned in unsent:
            message, _ = condemned.item
            reason = reason_of(condemned.error, stage="extract")
            refusals.append(Refusal(message=message, reason=reason))
        await dead_letters.send(refusals)
        for message, verdict in sent:
            _say(state, message, verdict)


async def _judge(
    messages: Sequence[Incoming], extractor: Extractor
) -> AsyncIterator[Sequence[_Judged]]:
    """The verdicts on *messages*, as many at once as are there after SEND_AFTER_SECONDS.

    Messages of one key keep their order: a cancellation never overtakes what it takes back.
    """
    tasks = {
        asyncio.ensure_future(
            extractor.extract(RawArticle(value=message.value, arrival=message.arrival))
        ): message
        for message in messages
    }
    try:
        while tasks:
            await asyncio.wait(tasks, timeout=SEND_AFTER_SECONDS)
            pending = {message.key for task, message in tasks.items() if not task.done()}
            ready = [task for task, message in tasks.items() if message.key not in pending]
            if ready:
                yield [(tasks.pop(task), task.result()) for task in ready]
    finally:
        for task in tasks:
            task.cancel()


async def _send(coded: Sequence[_Coded], *, extractions: Outlet) -> Sequence[_Coded]:
    await extractions.send_all(
        [
            Outgoing(
                key=said.article_id.encode(),
                value=said.extraction,
                headers=message.trace,
            )
            for message, said in coded
        ]
    )
    return coded


def _refusal(message: Incoming, verdict: Refused) -> Refusal:
    reason = Reason(code=verdict.code, stage=verdict.stage, message=verdict.message)
    return Refusal(message=message, reason=reason, attempts=verdict.attempts)


def _say(state: WorkerState, message: Incoming, verdict: Extracted) -> None:
    """The one line of an article: what became of it and how long each stage took."""
    state.ended[verdict.outcome] += 1
    state.events += verdict.event_count
    state.stage_milliseconds.update(verdict.stage_milliseconds)
    message.done(verdict.outcome, article_id=verdict.article_id)
    state.log.info(
        "article extracted",
        article_id=verdict.article_id,
        outcome=verdict.outcome,
        events=verdict.event_count,
        milliseconds=dict(verdict.stage_milliseconds),
        partition=message.partition,
        offset=message.offset,
    )
