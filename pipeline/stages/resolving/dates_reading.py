"""What a form of a date means: the reader of each."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pipeline.lexicon.calendar import FoundForm
from pipeline.stages.resolving import dates_counts as counts
from pipeline.stages.resolving import dates_days as days
from pipeline.stages.resolving import dates_yearly as yearly
from pipeline.stages.resolving.dates_frame import Frame, Slots
from pipeline.stages.resolving.dates_spans import Period

READERS: Mapping[str, Callable[[Slots, Frame], Period | None]] = MappingProxyType(
    {
        "named": days.read_named,
        "numeric": days.read_numeric,
        "slashed": days.read_slashed,
        "days": days.read_days,
        "day": days.read_day,
        "weekday": days.read_weekday,
        "weekend": days.read_weekend,
        "relative_day": days.read_relative_day,
        "day_of_month": days.read_day_of_month,
        "months": yearly.read_months,
        "month": yearly.read_month,
        "season": yearly.read_season,
        "holiday": yearly.read_holiday,
        "years": yearly.read_years,
        "year": yearly.read_year,
        "decade": yearly.read_decade,
        "quarter": yearly.read_quarter,
        "half": yearly.read_half,
        "span": counts.read_span,
        "span_over": counts.read_span_over,
        "reference_day": counts.read_reference_day,
        "hours": counts.read_hours,
        "ago": counts.read_ago,
        "shift": counts.read_shift,
        "rolling": counts.read_rolling,
        "in_time": counts.read_in_time,
    }
)


def read_form(form: FoundForm, frame: Frame) -> Period | None:
    """The period that *form* names, or none where *frame* lacks what it is counted from."""
    reader = READERS.get(form.reads)
    return reader(form.slots, frame) if reader else None
