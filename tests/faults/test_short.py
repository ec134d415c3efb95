"""The campaign in short: each cheap fault once, under traffic, and then every invariant."""

from dataclasses import replace
from pathlib import Path

import pytest

from faults.fault import Fault
from faults.load import load_faults
from faults.runner import Order, run_campaign
from faults.scenario import Load
from faults.together import cheap_groups

pytestmark = [pytest.mark.broker, pytest.mark.slow, pytest.mark.timeout(600)]

LOAD = Load(messages=600, quiet_messages=100, most_backlog=300, between_seconds=(0.5, 1.0))
GROUPS = list(cheap_groups(load_faults()))


def test_there_is_a_cheap_fault_of_each_kind() -> None:
    cheap = {fault.name for fault in load_faults() if fault.cheap}

    assert {"kill-worker", "kill-pool-process", "restart-rolling", "replay-topic"} <= cheap
    assert sum(count for _, count in GROUPS) == len(cheap)


@pytest.mark.parametrize(
    ("fault", "count"),
    [
        pytest.param(
            fault,
            count,
            id=fault.name,
            marks=[pytest.mark.postgres] if fault.database == "postgres" else [],
        )
        for fault, count in GROUPS
    ],
)
def test_every_invariant_holds_after_each_cheap_fault(
    fault: Fault, count: int, tmp_path: Path
) -> None:
    said: list[str] = []
    # That articles flow again is a rule here, and how soon a figure of the campaign: this machine has others to serve.
    patient = replace(fault, recovers_within_seconds=240)
    order = Order(faults=[patient], seed=1, folder=tmp_path / "campaign", count=count, load=LOAD)

    (result,) = run_campaign(order, said.append)

    assert result["violations"] == [], "\n".join(said)
    assert result["injected"] == count
    assert result["figures"]["articles"] > 200
    assert fault.name in (tmp_path / "campaign" / "campaign.md").read_text("utf-8")
