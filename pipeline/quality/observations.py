"""Events that came out and of which it is known whether they are right: what confidence is measured by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.flow import Explanation, Flow
from pipeline.quality.judgements import Judgement, judgement_of
from pipeline.quality.scoring import ArticleScore
from pipeline.quality.wikinews import CodedArticle
from pipeline.values import EventCandidate
from schemas.article import Article
from schemas.event import Event

Fate = Literal["identical", "changed", "gone"]
Origin = Literal["judged", "gold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """A judged event and what has become of it.

    ``changed``: sentence, trigger and type are still the same, participants are others. Whether it is an event
    of this type is then still known; whether its participants are right is not.
    """

    judgement: Judgement
    fate: Fate
    event: Event | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """An event that came out: how sure the coder was, by which kind of finding, and whether it is right."""

    origin: Origin
    article: str
    kind: str
    confidence: float
    right: bool


def retell(judgements: Sequence[Judgement], coded: Iterable[CodedArticle]) -> tuple[Retold, ...]:
    """What became of each of *judgements*, in their order."""
    seen = {article.article_id: article.seen for article in coded}
    return tuple(_retell(judgement, seen.get(judgement.article)) for judgement in judgements)


def judged_observations(retold: Iterable[Retold]) -> Iterator[Observation]:
    """Those that still come out and were judged, with their present confidence."""
    for one in retold:
        if one.event is not None and one.judgement.is_judged:
            yield Observation(
                origin="judged",
                article=one.judgement.article,
                kind=one.kind,
                confidence=one.event.confidence,
                right=one.judgement.is_right,
            )


def gold_observations(scores: Iterable[ArticleScore], flow: Flow | None) -> Iterator[Observation]:
    """The events of articles with gold: found ones are right, surplus ones wrong, optional ones left out.

    Kinds are told only with *flow*, which codes the articles again.
    """
    for score in scores:
        judged = [(pair.predicted, True) for pair in score.matching.pairs]
        judged += [(surplus, False) for surplus in score.matching.surplus]
        if not judged:
            continue
        article = Article(id=score.gold.article, body=score.coded.text)
        seen = flow.explain(article) if flow is not None else None
        for event, right in judged:
            yield Observation(
                origin="gold",
                article=score.gold.article,
                kind=kind_of(event, seen) if seen is not None else "",
                confidence=event.confidence,
                right=right,
            )


def kind_of(event: Event, seen: Explanation) -> str:
    """The kind of finding that told *event*; empty where no candidate of *seen* has its trigger."""
    for found in seen.findings:
        if (
            isinstance(found, EventCandidate)
            and found.event_type == event.event_type
            and found.trigger.start_char == event.trigger.start_char
        ):
            return candidate_kind(found)
    return ""


def candidate_kind(found: EventCandidate) -> str:
    """``verb-both``, ``noun-one`` and so on, as the events stage names it; else by the sides that were found."""
    # A candidate of a stage that names no kinds is told apart by what it has.
    named = getattr(found, "kind", "")
    if named:
        return str(named)
    if found.actors and found.recipients:
        return "both"
    return "one" if found.actors or found.recipients else "alone"


def _retell(judgement: Judgement, seen: Explanation | None) -> Retold:
    same = [event for event in seen.events if _tells(event, judgement)] if seen is not None else []
    if not same or seen is None:
        return Retold(judgement=judgement, fate="gone")
    identical = [event for event in same if _has_participants(event, judgement)]
    event = (identical or same)[0]
    fate: Fate = "identical" if identical else "changed"
    return Retold(judgement=judgement, fate=fate, event=event, kind=kind_of(event, seen))


def _tells(event: Event, judgement: Judgement) -> bool:
    """Is one telling of *event* the judged one: same type, sentence that overlaps, trigger that overlaps?"""
    return event.event_type == judgement.event_type and any(
        told.trigger.start_char < judgement.trigger_end
        and judgement.trigger_start < told.trigger.end_char
        for told in event.mentions
    )


def _has_participants(event: Event, judgement: Judgement) -> bool:
    now = judgement_of(judgement.article, event)
    return (set(now.actors), set(now.recipients)) == (
        set(judgement.actors),
        set(judgement.recipients),
    )
