"""What became of each trigger of a sentence, and the tolls that belong to another event."""

from dataclasses import dataclass, replace

from pipeline.stages.arguments import Arguments
from pipeline.stages.subjects import Phrases
from pipeline.stages.telling import Telling
from pipeline.stages.triggers import Match
from pipeline.values import RejectedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A trigger with its arguments and how it is told."""

    match: Match
    event_type: str
    modes: tuple[str, ...]
    arguments: Arguments
    telling: Telling
    speaker: Phrases
    promised: bool


Refused = tuple[Match, RejectedBecause]


def without_tolls(findings: list[Found | Refused]) -> list[Found | Refused]:
    """Take out what is only the toll of another event of the sentence, and give that its recipients."""
    types = {finding.event_type for finding in findings if isinstance(finding, Found)}
    kept: list[Found | Refused] = []
    for finding in findings:
        if not isinstance(finding, Found):
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
                if isinstance(struck, Found):
                    kept[hazard] = _with_recipients(struck, finding.arguments.recipients)
            kept.append((finding.match, "excluded_by_context"))
        elif group.consequence and finding.match.kind == "gerund" and main is not None:
            first = kept[main]
            if isinstance(first, Found):
                kept[main] = _with_recipients(first, finding.arguments.recipients)
            kept.append((finding.match, "excluded_by_context"))
        else:
            kept.append(finding)
    return kept


def _is_of(known: Found | Refused, types: tuple[str, ...]) -> bool:
    return isinstance(known, Found) and known.event_type in types


def _struck_by(toll: Found, known: Found | Refused) -> bool:
    return isinstance(known, Found) and known.event_type == toll.event_type


def _with_recipients(found: Found, recipients: Phrases) -> Found:
    known = {phrase.start for phrase in found.arguments.recipients}
    added = tuple(phrase for phrase in recipients if phrase.start not in known)
    arguments = replace(found.arguments, recipients=found.arguments.recipients + added)
    return replace(found, arguments=arguments)
