"""What a monitor keeps of an agent: fifteen minutes of seconds and a day of minutes. Pure, of bounded size."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from agents.ops.lag import AgentLag

SECONDS_KEPT = 900
MINUTES_KEPT = 1_440


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The figures of one look; of a minute the highest lag and age, and the mean of the rates."""

    moment: datetime
    verdict: str
    lag_messages: int
    lag_seconds: float | None
    rate_in: float | None
    rate_out: float | None


class History:
    """The samples of one agent, oldest first."""

    def __init__(self) -> None:
        self._seconds: deque[Sample] = deque(maxlen=SECONDS_KEPT)
        self._minutes: deque[Sample] = deque(maxlen=MINUTES_KEPT)
        self._minute: list[Sample] = []

    def add(self, lag: AgentLag) -> None:
        """Keep what *lag* says; looks come in the order of time."""
        sample = Sample(
            moment=lag.observed_at,
            verdict=lag.verdict or "ok",
            lag_messages=lag.lag_messages,
            lag_seconds=lag.lag_seconds,
            rate_in=lag.rate_in,
            rate_out=lag.rate_out,
        )
        if self._minute and _minute_of(self._minute[0].moment) != _minute_of(sample.moment):
            self._minutes.append(_condense(self._minute))
            self._minute.clear()
        self._minute.append(sample)
        # A look each second; whoever looks more often must not fill the memory within a minute.
        del self._minute[:-120]
        self._seconds.append(sample)

    @property
    def seconds(self) -> tuple[Sample, ...]:
        """The last quarter of an hour, a sample a look."""
        return tuple(self._seconds)

    @property
    def minutes(self) -> tuple[Sample, ...]:
        """The last day, a sample a minute; the minute that runs is the last one."""
        running = (_condense(self._minute),) if self._minute else ()
        return (*self._minutes, *running)


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _condense(samples: list[Sample]) -> Sample:
    ages = [each.lag_seconds for each in samples if each.lag_seconds is not None]
    return replace(
        samples[-1],
        moment=_minute_of(samples[0].moment),
        lag_messages=max(each.lag_messages for each in samples),
        lag_seconds=max(ages, default=None),
        rate_in=_mean([each.rate_in for each in samples]),
        rate_out=_mean([each.rate_out for each in samples]),
    )


def _mean(rates: list[float | None]) -> float | None:
    known = [rate for rate in rates if rate is not None]
    return round(sum(known) / len(known), 3) if known else None
