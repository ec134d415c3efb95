"""Which predicted event is which gold event: one to one, by type and by the words they rest on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.quality.gold import GoldEvent
from schemas.event import Event, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A gold event and the predicted event that tells the same."""

    gold: GoldEvent
    predicted: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The events of one article compared. Optional gold, and what it took, is in none of these."""

    pairs: tuple[Pair, ...]
    missed: tuple[GoldEvent, ...]
    surplus: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Candidate:
    """A possible pair; the smallest is taken first."""

    other_trigger: bool
    uncovered: float
    optional: bool
    gold: int
    predicted: int


def match_events(gold: Sequence[GoldEvent], predicted: Sequence[Event], *, text: str) -> Matching:
    """Pair *gold* with *predicted* events of the same type whose evidence overlaps in *text*.

    Greedy: pairs with the same trigger first, then those that share most of the gold evidence, then
    required gold before optional. A predicted event that no gold takes is surplus.
    """
    candidates = sorted(
        candidate
        for index, wanted in enumerate(gold)
        for candidate in _candidates(index, wanted, predicted, text)
    )
    taken: dict[int, int] = {}
    used: set[int] = set()
    for candidate in candidates:
        if candidate.gold not in taken and candidate.predicted not in used:
            taken[candidate.gold] = candidate.predicted
            used.add(candidate.predicted)
    return Matching(
        pairs=tuple(
            Pair(gold=wanted, predicted=predicted[taken[index]])
            for index, wanted in enumerate(gold)
            if index in taken and not wanted.optional
        ),
        missed=tuple(
            wanted
            for index, wanted in enumerate(gold)
            if index not in taken and not wanted.optional
        ),
        surplus=tuple(event for index, event in enumerate(predicted) if index not in used),
    )


def find_stretches(words: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where *words* stand in *text*, whatever the white space between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return tuple(found.span() for found in re.finditer(pattern, text))


def _candidates(
    index: int, wanted: GoldEvent, predicted: Sequence[Event], text: str
) -> list[_Candidate]:
    stretches = find_stretches(wanted.evidence, text)
    triggers = [
        (start + trigger_start, start + trigger_end)
        for start, end in stretches
        for trigger_start, trigger_end in find_stretches(wanted.trigger, text[start:end])
    ]
    found = []
    for number, event in enumerate(predicted):
        covered = max(
            (_covered(stretch, told.evidence) for stretch in stretches for told in event.mentions),
            default=0.0,
        )
        if event.event_type != wanted.event_type or not covered:
            continue
        same_trigger = any(
            _covered(trigger, told.trigger) for trigger in triggers for told in event.mentions
        )
        found.append(
            _Candidate(
                other_trigger=not same_trigger,
                uncovered=1 - covered,
                optional=wanted.optional,
                gold=index,
                predicted=number,
            )
        )
    return found


def _covered(stretch: tuple[int, int], span: Span) -> float:
    """The share of *stretch* that *span* covers."""
    start, end = stretch
    common = min(end, span.end_char) - max(start, span.start_char)
    return max(common, 0) / (end - start)
