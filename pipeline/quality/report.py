"""The report of `python -m pipeline.quality`: tables for people, one JSON object for programs."""

import json
from collections.abc import Iterator, Sequence

from pipeline.quality.bootstrap import draw_intervals
from pipeline.quality.matching import Pair
from pipeline.quality.scoring import (
    ArticleScore,
    Tally,
    add_up,
    count_figures,
    count_types,
    same_actors,
    same_date,
    same_recipients,
)
from schemas.actor import Actor
from schemas.event import Coder


def report_text(scores: Sequence[ArticleScore]) -> str:
    """Figures with their 95 % intervals, then precision, recall and F1 of each type."""
    total = add_up([score.tally for score in scores])
    lines = [
        f"{total.articles} articles, {total.required} gold events, {total.predicted} predicted,"
        f" {total.found} in common",
        f"outcomes right: {total.outcomes} of {total.articles}",
        f"false alarms in event-free articles: {total.false_alarms} in {total.event_free}"
        f" ({_alarm_rate(total):.2f} an article)",
        "",
        f"{'figure':<16} {'value':>6}   95 % interval",
        *_figure_lines(scores, total),
        "",
        f"{'type':<16} {'gold':>5} {'pred':>5} {'P':>6} {'R':>6} {'F1':>6}",
        *_type_lines(scores),
    ]
    return "\n".join(lines)


def report_json(scores: Sequence[ArticleScore], *, gold_sha256: str, coder: Coder) -> str:
    """The same as one JSON object on one line."""
    tallies = [score.tally for score in scores]
    total = add_up(tallies)
    intervals = draw_intervals(tallies)
    figures = {
        name: {"value": round(figure, 4), "low": round(low, 4), "high": round(high, 4)}
        for name, figure in count_figures(total).items()
        for low, high in [(intervals[name].low, intervals[name].high)]
    }
    types = {
        name: {"gold": tally.required, "predicted": tally.predicted, "found": tally.found}
        for name, tally in count_types(scores).items()
    }
    whole = {
        "articles": total.articles,
        "outcomes_right": total.outcomes,
        "gold_events": total.required,
        "predicted_events": total.predicted,
        "found_events": total.found,
        "false_alarms_per_event_free_article": round(_alarm_rate(total), 4),
        "figures": figures,
        "types": types,
        "gold_sha256": gold_sha256,
        "coder": coder.model_dump(),
    }
    return json.dumps(whole)


def report_mistakes(scores: Sequence[ArticleScore]) -> str:
    """A line for each thing that differs from the gold, article by article."""
    return "\n".join(line for score in scores for line in _mistakes(score))


def _alarm_rate(total: Tally) -> float:
    return total.false_alarms / total.event_free if total.event_free else 0.0


def _figure_lines(scores: Sequence[ArticleScore], total: Tally) -> Iterator[str]:
    intervals = draw_intervals([score.tally for score in scores])
    for name, figure in count_figures(total).items():
        interval = intervals[name]
        yield f"{name:<16} {figure:>6.3f}   {interval.low:.3f} to {interval.high:.3f}"


def _type_lines(scores: Sequence[ArticleScore]) -> Iterator[str]:
    for name, tally in count_types(scores).items():
        figures = count_figures(tally)
        columns = (
            _column(figures["type_precision"], known=bool(tally.predicted)),
            _column(figures["type_recall"], known=bool(tally.required)),
            _column(figures["type_f1"], known=bool(tally.required)),
        )
        yield f"{name:<16} {tally.required:>5} {tally.predicted:>5} {' '.join(columns)}"


def _column(figure: float, *, known: bool) -> str:
    return f"{figure:>6.2f}" if known else f"{'-':>6}"


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
        for difference in _differences(pair):
            yield f"{place}: {pair.gold.event_type} [{pair.gold.trigger}] {difference}"


def _differences(pair: Pair) -> Iterator[str]:
    gold, event = pair.gold, pair.predicted
    if not same_actors(pair):
        yield f"actors: gold {_gold(gold.actors)}, got {_shown(event.actors)}"
    if not same_recipients(pair):
        yield f"recipients: gold {_gold(gold.recipients)}, got {_shown(event.recipients)}"
    if gold.date and not same_date(gold, event):
        got = f"{event.date.start} ({event.date.precision})" if event.date else "none"
        yield f"date: gold {gold.date}, got {got}"
    if not set(gold.modes) <= set(event.modes):
        yield f"modes: gold {_gold(gold.modes)}, got {_gold(event.modes)}"
    if gold.status != event.status:
        yield f"status: gold {gold.status}, got {event.status}"
    if gold.negated != event.negated:
        yield f"negated: gold {gold.negated}, got {event.negated}"


def _gold(names: Sequence[str]) -> str:
    return " + ".join(names) or "none"


def _shown(actors: Sequence[Actor]) -> str:
    return " + ".join(f"{actor.text} ({actor.name}, {actor.country})" for actor in actors) or "none"
