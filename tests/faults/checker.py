"""The checker: what the installation holds against what the ledger says must be. No code of the product."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from faults.evidence import Evidence, Sources, collect
from faults.invariants.articles import check_articles
from faults.invariants.details import check_details
from faults.invariants.events import (
    check_event_rows,
    check_topic,
    check_topic_versions,
    count_late,
)
from faults.invariants.expected import Standing, standings
from faults.invariants.letters import check_letters
from faults.invariants.retractions import check_retractions
from faults.invariants.violation import Violation

# Each is kept for the report; one broken rule can break every article.
_MOST_VIOLATIONS = 200


@dataclass(frozen=True)
class Verdict:
    """What the checker found, and the figures of what it looked at."""

    violations: tuple[Violation, ...]
    figures: dict[str, int]
    standing: dict[str, Standing]


def check(sources: Sources, *, late_writers: bool = False) -> Verdict:
    """Read everything and check every invariant that a settled installation shows: I1 to I5, I9, I10, logs."""
    evidence = collect(sources)
    topic = sources.prefix + "raw-articles"
    found = chain(
        check_evidence(evidence, topic=topic, late_writers=late_writers), check_details(sources)
    )
    violations = tuple(islice(found, _MOST_VIOLATIONS))
    return Verdict(violations, _figures(evidence), standings(evidence.inputs))


def check_evidence(
    evidence: Evidence, *, topic: str, late_writers: bool = False
) -> Iterator[Violation]:
    """Every violation in *evidence*; *topic* is the full name of raw-articles."""
    judged = _without_planted(evidence)
    standing = standings(judged.inputs)
    yield from _check_inputs(evidence)
    yield from chain(
        check_articles(judged, standing),
        check_letters(evidence, topic=topic),
        check_event_rows(judged, standing),
        check_topic(evidence, late_writers=late_writers),
        check_topic_versions(evidence),
        check_retractions(evidence.records),
    )
    for leak in evidence.leaks:
        yield Violation("I10", leak, "a planted password", "no secret in what comes out")
    for stray in evidence.strays:
        yield Violation("log", stray, "an error that nobody looked at", "no flood in an outage")


def _without_planted(evidence: Evidence) -> Evidence:
    """*evidence* without the articles that a planted error condemned: what stands of them is not told by messages."""
    condemned = {
        str(letter.key, "utf-8", "replace")
        for letter in evidence.letters
        if letter.planted and letter.key
    }
    return replace(
        evidence,
        inputs=[
            each
            for each in evidence.inputs
            if each.sent is None or each.sent.article_id not in condemned
        ],
        articles=[row for row in evidence.articles if row.id not in condemned],
        events=[row for row in evidence.events if row.article_id not in condemned],
    )


def _check_inputs(evidence: Evidence) -> Iterator[Violation]:
    for each in evidence.inputs:
        if each.sent is None:
            where = f"raw-articles/{each.partition}/{each.offset}"
            yield Violation("I4", where, "a message that is not in the ledger", "none")


def _figures(evidence: Evidence) -> dict[str, int]:
    return {
        "messages": len(evidence.inputs),
        "articles": len(evidence.articles),
        "events": sum(row.state == "current" for row in evidence.events),
        "retracted": sum(row.state == "retracted" for row in evidence.events),
        "event_messages": len(evidence.records),
        "dead_letters": len(evidence.letters),
        "planted_letters": sum(letter.planted for letter in evidence.letters),
        "late_messages": count_late(evidence.records),
    }
