"""Section b: whole articles against their gold, per field and per type."""

from collections.abc import Sequence

from pipeline.flow import Flow
from pipeline.quality.bootstrap import measure, share
from pipeline.quality.differences import list_differences
from pipeline.quality.fields import CODES, compare_codes
from pipeline.quality.missed import missed_grid, surplus_grid
from pipeline.quality.scoring import (
    ArticleScore,
    Tally,
    add_up,
    count_types,
    measure_figures,
)
from pipeline.quality.section import Grid, Section, part_of, percent


def articles_section(
    scores: Sequence[ArticleScore],
    *,
    key: str,
    name: str,
    title: str,
    digest: str,
    flow: Flow,
    has_floors: bool = True,
) -> Section:
    """The figures of *scores*; *digest* is that of the gold."""
    total = add_up([score.tally for score in scores])
    alarms = share(total.false_alarms, total.event_free)
    return Section(
        key=key,
        name=name,
        title=title,
        notes=(
            f"{total.articles} articles, {total.required} gold events, {total.predicted} predicted,"
            f" {total.found} in common",
            f"outcomes right: {total.outcomes} of {total.articles}",
            f"false alarms in event-free articles: {total.false_alarms} in {total.event_free}"
            f" ({alarms:.2f} an article)",
        ),
        figures=measure_figures([score.tally for score in scores]),
        grids=(
            types_grid(scores),
            fields_grid(scores),
            codes_grid(scores),
            missed_grid(scores, flow),
            surplus_grid(scores),
        ),
        mistakes=list_differences(scores),
        digests={"gold": digest},
        has_floors=has_floors,
    )


def types_grid(scores: Sequence[ArticleScore]) -> Grid:
    """Precision, recall and F1 of each type, F1 with its interval."""
    articles = [count_types(score) for score in scores]
    rows = []
    for name in sorted({name for types in articles for name in types}):
        tallies = [types.get(name, Tally()) for types in articles]
        total = add_up(tallies)
        f1 = measure("f1", [(2 * one.found, one.required + one.predicted) for one in tallies])
        rows.append(
            (
                name,
                str(total.required),
                str(total.predicted),
                percent(total.found, total.predicted),
                percent(total.found, total.required),
                percent(f1.part, f1.whole),
                f"{100 * f1.low:.0f} to {100 * f1.high:.0f}",
            )
        )
    return Grid(
        title="by type, in percent",
        columns=("type", "gold", "predicted", "P", "R", "F1", "95 % of F1"),
        rows=tuple(rows),
    )


def fields_grid(scores: Sequence[ArticleScore]) -> Grid:
    """What of the found events of each type is right, as right/counted."""
    articles = [count_types(score) for score in scores]
    rows = []
    for name in sorted({name for types in articles for name in types}):
        one = add_up([types[name] for types in articles if name in types])
        rows.append(
            (
                name,
                part_of(one.actors, one.found),
                part_of(one.recipients, one.found),
                part_of(one.full, one.found),
                part_of(one.modes, one.modes_given),
                part_of(one.status, one.found),
                part_of(one.dates, one.dates_given),
                part_of(one.locations, one.locations_given),
                part_of(one.countries, one.countries_given),
                part_of(one.sectors, one.sectors_given),
                part_of(one.magnitudes, one.magnitudes_given),
            )
        )
    return Grid(
        title="by type and field, right of those found whose gold tells the field",
        columns=(
            "type",
            "actors",
            "recipients",
            "both",
            "modes",
            "status",
            "dates",
            "places",
            "countries",
            "sectors",
            "numbers",
        ),
        rows=tuple(rows),
    )


def codes_grid(scores: Sequence[ArticleScore]) -> Grid:
    """How countries and sectors of participants fail: left open, another, or told where gold has none."""
    rows = []
    for code in CODES:
        pairs = [
            (wanted or None, got)
            for score in scores
            for pair in score.matching.pairs
            for _, wanted, got in compare_codes(pair, code)
        ]
        wrong = [(wanted, got) for wanted, got in pairs if wanted != got]
        rows.append(
            (
                code,
                str(len(pairs)),
                str(len(pairs) - len(wrong)),
                str(sum(got is None for _, got in wrong)),
                str(sum(None not in pair for pair in wrong)),
                str(sum(wanted is None for wanted, _ in wrong)),
            )
        )
    return Grid(
        title="codes of participants that were found by name",
        columns=("code", "compared", "right", "left open", "another", "where none was"),
        rows=tuple(rows),
    )
