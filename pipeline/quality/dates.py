"""Section t: dates and numbers of single sentences, against what a reader resolved by hand."""

from pipeline.flow import Flow
from pipeline.quality.bootstrap import Figure, measure
from pipeline.quality.places import files_sha256, missing
from pipeline.quality.resolving import (
    DATES,
    MAGNITUDES,
    ResolvingScore,
    score_dates,
    score_magnitudes,
)
from pipeline.quality.section import Section

_TITLE = "Dates and numbers"


def dates_section(flow: Flow) -> Section:
    """The share of dates and of magnitudes that came out right; skipped where a set is not there."""
    reason = missing(DATES) or missing(MAGNITUDES)
    if reason:
        return Section(key="t", name="dates", title=_TITLE, skipped=reason)
    dates, magnitudes = score_dates(DATES, flow), score_magnitudes(MAGNITUDES, flow)
    return Section(
        key="t",
        name="dates",
        title=_TITLE,
        notes=(
            f"{dates.rows} sentences with a date or none, {magnitudes.rows} with a number or none",
        ),
        figures=(_figure("dates", dates), _figure("magnitudes", magnitudes)),
        mistakes=(*dates.faults, *magnitudes.faults),
        digests={"dates": files_sha256([DATES]), "magnitudes": files_sha256([MAGNITUDES])},
    )


def _figure(name: str, score: ResolvingScore) -> Figure:
    wrong = score.rows - score.right
    return measure(name, [(1, 1)] * score.right + [(0, 1)] * wrong)
