"""A sentence as phrases and closed-class words, beside its dependency tree.

Every walk over tokens has a fixed limit, so the time is linear in the length of the text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.lexicon import Lexicon
from pipeline.stages.events.trees import Trees
from schemas.entity import Entity

# A clause longer than this is no clause; it also bounds every walk.
MAX_WALK = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A participant as it stands in its clause; token offsets are those of the Doc, half-open.

    ``entity`` is null for a pronoun or a common noun. ``preposition`` governs it; ``anchor`` is the token
    before it and its modifiers. ``chain`` numbers phrases that are joined by "and" and commas.
    """

    start: int
    end: int
    entity: Entity | None
    preposition: str | None
    anchor: int
    after_verb: bool
    possessive: bool
    pronoun: bool
    chain: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: its token range, the lower-cased words of the whole Doc, and its phrases in order.

    ``named`` are the tokens inside mentions, ``titled`` those with a capital that no sentence start explains;
    ``trees`` are those of the whole Doc.
    """

    start: int
    end: int
    words: Sequence[str]
    phrases: tuple[Phrase, ...]
    phrase_ends: tuple[int, ...]
    named: frozenset[int]
    titled: frozenset[int]
    trees: Trees
    lexicon: Lexicon

    def phrase_of(self, word: int) -> Phrase | None:
        """The phrase that the token *word* is part of."""
        i = bisect_right(self.phrase_ends, word)
        found = self.phrases[i] if i < len(self.phrases) else None
        return found if found is not None and found.start <= word else None

    def phrases_before(self, position: int) -> Iterator[Phrase]:
        """Phrases that end at or before *position*, nearest first, within reach of a clause."""
        for i in range(bisect_right(self.phrase_ends, position) - 1, -1, -1):
            if position - self.phrases[i].end > MAX_WALK:
                return
            yield self.phrases[i]

    def phrases_between(self, start: int, end: int) -> tuple[Phrase, ...]:
        """Phrases that lie within the tokens from *start* to *end*."""
        first = bisect_right(self.phrase_ends, start)
        last = bisect_right(self.phrase_ends, end)
        return tuple(phrase for phrase in self.phrases[first:last] if phrase.start >= start)

    def chain_of(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """*phrase* and those joined to it, in order."""
        middle = bisect_left(self.phrase_ends, phrase.end)
        first = last = middle
        while first > 0 and self.phrases[first - 1].chain == phrase.chain:
            first -= 1
        while last + 1 < len(self.phrases) and self.phrases[last + 1].chain == phrase.chain:
            last += 1
        return self.phrases[first : last + 1]

    def is_adverbial(self, i: int) -> bool:
        """Can a verb and its subject be parted by this word? Adverbs, negations, days, numbers."""
        word = self.words[i]
        grammar = self.lexicon.grammar
        if word.isspace() or self._in_adverb_pair(i):
            return True
        if (
            word in grammar.adverbs
            or word in grammar.negations
            or word in self.lexicon.calendar.weekdays
        ):
            return True
        if word in self.lexicon.calendar.months or word.isdigit():
            return True
        if word in {"on", "in", "last", "this", "week", "month", "year", "once", "late"} and (
            i + 1 < self.end
        ):
            following = self.words[i + 1]
            return word in {"week", "month", "year"} or (
                following in self.lexicon.calendar.weekdays
                or following in self.lexicon.calendar.months
                or following in {"week", "month", "year", "last", "again"}
            )
        return word.endswith("ly") and word not in grammar.adjectives_in_ly

    def _in_adverb_pair(self, i: int) -> bool:
        """Is the word one of two that are an adverb together ("so far")?"""
        pairs = self.lexicon.grammar.adverb_pairs
        return any(" ".join(self.words[k : k + 2]) in pairs for k in (i - 1, i) if k >= self.start)


def is_modifier(sentence: Sentence, i: int) -> bool:
    """Can the word stand inside a noun phrase, before its head?"""
    word, grammar = sentence.words[i], sentence.lexicon.grammar
    if word.isspace():
        return True  # a line break inside a phrase
    if list(sentence.words[i - 1 : i + 2 : 2]) == ["-", "-"]:
        return True  # "a 29-year-old driver"
    if (
        word in grammar.possessive_marks
        or word in grammar.determiners
        or word in grammar.quotes
        or word == "-"
    ):
        return True
    closed = (
        word in grammar.prepositions
        or word in grammar.conjunctions
        or word in grammar.pronouns
        or word in grammar.relative_pronouns
        or word in grammar.subordinators
        or is_auxiliary(sentence, word)
        or sentence.is_adverbial(i)
    )
    if closed or not word[0].isalnum():
        return word.isdigit()
    return not is_verb_form(sentence, i)


def is_auxiliary(sentence: Sentence, word: str) -> bool:
    """A form of be, have, do, or a modal."""
    grammar = sentence.lexicon.grammar
    return (
        word in grammar.auxiliaries_be
        or word in grammar.auxiliaries_have
        or word in grammar.auxiliaries_do
        or word in grammar.modals_future
        or word in grammar.modals_hypothetical
        or word in grammar.modals_past_future
        or word in grammar.modals_demand
    )


def is_verb_form(sentence: Sentence, i: int) -> bool:
    """A finite verb by its form, unless the word before makes it an adjective ("the besieged town")."""
    word, grammar = sentence.words[i], sentence.lexicon.grammar
    before = sentence.words[i - 1] if i > sentence.start else ""
    if word in sentence.lexicon.base_forms and i not in sentence.named:
        modal = is_auxiliary(sentence, before) and before not in grammar.auxiliaries_have
        if before == "to" or (modal and before not in grammar.auxiliaries_be):
            return True
    if word not in sentence.lexicon.finite_forms or i in sentence.named:
        return False
    if i == sentence.start:
        return True
    if before == "that":
        return True  # a relative pronoun here ("a report that blamed rebels")
    return (
        before not in grammar.determiners
        and before not in grammar.possessive_marks
        and (before not in grammar.possessive_pronouns)
    )


def read_bare_phrases(sentence: Sentence, start: int, end: int) -> tuple[Phrase, ...]:
    """The noun phrase at *start* whose noun is no known agent, and one joined to it by "and"."""
    first = _bare_phrase(sentence, start, end)
    if first is None:
        return ()
    if first.end + 1 < end and sentence.words[first.end] == "and":
        opens = sentence.words[first.end + 1]
        grammar = sentence.lexicon.grammar
        if opens in grammar.determiners or opens in grammar.number_words or opens[0].isdigit():
            second = _bare_phrase(sentence, first.end + 1, end)
            return (first, second) if second else (first,)
    return (first,)


def read_bare_subject(sentence: Sentence, end: int) -> tuple[Phrase, ...]:
    """The noun phrase that opens the sentence and ends at the verb group at *end*."""
    found = read_bare_phrases(sentence, sentence.start, end)
    return found if found and found[-1].end == end else ()


def _bare_phrase(sentence: Sentence, start: int, end: int) -> Phrase | None:
    words, grammar = sentence.words, sentence.lexicon.grammar
    stop = start
    while stop < end and stop not in sentence.named and is_modifier(sentence, stop):
        stop += 1
    if stop == start or stop in sentence.named or words[start] == "that":
        return None
    head = words[stop - 1]
    closed = head in grammar.determiners or head in grammar.number_words
    if closed or not head.isalpha() or not words[start][0].isalnum():
        return None
    opened = stop - 1
    while opened > start and words[opened - 1].isalpha() and not _counts(sentence, opened - 1):
        opened -= 1
    if opened > start and words[opened - 1] == "-" and opened < stop - 1:
        opened += 1  # the last part of "31-year-old"
    return Phrase(
        start=opened,
        end=stop,
        entity=None,
        preposition=None,
        anchor=start - 1,
        after_verb=True,
        possessive=False,
        pronoun=False,
        chain=opened,
    )


def _counts(sentence: Sentence, i: int) -> bool:
    """A determiner or a number: no part of the words that say who it is."""
    grammar = sentence.lexicon.grammar
    return sentence.words[i] in grammar.determiners or sentence.words[i] in grammar.number_words


def phrase_at(sentence: Sentence, i: int, phrases: Iterable[str]) -> int:
    """How many words the one of *phrases* has that begins at token *i*; 0 where none does."""
    for phrase in phrases:
        parts = phrase.split()
        if list(sentence.words[i : i + len(parts)]) == parts:
            return len(parts)
    return 0


def before_circumstance(sentence: Sentence, start: int, end: int) -> int:
    """Where a phrase of time or cause begins, whose names are not acted on; else *end*."""
    prepositions = sentence.lexicon.grammar.circumstance_prepositions
    return next((i for i in range(start, end) if sentence.words[i] in prepositions), end)


def clause_end(sentence: Sentence, start: int) -> int:
    """The first token at or after *start* that no longer belongs to the clause."""
    grammar, words = sentence.lexicon.grammar, sentence.words
    last = min(sentence.end, start + MAX_WALK)
    for i in range(start, last):
        word = words[i]
        if word in grammar.breaks or word in {"who", "which", "whose"}:
            return i
        if word in grammar.subordinators and word not in {"as", "before", "so", "whether", "how"}:
            return i
        if word == "," and not _within_list(sentence, i):
            return i
        if word in {"and", "but"} and i + 1 < last and _opens_predicate(sentence, i + 1):
            return i
    return last


def _within_list(sentence: Sentence, comma: int) -> bool:
    """Does the comma part two phrases of one chain?"""
    before = next(sentence.phrases_before(comma), None)
    if before is None or comma - before.end > 3:
        return False
    i = bisect_right(sentence.phrase_ends, comma)
    return i < len(sentence.phrases) and sentence.phrases[i].chain == before.chain


def _opens_predicate(sentence: Sentence, i: int) -> bool:
    """Does a second verb of the same subject begin here ("condemned the raid and pledged help")?"""
    while i + 1 < sentence.end and sentence.is_adverbial(i):
        i += 1
    return is_verb_form(sentence, i) or is_auxiliary(sentence, sentence.words[i])
