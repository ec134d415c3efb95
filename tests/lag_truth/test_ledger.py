"""The ledger of the lag tests, and the comparison with it, without a broker."""

import pytest

from lag_truth.group_tool import read_lags
from lag_truth.ledger import Ledger, Truth
from lag_truth.sampling import outside


def ledger() -> Ledger:
    """Three records of partition 0 at 10, 11 and 13 seconds, with a marker at offset 2; two of them committed at 20 to 21."""
    known = Ledger()
    for offset, at in ((0, 10.0), (1, 11.0), (3, 13.0)):
        known.produced(0, offset, at, began=at, done=at + 0.5)
    known.commits(0, 2, began=20.0).done = 21.0
    return known


@pytest.mark.parametrize(
    ("since", "until", "truths"),
    [
        pytest.param(9.0, 9.5, [Truth(0, 0.0)], id="before the first"),
        pytest.param(12.0, 12.5, [Truth(2, 90.0)], id="two are there"),
        pytest.param(11.2, 11.3, [Truth(1, 90.0), Truth(2, 90.0)], id="one is on its way"),
        pytest.param(15.0, 19.0, [Truth(3, 90.0)], id="all wait"),
        pytest.param(15.0, 20.5, [Truth(1, 87.0), Truth(3, 90.0)], id="a commit is on its way"),
        pytest.param(22.0, 23.0, [Truth(1, 87.0)], id="the marker is no record"),
    ],
)
def test_all_that_may_be_true_while_somebody_looks(
    since: float, until: float, truths: list[Truth]
) -> None:
    found = ledger().truths(0, since, until, 100.0)

    assert sorted(found, key=lambda each: each.records) == truths


def test_a_commit_whose_answer_never_came_may_be_either() -> None:
    known = ledger()
    known.commits(0, 4, began=30.0)

    assert {each.records for each in known.truths(0, 50.0, 51.0, 51.0)} == {0, 1}


def test_a_commit_that_was_refused_never_was() -> None:
    known = ledger()
    known.withdraw(0, known.commits(0, 4, began=30.0))

    assert known.truths(0, 50.0, 51.0, 51.0) == [Truth(1, 38.0)]


def test_what_is_cut_away_does_not_come_back_with_a_lower_start() -> None:
    known = ledger()
    known.cuts(0, 4, began=30.0).done = 31.0
    known.cuts(0, 1, began=32.0).done = 33.0

    assert known.truths(0, 50.0, 51.0, 51.0) == [Truth(0, 0.0)]


def test_what_compaction_took_does_not_wait() -> None:
    known = ledger()
    known.commits(0, 0, began=25.0).done = 26.0
    known.compacted({(0, 1), (0, 3)})

    assert known.truths(0, 50.0, 51.0, 51.0) == [Truth(2, 40.0)]


def test_the_tool_is_read_as_it_prints() -> None:
    said = """
Consumer group 'steady-extract' has no active members.

GROUP           TOPIC         PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID  HOST  CLIENT-ID
steady-extract  raw-articles  0          7               12              5    -            -     -
steady-extract  raw-articles  1          -               3               -    -            -     -
other-extract   raw-articles  0          1               2               1    lag-1        /1    lag
"""

    assert read_lags(said) == {"steady-extract": (5, "no members"), "other-extract": (1, "members")}


@pytest.mark.parametrize(("value", "off"), [(4, 1), (5, 0), (7, 0), (9, 2)])
def test_how_far_a_value_is_outside(value: int, off: int) -> None:
    assert outside(value, 5, 7) == off
