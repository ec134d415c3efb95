"""Triggers: words of a sentence that an entry of the lexicon matches by what hangs on them in the tree.

An index over head lemmas is used in place of spaCy's DependencyMatcher, which tries every pattern at
every token; here a token costs one dictionary look-up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.lexicon.compiling import Entry
from pipeline.lexicon.entries import Kind
from pipeline.stages.events.conditions import refusal
from pipeline.stages.events.matching import Match, match_words
from pipeline.stages.events.reading import ArticleReading, SentenceRange


def find_triggers(reading: ArticleReading, sentence: SentenceRange) -> list[Match]:
    """The matches of *sentence* in text order; at each head the most specific that fires, else one refused.

    Those of the same type at the same head that fire, too, are its ``others``, the most specific first.
    """
    heads, forms = range(sentence.start, sentence.end), _forms(reading, sentence)
    return [found for head in heads if (found := _best_at(reading, head, forms)) is not None]


def apart(matches: Iterable[Match]) -> list[Match]:
    """*matches* without those whose head is a word of another one that fires."""
    listed = list(matches)
    taken = {
        word
        for match in listed
        if match.refused is None and match.entry.kind != "noun"
        for word in match.words
    }
    return [match for match in listed if match.head not in taken]


def _forms(reading: ArticleReading, sentence: SentenceRange) -> frozenset[str]:
    """All by which a word of *sentence* can be known, as `is_one_of` asks it."""
    tree = reading.tree
    forms: set[str] = set()
    for i in range(sentence.start, sentence.end):
        forms |= {tree.lemmas[i], tree.words[i], f"{tree.words[i - 1]} {tree.lemmas[i]}"}
        if i in tree.hyphened:
            forms.add(tree.hyphened[i])
    return frozenset(forms)


def _may_match(entry: Entry, forms: frozenset[str]) -> bool:
    """Has the sentence, anywhere, a word for each that *entry* needs? Most entries end here."""
    return not any(need.words and need.words.isdisjoint(forms) for need in entry.needs)


def _best_at(reading: ArticleReading, head: int, forms: frozenset[str]) -> Match | None:
    matches = [
        match
        for entry in _entries_at(reading, head)
        if _may_match(entry, forms) and (match := _match_at(reading, entry, head)) is not None
    ]
    # The sort is stable: of equals the first in the order of files and groups.
    ranked = sorted(
        matches, key=lambda match: (match.refused is not None, -match.entry.specificity)
    )
    if not ranked or ranked[0].refused is not None:
        return ranked[0] if ranked else None
    best, *rest = ranked
    others = tuple(
        other
        for other in rest
        if other.refused is None and other.entry.event_type == best.entry.event_type
    )
    return replace(best, others=others)


def _entries_at(reading: ArticleReading, head: int) -> Iterator[Entry]:
    tree, by_head = reading.tree, reading.lexicon.by_head
    for kind in _kinds(reading, head):
        known = by_head.get((kind, tree.lemmas[head]), ())
        yield from known
        if head in tree.hyphened:
            whole = tree.hyphened[head]
            yield from by_head.get((kind, whole), ())
            yield from by_head.get((kind, whole.replace("-", "")), ())
        elif kind == "verb" and not known:
            for stem in _stems(tree.words[head]):
                yield from by_head.get((kind, stem), ())


def _stems(word: str) -> Iterator[str]:
    """What a regular verb form may be a form of, where the lexicon does not know its lemma ("rioted")."""
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            yield stem
            yield stem + "e"
            if stem[-2:-1] == stem[-1:]:
                yield stem[:-1]


def _kinds(reading: ArticleReading, head: int) -> tuple[Kind, ...]:
    tree = reading.tree
    pos = tree.pos[head]
    if pos == "VERB":
        return ("verb", "adjective") if tree.tags[head] == "VBN" else ("verb",)
    if pos == "AUX":
        return ("modal",) if tree.bases[head] == "aux" else ("verb",)
    if pos == "ADJ":
        return ("adjective",)
    if pos in {"NOUN", "PROPN"}:
        entity = reading.phrases.mention(head)
        named = entity is not None and entity.label not in {"ROLE", "EVENT"}
        return () if named else ("noun",)
    return ()


def _match_at(reading: ArticleReading, entry: Entry, head: int) -> Match | None:
    """*entry* at the token *head*, refused where a condition fails; nothing where its words are not there."""
    match = match_words(reading, entry, head)
    because = refusal(reading, match) if match is not None else None
    return match if match is None or because is None else replace(match, refused=because)
