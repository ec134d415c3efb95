"""Some of the scenarios for some seconds each: what the monitor shows was true while it looked."""

from pathlib import Path

import pytest

from agents.embedded.broker import EmbeddedBroker
from lag_truth.play import TOLERANCE_SECONDS, measured, play
from lag_truth.scenarios import SCENARIOS
from lag_truth.stage import open_stage

pytestmark = [pytest.mark.broker, pytest.mark.slow]

SAMPLES = 12
SHORT = ("steady", "rewound", "transaction-markers", "retention-cut")


def test_the_lag_shown_is_the_true_one(tmp_path: Path) -> None:
    by_name = {each.name: each for each in SCENARIOS}
    with EmbeddedBroker(tmp_path / "broker") as broker:
        for number, name in enumerate(SHORT):
            with open_stage(broker.bootstrap_servers, f"{name}-", number) as stage:
                by_name[name].prepare(stage)
                found = measured(play(stage, by_name[name], SAMPLES), stage.ledger)

            assert found["samples"] == SAMPLES
            assert found["worst_seconds"] <= TOLERANCE_SECONDS, (name, found)
            assert found["most_records"] > 0, (name, found)
