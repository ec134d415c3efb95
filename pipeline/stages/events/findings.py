"""What became of each trigger of a sentence, and the tolls that belong to another event."""

from dataclasses import dataclass, replace

from pipeline.lexicon import Lexicon
from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.subjects import Phrases
from pipeline.stages.events.telling import Telling
from pipeline.stages.events.triggers import Match
from pipeline.values import RejectedBecause
from schemas.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerFinding:
    """A trigger with its arguments and how it is told."""

    match: Match
    event_type: str
    modes: tuple[str, ...]
    arguments: Arguments
    telling: Telling
    speaker: Phrases
    promised: bool


Refused = tuple[Match, RejectedBecause]


def without_tolls(findings: list[TriggerFinding | Refused]) -> list[TriggerFinding | Refused]:
    """Take out what is only the toll of another event of the sentence, and give that its recipients."""
    types = {finding.event_type for finding in findings if isinstance(finding, TriggerFinding)}
    kept: list[TriggerFinding | Refused] = []
    for finding in findings:
        if not isinstance(finding, TriggerFinding):
            kept.append(finding)
            continue
        group = finding.match.entry.group
        main = next((i for i, known in enumerate(kept) if _struck_by(finding, known)), None)
        if types.intersection(group.not_with):
            hazard = next(
                (i for i, known in enumerate(kept) if _is_of(known, group.not_with)), None
            )
            if hazard is not None:
                struck = kept[hazard]
                if isinstance(struck, TriggerFinding):
                    kept[hazard] = _with_recipients(struck, finding.arguments.recipients)
            kept.append((finding.match, "excluded_by_context"))
        elif group.consequence and finding.match.kind == "gerund" and main is not None:
            first = kept[main]
            if isinstance(first, TriggerFinding):
                kept[main] = _with_recipients(first, finding.arguments.recipients)
            kept.append((finding.match, "excluded_by_context"))
        else:
            kept.append(finding)
    return kept


def _is_of(known: TriggerFinding | Refused, types: tuple[str, ...]) -> bool:
    return isinstance(known, TriggerFinding) and known.event_type in types


def _struck_by(toll: TriggerFinding, known: TriggerFinding | Refused) -> bool:
    return isinstance(known, TriggerFinding) and known.event_type == toll.event_type


def _with_recipients(found: TriggerFinding, recipients: Phrases) -> TriggerFinding:
    known = {phrase.start for phrase in found.arguments.recipients}
    added = tuple(phrase for phrase in recipients if phrase.start not in known)
    arguments = replace(found.arguments, recipients=found.arguments.recipients + added)
    return replace(found, arguments=arguments)


def with_shared_recipients(
    findings: list[TriggerFinding | Refused], lexicon: Lexicon, ontology: Ontology
) -> list[TriggerFinding | Refused]:
    """Give a demand, refusal or threat without a recipient that of the hostile act its subject is told to do first.

    "Oslo accused Lima of piracy and demanded the ship": of whom is told once for both.
    """
    shared: list[TriggerFinding | Refused] = []
    first: TriggerFinding | None = None
    for finding in findings:
        if not isinstance(finding, TriggerFinding):
            shared.append(finding)
            continue
        if first is not None and _lacks_what_is_shared(first, finding, lexicon):
            finding = _with_recipients(finding, first.arguments.recipients)
        category = ontology.types[finding.event_type].quad_category or ""
        first = finding if category.endswith("conflict") and finding.arguments.recipients else None
        shared.append(finding)
    return shared


def _lacks_what_is_shared(first: TriggerFinding, second: TriggerFinding, lexicon: Lexicon) -> bool:
    actors = [[phrase.start for phrase in found.arguments.actors] for found in (first, second)]
    named = all(phrase.entity is not None for phrase in first.arguments.recipients)
    return (
        lexicon.files[second.event_type].shares_recipients
        and not second.arguments.recipients
        and second.match.kind in {"past", "participle", "third", "gerund"}
        and bool(actors[0])
        and actors[0] == actors[1]
        and named
    )
