"""Intervals from drawing the units of a figure again."""

from pipeline.quality.bootstrap import measure


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    units = [(1, 1), (0, 1), (1, 1)] * 5

    figure = measure("recall", units)

    assert 0 < figure.low < figure.value < figure.high < 1
    assert measure("recall", units) == figure


def test_units_that_fail_together_widen_the_interval() -> None:
    apart = measure("apart", [(1, 1), (0, 1)] * 40)
    together = measure("together", [(8, 8), (0, 8)] * 5)

    assert apart.value == together.value
    assert together.high - together.low > apart.high - apart.low


def test_a_figure_without_anything_to_count_is_nought() -> None:
    for units in ([], [(0, 0), (0, 0)]):
        figure = measure("none", units)

        assert (figure.value, figure.low, figure.high, figure.whole) == (0, 0, 0, 0)


def test_units_without_anything_to_count_do_not_move_the_figure() -> None:
    figure = measure("some", [(1, 2), (0, 0), (1, 1)])

    assert (figure.part, figure.whole) == (2, 3)
    assert 0.5 <= figure.low <= figure.high <= 1
