"""``python -m lag_truth``: hold the lag monitor against the truth, and write the page that says how near it is."""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agents.embedded.lock import KAFKA_VERSIONS
from lag_truth.play import BURROW_KAFKA, TOLERANCE_SECONDS, Order, Say, play_all
from lag_truth.report import machine, page
from lag_truth.restarts import detections, rolling_restarts
from lag_truth.scenarios import SCENARIOS, Scenario

PARTS = ("scenarios", "restarts", "detections")


def main() -> int:
    """Exit status 1 where a sample was further from the truth than a second, or an alarm was false."""
    parser = _parser()
    given = parser.parse_args()
    known = {each.name: each for each in SCENARIOS}
    names, parts = _listed(given.only), _listed(given.parts)
    for unknown in (set(names) - set(known)) | (set(parts) - set(PARTS)):
        parser.error(f"{unknown} is none of {', '.join([*known, *PARTS])}")
    started_at = time.monotonic()

    def say(line: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started_at:8.1f} {line}\n")
        sys.stderr.flush()

    given.out.mkdir(parents=True, exist_ok=True)
    for part in parts:
        about = machine()
        result = _run(part, given, [known[name] for name in names or known], say)
        kept = json.dumps({"about": about, **result}, indent=1)
        (given.out / f"{part}.json").write_text(kept + "\n", "utf-8")
    results = {part: _read(given.out / f"{part}.json") for part in PARTS}
    given.page.write_text(page(results), "utf-8")
    return 1 if _is_wrong(results) else 0


def _run(
    part: str, given: argparse.Namespace, scenarios: Sequence[Scenario], say: Say
) -> dict[str, Any]:
    folder = given.out / part
    shutil.rmtree(folder, ignore_errors=True)
    if part == "restarts":
        return rolling_restarts(folder, given.restarts, say)
    if part == "detections":
        return detections(folder, given.detections, say)
    order = Order(
        scenarios=scenarios,
        samples=given.samples,
        seed=given.seed,
        together=given.together,
        kafka=given.kafka,
        folder=folder,
    )
    return play_all(order, say)


def _listed(names: str) -> list[str]:
    return [name for name in names.split(",") if name]


def _is_wrong(results: dict[str, Any]) -> bool:
    far = [
        each
        for each in results["scenarios"].get("scenarios", ())
        if each["worst_seconds"] > TOLERANCE_SECONDS
    ]
    return bool(far or results["restarts"].get("alarms"))


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lag_truth", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="names of scenarios, joined by commas")
    parser.add_argument("--samples", type=int, default=300, help="of each scenario")
    parser.add_argument("--together", type=int, default=1, help="scenarios at a time")
    parser.add_argument("--kafka", choices=KAFKA_VERSIONS, default=BURROW_KAFKA)
    parser.add_argument("--parts", default=",".join(PARTS), help="empty: only the page")
    parser.add_argument("--restarts", type=int, default=30)
    parser.add_argument("--detections", type=int, default=5, help="of each kind")
    parser.add_argument("--out", type=Path, default=Path("build/lag"))
    parser.add_argument("--page", type=Path, default=Path("docs/lag.md"))
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
