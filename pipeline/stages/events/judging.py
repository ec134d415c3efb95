"""From triggers to findings: which of a sentence's triggers tell an event, of which type and with whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.stages.events.asked import only_doers
from pipeline.stages.events.completion import Completion, governs
from pipeline.stages.events.content import (
    content_range,
    find_content,
    has_wish,
    is_own_act,
    tells_a_fact,
)
from pipeline.stages.events.enough import is_private, missing
from pipeline.stages.events.findings import Finding, TriggerFinding
from pipeline.stages.events.matching import Match
from pipeline.stages.events.plausible import doubted
from pipeline.stages.events.reading import ArticleReading, SentenceRange
from pipeline.stages.events.repeats import drop_repeats
from pipeline.stages.events.sites import with_site
from pipeline.stages.events.speech import find_speech
from pipeline.stages.events.telling import tell
from pipeline.stages.events.triggers import apart, find_triggers
from pipeline.stages.events.types import as_promise, type_of, whom_it_befell
from pipeline.values import RejectedBecause

# Where the most specific entry at a word lacks something, a plainer one may do.
_MAY_READ_ON = frozenset({"no_actor", "no_recipient", "excluded_by_context"})


def judge_sentence(reading: ArticleReading, sentence: SentenceRange) -> list[Finding]:
    """What becomes of each trigger of *sentence*, in text order."""
    every = find_triggers(reading, sentence)
    matches = apart(every)
    judge = _Judge(
        reading=reading, sentence=sentence, by_head={match.head: match for match in every}
    )
    # What governs others is judged first: the acts in its content are no events of their own.
    order = sorted(matches, key=lambda match: (not governs(reading, match), match.head))
    found = {match.head: judge.finding(match) for match in order}
    drop_repeats(reading, found)
    listed: list[Finding] = []
    for match in matches:
        finding = found[match.head]
        if isinstance(finding, TriggerFinding):
            listed.append(finding)
            listed += _second(finding)
        else:
            listed.append((match, finding))
    return listed


def _second(finding: TriggerFinding) -> list[TriggerFinding]:
    """The second event that the same words tell, where the entry says so."""
    also = finding.match.entry.group.also
    if also is None:
        return []
    event_type, _, mode = also.partition("/")
    return [replace(finding, event_type=event_type, modes=(mode,) if mode else ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """Judges the triggers of one sentence; ``governed`` grows with each governing trigger that is told, be it news or not."""

    reading: ArticleReading
    sentence: SentenceRange
    by_head: Mapping[int, Match]
    governed: set[int] = field(default_factory=set)

    def finding(self, match: Match) -> TriggerFinding | RejectedBecause:
        """*match* as an event, else the first other reading of it that is one, else why it is none."""
        first = self._finding(match)
        if isinstance(first, TriggerFinding) or first not in _MAY_READ_ON:
            return first
        for other in match.others:
            found = self._finding(other)
            if isinstance(found, TriggerFinding):
                return found
        return first

    def _finding(self, match: Match) -> TriggerFinding | RejectedBecause:
        if match.refused is not None:
            return match.refused
        if match.head in self.governed:
            return "part_of_another"
        inside = frozenset[int]()
        content: Match | None = None
        if governs(self.reading, match):
            inside = content_range(self.reading, match)
            content = find_content(self.reading, match, self.by_head, inside)
        group = match.entry.group
        about = content is not None or bool(match.words) or has_wish(self.reading, match)
        lacking = group.needs_content and not about
        if lacking or tells_a_fact(self.reading, match) or is_own_act(self.reading, match):
            return "excluded_by_context"
        speech = find_speech(self.reading, self.sentence, match.head)
        completion = Completion(reading=self.reading, by_head=self.by_head)
        arguments = completion.arguments(match, content, speech)
        telling = tell(self.reading, match, arguments.carrier)
        if telling is None:
            return "only_under_negation" if group.polarity == "negative" else "not_told"
        if speech is None and is_private(self.reading, match):
            return "not_told"
        if (because := missing(self.reading, match, arguments)) is not None:
            return because
        event_type, modes = type_of(self.reading, match, arguments, content)
        arguments = whom_it_befell(self.reading, match, arguments, event_type)
        found = TriggerFinding(
            match=match,
            event_type=event_type,
            modes=modes,
            arguments=only_doers(self.reading, match, arguments),
            telling=telling,
            speech=speech,
        )
        self.governed.update(inside)
        if (doubt := doubted(self.reading, self.sentence, found)) is not None:
            return doubt
        told = as_promise(self.reading, found)
        return "not_told" if told is None else with_site(self.reading, told)
