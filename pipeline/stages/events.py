"""Events: from triggers and entities to event candidates, by rule.

Per sentence: triggers by the lexicon, arguments by position and prepositions, status by auxiliaries. The
method is that of dictionary coders in the line of KEDS and PETRARCH, without a parse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.lexicon import Lexicon
from pipeline.stages.arguments import Arguments, Phrases, find_arguments, governing_verb, is_told
from pipeline.stages.clauses import Sentence, clause_end
from pipeline.stages.participants import read_sentences
from pipeline.stages.telling import (
    Speech,
    Telling,
    find_speech,
    in_quotation,
    speaker_of,
    tell,
)
from pipeline.stages.triggers import Match, find_triggers
from pipeline.values import EventCandidate, Rejection, RejectedBecause, Stretch
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A trigger with its arguments and how it is told."""

    match: Match
    event_type: str
    modes: tuple[str, ...]
    arguments: Arguments
    telling: Telling
    speaker: Phrases
    promised: bool


def _findings(
    doc: Doc, sentence: Sentence, ontology: Ontology
) -> Iterator[EventCandidate | Rejection]:
    found = _found_in(sentence, ontology)
    for finding in found:
        if isinstance(finding, _Found):
            yield _candidate(doc, sentence, finding)
        else:
            yield _rejection(doc, sentence, *finding)


_Refused = tuple[Match, RejectedBecause]


def _found_in(sentence: Sentence, ontology: Ontology) -> list["_Found | _Refused"]:
    """What becomes of each trigger of *sentence*, in text order."""
    matches = find_triggers(sentence)
    speeches = find_speech(sentence) if matches else ()
    modes = _complement_modes(sentence, matches)
    governed_until = -1
    findings: list[_Found | _Refused] = []
    for match in matches:
        if match.refused is not None or match.head < governed_until:
            findings.append((match, match.refused or "excluded_by_context"))
            continue
        found, because = _read(sentence, match, speeches, ontology, modes)
        if found is None:
            findings.append((match, because or "excluded_by_context"))
            continue
        findings.append(found)
        if sentence.lexicon.files[match.entry.event_type].governs or found.promised:
            governed_until = clause_end(sentence, match.end)
    return _without_consequences(findings)


def _without_consequences(findings: list["_Found | _Refused"]) -> list["_Found | _Refused"]:
    """Take out what is only the toll of another event of the sentence, and give that its recipients."""
    types = {finding.event_type for finding in findings if isinstance(finding, _Found)}
    kept: list[_Found | _Refused] = []
    for finding in findings:
        if not isinstance(finding, _Found):
            kept.append(finding)
            continue
        group = finding.match.entry.group
        main = next((i for i, known in enumerate(kept) if _struck_by(finding, known)), None)
        if types.intersection(group.not_with):
            hazard = next((i for i, known in enumerate(kept) if _is_of(known, group.not_with)), None)
            if hazard is not None:
                struck = kept[hazard]
                if isinstance(struck, _Found):
                    kept[hazard] = _with_recipients(struck, finding.arguments.recipients)
            kept.append((finding.match, "excluded_by_context"))
        elif group.consequence and finding.match.kind == "gerund" and main is not None:
            first = kept[main]
            if isinstance(first, _Found):
                kept[main] = _with_recipients(first, finding.arguments.recipients)
            kept.append((finding.match, "excluded_by_context"))
        else:
            kept.append(finding)
    return kept


def _is_of(known: "_Found | _Refused", types: tuple[str, ...]) -> bool:
    return isinstance(known, _Found) and known.event_type in types


def _struck_by(toll: _Found, known: "_Found | _Refused") -> bool:
    return isinstance(known, _Found) and known.event_type == toll.event_type


def _with_recipients(found: _Found, recipients: Phrases) -> _Found:
    known = {phrase.start for phrase in found.arguments.recipients}
    added = tuple(phrase for phrase in recipients if phrase.start not in known)
    arguments = replace(found.arguments, recipients=found.arguments.recipients + added)
    return replace(found, arguments=arguments)


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


def _read(
    sentence: Sentence,
    match: Match,
    speeches: tuple[Speech, ...],
    ontology: Ontology,
    lent: dict[int, str],
) -> tuple[_Found | None, RejectedBecause | None]:
    group = match.entry.group
    speaker = speaker_of(sentence, speeches, match.head)
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
    found = _Found(
        match=match,
        event_type=event_type,
        modes=modes,
        arguments=arguments,
        telling=telling,
        speaker=speaker,
        promised=False,
    )
    return _as_promise(sentence, found, ontology), None


def _as_promise(sentence: Sentence, found: _Found, ontology: Ontology) -> _Found:
    """A plan of an act is the promise or threat of it, made now; "will not" its refusal (ontology)."""
    known = ontology.types[found.event_type]
    telling = found.telling
    if telling.status != "future" or not telling.intended or not found.arguments.actors:
        return found
    told_as = known.refused_as if telling.negated else known.promised_as
    if told_as is None:
        return found
    mode = sentence.lexicon.files[told_as].complement_modes.get(found.event_type)
    return replace(
        found,
        event_type=told_as,
        modes=(mode,) if mode else (),
        telling=replace(telling, status="actual", negated=False),
        promised=True,
    )


def _missing(
    sentence: Sentence, match: Match, arguments: Arguments, ontology: Ontology
) -> RejectedBecause | None:
    """Why the arguments are not enough, if they are not."""
    group = match.entry.group
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


def _candidate(doc: Doc, sentence: Sentence, found: _Found) -> EventCandidate:
    match = found.match
    rule = match.entry.rule + ("+promise" if found.promised else "")
    return EventCandidate(
        event_type=found.event_type,
        modes=found.modes,
        contexts=match.entry.group.contexts,
        trigger=_trigger(doc, match),
        trigger_lemma=match.entry.lemma,
        sentence=_sentence(doc, sentence),
        actors=_stretches(doc, found.arguments.actors),
        recipients=_stretches(doc, found.arguments.recipients),
        attributed_to=next(iter(_stretches(doc, found.speaker[:1])), None),
        status=found.telling.status,
        negated=found.telling.negated,
        confidence=_confidence(sentence.lexicon, found),
        rule=rule,
    )


def _rejection(
    doc: Doc, sentence: Sentence, match: Match, because: RejectedBecause
) -> Rejection:
    return Rejection(
        event_type=match.entry.event_type,
        trigger=_trigger(doc, match),
        sentence=_sentence(doc, sentence),
        rule=match.entry.rule,
        because=because,
    )


def _trigger(doc: Doc, match: Match) -> Stretch:
    """The head word with the words of its pattern that follow it without a gap."""
    gapped = "_" in match.entry.lemma.split()
    end = match.head + 1 if gapped else match.end
    span = doc[match.start : end]
    return Stretch(start_char=span.start_char, end_char=span.end_char)


def _sentence(doc: Doc, sentence: Sentence) -> Stretch:
    """The sentence without the white space around it."""
    span = doc[sentence.start : sentence.end]
    text = span.text
    start = span.start_char + len(text) - len(text.lstrip())
    return Stretch(start_char=start, end_char=start + len(text.strip()))


def _stretches(doc: Doc, phrases: Phrases) -> tuple[Stretch, ...]:
    spans = [doc[phrase.start : phrase.end] for phrase in phrases]
    return tuple(Stretch(start_char=span.start_char, end_char=span.end_char) for span in spans)


def _confidence(lexicon: Lexicon, found: _Found) -> float:
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
