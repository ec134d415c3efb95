"""How coded articles differ from their gold: a line for each difference."""

from collections.abc import Iterator, Sequence

from pipeline.quality.fields import (
    compare_codes,
    right_magnitudes,
    same_actors,
    same_date,
    same_location,
    same_location_country,
    same_recipients,
)
from pipeline.quality.matching import Pair
from pipeline.quality.scoring import ArticleScore
from schemas.actor import Actor


def list_differences(scores: Sequence[ArticleScore]) -> tuple[str, ...]:
    """A line for each thing that differs from the gold, article by article."""
    return tuple(line for score in scores for line in _mistakes(score))


def _mistakes(score: ArticleScore) -> Iterator[str]:
    place, coded = score.gold.article, score.coded
    if not score.tally.outcomes:
        yield (
            f"{place}: outcome: gold {score.gold.outcome} v{score.gold.version},"
            f" got {coded.outcome} v{coded.version}"
        )
    for missed in score.matching.missed:
        yield f"{place}: missed {missed.event_type} [{missed.trigger}] {missed.evidence}"
    for event in score.matching.surplus:
        sentence = " ".join(event.evidence.text.split())
        yield f"{place}: surplus {event.event_type} [{event.trigger.text}] {sentence}"
    for pair in score.matching.pairs:
        for difference in (*_who(pair), *_what_and_when(pair), *_where(pair)):
            yield f"{place}: {pair.gold.event_type} [{pair.gold.trigger}] {difference}"


def _who(pair: Pair) -> Iterator[str]:
    gold, event = pair.gold, pair.predicted
    if not same_actors(pair):
        yield f"actors: gold {_gold(gold.actors)}, got {_shown(event.actors)}"
    if not same_recipients(pair):
        yield f"recipients: gold {_gold(gold.recipients)}, got {_shown(event.recipients)}"
    for name, wanted, got in compare_codes(pair, "country"):
        if wanted != (got or ""):
            yield f"country of {name}: gold {wanted or 'none'}, got {got or 'none'}"
    for name, wanted, got in compare_codes(pair, "sector"):
        if wanted != (got or ""):
            yield f"sector of {name}: gold {wanted or 'none'}, got {got or 'none'}"


def _what_and_when(pair: Pair) -> Iterator[str]:
    gold, event = pair.gold, pair.predicted
    if gold.date and not same_date(gold, event):
        got = f"{event.date.start} ({event.date.precision})" if event.date else "none"
        yield f"date: gold {gold.date}, got {got}"
    if not set(gold.modes) <= set(event.modes):
        yield f"modes: gold {_gold(gold.modes)}, got {_gold(event.modes)}"
    if gold.status != event.status:
        yield f"status: gold {gold.status}, got {event.status}"
    if gold.negated != event.negated:
        yield f"negated: gold {gold.negated}, got {event.negated}"
    if right_magnitudes(pair) < len(gold.measures()):
        told = [f"{found.kind} {found.value:g} {found.unit}" for found in event.magnitudes]
        yield f"magnitudes: gold {_gold(gold.magnitudes or ())}, got {_gold(told)}"


def _where(pair: Pair) -> Iterator[str]:
    gold, place = pair.gold, pair.predicted.location
    if gold.location is not None and not same_location(pair):
        yield f"location: gold {gold.location}, got {place.text if place else 'none'}"
    if gold.location_country and not same_location_country(pair):
        got = place.country if place else None
        yield f"country of the location: gold {gold.location_country}, got {got or 'none'}"


def _gold(names: Sequence[str]) -> str:
    return " + ".join(names) or "none"


def _shown(actors: Sequence[Actor]) -> str:
    return " + ".join(f"{actor.text} ({actor.name}, {actor.country})" for actor in actors) or "none"
