"""Triggers: the words of a sentence that match a lexicon entry, the longest match first.

An index over the forms of head words is used in place of spaCy's Matcher, which tries every pattern at
every token; here a token costs one dictionary look-up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicon import Entry, Reading
from pipeline.lexicon.entries import GAP
from pipeline.lexicon.inflection import FormKind
from pipeline.stages.events.clauses import Sentence, is_auxiliary, is_verb_form
from pipeline.values import RejectedBecause

_MAX_GAP = 7
_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbGroup:
    """The auxiliaries before a verb: where they begin and what they say."""

    start: int
    passive: bool
    modal: str | None
    infinitive: bool
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry found at ``head``; ``start`` to ``end`` are its tokens, ``refused`` says why it does not fire."""

    entry: Entry
    kind: FormKind
    head: int
    start: int
    end: int
    refused: RejectedBecause | None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Longest and most specific first; the tightest of equals."""
        return (-self.entry.specificity, self.end - self.start, self.head)


def find_triggers(sentence: Sentence) -> list[Match]:
    """The matches of *sentence* in text order; of those that share a word only the best is kept."""
    matches = sorted(_matches(sentence), key=lambda match: (match.refused is not None, match.rank))
    taken: set[int] = set()
    kept = []
    for match in matches:
        covered = _covered(sentence, match)
        if taken.isdisjoint(covered):
            taken.update(covered)
            kept.append(match)
    return sorted(kept, key=lambda match: (match.head, match.start))


def read_verb_group(sentence: Sentence, head: int) -> VerbGroup:
    """What stands before the verb at *head*: modals, have, be, "to", negation, adverbs."""
    grammar, words = sentence.lexicon.grammar, sentence.words
    start = head
    passive = infinitive = negated = False
    modal: str | None = None
    i = head - 1
    while i >= max(sentence.start, head - 12):
        word = words[i]
        if word in grammar.negations or word in grammar.negating_verbs:
            negated = True
        elif word in grammar.auxiliaries_be:
            passive = True
        elif word in grammar.auxiliaries_have or word in grammar.auxiliaries_do:
            pass
        elif is_auxiliary(sentence, word):
            modal = word
        elif (word == "to" and not infinitive and not passive | (modal is not None)) or (
            word == "to" and passive
        ):
            infinitive = True
        elif not sentence.is_adverbial(i) and word not in {"no", "longer"}:
            break
        if not sentence.is_adverbial(i) or word in grammar.negations:
            start = i
        i -= 1
    return VerbGroup(
        start=start,
        passive=passive,
        modal=modal,
        infinitive=infinitive,
        negated=negated,
    )


def _matches(sentence: Sentence) -> Iterator[Match]:
    for head in range(sentence.start, sentence.end):
        for reading in sentence.lexicon.readings.get(sentence.words[head], ()):
            span = _span(sentence, reading.entry, head)
            if span is None:
                continue
            yield Match(
                entry=reading.entry,
                kind=reading.kind,
                head=head,
                start=span[0],
                end=span[1],
                refused=_refusal(sentence, reading, head, span),
            )


def _covered(sentence: Sentence, match: Match) -> set[int]:
    """The tokens that stand for a word of the entry, gaps left out."""
    literal = frozenset().union(*match.entry.words)
    return {i for i in range(match.start, match.end) if sentence.words[i] in literal} | {match.head}


def _span(sentence: Sentence, entry: Entry, head: int) -> tuple[int, int] | None:
    """Where the words of *entry* stand around *head*, or nothing."""
    if entry.head:
        start = head - entry.head
        if start < sentence.start:
            return None
        fits = all(sentence.words[start + k] in entry.words[k] for k in range(entry.head))
        return (start, head + 1) if fits else None
    i = head + 1
    gap = False
    for alternatives in entry.words[1:]:
        if GAP in alternatives:
            gap = True
            continue
        last = min(sentence.end, i + (_MAX_GAP + 1 if gap else 1))
        while i < last and sentence.words[i] not in alternatives:
            if sentence.words[i] in {",", ";", ":", "that", "."}:
                return None
            i += 1
        if i >= last:
            return None
        i += 1
        gap = False
    return head, i


def _refusal(
    sentence: Sentence, reading: Reading, head: int, span: tuple[int, int]
) -> RejectedBecause | None:
    group = reading.entry.group
    words = sentence.words
    titled = head in sentence.titled and (group.kind == "verb" or len(reading.entry.words) == 1)
    # "cases of Ebola" is no name, whatever its last word is.
    opens_before = group.kind == "noun" and span[0] not in sentence.named
    if (head in sentence.named and not opens_before) or titled:
        return "wrong_part_of_speech"
    if group.kind == "verb" and not _reads_as_verb(
        sentence, reading.kind, span[0] if reading.entry.head else head
    ):
        return "wrong_part_of_speech"
    if group.kind == "noun" and not _reads_as_noun(sentence, head):
        return "wrong_part_of_speech"
    after = words[span[1] : min(sentence.end, span[1] + _NEAR)]
    before = words[max(sentence.start, span[0] - _NEAR) : span[0]]
    if any(word in group.not_before for word in after):
        return "excluded_by_context"
    if any(word in group.not_after for word in before):
        return "excluded_by_context"
    if group.needs and not _has_near(sentence, head, group.needs):
        return "excluded_by_context"
    if group.voice == "passive" and not _is_passive(sentence, reading, head):
        return "excluded_by_context"
    if group.polarity == "negative" and not read_verb_group(sentence, head).negated:
        return "excluded_by_context"
    return None


def _is_passive(sentence: Sentence, reading: Reading, head: int) -> bool:
    told = reading.kind in {"past", "participle"}
    return told and read_verb_group(sentence, head).passive


def _has_near(sentence: Sentence, head: int, needed: tuple[str, ...]) -> bool:
    window = sentence.words[max(sentence.start, head - 25) : min(sentence.end, head + 26)]
    return any(word in needed for word in window)


def _reads_as_verb(sentence: Sentence, kind: FormKind, head: int) -> bool:
    """Is the form at *head* a verb here, told by its neighbours?"""
    words, grammar = sentence.words, sentence.lexicon.grammar
    group = read_verb_group(sentence, head)
    if group.modal or group.infinitive or (group.start < head and group.passive):
        return kind != "third"
    start = head
    while start > sentence.start and sentence.is_adverbial(start - 1):
        start -= 1
    before = words[start - 1] if start > sentence.start else ""
    after = words[head + 1] if head + 1 < sentence.end else ""
    if words[head] in sentence.lexicon.calendar.months and before in grammar.month_leads:
        return False
    if before == "-" or (after == "-" and sentence.words[head] in sentence.lexicon.finite_forms):
        return False  # "open-ended", "UN-brokered"
    if (
        before in grammar.determiners
        or before in grammar.possessive_marks
        or (before in grammar.possessive_pronouns)
    ):
        return False
    if kind in {"base", "third"}:
        return _finite_present(sentence, head, before, after)
    if kind == "gerund":
        return after not in {"of"} and before not in {"of", "for", "against", "in", "on", "a"}
    if before in grammar.prepositions and before not in {"as", "since", "out"}:
        # "with seized weapons", but "as accused by".
        return before in {"before", "after"}
    return True


def _finite_present(sentence: Sentence, head: int, before: str, after: str) -> bool:
    """A base or -s form is a verb after a subject that can have it, and before what can follow a verb."""
    grammar = sentence.lexicon.grammar
    if head == sentence.start or before in grammar.prepositions or not before[0].isalnum():
        return False
    if before[0].isdigit() or before in grammar.number_words:
        return False
    if before in grammar.auxiliaries_do or before in grammar.subject_pronouns | {"who", "that"}:
        return True
    phrase = next(sentence.phrases_before(head), None)
    near = phrase is not None and head - phrase.end <= 2 and not phrase.possessive
    if before in grammar.object_pronouns - grammar.subject_pronouns:
        return False
    follows = (
        not after
        or after in grammar.determiners
        or after in grammar.prepositions - {"of", "by"}
        or after in {",", "and"}
        or head + 1 in sentence.named
        or after[0].isdigit()
        or after not in grammar.conjunctions | {"of", "."}
    )
    if sentence.words[head] in grammar.noun_like:
        follows = head + 1 in sentence.named or after in grammar.determiners | (
            grammar.object_pronouns | grammar.possessive_pronouns
        )
    joined = before in {"and", "to"}
    noun_like = (
        after in {"of", "."} or is_auxiliary(sentence, after) or is_later_verb(sentence, head)
    )
    return (near or joined) and follows and not noun_like


def is_later_verb(sentence: Sentence, head: int) -> bool:
    """Is the next word a finite verb, so that *head* is the noun before it ("the strike ended")?"""
    return head + 1 < sentence.end and is_verb_form(sentence, head + 1)


def _reads_as_noun(sentence: Sentence, head: int) -> bool:
    """A noun form is a noun unless a modal, "to" or a pronoun makes it a verb."""
    words, grammar = sentence.words, sentence.lexicon.grammar
    if head == sentence.start:
        return True
    before = words[head - 1]
    after = head + 1
    if after in sentence.named or (after < sentence.end and words[after] in grammar.agent_nouns):
        return False  # "invasion forces"
    if before in grammar.subject_pronouns or before in grammar.auxiliaries_do:
        return False
    group = read_verb_group(sentence, head)
    return group.modal is None and not (group.infinitive and before == "to")
