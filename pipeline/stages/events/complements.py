"""The complement that tells which people a bare noun means: "members of a gang", "spokesmen for the union and the party"."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.extents import Extents
from pipeline.stages.events.phrase import Phrase, Phrases
from pipeline.stages.events.tree import Tree

# A complement ends no further behind its noun, in tokens.
_LONGEST = 12
_MEANT = frozenset({"ROLE", "ORG", "NORP", "GPE", "LOC", "PERSON"})


def with_complement(
    extents: Extents, phrase: Phrase, first: int, participants: Callable[[int], Phrases]
) -> Phrase:
    """*phrase* up to the end of the complement right behind it, where it names nobody and the complement does.

    *first* is the head of the list that it is a part of, on which the parser may hang what follows the last part.
    It ends with a mention, so that who it is stays known.
    """
    spans, span_at = extents.spans, extents.span_at
    # A noun that is no mention itself would be taken for who its complement names.
    bare = phrase.entity is not None and phrase.entity.label == "ROLE"
    if phrase.named or phrase.pronoun or not bare or phrase.end != phrase.head + 1:
        return phrase
    for child in _complements(extents.tree, extents.grammar, phrase, first):
        ends = [span_at[child]] if child in span_at else []
        ends += [span_at[p.end - 1] for p in participants(child)[:1] if p.end - 1 in span_at]
        meant = [number for number in ends if spans[number][2].label in _MEANT]
        if meant:
            end = max(spans[number][1] for number in meant)
            end = _with_joined(extents, child, end)
            if end - phrase.end <= _LONGEST:
                return replace(phrase, end=end)
    return phrase


def _complements(tree: Tree, grammar: Grammar, phrase: Phrase, first: int) -> Iterator[int]:
    """The nouns below *phrase* or its list whose preposition stands right behind it."""
    person = tree.lemmas[phrase.head] in grammar.agent_nouns or phrase.entity is not None
    heads = dict.fromkeys((phrase.head, first))
    for child in (i for head in heads for i in tree.children(head, "nmod")):
        markers = [i for i in tree.children(child, "case") if tree.words[i] != "'s"]
        behind = markers and markers[0] == phrase.end and child > phrase.end
        if behind and person and tree.cases.get(child) in grammar.naming_complements:
            yield child


def _with_joined(extents: Extents, child: int, end: int) -> int:
    """*end*, or that of the names joined to the name *child* ("for Hamas and Fatah")."""
    tree, spans, span_at = extents.tree, extents.spans, extents.span_at
    if child not in span_at or spans[span_at[child]][2].label == "ROLE":
        return end
    for part in tree.joined(child)[1:]:
        if part not in span_at or spans[span_at[part]][2].label == "ROLE":
            break
        start, last, _ = spans[span_at[part]]
        between = set(tree.words[end:start]) - {"the"}
        if start < end or not between <= extents.grammar.parting_words:
            break
        end = last
    return end
