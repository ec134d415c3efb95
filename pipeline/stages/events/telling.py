"""How an event is told: actual, future, hypothetical or historical, negated or not, and by whom."""

from dataclasses import dataclass

from pipeline.stages.events.clauses import MAX_WALK, Sentence, phrase_at
from pipeline.stages.events.subjects import Phrases, find_subject
from pipeline.stages.events.triggers import Match, VerbGroup, read_verb_group
from schemas.event import EventStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Somebody's words: the speaker, the verb of saying, and whether the words come before it."""

    speaker: Phrases
    verb: int
    words_before: bool


def find_speech(sentence: Sentence) -> tuple[Speech, ...]:
    """Each "X said ...", "..., said X" and "according to X" of the sentence, in text order."""
    words, found = sentence.words, []
    for i in range(sentence.start, sentence.end):
        if i in sentence.named:
            continue
        speech = None
        if words[i] in sentence.lexicon.reporting_forms:
            speech = _said(sentence, i)
        else:
            speech = _according(sentence, i)
        if speech is not None:
            found.append(speech)
    return tuple(found)


def speaker_of(speeches: tuple[Speech, ...], head: int) -> Phrases:
    """Who says the clause with the token *head*; nobody for the article's own voice."""
    for speech in reversed(speeches):
        if not speech.words_before and speech.verb < head:
            return speech.speaker
    for speech in speeches:
        if speech.words_before and speech.verb > head:
            return speech.speaker
    return ()


def _said(sentence: Sentence, verb: int) -> Speech | None:
    words = sentence.words
    after = sentence.phrases_between(verb + 1, min(sentence.end, verb + 14))
    inverted = bool(after) and after[0].anchor == verb and after[0].preposition is None
    last = verb - 1
    while last > sentence.start and words[last].isspace():
        last -= 1
    before = words[last] if last >= sentence.start else ""
    # Wire copy leaves out blanks, so a comma and a quotation mark may be one token.
    closed = before[-1:] in sentence.lexicon.grammar.quotes or before[:1] == ","
    if inverted and closed:
        return Speech(speaker=sentence.chain_of(after[0]), verb=verb, words_before=True)
    subject = find_subject(sentence, read_verb_group(sentence, verb).start)
    if not subject:
        return None
    first = subject[0]
    lead = words[first.anchor] if first.anchor >= sentence.start else ""
    closes = lead in sentence.lexicon.grammar.quotes or lead == ","
    return Speech(
        speaker=subject,
        verb=verb,
        words_before=closes and _ends_soon(sentence, verb),
    )


def _ends_soon(sentence: Sentence, verb: int) -> bool:
    """Does the clause of saying end without words of its own (", officials said on Tuesday.")?"""
    i = verb + 1
    while i < sentence.end and sentence.is_adverbial(i):
        i += 1
    if i >= sentence.end:
        return True
    word = sentence.words[i]
    return not word[0].isalnum() or word in sentence.lexicon.grammar.circumstances


def _according(sentence: Sentence, i: int) -> Speech | None:
    length = phrase_at(sentence, i, sentence.lexicon.grammar.according)
    if not length:
        return None
    for phrase in sentence.phrases_between(i + length, min(sentence.end, i + 14)):
        chain = sentence.chain_of(phrase)
        return Speech(speaker=chain, verb=i, words_before=i - sentence.start > 2)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """The status of an event, its negation, and whether its own subject announces it ("will", "plans to")."""

    status: EventStatus
    negated: bool
    intended: bool = False


def tell(
    sentence: Sentence, match: Match, verb: VerbGroup, *, reported: bool, noun: bool
) -> Telling | None:
    """How *match* is told, or nothing where it is only named (the purpose of something else)."""
    negated = verb.negated or _denied(sentence, match.start)
    if match.entry.group.polarity == "negative":
        negated = False
    told = _by_modal(sentence, verb, reported=reported)
    if told is None and verb.infinitive and not noun:
        told = _by_governor(sentence, verb)
        if told is None:
            return None
    status = told or _by_circumstance(sentence, match)
    intended = status == "future" and not _in_condition(sentence, match.head)
    if _in_condition(sentence, match.head):
        status = "hypothetical"
    if match.entry.group.polarity == "negative" and intended:
        status = "actual"  # "will not accept" refuses now
    return Telling(status=status, negated=negated, intended=intended)


def _by_modal(sentence: Sentence, verb: VerbGroup, *, reported: bool) -> EventStatus | None:
    grammar = sentence.lexicon.grammar
    if verb.modal is None:
        return None
    if verb.modal in grammar.modals_future:
        return "future"
    if verb.modal in grammar.modals_past_future and reported:
        return "future"
    return "hypothetical"


def _by_governor(sentence: Sentence, verb: VerbGroup) -> EventStatus | None:
    """What the word before "to" makes of the infinitive: ahead, done, or nothing told."""
    words, grammar = sentence.words, sentence.lexicon.grammar
    i = verb.start - 1
    while i > sentence.start and sentence.is_adverbial(i):
        i -= 1
    if i < sentence.start:
        return None
    if words[i] in grammar.future_governors:
        return "future"
    if words[i] in grammar.auxiliaries_be or words[i] in grammar.auxiliaries_have:
        return "future"
    return "actual" if words[i] in grammar.actual_governors else None


def _by_circumstance(sentence: Sentence, match: Match) -> EventStatus:
    words, grammar = sentence.words, sentence.lexicon.grammar
    before = words[max(sentence.start, match.start - 2) : match.start]
    if match.entry.group.kind == "noun":
        if any(word in grammar.future_adjectives for word in before):
            return "future"
        if any(word in grammar.hypothetical_adjectives for word in before):
            return "hypothetical"
    near = words[max(sentence.start, match.head - 12) : min(sentence.end, match.head + 20)]
    for k, word in enumerate(near):
        if word in grammar.background_words:
            long_ago = word != "ago" or near[k - 1] in {"years", "decades", "centuries"}
            if long_ago:
                return "historical"
    return "actual"


def _in_condition(sentence: Sentence, head: int) -> bool:
    """Does an "if" or "unless" open the clause that holds *head*?"""
    words, grammar = sentence.words, sentence.lexicon.grammar
    for i in range(head - 1, max(sentence.start, head - 25) - 1, -1):
        if words[i] in {",", ";", ":"}:
            return False
        if words[i] in grammar.condition_words:
            return True
        if words[i] in grammar.question_words and not grammar.asking_forms.isdisjoint(
            words[sentence.start : i]
        ):
            return True
        if phrase_at(sentence, i, grammar.condition_phrases):
            return True
    return False


def _denied(sentence: Sentence, start: int) -> bool:
    """Is there a "no" or "without" right before, with at most one word between?"""
    before = sentence.words[max(sentence.start, start - 2) : start]
    return any(word in sentence.lexicon.grammar.denials for word in before)


def in_quotation(sentence: Sentence, head: int) -> bool:
    """Does the token stand inside double quotation marks that its sentence opens?"""
    opened = False
    for word in sentence.words[max(sentence.start, head - MAX_WALK) : head]:
        if word == '"':
            opened = not opened
        elif word in {"“", "”"}:
            opened = word == "“"
    return opened
