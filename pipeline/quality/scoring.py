"""Counting what agrees, article by article, and the figures that the counts give."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Literal, get_args

from pipeline.quality.bootstrap import Figure, measure, share
from pipeline.quality.coded import CodedArticle
from pipeline.quality.fields import (
    right_codes,
    right_magnitudes,
    same_actors,
    same_date,
    same_location,
    same_location_country,
    same_recipients,
)
from pipeline.quality.gold import GoldArticle
from pipeline.quality.matching import Matching, Pair, match_events

EventFigure = Literal[
    "outcomes",  # articles that end as gold says
    "type_precision",  # predicted events that are in the gold, with their type
    "type_recall",  # gold events that were found, with their type
    "type_f1",
    "full_f1",  # events with type, actors and recipients right, by name or country
    "full_f1_by_name",  # the same, by name alone
]
FieldFigure = Literal[
    "actors",  # found events whose actors all agree, by name or country
    "recipients",  # found events whose recipients all agree, by name or country
    "both",  # found events whose actors and recipients all agree, by name or country
    "modes",  # found events whose gold has modes, with all of them
    "dates",  # found events whose gold has a date, with exactly its days
    "status",  # found events with the right status
    "negation",  # found events that are rightly negated or not
    "locations",  # found events whose gold has a place, with that place
    "location_countries",  # found events whose gold has the country of the place, with that country
    "countries",  # participants found by name, with the country that gold tells, or none
    "sectors",  # participants found by name, with the sector that gold tells, or none
    "magnitudes",  # numbers that gold tells of found events, with value and unit
]
FigureName = Literal[EventFigure, FieldFigure]

FIGURES: tuple[FigureName, ...] = get_args(FigureName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts; those of several articles add up."""

    articles: int = 0
    outcomes: int = 0
    required: int = 0
    predicted: int = 0
    found: int = 0
    actors: int = 0
    recipients: int = 0
    full: int = 0
    full_by_name: int = 0
    modes_given: int = 0
    modes: int = 0
    dates_given: int = 0
    dates: int = 0
    status: int = 0
    negation: int = 0
    locations_given: int = 0
    locations: int = 0
    location_countries_given: int = 0
    location_countries: int = 0
    countries_given: int = 0
    countries: int = 0
    sectors_given: int = 0
    sectors: int = 0
    magnitudes_given: int = 0
    magnitudes: int = 0
    event_free: int = 0
    false_alarms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleScore:
    """One article compared with its gold."""

    gold: GoldArticle
    coded: CodedArticle
    matching: Matching
    tally: Tally


def score_articles(
    gold: Iterable[GoldArticle], coded: Iterable[CodedArticle]
) -> tuple[ArticleScore, ...]:
    """Each gold article against what became of it. Raises KeyError for one that was not coded."""
    endings = {article.key: article for article in coded}
    return tuple(_score(wanted, endings[wanted.article]) for wanted in gold)


def add_up(tallies: Sequence[Tally]) -> Tally:
    """The sum of *tallies*."""
    if not tallies:
        return Tally()
    sums = [sum(counts) for counts in zip(*map(astuple, tallies), strict=True)]
    return Tally(**dict(zip(Tally.__dataclass_fields__, sums, strict=True)))


def count_figures(tally: Tally) -> dict[FigureName, float]:
    """The figures of *tally*, each between 0 and 1; 0 where there was nothing to count."""
    return {name: share(part, whole) for name, (part, whole) in count_parts(tally).items()}


def count_parts(tally: Tally) -> dict[FigureName, tuple[int, int]]:
    """Part and whole of each figure: those of several articles add up to that of all."""
    both = tally.required + tally.predicted
    return {
        "outcomes": (tally.outcomes, tally.articles),
        "type_precision": (tally.found, tally.predicted),
        "type_recall": (tally.found, tally.required),
        "type_f1": (2 * tally.found, both),
        "full_f1": (2 * tally.full, both),
        "full_f1_by_name": (2 * tally.full_by_name, both),
        "actors": (tally.actors, tally.found),
        "recipients": (tally.recipients, tally.found),
        "both": (tally.full, tally.found),
        "modes": (tally.modes, tally.modes_given),
        "dates": (tally.dates, tally.dates_given),
        "status": (tally.status, tally.found),
        "negation": (tally.negation, tally.found),
        "locations": (tally.locations, tally.locations_given),
        "location_countries": (tally.location_countries, tally.location_countries_given),
        "countries": (tally.countries, tally.countries_given),
        "sectors": (tally.sectors, tally.sectors_given),
        "magnitudes": (tally.magnitudes, tally.magnitudes_given),
    }


def measure_figures(tallies: Sequence[Tally]) -> tuple[Figure, ...]:
    """Each figure with its interval. Whole articles are drawn: their events succeed and fail together."""
    parts = [count_parts(tally) for tally in tallies]
    return tuple(measure(name, [counts[name] for counts in parts]) for name in FIGURES)


def count_types(score: ArticleScore) -> dict[str, Tally]:
    """The tally of each event type in one article, without what counts articles."""
    tallies: defaultdict[str, list[Tally]] = defaultdict(list)
    for pair in score.matching.pairs:
        tallies[pair.gold.event_type].append(_count(pair))
    for missed in score.matching.missed:
        tallies[missed.event_type].append(Tally(required=1))
    for surplus in score.matching.surplus:
        tallies[surplus.event_type].append(Tally(predicted=1))
    return {name: add_up(counted) for name, counted in tallies.items()}


def _score(gold: GoldArticle, coded: CodedArticle) -> ArticleScore:
    matching = match_events(gold.events, coded.events, text=coded.text)
    is_event_free = gold.outcome == "no_events"
    whole = Tally(
        articles=1,
        outcomes=(coded.outcome, coded.version) == (gold.outcome, gold.version),
        required=len(matching.missed),
        predicted=len(matching.surplus),
        event_free=is_event_free,
        false_alarms=len(matching.surplus) if is_event_free else 0,
    )
    tally = add_up([whole, *map(_count, matching.pairs)])
    return ArticleScore(gold=gold, coded=coded, matching=matching, tally=tally)


def _count(pair: Pair) -> Tally:
    """What of a found event is right."""
    gold, event = pair.gold, pair.predicted
    actors, recipients = same_actors(pair), same_recipients(pair)
    countries, countries_given = right_codes(pair, "country")
    sectors, sectors_given = right_codes(pair, "sector")
    return Tally(
        required=1,
        predicted=1,
        found=1,
        actors=actors,
        recipients=recipients,
        full=actors and recipients,
        full_by_name=same_actors(pair, by_country=False)
        and same_recipients(pair, by_country=False),
        modes_given=bool(gold.modes),
        modes=bool(gold.modes) and set(gold.modes) <= set(event.modes),
        dates_given=gold.date is not None,
        dates=same_date(gold, event),
        status=gold.status == event.status,
        negation=gold.negated == event.negated,
        locations_given=gold.location is not None,
        locations=same_location(pair),
        location_countries_given=bool(gold.location_country),
        location_countries=bool(gold.location_country) and same_location_country(pair),
        countries_given=countries_given,
        countries=countries,
        sectors_given=sectors_given,
        sectors=sectors,
        magnitudes_given=len(gold.measures()),
        magnitudes=right_magnitudes(pair),
    )
