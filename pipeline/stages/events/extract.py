"""Events: from triggers and entities to event candidates, by rule.

Per sentence: triggers by the lexicon, arguments by the dependency tree and else by position and prepositions,
status by auxiliaries. The method is that of dictionary coders in the line of KEDS and PETRARCH.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.lexicon import Lexicon
from pipeline.stages.events.arguments import Arguments, find_arguments, governing_verb, is_told
from pipeline.stages.events.clauses import Sentence, clause_end
from pipeline.stages.events.findings import (
    Refused,
    TriggerFinding,
    with_shared_recipients,
    without_tolls,
)
from pipeline.stages.events.participants import read_sentences
from pipeline.stages.events.subjects import Phrases
from pipeline.stages.events.telling import (
    Speech,
    find_speech,
    in_quotation,
    speaker_of,
    tell,
)
from pipeline.stages.events.triggers import Match, find_triggers
from pipeline.values import EventCandidate, RejectedBecause, Rejection, Stretch
from schemas.entity import Entity
from schemas.ontology import Ontology


def extract_events(
    doc: Doc, entities: Sequence[Entity], lexicon: Lexicon, ontology: Ontology
) -> tuple[EventCandidate, ...]:
    """The events that *doc* tells, in text order. Same input, same events; time linear in its length."""
    return tuple(
        found
        for found in explain_events(doc, entities, lexicon, ontology)
        if isinstance(found, EventCandidate)
    )


def explain_events(
    doc: Doc, entities: Sequence[Entity], lexicon: Lexicon, ontology: Ontology
) -> tuple[EventCandidate | Rejection, ...]:
    """Every trigger that was found, in text order: as the event it tells, or with why it tells none."""
    return tuple(
        found
        for sentence in read_sentences(doc, entities, lexicon)
        for found in _findings(doc, sentence, ontology)
    )


def _findings(
    doc: Doc, sentence: Sentence, ontology: Ontology
) -> Iterator[EventCandidate | Rejection]:
    evidence = _stretch_of(doc, sentence)
    for finding in _found_in(sentence, ontology):
        if isinstance(finding, TriggerFinding):
            yield _candidate(doc, sentence.lexicon, evidence, finding)
        else:
            yield _rejection(doc, evidence, *finding)


def _found_in(sentence: Sentence, ontology: Ontology) -> list[TriggerFinding | Refused]:
    """What becomes of each trigger of *sentence*, in text order."""
    matches = find_triggers(sentence)
    speeches = find_speech(sentence) if matches else ()
    modes = _complement_modes(sentence, matches)
    governed_until = -1
    findings: list[TriggerFinding | Refused] = []
    for match in matches:
        if match.refused is not None or match.head < governed_until:
            findings.append((match, match.refused or "excluded_by_context"))
            continue
        found, because = _judge(sentence, match, speeches, ontology, modes)
        if found is None:
            findings.append((match, because or "excluded_by_context"))
            continue
        findings.append(found)
        if sentence.lexicon.files[match.entry.event_type].governs or found.promised:
            governed_until = clause_end(sentence, match.end)
    return with_shared_recipients(without_tolls(findings), sentence.lexicon, ontology)


def _complement_modes(sentence: Sentence, matches: list[Match]) -> dict[int, str]:
    """For each governing trigger (by its head) the mode that the act in its complement lends."""
    modes: dict[int, str] = {}
    for i, match in enumerate(matches):
        lent = sentence.lexicon.files[match.entry.event_type].complement_modes
        if match.refused is not None or not lent:
            continue
        end = clause_end(sentence, match.end)
        for inner in matches[i + 1 : i + 8]:
            if inner.head < end and inner.entry.event_type in lent:
                modes[match.head] = lent[inner.entry.event_type]
                break
    return modes


def _judge(
    sentence: Sentence,
    match: Match,
    speeches: tuple[Speech, ...],
    ontology: Ontology,
    lent: dict[int, str],
) -> tuple[TriggerFinding | None, RejectedBecause | None]:
    group = match.entry.group
    speaker = speaker_of(speeches, match.head)
    arguments = find_arguments(sentence, match, speaker)
    noun = group.kind == "noun"
    verb = governing_verb(match, arguments, sentence)
    if group.frame == "speaker_subject":
        # "must" is the demand itself, and a predicate is judged by its own negation.
        verb = replace(verb, modal=None, infinitive=False)
    telling = tell(sentence, match, verb, reported=bool(speeches), noun=noun)
    if telling is None:
        return None, "excluded_by_context"
    because = _missing(sentence, match, arguments, ontology)
    if because is not None:
        return None, because
    event_type, modes = match.entry.event_type, group.modes
    if group.several_as is not None and len(arguments.actors) > 1:
        event_type, modes = group.several_as, ()
    if match.head in lent and not modes:
        modes = (lent[match.head],)
    found = TriggerFinding(
        match=match,
        event_type=event_type,
        modes=modes,
        arguments=arguments,
        telling=telling,
        speaker=speaker,
        promised=False,
    )
    return _as_promise(sentence, found, ontology), None


def _as_promise(sentence: Sentence, found: TriggerFinding, ontology: Ontology) -> TriggerFinding:
    """A plan of an act is the promise or threat of it, made now; "will not" its refusal (ontology)."""
    known = ontology.types[found.event_type]
    telling = found.telling
    if telling.status != "future" or not telling.intended or not found.arguments.actors:
        return found
    told_as = known.refused_as if telling.negated else known.promised_as
    if told_as is None:
        return found
    arguments = found.arguments
    if found.match.entry.group.frame == "host_visitor" and arguments.recipients:
        # It is the host who promises a reception.
        arguments = replace(arguments, actors=arguments.recipients, recipients=arguments.actors)
    mode = sentence.lexicon.files[told_as].complement_modes.get(found.event_type)
    return replace(
        found,
        event_type=told_as,
        modes=(mode,) if mode else (),
        arguments=arguments,
        telling=replace(telling, status="actual", negated=False),
        promised=True,
    )


def _missing(
    sentence: Sentence, match: Match, arguments: Arguments, ontology: Ontology
) -> RejectedBecause | None:
    """Why the arguments are not enough, if they are not."""
    group = match.entry.group
    if _goes_on_otherwise(sentence, match, arguments):
        return "excluded_by_context"
    if group.frame == "speaker_subject":
        if not arguments.actors:
            return "no_actor"
        return None if arguments.recipients else "no_recipient"
    if not arguments.actors and not arguments.recipients:
        alone = ontology.types[match.entry.event_type].stands_alone
        told = group.frame == "none" or group.kind != "noun" or is_told(sentence, match, arguments)
        return None if alone and told else "no_actor"
    if group.kind == "noun" and group.frame == "reciprocal" and len(arguments.actors) < 2:
        return None if arguments.governor is not None else "no_recipient"
    doers = arguments.actors or arguments.recipients
    if all(phrase.pronoun for phrase in doers) and in_quotation(sentence, match.head):
        return "no_actor"  # "He asked for roti": a quoted pronoun points outside the article
    only_owner = arguments.governor is None and not arguments.recipients
    if group.kind == "noun" and group.frame == "actor_recipient" and only_owner:
        return "no_recipient"
    return None


def _goes_on_otherwise(sentence: Sentence, match: Match, arguments: Arguments) -> bool:
    """Do the words after the recipient show another sense ("asked the envoy why", "told her that")?"""
    group = match.entry.group
    ends = [phrase.end for phrase in arguments.recipients if phrase.start >= match.end]
    after = sentence.words[max(ends, default=match.end) : max(ends, default=match.end) + 4]
    if group.then and not (after and after[0] in group.then):
        return True
    return bool(ends) and not set(group.not_after_object).isdisjoint(after)


def _candidate(
    doc: Doc, lexicon: Lexicon, evidence: Stretch, found: TriggerFinding
) -> EventCandidate:
    match = found.match
    rule = match.entry.rule + ("+promise" if found.promised else "")
    return EventCandidate(
        event_type=found.event_type,
        modes=found.modes,
        contexts=match.entry.group.contexts,
        trigger=_trigger(doc, match),
        trigger_lemma=match.entry.lemma,
        sentence=evidence,
        actors=_stretches(doc, found.arguments.actors),
        recipients=_stretches(doc, found.arguments.recipients),
        attributed_to=next(iter(_stretches(doc, found.speaker[:1])), None),
        status=found.telling.status,
        negated=found.telling.negated,
        confidence=_confidence(lexicon, found),
        rule=rule,
    )


def _rejection(doc: Doc, evidence: Stretch, match: Match, because: RejectedBecause) -> Rejection:
    return Rejection(
        event_type=match.entry.event_type,
        trigger=_trigger(doc, match),
        sentence=evidence,
        rule=match.entry.rule,
        because=because,
    )


def _trigger(doc: Doc, match: Match) -> Stretch:
    """The head word with the words of its pattern that follow it without a gap."""
    gapped = "_" in match.entry.lemma.split()
    end = match.head + 1 if gapped else match.end
    span = doc[match.start : end]
    return Stretch(start_char=span.start_char, end_char=span.end_char)


def _stretch_of(doc: Doc, sentence: Sentence) -> Stretch:
    """The sentence without the white space around it."""
    span = doc[sentence.start : sentence.end]
    text = span.text
    start = span.start_char + len(text) - len(text.lstrip())
    return Stretch(start_char=start, end_char=start + len(text.strip()))


def _stretches(doc: Doc, phrases: Phrases) -> tuple[Stretch, ...]:
    spans = [doc[phrase.start : phrase.end] for phrase in phrases]
    return tuple(Stretch(start_char=span.start_char, end_char=span.end_char) for span in spans)


def _confidence(lexicon: Lexicon, found: TriggerFinding) -> float:
    """The base of the rule's kind times its factors (``confidence.toml``), to two decimals."""
    table, arguments = lexicon.confidence, found.arguments
    both = len(arguments.actors) + len(arguments.recipients) > 1 and bool(arguments.actors)
    noun = found.match.entry.group.kind == "noun"
    if not arguments.actors and not arguments.recipients:
        score = table.alone
    elif noun:
        score = table.noun_both if both else table.noun_one
    else:
        score = table.verb_both if both else table.verb_one
    if not any(phrase.entity for phrase in (*arguments.actors, *arguments.recipients)):
        score *= table.unnamed_actor
    if noun and len(found.match.entry.words) == 1:
        score *= table.short_pattern_noun
    if found.telling.status != "actual" or found.telling.negated:
        score *= table.not_actual
    return round(score, 2)
