"""Names out of GUM's entity brackets (Zeldes 2017), which mark every noun phrase, not only names.

A phrase names something where its head is a proper noun; the name is the phrase without articles and other
words in front, or, where the phrase holds more than a name, the proper nouns around its head.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.training.conllu import ConlluToken
from pipeline.training.samples import NamedRange
from pipeline.training.words import ConversionWords

_KEY = "Entity="
_BRACKET = re.compile(r"\([^()]+\)?|[^()]+\)")
_LABEL_OF = {"person": "PERSON", "organization": "ORG", "place": "LOC", "event": "EVENT"}
_TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class GumNames:
    """The names of a sentence, and the words outside that may yet be one."""

    ranges: tuple[NamedRange, ...]
    unknown: frozenset[int]


def gum_names(tokens: Sequence[ConlluToken], words: ConversionWords) -> GumNames:
    """The names of the sentence of *tokens*; of names that overlap the longest, then the first."""
    candidates: list[NamedRange] = []
    unknown: set[int] = set()
    for phrase in _phrases(tokens):
        if phrase.label == _TIME:
            unknown.update(range(phrase.first, phrase.last))
            continue
        name = _name_in(phrase, tokens, words)
        if name is None:
            continue
        if phrase.label in _LABEL_OF:
            candidates.append(name)
        else:
            unknown.update(range(name.first, name.last))
    taken: set[int] = set()
    kept: list[NamedRange] = []
    for name in sorted(candidates, key=lambda name: (name.first - name.last, name.first)):
        places = range(name.first, name.last)
        if not taken.intersection(places):
            taken.update(places)
            kept.append(name)
    unknown.update(place for place in range(len(tokens)) if _may_be_name(tokens, place, words))
    return GumNames(ranges=tuple(kept), unknown=frozenset(unknown - taken))


def _phrases(tokens: Sequence[ConlluToken]) -> list[NamedRange]:
    """The bracketed phrases in the order in which they close, with GUM's types as labels."""
    still_open: list[tuple[str, int, str]] = []
    found: list[NamedRange] = []
    for place, token in enumerate(tokens):
        brackets = next((field for field in token.misc if field.startswith(_KEY)), "")
        for bracket in _BRACKET.findall(brackets.removeprefix(_KEY)):
            group, _, rest = bracket.strip("()").partition("-")
            label = rest.partition("-")[0]
            if not bracket.startswith("("):
                opened = next((one for one in reversed(still_open) if one[0] == group), None)
                if opened is not None:
                    still_open.remove(opened)
                    found.append(NamedRange(first=opened[1], last=place + 1, label=opened[2]))
            elif bracket.endswith(")"):
                found.append(NamedRange(first=place, last=place + 1, label=label))
            else:
                still_open.append((group, place, label))
    return found


def _name_in(
    phrase: NamedRange, tokens: Sequence[ConlluToken], words: ConversionWords
) -> NamedRange | None:
    head = _head_of(phrase, tokens)
    if head is None or tokens[head].pos != "PROPN":
        return None
    first, last = phrase.first, phrase.last
    while first < last and tokens[first].pos in ("DET", "PUNCT", "ADP", "PRON"):
        first += 1
    inside = tokens[first:last]
    if not all(_may_stand_inside(token, words) for token in inside) or any(
        token.word == "," for token in inside
    ):
        first, last = _proper_nouns_around(head, phrase, tokens)
    while first < last and tokens[first].word in words.phrases.clitics:
        first += 1
    while last > first and tokens[last - 1].pos in ("PUNCT", "PART"):
        last -= 1
    if first == last:
        return None
    return NamedRange(first=first, last=last, label=_LABEL_OF.get(phrase.label, phrase.label))


def _head_of(phrase: NamedRange, tokens: Sequence[ConlluToken]) -> int | None:
    places = range(phrase.first, phrase.last)
    heads = (
        place for place in places if tokens[place].head == place or tokens[place].head not in places
    )
    return next(heads, None)


def _may_stand_inside(token: ConlluToken, words: ConversionWords) -> bool:
    return (
        token.pos in ("PROPN", "NUM")
        or token.word.lower() in words.phrases.inside_names
        or (token.word[:1].isupper() and token.pos in ("ADJ", "NOUN", "VERB"))
    )


def _proper_nouns_around(
    head: int, phrase: NamedRange, tokens: Sequence[ConlluToken]
) -> tuple[int, int]:
    first, last = head, head + 1
    while first > phrase.first and _is_proper(tokens[first - 1]):
        first -= 1
    while last < phrase.last and _is_proper(tokens[last]):
        last += 1
    return first, last


def _is_proper(token: ConlluToken) -> bool:
    return token.pos == "PROPN" or token.word == "-"


def _may_be_name(tokens: Sequence[ConlluToken], place: int, words: ConversionWords) -> bool:
    token = tokens[place]
    if words.dates.may_hold(token.word):
        return True
    # A proper noun that opens its sentence has a capital for that reason already.
    named = token.pos == "ADJ" or (token.pos == "PROPN" and place > 0)
    return named and token.word[:1].isupper()
