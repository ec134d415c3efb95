"""Events that came out and of which it is known whether they are right: what confidence is measured by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.flow import Explanation
from pipeline.quality.fields import same_actors, same_recipients
from pipeline.quality.judgements import Judgement, judgement_of
from pipeline.quality.scoring import ArticleScore
from pipeline.quality.wikinews import CodedArticle
from pipeline.values import EventCandidate
from schemas.event import Event

Fate = Literal["identical", "changed", "gone"]
Origin = Literal["judged", "gold"]
Signs = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """A judged event and what has become of it.

    ``changed``: sentence, trigger and type are still the same, participants are others. Whether it is an event
    of this type is then still known; whether its participants are right is not.
    """

    judgement: Judgement
    fate: Fate
    event: Event | None = None
    signs: Signs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """An event that came out: how sure the coder was, by which signs, and whether type and participants are right."""

    origin: Origin
    article: str
    signs: Signs
    confidence: float
    right: bool


def retell(judgements: Sequence[Judgement], coded: Iterable[CodedArticle]) -> tuple[Retold, ...]:
    """What became of each of *judgements*, in their order."""
    seen = {article.article_id: article.seen for article in coded}
    return tuple(_retell(judgement, seen.get(judgement.article)) for judgement in judgements)


def judged_observations(retold: Iterable[Retold]) -> Iterator[Observation]:
    """Those that were judged and still come out, with their present confidence.

    One with other participants than were judged is known only where it is no event of its type anyway.
    """
    for one in retold:
        known = one.fate == "identical" or not one.judgement.is_right
        if one.event is not None and one.judgement.is_judged and known:
            yield Observation(
                origin="judged",
                article=one.judgement.article,
                signs=one.signs,
                confidence=one.event.confidence,
                right=one.judgement.is_fully_right,
            )


def gold_observations(scores: Iterable[ArticleScore]) -> Iterator[Observation]:
    """The events of articles with gold, without their signs: surplus ones are wrong, optional ones left out."""
    for score in scores:
        judged = [
            (pair.predicted, same_actors(pair) and same_recipients(pair))
            for pair in score.matching.pairs
        ]
        judged += [(surplus, False) for surplus in score.matching.surplus]
        for event, right in judged:
            yield Observation(
                origin="gold",
                article=score.gold.article,
                signs=(),
                confidence=event.confidence,
                right=right,
            )


def signs_of(event: Event, seen: Explanation) -> Signs:
    """The signs of the finding that told *event*; none where no candidate of *seen* has its trigger."""
    for found in seen.findings:
        if (
            isinstance(found, EventCandidate)
            and found.event_type == event.event_type
            and found.trigger.start_char == event.trigger.start_char
        ):
            return found.signs
    return ()


def _retell(judgement: Judgement, seen: Explanation | None) -> Retold:
    same = [event for event in seen.events if _tells(event, judgement)] if seen is not None else []
    if not same or seen is None:
        return Retold(judgement=judgement, fate="gone")
    identical = [event for event in same if _has_participants(event, judgement)]
    event = (identical or same)[0]
    fate: Fate = "identical" if identical else "changed"
    return Retold(judgement=judgement, fate=fate, event=event, signs=signs_of(event, seen))


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
