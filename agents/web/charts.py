"""Line charts as the points of an SVG; drawn by templates/charts.html. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agents.ops.history import Sample

WIDTH, HEIGHT = 300, 64
_BUCKETS = 150
# A line is broken where nobody looked for so many buckets.
_GAP_BUCKETS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its CSS class, its name, and the ``d`` of its path."""

    css: str
    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart; *said* tells it to who cannot see it."""

    title: str
    said: str
    top: str
    begins: str
    lines: tuple[Line, ...]


def draw_charts(
    samples: Sequence[Sample], *, now: datetime, window: timedelta
) -> tuple[Chart, ...]:
    """The lag and the rates of *samples* within *window*; empty where there are none."""
    begin = now - window
    seen = [sample for sample in samples if sample.moment >= begin]
    if not seen:
        return ()
    hours = window >= timedelta(hours=1)
    span = f"{window // timedelta(hours=1)} h" if hours else f"{window // timedelta(minutes=1)} min"
    lag = _chart(
        f"lag, {span}",
        seen,
        begin=begin,
        window=window,
        series=(("lag", "lag", lambda sample: float(sample.lag_messages)),),
        unit="messages",
    )
    rates = _chart(
        f"messages/s, {span}",
        seen,
        begin=begin,
        window=window,
        series=(
            ("in", "in", lambda sample: sample.rate_in),
            ("out", "out", lambda sample: sample.rate_out),
        ),
        unit="a second",
    )
    return lag, rates


def _chart(
    title: str,
    samples: Sequence[Sample],
    *,
    begin: datetime,
    window: timedelta,
    series: Sequence[tuple[str, str, Callable[[Sample], float | None]]],
    unit: str,
) -> Chart:
    read = [(css, name, _buckets(samples, begin, window, of)) for css, name, of in series]
    top = max((value for _, _, points in read for _, value in points), default=0.0)
    lasts = [f"{name} {points[-1][1]:,.1f}" for _, name, points in read if points]
    minutes = int(window.total_seconds() // 60)
    return Chart(
        title=title,
        said=f"{title}: now {', '.join(lasts) or 'unknown'}, at most {top:,.1f} {unit}",
        top=f"{top:,.0f}" if top >= 10 or top == int(top) else f"{top:,.1f}",
        begins=f"-{minutes // 60} h" if minutes >= 60 else f"-{minutes} min",
        lines=tuple(
            Line(css=css, name=name, path=_path(points, top)) for css, name, points in read
        ),
    )


def _buckets(
    samples: Sequence[Sample],
    begin: datetime,
    window: timedelta,
    of: Callable[[Sample], float | None],
) -> list[tuple[int, float]]:
    """The highest value of each bucket: a short peak is never lost."""
    highest: dict[int, float] = {}
    for sample in samples:
        value = of(sample)
        if value is not None:
            bucket = min(int((sample.moment - begin) / window * _BUCKETS), _BUCKETS)
            highest[bucket] = max(value, highest.get(bucket, 0.0))
    return sorted(highest.items())


def _path(points: Sequence[tuple[int, float]], top: float) -> str:
    parts: list[str] = []
    before = None
    for bucket, value in points:
        joined = before is not None and bucket - before <= _GAP_BUCKETS
        x = bucket * WIDTH / _BUCKETS
        y = HEIGHT - 1 - (value / top if top else 0.0) * (HEIGHT - 2)
        # A single point is seen as a dot, for lines have round ends.
        parts.append(f"{'L' if joined else 'M'}{x:.1f} {y:.1f}" + ("" if joined else "h0"))
        before = bucket
    return "".join(parts)
