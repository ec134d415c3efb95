"""The participants of a sentence: mentions, agent nouns and pronouns, placed in their clause."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from pipeline.lexicon import Lexicon
from pipeline.stages.events.clauses import (
    Phrase,
    Sentence,
    is_modifier,
    is_verb_form,
)
from pipeline.stages.events.joining import join_phrases
from pipeline.stages.events.trees import Trees, read_trees
from schemas.entity import Entity

# What is longer is a table or a list without full stops; it is read in pieces of this many tokens.
MAX_SENTENCE = 300
_MAX_MODIFIERS = 12
_PARTICIPANTS = frozenset({"PERSON", "ORG", "GPE", "NORP", "ROLE"})


def read_sentences(doc: Doc, entities: Sequence[Entity], lexicon: Lexicon) -> Iterator[Sentence]:
    """Each sentence of *doc* with its phrases, in text order; one beyond ``MAX_SENTENCE`` in pieces."""
    words = [token.lower_ for token in doc]
    spans = _mention_spans(doc, entities)
    trees = read_trees(doc)
    following = 0
    for sent in doc.sents:
        for start in range(sent.start, sent.end, MAX_SENTENCE):
            end = min(sent.end, start + MAX_SENTENCE)
            first = following
            while following < len(spans) and spans[following][0] < end:
                following += 1
            inside = [span for span in spans[first:following] if span[1] <= end]
            yield _sentence(start, end, words, inside, _titled(doc, start, end), trees, lexicon)


def _titled(doc: Doc, start: int, end: int) -> frozenset[int]:
    """Capitalised words inside a sentence; none where most words have a capital, as in a headline."""
    leads = {i + 1 for i in range(start, end - 1) if doc[i].is_alpha or doc[i].text == ","}
    titled = {i for i in leads if doc[i].is_title}
    words = sum(1 for i in range(start, end) if doc[i].is_alpha)
    return frozenset(titled) if 2 * len(titled) < words else frozenset()


def _mention_spans(doc: Doc, entities: Sequence[Entity]) -> list[tuple[int, int, Entity]]:
    """Token ranges of all mentions in order; where two overlap the longer stays."""
    offsets = [token.idx for token in doc]
    spans = []
    for entity in entities:
        for mention in entity.mentions:
            start = bisect_right(offsets, mention.start_char) - 1
            end = bisect_left(offsets, mention.end_char)
            if 0 <= start < end:
                spans.append((start, end, entity))
    spans.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, Entity]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
        elif span[1] - span[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = span
    return kept


def _sentence(
    start: int,
    end: int,
    words: Sequence[str],
    spans: list[tuple[int, int, Entity]],
    titled: frozenset[int],
    trees: Trees,
    lexicon: Lexicon,
) -> Sentence:
    named = frozenset(i for span in spans for i in range(span[0], span[1]))
    bare = Sentence(
        start=start,
        end=end,
        words=words,
        phrases=(),
        phrase_ends=(),
        named=named,
        titled=titled,
        trees=trees,
        lexicon=lexicon,
    )
    phrases = join_phrases(bare, [_placed(bare, *head) for head in _heads(bare, spans)])
    return replace(
        bare, phrases=tuple(phrases), phrase_ends=tuple(phrase.end for phrase in phrases)
    )


def _heads(
    sentence: Sentence, spans: list[tuple[int, int, Entity]]
) -> list[tuple[int, int, Entity | None]]:
    """Ranges of participants: mentions, agent nouns and pronouns, with what belongs together merged."""
    grammar, words = sentence.lexicon.grammar, sentence.words
    found: list[tuple[int, int, Entity | None]] = [
        span
        for span in spans
        if span[2].label in _PARTICIPANTS and not _is_adjective(sentence, *span)
    ]
    for i in range(sentence.start, sentence.end):
        if i in sentence.named:
            continue
        pronoun = words[i] in grammar.subject_pronouns or words[i] in grammar.object_pronouns
        if (pronoun and not _is_owners_pronoun(sentence, i)) or words[i] in grammar.agent_nouns:
            found.append((i, i + 1, None))
    found += [(start, end, None) for start, end in _unknown_names(sentence)]
    found.sort(key=lambda head: head[0])
    merged: list[tuple[int, int, Entity | None]] = []
    for head in found:
        if merged and _belongs(sentence, merged[-1], head):
            before = merged.pop()
            head = (before[0], head[1], head[2] or before[2])
        merged.append(head)
    return merged


def _is_owners_pronoun(sentence: Sentence, i: int) -> bool:
    """Does the pronoun own the noun after it ("met her counterpart")?"""
    words, grammar, following = sentence.words, sentence.lexicon.grammar, i + 1
    given = i > sentence.start and words[i - 1] in grammar.giving_forms  # "granted her asylum"
    if given or words[i] not in grammar.possessive_pronouns or following >= sentence.end:
        return False
    modifies = following in sentence.named or is_modifier(sentence, following)
    return modifies and words[following] not in grammar.determiners


def _unknown_names(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words inside the sentence that no mention covers: names nobody knows."""
    i = sentence.start
    while i < sentence.end:
        start = i
        while (
            i < sentence.end
            and i in sentence.titled
            and i not in sentence.named
            and sentence.words[i] not in sentence.lexicon.calendar.weekdays
            and sentence.words[i] not in sentence.lexicon.calendar.months
        ):
            i += 1
        if i > start:
            yield start, i
        i = max(i, start + 1)


