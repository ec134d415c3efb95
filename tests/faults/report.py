"""The campaign's report: JSON for machines, Markdown for people; written by the runner, never by hand."""

import json
import os
import platform
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from faults.fault import Fault

_PACKAGES = ("eventwire", "faust-streaming", "aiokafka", "sqlalchemy", "psycopg", "confluent-kafka")
_MOST_SHOWN = 20
SEEDS_EACH = 1000  # a run of seed s gives its installations s * 1000, s * 1000 + 1, ...


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """The results, of one run or of several, and the faults that were to be done."""

    faults: Sequence[Fault]
    results: Sequence[dict[str, Any]]


def write_report(campaign: Campaign, folder: Path) -> None:
    """Write ``campaign.json`` and ``campaign.md`` into *folder*."""
    about = _about(campaign)
    whole = {
        **about,
        "faults": _rows(campaign),
        "violations": _violations(campaign),
        "results": campaign.results,
    }
    (folder / "campaign.json").write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    (folder / "campaign.md").write_text(campaign_text(campaign), "utf-8")


def campaign_text(campaign: Campaign) -> str:
    """The report as Markdown."""
    return _markdown(_about(campaign), _rows(campaign), _violations(campaign))


def _rows(campaign: Campaign) -> list[dict[str, Any]]:
    """A row for each fault, and one more where it was done to workers with another extractor."""
    rows = []
    for fault in campaign.faults:
        own = [result for result in campaign.results if result["fault"] == fault.name]
        for stages in sorted({result["stages"] for result in own}, reverse=True) or ["null"]:
            those = [result for result in own if result["stages"] == stages]
            rows.append(_row(fault, stages, those))
    return rows


def _violations(campaign: Campaign) -> list[dict[str, Any]]:
    return [
        {"fault": result["fault"], "seed": result["seed"], **violation}
        for result in campaign.results
        for violation in result["violations"]
    ]


def _about(campaign: Campaign) -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    seeds = sorted({result["seed"] // SEEDS_EACH for result in campaign.results})
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "seeds": ", ".join(map(str, seeds)),
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _PACKAGES},
    }


def _row(fault: Fault, stages: str, own: Sequence[dict[str, Any]]) -> dict[str, Any]:
    recovery = [seconds for result in own for seconds in result["recovery_seconds"]]
    total: dict[str, int] = defaultdict(int)
    for result in own:
        for name in ("messages", "articles", "events", "event_messages", "dead_letters"):
            total[name] += result["figures"].get(name, 0)
    return {
        "fault": fault.name,
        "stages": stages,
        "wanted": fault.wanted,
        "injected": sum(result["injected"] for result in own),
        "runs": len(own),
        **total,
        "violations": sum(len(result["violations"]) for result in own),
        "unplanned_ends": sum(len(result["figures"].get("unplanned_ends", ())) for result in own),
        "recovery_median": round(statistics.median(recovery), 1) if recovery else None,
        "recovery_max": round(max(recovery), 1) if recovery else None,
        "throughput_without": _mean(own, "throughput_without"),
        "throughput_under": _mean(own, "throughput_under"),
    }


def _mean(results: Sequence[dict[str, Any]], name: str) -> float | None:
    values = [result["figures"][name] for result in results if name in result["figures"]]
    return round(statistics.fmean(values), 1) if values else None


_HEADER = """# Reliability: the fault campaign

Written by `make faults` on {date}: seed {seeds}, {machine}, Python {python}, {versions}.
{injected:,} faults were injected into {runs} installations under {messages:,} messages; {violations} violations
of an invariant were found. What each invariant says is in `tests/faults/invariants`.

*Back*: seconds from the end of a fault until articles flow through both agents again, median and maximum.
*Articles/s*: what both agents had done a second without and under faults; where the traffic has a rate of its own, no more than that.
Workers extract with the null extractor, which stands for the model where delivery is what is tested; a row that says *real* is of the real one.

| fault | done / wanted | messages | articles | dead letters | back | articles/s | violations |
|---|---:|---:|---:|---:|---:|---:|---:|
"""


def _markdown(
    about: dict[str, Any], rows: list[dict[str, Any]], violations: list[dict[str, Any]]
) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    lines = [
        _HEADER.format(
            **{**about, "versions": versions},
            injected=sum(row["injected"] for row in rows),
            runs=sum(row["runs"] for row in rows),
            messages=sum(row.get("messages", 0) for row in rows),
            violations=len(violations) or "no",
        )
    ]
    lines += [_line(row) for row in rows]
    if violations:
        lines += ["\n## Violations\n\n", "| fault | seed | invariant | where | got | want |\n"]
        lines.append("|---|---:|---|---|---|---|\n")
        lines += [_violation(each) for each in violations[:_MOST_SHOWN]]
    return "".join(lines)


def _line(row: dict[str, Any]) -> str:
    cells = (
        f"`{row['fault']}`" + (", real" if row["stages"] == "all" else ""),
        f"{row['injected']} / {row['wanted']}",
        f"{row.get('messages', 0):,}",
        f"{row.get('articles', 0):,}",
        f"{row.get('dead_letters', 0):,}",
        _pair(row["recovery_median"], row["recovery_max"]),
        _pair(row["throughput_without"], row["throughput_under"]),
        str(row["violations"]),
    )
    return "| " + " | ".join(cells) + " |\n"


def _pair(first: float | None, second: float | None) -> str:
    return "–" if first is None or second is None else f"{first:g} / {second:g}"


def _violation(each: dict[str, Any]) -> str:
    names = ("fault", "seed", "invariant", "where", "got", "want")
    cells = [str(each[name]).replace("|", "/").replace("\n", " ")[:120] for name in names]
    return "| " + " | ".join(cells) + " |\n"
