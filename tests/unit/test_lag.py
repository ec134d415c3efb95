"""From observed offsets to lag, without Kafka."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.ops.lag import GroupOffsets, PartitionOffsets, lag_fields, measure_lag

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)


def partition(number: int = 0, **fields: Any) -> PartitionOffsets:
    base = {"start_offset": 0, "end_offset": 10, "committed_offset": 4}
    return PartitionOffsets(partition=number, **{**base, **fields})


def look(*partitions: PartitionOffsets, seconds: float = 0) -> GroupOffsets:
    return GroupOffsets(
        agent="extract",
        consumer_group="eventwire-extract",
        topic="raw-articles",
        observed_at=NOW + timedelta(seconds=seconds),
        members=1,
        dead_letters=0,
        partitions=partitions,
    )


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        pytest.param({"committed_offset": 4, "end_offset": 10}, 6, id="behind"),
        pytest.param({"committed_offset": 10, "end_offset": 10}, 0, id="caught up"),
        pytest.param({"committed_offset": None, "start_offset": 3}, 7, id="never committed"),
        pytest.param({"committed_offset": 4, "start_offset": 8}, 2, id="retention took some"),
        pytest.param({"committed_offset": 4, "start_offset": 10}, 0, id="retention took all"),
        pytest.param({"committed_offset": 12, "end_offset": 10}, 0, id="committed after the look"),
        pytest.param({"committed_offset": 4, "gaps": 6}, 0, id="only transaction markers"),
        pytest.param({"committed_offset": 4, "gaps": 2}, 4, id="two that compaction took"),
        pytest.param({"committed_offset": 12, "gaps": 1}, 0, id="a gap, committed after the look"),
        pytest.param({"committed_offset": None, "end_offset": 0}, 0, id="empty topic"),
    ],
)
def test_lag_counts_the_retained_messages_that_are_not_committed(
    fields: dict[str, Any], messages: int
) -> None:
    assert measure_lag(look(partition(**fields))).lag_messages == messages


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        pytest.param({"oldest_timestamp_ms": NOW_MS - 90_500}, 90.5, id="behind"),
        pytest.param({"oldest_timestamp_ms": NOW_MS + 5_000}, 0.0, id="clock of producer ahead"),
        pytest.param({"oldest_timestamp_ms": None}, None, id="not read in time"),
        pytest.param(
            {"oldest_timestamp_ms": NOW_MS - 9_000, "committed_offset": 10}, None, id="at lag 0"
        ),
        pytest.param({"oldest_timestamp_ms": NOW_MS - 9_000, "gaps": 6}, None, id="only gaps"),
    ],
)
def test_lag_seconds_is_the_age_of_the_oldest_uncommitted_record(
    fields: dict[str, Any], seconds: float | None
) -> None:
    assert measure_lag(look(partition(**fields))).lag_seconds == seconds


def test_an_agent_is_as_late_as_its_latest_partition_and_has_the_lag_of_all() -> None:
    lag = measure_lag(
        look(
            partition(0, oldest_timestamp_ms=NOW_MS - 2_000),
            partition(1, oldest_timestamp_ms=NOW_MS - 7_000),
            partition(2, committed_offset=10),
        )
    )

    assert (lag.lag_messages, lag.lag_seconds) == (12, 7.0)
    assert [each.lag_seconds for each in lag.partitions] == [2.0, 7.0, None]


def test_an_agent_whose_gaps_are_not_all_known_has_at_most_that_lag() -> None:
    lag = measure_lag(look(partition(0), partition(1, gaps=2, gaps_exact=False)))

    assert (lag.lag_messages, lag.lag_exact) == (10, False)
    assert [each.lag_exact for each in lag.partitions] == [True, False]


def test_one_look_knows_no_rates() -> None:
    lag = measure_lag(look(partition()))

    assert (lag.rate_in, lag.rate_out, lag.eta_seconds) == (None, None, None)


def test_two_looks_tell_the_rates_and_when_nothing_will_wait() -> None:
    earlier = look(partition(committed_offset=0, end_offset=100))
    lag = measure_lag(look(partition(committed_offset=80, end_offset=120), seconds=10), earlier)

    assert (lag.rate_in, lag.rate_out, lag.eta_seconds) == (2.0, 8.0, 6.7)


@pytest.mark.parametrize(
    ("committed", "end"),
    [
        pytest.param(110, 300, id="growing"),
        pytest.param(10, 110, id="standing still"),
        pytest.param(110, 110, id="caught up"),
    ],
)
def test_there_is_no_eta_while_the_lag_does_not_shrink(committed: int, end: int) -> None:
    earlier = look(partition(committed_offset=10, end_offset=110))
    now = look(partition(committed_offset=committed, end_offset=end), seconds=10)

    assert measure_lag(now, earlier).eta_seconds is None


def test_a_rewound_group_has_no_rate_out() -> None:
    earlier = look(partition(committed_offset=9))
    lag = measure_lag(look(partition(committed_offset=2), seconds=1), earlier)

    assert (lag.rate_in, lag.rate_out) == (0.0, None)


def test_partitions_that_were_added_do_not_count_as_arrivals() -> None:
    earlier = look(partition(0, end_offset=10))
    now = look(partition(0, end_offset=12), partition(1, end_offset=1_000), seconds=1)

    assert measure_lag(now, earlier).rate_in == 2.0


def test_looks_at_the_same_moment_tell_no_rates() -> None:
    assert measure_lag(look(partition()), look(partition())).rate_in is None


def test_json_has_exactly_the_promised_fields() -> None:
    fields = lag_fields(measure_lag(look(partition(member="faust@10.0.0.1"))))

    assert list(fields) == [
        *("agent", "consumer_group", "topic", "verdict", "reason", "action"),
        *(
            "lag_messages",
            "lag_exact",
            "lag_seconds",
            "rate_in",
            "rate_out",
            "eta_seconds",
            "members",
            "dead_letters",
            "observed_at",
        ),
        "partitions",
    ]
    assert fields["observed_at"] == "2026-11-22T09:00:00.000Z"
    assert fields["partitions"] == [
        {
            "partition": 0,
            "start_offset": 0,
            "committed_offset": 4,
            "end_offset": 10,
            "lag_messages": 6,
            "lag_exact": True,
            "lag_seconds": None,
            "member": "faust@10.0.0.1",
            "verdict": None,
            "reason": None,
            "action": None,
            "oldest_key": None,
        }
    ]


offsets = st.integers(min_value=0, max_value=2**62)


@given(start=offsets, end=offsets, committed=st.none() | offsets, oldest=st.none() | offsets)
def test_lag_is_never_negative_nor_more_than_is_retained(
    start: int, end: int, committed: int | None, oldest: int | None
) -> None:
    observed = partition(
        start_offset=start, end_offset=end, committed_offset=committed, oldest_timestamp_ms=oldest
    )
    lag = measure_lag(look(observed))

    assert 0 <= lag.lag_messages <= max(end - start, 0)
    assert lag.lag_seconds is None or lag.lag_seconds >= 0
