"""Coding one article: bytes in, an encoded extraction or a refusal out. No process, no thread, no Kafka."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.flow_limits import FlowLimits, StageName
from schemas.article import Article
from schemas.codec import decode_article, encode
from schemas.dead_letter import DeadLetterCode
from schemas.errors import RefusedMessage
from schemas.extraction import Arrival, Extraction
from schemas.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """The bytes of one message and when Kafka took them (null outside Kafka)."""

    value: bytes | None
    arrival: Arrival | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article that was coded: its extraction, encoded, and what to say of it in a log line."""

    article_id: str
    outcome: Outcome
    extraction: bytes
    event_count: int
    stage_milliseconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An article that can never be coded, with the reason its dead letter carries."""

    code: DeadLetterCode
    stage: str
    message: str
    attempts: int = 1


Verdict = Extracted | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingLimits:
    """What one article may take.

    *cpu_seconds* are of processor time; *timeout_seconds* are those in which its process does nothing at all.
    *memory_bytes* bounds the address space of the whole process. One that kept *growth_bytes* of what its
    articles took is replaced, between two articles.
    """

    flow: FlowLimits
    cpu_seconds: float
    timeout_seconds: float
    memory_bytes: int
    max_extraction_bytes: int
    # spaCy's tables of words keep a place for each word ever seen, memory zone or not: 20,000 articles of nothing
    # but new words cost 250 MB. A new process costs 2 s, and the caches that are meant to grow take 50 MB.
    growth_bytes: int = 300_000_000


class Coder(Protocol):
    """Whatever codes an article: the flow, or a stand-in for it."""

    def run(
        self,
        article: Article,
        *,
        arrival: Arrival | None,
        on_stage: Callable[[StageName], None],
    ) -> Extraction:
        """See pipeline.flow.Flow.run."""


def code_article(raw: RawArticle, *, coder: Coder, limits: CodingLimits) -> Verdict:
    """The verdict on one article, in this process. Raises only for a bug of ours or a lack of memory."""
    clock = StageClock()
    try:
        article = decode_article(raw.value, limits=limits.flow.article).article
        extraction = coder.run(article, arrival=raw.arrival, on_stage=clock.mark)
    except RefusedMessage as refused:
        return Refused(code=refused.code, stage=refused.stage, message=refused.message)
    encoded = encode(extraction)
    if len(encoded) > limits.max_extraction_bytes:
        return Refused(
            code="extraction_too_large",
            stage="extract",
            message=f"The extraction has {len(encoded):,} bytes, the limit is"
            f" {limits.max_extraction_bytes:,} (setting max_extraction_bytes).",
        )
    return Extracted(
        article_id=article.id,
        outcome=extraction.article.outcome,
        extraction=encoded,
        event_count=len(extraction.events),
        stage_milliseconds=clock.milliseconds,
    )


class StageClock:
    """Milliseconds of each stage; ``mark(stage)`` is called when a stage ends."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        self._now = now
        self._last = now()
        self.milliseconds: dict[str, float] = {}

    def mark(self, stage: StageName) -> None:
        """*stage* ended now; what passed since the last mark was its."""
        moment = self._now()
        self.milliseconds[stage] = round((moment - self._last) * 1000, 3)
        self._last = moment
