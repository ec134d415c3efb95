"""The page docs/lag.md: written from results, never by hand."""

import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

_PACKAGES = ("eventwire", "kafka-python", "confluent-kafka", "faust-streaming")


def page(results: dict[str, Any]) -> str:
    """*results* by part, as the parts wrote them; what was not run is left out."""
    lines = ["# The lag monitor against the truth", "", *_introduction()]
    if results["scenarios"]:
        lines += ["", "## Ten scenarios", "", *_scenarios(results["scenarios"])]
        lines += ["", "### What others say meanwhile", "", *_peers(results["scenarios"])]
    if results["restarts"]:
        lines += ["", "## Rolling restarts", "", *_restarts(results["restarts"])]
    if results["detections"]:
        lines += ["", "## How soon it is told", "", *_detections(results["detections"])]
    return "\n".join([*lines, ""])


def machine() -> dict[str, str]:
    """Where and with what something was measured, and how busy the machine was with other work."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}",
        "load": f"{os.getloadavg()[2]:.0f}",
        "versions": f"Python {platform.python_version()}, {versions}",
    }


def _introduction() -> Iterator[str]:
    yield "How near `eventwire lag` is to the truth, what other tools say of the same groups, and how soon and how"
    yield "rightly it raises an alarm. Written by"
    yield ""
    yield "    PYTHONPATH=tests python -m lag_truth"
    yield ""
    yield "which has `--only`, `--samples`, `--together`, `--kafka`, `--parts` and `--seed`; a part that is run again replaces its"
    yield "results in `build/lag`, and the page is written anew from all of them. Burrow is asked where Debian's packages `burrow`"
    yield "and `zookeeper` are installed, and on Kafka 3.9.1, for it cannot read brokers from 4.0 on."


def _scenarios(found: dict[str, Any]) -> Iterator[str]:
    yield _about(found) + f" Kafka {found['kafka']}, seed {found['seed']},"
    yield f"{found['together']} scenarios at a time, a look each half second."
    yield ""
    yield "The truth is a ledger of what the test itself produced, committed and deleted, and when. Each of those takes effect"
    yield "between its call and its answer, so for a look there is a set of states that were true from its beginning to its end;"
    yield "the *error* is the distance to the nearest of them, over all partitions. *Late* are the looks that are more than a second"
    yield "from what was true at their `observed_at` alone, as something was committed after a look had read the commits and before"
    yield "it ended: the busier the machine, the longer it lasts (*slowest look*). Commits are read before the ends, so what"
    yield "came between them is an error in records. *At most* are the looks that said so of the lag, as not all was read yet."
    yield ""
    yield from _table(
        "scenario|samples|worst error|mean error|late|worst error, records|at most|most records|slowest look|verdicts",
        (
            [
                f"`{each['scenario']}`",
                each["samples"],
                f"{each['worst_seconds']:.3f} s",
                f"{each['mean_seconds']:.4f} s",
                each["beyond_at_moment"],
                each["worst_records"],
                each["bounds"],
                f"{each['most_records']:,}",
                f"{each['slowest_look']:.1f} s",
                _counts(each["verdicts"]),
            ]
            for each in found["scenarios"]
        ),
    )


def _peers(found: dict[str, Any]) -> Iterator[str]:
    yield "Asked for the same groups while the samples were taken: Kafka's own consumer-groups tool (`kafka-tools`"
    yield f"{found['kafka']}, a program that is started for each answer), and Burrow ({found['burrow']}) on a ZooKeeper of its own, told"
    yield "to fetch offsets each second. Neither tells an age. The error in records is that of a reading to all that was true while"
    yield "it was asked for; *status* is Burrow's word for the group, and whether the tool names it as one without active members."
    yield ""
    yield from _table(
        "scenario|tool: readings|worst error, records|mean|members|Burrow: readings|worst error, records|mean|status",
        (
            [
                f"`{each['scenario']}`",
                *_said(each["peers"].get("tool")),
                *_said(each["peers"].get("burrow")),
            ]
            for each in found["scenarios"]
        ),
    )


def _restarts(found: dict[str, Any]) -> Iterator[str]:
    yield _about(found)
    yield f"Two workers of each agent (extractor `null`) under four articles a second; {found['restarts']} times one of them"
    yield "was sent SIGTERM and started again, each in turn, the next one once all partitions had owners."
    yield f"In {found['looks']:,} looks the monitor said **{len(found['alarms'])}** times anything but `ok`, `idle` or `catching_up`."
    counted = Counter((each["agent"], each["verdict"], each["why"]) for each in found["alarms"])
    if counted:
        yield ""
        yield from _table(
            "looks|agent|verdict|why",
            (
                [count, *(cell.replace("|", "/") for cell in said)]
                for said, count in counted.items()
            ),
        )


def _detections(found: dict[str, Any]) -> Iterator[str]:
    yield _about(found)
    yield "Seconds from the signal to the verdict, with `extract`'s only worker under four articles a second: SIGSTOP, and SIGKILL"
    yield "without a restart. The monitor ran where the workers did and saw their processes; elsewhere it goes by their heartbeats"
    yield "alone, which was not measured here."
    yield ""
    yield from _table(
        "verdict|wanted|seconds|why, the last time",
        (
            [
                f"`{word}`",
                f"{wanted} s",
                ", ".join(f"{each['seconds']:.1f}" for each in found[word]),
                found[word][-1]["why"],
            ]
            for word, wanted in (("stalled", 30), ("stopped", 15))
        ),
    )
    yield ""
    yield "24 simulated hours of one article an hour are folded through the pure verdict in `tests/unit/test_verdicts.py`: no alarm."


def _about(found: dict[str, Any]) -> str:
    about = found["about"]
    return (
        f"{about['date']}: {about['machine']}, {about['versions']}."
        f" The machine was busy with other work: its load average was {about['load']} at the beginning."
    )


def _said(peer: dict[str, Any] | None) -> list[object]:
    if not peer or not peer["readings"]:
        return [0, "–", "–", "–"]
    return [peer["readings"], peer["worst_records"], peer["mean_records"], _counts(peer["status"])]


def _counts(counted: dict[str, int]) -> str:
    return ", ".join(f"{word} {count}" for word, count in counted.items())


def _table(headings: str, rows: Iterable[list[object]]) -> Iterator[str]:
    names = headings.split("|")
    yield f"| {' | '.join(names)} |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