def _is_adjective(sentence: Sentence, start: int, end: int, entity: Entity) -> bool:
    """Is a lone role word no participant here ("an official protest", "to institute a curfew")?"""
    words, grammar = sentence.words, sentence.lexicon.grammar
    lone = entity.label == "ROLE" and entity.country is None and end - start == 1
    if not lone or end >= sentence.end:
        return False
    following = words[end]
    plural = words[start].endswith("s") or words[start] in grammar.plural_nouns
    if plural:
        return False
    if following in grammar.determiners and start > sentence.start and words[start - 1] == "to":
        return True
    if end in sentence.named or not following[0].isalpha():
        return False
    if following in grammar.agent_nouns:
        return False  # it stays as the modifier of that noun
    after = words[end + 1] if end + 1 < sentence.end else ""
    if following in sentence.lexicon.base_forms and after in grammar.determiners:
        return False  # "demanded that the cabinet freeze the plan"
    return is_modifier(sentence, end) and following not in sentence.lexicon.finite_forms


def _belongs(
    sentence: Sentence,
    before: tuple[int, int, Entity | None],
    head: tuple[int, int, Entity | None],
) -> bool:
    """Is *before* a modifier of *head* ("Palestinian | police", "Israel's high | court")?"""
    words, gap = sentence.words, sentence.words[before[1] : head[0]]
    if words[before[0]] in sentence.lexicon.grammar.pronouns or (
        words[head[0]] in sentence.lexicon.grammar.pronouns
    ):
        return False
    if head[2] is None and len(gap) <= 3:
        # The modifier's entity gives the country of a noun that names nobody.
        determiners = sentence.lexicon.grammar.determiners
        return all(
            is_modifier(sentence, i) and words[i] not in determiners
            for i in range(before[1], head[0])
        )
    return not gap


def _placed(sentence: Sentence, start: int, end: int, entity: Entity | None) -> Phrase:
    """The phrase with what governs it, found by walking left over its modifiers."""
    words, grammar = sentence.words, sentence.lexicon.grammar
    pronoun = entity is None and words[start] in grammar.pronouns
    anchor = start - 1 if pronoun else _anchor(sentence, start)
    if entity is None and not pronoun:
        start = _without_determiners(sentence, anchor + 1, start)
    governor = words[anchor] if anchor >= sentence.start else ""
    bearers = {"of": grammar.group_nouns, "from": grammar.origin_nouns}.get(governor, frozenset())
    if anchor > sentence.start and words[anchor - 1] in bearers:
        # "hundreds of Syrians" stands where "hundreds" stands.
        outer = _placed(sentence, anchor - 1, anchor, entity)
        owner = _is_owner(sentence, end)
        return replace(outer, start=start, end=end, possessive=owner, chain=start)
    return Phrase(
        start=start,
        end=end,
        entity=entity,
        preposition=governor if governor in grammar.prepositions else None,
        anchor=anchor,
        after_verb=anchor >= sentence.start and is_verb_form(sentence, anchor),
        possessive=_is_owner(sentence, end),
        pronoun=pronoun,
        chain=start,
    )


def _anchor(sentence: Sentence, start: int) -> int:
    """The token before the phrase that ends in the head at *start*; a determiner opens a phrase."""
    determiners = sentence.lexicon.grammar.determiners
    anchor, opened = start - 1, False
    lowest = max(sentence.start, start - _MAX_MODIFIERS)
    while anchor >= lowest:
        word = sentence.words[anchor]
        inside = anchor in sentence.named or is_modifier(sentence, anchor)
        if not (inside or _is_hedge(sentence, anchor)) or (opened and word not in determiners):
            break
        opened = opened or (word in determiners and anchor not in sentence.named)
        anchor -= 1
    return anchor


def _without_determiners(sentence: Sentence, first: int, head: int) -> int:
    """Where a common noun with its adjectives begins: after determiners, numbers and owners."""
    start = head
    while start > first and start - 1 not in sentence.named:
        word = sentence.words[start - 1]
        if word in sentence.lexicon.grammar.determiners or not word[0].isalpha():
            break
        start -= 1
    return start


def _is_owner(sentence: Sentence, end: int) -> bool:
    return end < sentence.end and sentence.words[end] in sentence.lexicon.grammar.possessive_marks


def _is_hedge(sentence: Sentence, i: int) -> bool:
    """Does the word belong to the number after it ("more than 100", "at least three")?"""
    grammar, words = sentence.lexicon.grammar, sentence.words
    if words[i] not in grammar.hedges and not _in_hedge_phrase(sentence, i):
        return False
    k = i + 1
    while k < min(sentence.end, i + 4):
        if words[k] not in grammar.hedges and not _in_hedge_phrase(sentence, k):
            return words[k][:1].isdigit() or words[k] in grammar.number_words
        k += 1
    return False


def _in_hedge_phrase(sentence: Sentence, i: int) -> bool:
    """Is the word part of "more than", "at least" and their like, where it stands?"""
    for phrase in sentence.lexicon.grammar.hedge_phrases:
        parts = phrase.split()
        for k in range(len(parts)):
            begin = i - k
            if (
                begin >= sentence.start
                and list(sentence.words[begin : begin + len(parts)]) == parts
            ):
                return True
    return False
