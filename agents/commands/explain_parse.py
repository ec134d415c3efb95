"""A parse in words: one line for a glance, or an indented tree."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.values import ParsedToken

_INDENT = "  "
# Deeper words keep this depth: their head is the nearest line above that stands further left.
_DEEPEST_SHOWN = 16


def compact(tokens: Sequence[ParsedToken]) -> str:
    """Each word with its relation and its head: ``Oslo/nsubj→sued sued/root``; punctuation left out."""
    return " ".join(
        f"{token.text}/{token.relation}{_to_head(tokens, place)}"
        for place, token in enumerate(tokens)
        if token.pos != "PUNCT"
    )


def indented(tokens: Sequence[ParsedToken]) -> Iterator[str]:
    """A line a word, each under its head and in the order of the text: relation, part of speech, lemma."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    waiting: list[tuple[int, int]] = []
    for place, token in enumerate(tokens):
        if token.head == place:
            waiting.append((place, 0))
        else:
            below[token.head].append(place)
    waiting.reverse()
    while waiting:
        place, depth = waiting.pop()
        token = tokens[place]
        lemma = f" ({token.lemma})" if token.lemma not in {token.text, token.text.lower()} else ""
        margin = _INDENT * min(depth, _DEEPEST_SHOWN)
        yield f"{margin}{token.text}{lemma} {token.relation} {token.pos}"
        waiting += [(child, depth + 1) for child in reversed(below[place])]


def _to_head(tokens: Sequence[ParsedToken], place: int) -> str:
    head = tokens[place].head
    return "" if head == place else f"→{tokens[head].text}"
