"""Alerts, the dashboard and the runbook: valid, complete, and about figures that exist."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from agents.ops.look import Verdict
from deploy.tools import DEPLOY, ROOT, load, run, tool, walk

PROMETHEUS = DEPLOY / "prometheus"
METRICS = ROOT / "docs/metrics.md"
DASHBOARDS = sorted((DEPLOY / "grafana/dashboards").glob("*.json"))
RULES = [rule for group in load(PROMETHEUS / "rules.yml")["groups"] for rule in group["rules"]]
ALERTS = [rule["alert"] for rule in RULES]
VERDICTS = get_args(Verdict)
RUNBOOK = (DEPLOY / "RUNBOOK.md").read_text(encoding="utf-8")


def entries() -> dict[str, str]:
    """The entries of the runbook by their heading."""
    _, *parts = re.split(r"^### ", RUNBOOK, flags=re.MULTILINE)
    return {heading: text for heading, _, text in (part.partition("\n") for part in parts)}


def panels(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    return [panel for panel in dashboard["panels"] if panel["type"] != "row"]


def expressions() -> list[str]:
    """Every query of an alert or a panel."""
    shown = [json.loads(path.read_text("utf-8")) for path in DASHBOARDS]
    queries = [value for each in shown for key, value in walk(each) if key == "expr"]
    return [*(rule["expr"] for rule in RULES), *queries]


def test_prometheus_takes_its_configuration_and_the_alerts() -> None:
    promtool = tool("promtool")

    run(promtool, "check", "config", "--syntax-only", PROMETHEUS / "prometheus.yml")
    run(promtool, "check", "rules", PROMETHEUS / "rules.yml")


def test_each_alert_fires_when_it_should_and_not_before() -> None:
    run(tool("promtool"), "test", "rules", "rules_test.yml", cwd=PROMETHEUS)


def test_each_alert_has_a_case_that_fires_and_one_that_does_not() -> None:
    cases = [
        case
        for test in load(PROMETHEUS / "rules_test.yml")["tests"]
        for case in test["alert_rule_test"]
    ]

    assert {case["alertname"] for case in cases if case["exp_alerts"]} == set(ALERTS)
    assert {case["alertname"] for case in cases if not case["exp_alerts"]} == set(ALERTS)


def test_each_verdict_but_ok_has_one_alert() -> None:
    alerted = [rule["labels"]["verdict"] for rule in RULES if "verdict" in rule["labels"]]

    assert sorted(alerted) == sorted(set(VERDICTS) - {"ok"})
    for rule in RULES:
        if "verdict" in rule["labels"]:
            assert f'verdict="{rule["labels"]["verdict"]}"' in rule["expr"]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_runbook_says_what_a_verdict_means_how_to_look_and_what_to_do(verdict: str) -> None:
    entry = entries()[verdict]

    for part in ("**Means:**", "**Look:**", "**Do:**"):
        assert part in entry


@pytest.mark.parametrize("rule", RULES, ids=ALERTS)
def test_the_runbook_has_an_entry_for_an_alert_and_the_alert_leads_to_it(
    rule: dict[str, Any],
) -> None:
    entry = entries()[rule["alert"]]
    verdict = rule["labels"].get("verdict")

    assert rule["annotations"]["runbook"] == f"deploy/RUNBOOK.md#{rule['alert'].lower()}"
    assert rule["labels"]["severity"] in ("critical", "warning", "info")
    assert (f"](#{verdict})" if verdict else "**Do:**") in entry
    if verdict:
        assert f"Alert {rule['alert']}" in entries()[verdict]


def test_the_runbook_has_no_entry_that_nothing_leads_to() -> None:
    assert entries().keys() == {*VERDICTS, *ALERTS}


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.name)
def test_a_dashboard_is_whole(path: Path) -> None:
    dashboard = json.loads(path.read_text("utf-8"))
    numbers = [panel["id"] for panel in dashboard["panels"]]
    (source,) = load(DEPLOY / "grafana/provisioning/datasources/prometheus.yaml")["datasources"]

    assert dashboard["uid"] == path.stem
    assert len(numbers) == len(set(numbers))
    for panel in panels(dashboard):
        assert panel["title"]
        assert panel["description"]
        assert panel["datasource"]["uid"] == source["uid"]
        assert panel["targets"]


def test_panels_do_not_cover_each_other() -> None:
    for path in DASHBOARDS:
        taken: set[tuple[int, int]] = set()
        for panel in json.loads(path.read_text("utf-8"))["panels"]:
            at = panel["gridPos"]
            cells = {
                (x, y)
                for x in range(at["x"], at["x"] + at["w"])
                for y in range(at["y"], at["y"] + at["h"])
            }
            assert not taken & cells, panel["title"]
            assert at["x"] + at["w"] <= 24
            taken |= cells


def test_every_query_can_be_read(tmp_path: Path) -> None:
    records = [
        {"record": f"a:query:{number}", "expr": text} for number, text in enumerate(expressions())
    ]
    (tmp_path / "rules.json").write_text(
        json.dumps({"groups": [{"name": "queries", "rules": records}]})
    )

    run(tool("promtool"), "check", "rules", tmp_path / "rules.json")


def test_every_figure_that_is_asked_for_exists() -> None:
    # The list is closed (agents/ops/metrics.py), and its page is generated from it.
    if not METRICS.exists():
        pytest.skip("docs/metrics.md, the list of our figures, is not written yet")
    known = set(re.findall(r"\beventwire_\w+", METRICS.read_text("utf-8")))
    asked = {name for text in expressions() for name in re.findall(r"\beventwire_\w+", text)}

    assert len(asked) > 10
    assert asked <= known
