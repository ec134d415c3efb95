"""What the calibration learns, on events made for the purpose."""

import random
import tomllib

import numpy as np
import pytest

from pipeline.lexicon.confidence import Confidence
from pipeline.quality.calibrate import Calibration, calibrate, confidence_toml
from pipeline.quality.logistic import area_under_curve, find_level, fit_logistic, logistic
from pipeline.quality.observations import Observation


def observed(article: int, right: bool, **signs: float) -> Observation:
    return Observation(
        origin="judged",
        article=f"a{article}",
        signs=tuple(signs.items()),
        confidence=0.5,
        right=right,
    )


def events(count: int, *, far_right: float) -> list[Observation]:
    """Near ones that are right in nine of ten, and as many far ones that are right in *far_right*."""
    rnd = random.Random(7)
    near = [observed(n, rnd.random() < 0.9, near=1.0) for n in range(count)]
    return near + [observed(n, rnd.random() < far_right, far=1.0) for n in range(count)]


def test_a_weight_is_the_log_odds_of_what_was_seen() -> None:
    signs = np.array([[1.0, 1.0]] * 100 + [[1.0, 0.0]] * 100)
    right = np.array([1.0] * 80 + [0.0] * 20 + [1.0] * 50 + [0.0] * 50)

    level, weight = fit_logistic(signs, right, ridge=1e-6, free=1)

    assert level == pytest.approx(0.0, abs=1e-3)
    assert weight == pytest.approx(np.log(0.8 / 0.2), abs=1e-3)


def test_a_ridge_draws_what_was_seldom_seen_towards_nothing() -> None:
    signs = np.array([[1.0, 1.0]] * 4 + [[1.0, 0.0]] * 4)
    right = np.array([1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0])

    free = fit_logistic(signs, right, ridge=1e-6, free=1)[1]
    drawn = fit_logistic(signs, right, ridge=20.0, free=1)[1]

    assert 0 < drawn < free / 5


def test_the_level_makes_the_mean_chance_right() -> None:
    scores = np.array([-2.0, 0.0, 1.0, 3.0])

    assert logistic(scores + find_level(scores, 0.3)).mean() == pytest.approx(0.3)


def test_the_area_counts_pairs_in_order_and_ties_half() -> None:
    assert area_under_curve([0.9, 0.1], [True, False]) == 1.0
    assert area_under_curve([0.5, 0.5, 0.1], [True, False, True]) == 0.25
    assert area_under_curve([0.5], [True]) == 0.5


def test_what_is_often_wrong_gets_a_low_chance_at_the_level_of_the_held_out() -> None:
    found = calibrate(events(2_000, far_right=0.2), events(2_000, far_right=0.2))

    table = found.table
    near, far = (1 / (1 + np.exp(-(table.level + table.weights[name]))) for name in ("near", "far"))
    assert near == pytest.approx(0.9, abs=0.04)
    assert far == pytest.approx(0.2, abs=0.04)
    assert found.area > 0.8


def test_a_sign_that_was_hardly_seen_weighs_nothing() -> None:
    rare = [observed(n, False, rare=1.0) for n in range(11)]

    found = calibrate([*events(50, far_right=0.2), *rare], events(50, far_right=0.2))

    assert sorted(found.table.weights) == ["far", "near"]


def test_the_table_is_read_back_as_it_was_learned() -> None:
    table = Confidence(level=0.58, weights={"clause main": 0.11, "depth": -0.17})
    found = Calibration(table=table, events=9, held_out=4, area=0.7)

    assert Confidence.model_validate(tomllib.loads(confidence_toml(found))) == table
