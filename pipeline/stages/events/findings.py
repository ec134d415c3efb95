"""What became of each trigger of a sentence, and what one tells for another."""

from dataclasses import dataclass, replace

from pipeline.stages.events.arguments import Arguments
from pipeline.stages.events.matching import Match
from pipeline.stages.events.phrase import Phrases
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


def with_recipients(found: TriggerFinding, recipients: Phrases) -> TriggerFinding:
    """*found* with those of *recipients* that it does not name yet."""
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
            finding = with_recipients(finding, first.arguments.recipients)
        elif first is not None:
            finding = with_recipients(finding, _met(reading, first, finding))
        category = reading.category(finding.event_type)
        hostile = category.endswith("conflict") and bool(finding.arguments.recipients)
        first = finding if hostile or finding.match.entry.group.parties else None
        shared.append(finding)
    return shared


def _lacks_what_is_shared(
    reading: ArticleReading, first: TriggerFinding, second: TriggerFinding
) -> bool:
    actors = [[phrase.start for phrase in found.arguments.actors] for found in (first, second)]
    named = any(phrase.named for phrase in first.arguments.recipients)
    # "Kidnappers who seized a Dane issued the demand": the clause only says who they are.
    named &= reading.tree.relations[first.match.head] != "acl:relcl"
    return (
        reading.lexicon.files[second.match.entry.event_type].shares_recipients
        and not second.arguments.recipients
        and second.match.entry.kind == "verb"
        and bool(actors[0])
        and actors[0] == actors[1]
        and named
    )


def _met(reading: ArticleReading, meeting: TriggerFinding, demand: TriggerFinding) -> Phrases:
    """Whom the subject met whose demand, told next, names nobody ("met with Mali's president and called for reforms")."""
    tree, second = reading.tree, demand.match
    asks = reading.lexicon.files[second.entry.event_type].wishes and second.entry.kind == "verb"
    next_to = tree.bases[second.head] == "conj" and tree.heads[second.head] in meeting.match.tokens
    cooperative = reading.category(meeting.event_type) == "verbal_cooperation"
    if not (asks and next_to and cooperative) or demand.arguments.recipients:
        return ()
    own = {phrase.start for phrase in demand.arguments.actors}
    others = tuple(p for p in meeting.arguments.actors if p.start not in own)
    apart = bool(own) and len(others) < len(meeting.arguments.actors)
    return others if apart and tree.child(second.head, "nsubj") is None else ()
