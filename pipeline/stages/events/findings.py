"""What became of each trigger of a sentence, and the tolls that belong to another event."""

from dataclasses import dataclass, replace

from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrases import Phrases
from pipeline.stages.events.reading import ArticleReading
from pipeline.stages.events.speech import Speech
from pipeline.stages.events.telling import Telling
from pipeline.values import RejectedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerFinding:
    """A trigger with its arguments and how it is told."""

    match: Match
    event_type: str
    modes: tuple[str, ...]
    arguments: Arguments
    telling: Telling
    speech: Speech | None
    promised: bool = False


Refused = tuple[Match, RejectedBecause]
Finding = TriggerFinding | Refused


def without_tolls(reading: ArticleReading, findings: list[Finding]) -> list[Finding]:
    """Take out what is only the toll of another event of the sentence, and give that its recipients."""
    kept = list(findings)
    for place, finding in enumerate(findings):
        if not isinstance(finding, TriggerFinding):
            continue
        main = _main_of(reading, finding, kept, place)
        if main is None:
            continue
        first = kept[main]
        if isinstance(first, TriggerFinding):
            kept[main] = _with_recipients(first, finding.arguments.recipients)
        kept[place] = (finding.match, "part_of_another")
    return kept


def without_aftermath(findings: list[Finding], before: frozenset[str]) -> list[Finding]:
    """Take out what only counts the dead of an event told right *before*: "Seven died." after a crash."""
    kept: list[Finding] = []
    for finding in findings:
        if isinstance(finding, TriggerFinding) and _is_aftermath(finding, before):
            kept.append((finding.match, "part_of_another"))
        else:
            kept.append(finding)
    return kept


def _is_aftermath(finding: TriggerFinding, before: frozenset[str]) -> bool:
    arguments, entry = finding.arguments, finding.match.entry
    named = any(phrase.named for phrase in (*arguments.actors, *arguments.recipients))
    return entry.kind == "verb" and not named and not before.isdisjoint(entry.group.not_with)


def _main_of(
    reading: ArticleReading, toll: TriggerFinding, findings: list[Finding], place: int
) -> int | None:
    group = toll.match.entry.group
    for i, known in enumerate(findings):
        if i == place or not isinstance(known, TriggerFinding):
            continue
        if known.event_type in group.not_with:
            return i
        under = reading.tree.heads[toll.match.head] == known.match.head
        participle = reading.tree.bases[toll.match.head] == "advcl"
        same = known.event_type == toll.event_type
        if group.consequence and under and participle and same:
            return i
    return None


def _with_recipients(found: TriggerFinding, recipients: Phrases) -> TriggerFinding:
    known = {phrase.start for phrase in (*found.arguments.recipients, *found.arguments.actors)}
    added = tuple(phrase for phrase in recipients if phrase.start not in known)
    arguments = replace(found.arguments, recipients=found.arguments.recipients + added)
    return replace(found, arguments=arguments)


def with_shared_recipients(reading: ArticleReading, findings: list[Finding]) -> list[Finding]:
    """Give a demand, refusal or threat without a recipient that of the hostile act its subject is told to do first.

    "Oslo accused Lima of piracy and demanded the ship": of whom is told once for both.
    """
    shared: list[Finding] = []
    first: TriggerFinding | None = None
    for finding in findings:
        if not isinstance(finding, TriggerFinding):
            shared.append(finding)
            continue
        if first is not None and _lacks_what_is_shared(reading, first, finding):
            finding = _with_recipients(finding, first.arguments.recipients)
        category = reading.ontology.types[finding.event_type].quad_category or ""
        hostile = category.endswith("conflict") and bool(finding.arguments.recipients)
        first = finding if hostile else None
        shared.append(finding)
    return shared


def _lacks_what_is_shared(
    reading: ArticleReading, first: TriggerFinding, second: TriggerFinding
) -> bool:
    actors = [[phrase.start for phrase in found.arguments.actors] for found in (first, second)]
    named = any(phrase.named for phrase in first.arguments.recipients)
    return (
        reading.lexicon.files[second.match.entry.event_type].shares_recipients
        and not second.arguments.recipients
        and second.match.entry.kind == "verb"
        and bool(actors[0])
        and actors[0] == actors[1]
        and named
    )
