"""Counting what agrees, article by article, and the figures that the counts give."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from typing import Literal, get_args

from pipeline.quality.coded import CodedArticle
from pipeline.quality.gold import GoldArticle, GoldEvent
from pipeline.quality.matching import Matching, Pair, match_events
from pipeline.quality.names import GoldName, same_participants
from schemas.event import Event

FigureName = Literal[
    "outcomes",  # articles that end as gold says
    "type_precision",  # predicted events that are in the gold, with their type
    "type_recall",  # gold events that were found, with their type
    "type_f1",
    "actors",  # found events whose actors all agree, by name or country
    "recipients",  # found events whose recipients all agree, by name or country
    "full_f1",  # events with type, actors and recipients right, by name or country
    "full_f1_by_name",  # the same, by name alone
    "modes",  # found events whose gold has modes, with all of them
    "dates",  # found events whose gold has a date, with exactly its days
    "status",  # found events with the right status
    "negation",  # found events that are rightly negated or not
]

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
    return {
        "outcomes": _share(tally.outcomes, tally.articles),
        "type_precision": _share(tally.found, tally.predicted),
        "type_recall": _share(tally.found, tally.required),
        "type_f1": _f1(tally.found, tally),
        "actors": _share(tally.actors, tally.found),
        "recipients": _share(tally.recipients, tally.found),
        "full_f1": _f1(tally.full, tally),
        "full_f1_by_name": _f1(tally.full_by_name, tally),
        "modes": _share(tally.modes, tally.modes_given),
        "dates": _share(tally.dates, tally.dates_given),
        "status": _share(tally.status, tally.found),
        "negation": _share(tally.negation, tally.found),
    }


def count_types(scores: Sequence[ArticleScore]) -> dict[str, Tally]:
    """A tally of found, required and predicted events for each type, by name."""
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    surplus: Counter[str] = Counter()
    for score in scores:
        found.update(pair.gold.event_type for pair in score.matching.pairs)
        missed.update(event.event_type for event in score.matching.missed)
        surplus.update(event.event_type for event in score.matching.surplus)
    return {
        name: Tally(
            found=found[name],
            required=found[name] + missed[name],
            predicted=found[name] + surplus[name],
        )
        for name in sorted(found.keys() | missed.keys() | surplus.keys())
    }


def same_actors(pair: Pair, *, by_country: bool = True) -> bool:
    """Do the actors of *pair* agree?"""
    wanted = _names(pair.gold.actors, pair.gold.actor_countries)
    return same_participants(wanted, pair.predicted.actors, by_country=by_country)


def same_recipients(pair: Pair, *, by_country: bool = True) -> bool:
    """Do the recipients of *pair* agree?"""
    wanted = _names(pair.gold.recipients, pair.gold.recipient_countries)
    return same_participants(wanted, pair.predicted.recipients, by_country=by_country)


def same_date(gold: GoldEvent, event: Event) -> bool:
    """Is the predicted date exactly the day, month or year that gold tells?"""
    if event.date is None or gold.date is None:
        return False
    first_day = date.fromisoformat((gold.date + "-01-01")[:10])
    precision = {4: "year", 7: "month", 10: "day"}[len(gold.date)]
    return event.date.start == first_day and event.date.precision == precision


def _score(gold: GoldArticle, coded: CodedArticle) -> ArticleScore:
    matching = match_events(gold.events, coded.events, text=coded.text)
    pairs = matching.pairs
    agreements = [(same_actors(pair), same_recipients(pair)) for pair in pairs]
    dated = [pair for pair in pairs if pair.gold.date]
    moded = [pair for pair in pairs if pair.gold.modes]
    is_event_free = gold.outcome == "no_events"
    tally = Tally(
        articles=1,
        outcomes=(coded.outcome, coded.version) == (gold.outcome, gold.version),
        required=len(pairs) + len(matching.missed),
        predicted=len(pairs) + len(matching.surplus),
        found=len(pairs),
        actors=sum(actors for actors, _ in agreements),
        recipients=sum(recipients for _, recipients in agreements),
        full=sum(actors and recipients for actors, recipients in agreements),
        full_by_name=sum(
            same_actors(pair, by_country=False) and same_recipients(pair, by_country=False)
            for pair in pairs
        ),
        modes_given=len(moded),
        modes=sum(set(pair.gold.modes) <= set(pair.predicted.modes) for pair in moded),
        dates_given=len(dated),
        dates=sum(same_date(pair.gold, pair.predicted) for pair in dated),
        status=sum(pair.gold.status == pair.predicted.status for pair in pairs),
        negation=sum(pair.gold.negated == pair.predicted.negated for pair in pairs),
        event_free=is_event_free,
        false_alarms=len(matching.surplus) if is_event_free else 0,
    )
    return ArticleScore(gold=gold, coded=coded, matching=matching, tally=tally)


def _names(names: Sequence[str], countries: Sequence[str]) -> list[GoldName]:
    return [
        GoldName(name=name, country=country) for name, country in zip(names, countries, strict=True)
    ]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(right: int, tally: Tally) -> float:
    return _share(2 * right, tally.required + tally.predicted)
