"""The agent ``extract``: raw articles in, extractions out; what can never be coded goes to the dead letters."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from agents.coding import Extracted, RawArticle, Refused, Verdict
from agents.delivery import Outgoing, Outlet, until_done
from agents.hop import Incoming, dead_letter
from agents.ops.log import Log


class Extractor(Protocol):
    """Whoever codes an article; the pool of processes, or a function in this process."""

    async def extract(self, raw: RawArticle) -> Verdict:
        """The verdict on one article. Never raises but for cancellation."""


async def extract_batch(
    messages: Sequence[Incoming],
    *,
    extractor: Extractor,
    extractions: Outlet,
    dead_letters: Outlet,
    log: Log,
    version: str,
) -> None:
    """Code *messages* and return once the brokers hold an extraction or a dead letter of each.

    Repeatable: the same messages give the same bytes.
    """
    raws = [RawArticle(value=each.value, arrival=each.arrival) for each in messages]
    verdicts = await asyncio.gather(*[extractor.extract(raw) for raw in raws])
    coded = [
        Outgoing(key=verdict.article_id.encode(), value=verdict.extraction)
        for verdict in verdicts
        if isinstance(verdict, Extracted)
    ]
    refused = [
        dead_letter(
            message,
            code=verdict.code,
            stage=verdict.stage,
            reason=verdict.message,
            attempts=verdict.attempts,
            agent="extract",
            version=version,
        )
        for message, verdict in zip(messages, verdicts, strict=True)
        if isinstance(verdict, Refused)
    ]
    if coded:
        await until_done("kafka", lambda: extractions.send_all(coded), log=log)
    if refused:
        await until_done("kafka", lambda: dead_letters.send_all(refused), log=log)
    for message, verdict in zip(messages, verdicts, strict=True):
        _say(log, message, verdict)


def _say(log: Log, message: Incoming, verdict: Verdict) -> None:
    """The one line of an article: what became of it and how long each stage took."""
    place = {"partition": message.partition, "offset": message.offset}
    if isinstance(verdict, Extracted):
        log.info(
            "article extracted",
            article_id=verdict.article_id,
            outcome=verdict.outcome,
            events=verdict.event_count,
            milliseconds=dict(verdict.stage_milliseconds),
            **place,
        )
    else:
        log.warning(
            "article dead-lettered",
            outcome="dead_lettered",
            code=verdict.code,
            stage=verdict.stage,
            reason=verdict.message,
            **place,
        )
