"""How many and how much: people killed, injured, displaced, in the street; money.

Numbers are read from digits and words ("1.5 million", "three hundred", "half a million", "a dozen"). "At least 20"
gives 20 and "between 20 and 30" gives 20, the number that is certain. "Dozens", "hundreds" and "several" give none: they
name no number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.gazetteer.folding import fold
from pipeline.lexicon.magnitudes import MagnitudeWords
from schemas.event import Magnitude, MagnitudeKind

_CLAUSE = re.compile(r"[;:—–]|,(?!\d)|\b(?:while|but|and|after|before|as)\b")
_PART = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_BEFORE_CHARS = 60
# Beyond this no count of people or money is meant, and a float would print as an exponent.
_MOST = 1e16


class _Found(NamedTuple):
    """A number of people or of money, and where its words stand; ``at`` is where the number itself begins."""

    at: int
    start: int
    end: int
    value: float
    unit: str


# The numbers of a text, by kind.
Kept = dict[tuple[str, MagnitudeKind], tuple[_Found, ...]]


def find_magnitudes(
    text: str,
    words: MagnitudeWords,
    kinds: tuple[MagnitudeKind, ...],
    *,
    trigger: tuple[int, int] | None = None,
    dates: Sequence[tuple[int, int]] = (),
    kept: Kept | None = None,
) -> tuple[Magnitude, ...]:
    """One number of each of *kinds* in *text*, in the order of *kinds*; kinds without one are left out.

    It is the one nearest to *trigger*, those of its own clause first; without a trigger the first. What stands in
    *dates* (stretches of *text*) is no count. *kept* has what was found so far, and spares a sentence with many
    triggers to be read for each of them.
    """
    magnitudes = []
    kept = {} if kept is None else kept
    for kind in kinds:
        if (text, kind) not in kept:
            kept[text, kind] = tuple(_find(text, words, kind))
        found = [known for known in kept[text, kind] if not _inside(known, dates)]
        if found:
            best = min(found, key=lambda known: (*_distance(text, known, trigger), known.start))
            magnitudes.append(
                Magnitude(
                    kind=kind,
                    value=best.value,
                    unit=best.unit,
                    text=text[best.start : best.end].strip(),
                )
            )
    return tuple(magnitudes)


def _inside(known: _Found, dates: Sequence[tuple[int, int]]) -> bool:
    return any(start <= known.at < end for start, end in dates)


def _distance(text: str, known: _Found, trigger: tuple[int, int] | None) -> tuple[int, int]:
    """Clauses and characters between the number and the trigger."""
    if trigger is None:
        return 0, 0
    if known.start < trigger[1] and trigger[0] < known.end:
        return 0, 0
    first, last = min(known.end, trigger[1]), max(known.start, trigger[0])
    return len(_CLAUSE.findall(text[first:last])), last - first


def _find(text: str, words: MagnitudeWords, kind: MagnitudeKind) -> Iterable[_Found]:
    if kind == "amount":
        return _amounts(text, words)
    if kind == "size":
        return _sizes(text, words)
    return _befallen(text, words, kind)


def _befallen(text: str, words: MagnitudeWords, kind: MagnitudeKind) -> list[_Found]:
    """Those whom it befell: behind its word, in front of it, and the last number of a toll."""
    tolls = [*_numbers(words.tolls[kind].finditer(text), words)] if kind in words.tolls else []
    behind = []
    for match in words.before[kind].finditer(text):
        behind += [_with_further(known, text, words) for known in _numbers([match], words)]
    # "Killed 14 and wounded 30": what another word has behind it is not in front of this one.
    taken = [
        match.span("number")
        for pattern in (*words.before.values(), *words.tolls.values())
        for match in pattern.finditer(text)
    ]
    front = []
    for match in words.after[kind].finditer(text):
        bare = match["crowd"] is None
        if match.span("number") in taken or (bare and _YEAR.fullmatch(match["number"])):
            continue
        # "Three of them" are among those before.
        among = (match["crowd"] or "").split()[:1] == ["of"]
        front += [
            known if among else _with_those_before(known, text, words, taken)
            for known in _numbers([match], words)
        ]
    return [*tolls, *behind, *front]


def _numbers(matches: Iterable[re.Match[str]], words: MagnitudeWords) -> Iterator[_Found]:
    for match in matches:
        value = _value(match["number"], words)
        # No people are counted by halves.
        if value is not None and value.is_integer():
            yield _Found(match.start("number"), match.start(), match.end(), value, "people")


def _with_further(known: _Found, text: str, words: MagnitudeWords) -> _Found:
    """ "Killed two soldiers and three civilians": five."""
    more = words.further_people.match(text, known.end)
    value = _value(more["number"], words) if more else None
    if more is None or value is None:
        return known
    return known._replace(value=known.value + value, end=more.end("more"))


def _with_those_before(
    known: _Found, text: str, words: MagnitudeWords, taken: Sequence[tuple[int, int]]
) -> _Found:
    """ "Two soldiers and three civilians were killed": five."""
    begin = max(0, known.start - _BEFORE_CHARS)
    before = words.people_before.search(text[begin : known.start])
    value = _value(before["number"], words) if before else None
    if before is None or value is None:
        return known
    span = (begin + before.start("number"), begin + before.end("number"))
    if span in taken:
        return known
    return known._replace(value=known.value + value, start=span[0])


def _sizes(text: str, words: MagnitudeWords) -> Iterator[_Found]:
    """The people in the street: who marched, a crowd of so many, and any people to whom nothing else was done."""
    patterns = (words.tolls["size"], words.before["size"], words.after["size"])
    seen = [found for pattern in patterns for found in _crowds(pattern, text, words)]
    yield from seen
    if seen:
        return
    for match in words.people_counted.finditer(text):
        named = match["crowd"].lower().split()[-1]
        if named not in words.people.never_a_crowd and not _befell(match, text, words):
            yield from _numbers([match], words)


def _crowds(pattern: re.Pattern[str], text: str, words: MagnitudeWords) -> Iterator[_Found]:
    """Of "60 of the 800 who marched were arrested" the 800."""
    match = pattern.search(text)
    while match:
        if _befell(match, text, words):
            match = pattern.search(text, match.end("number"))
        else:
            yield from _numbers([match], words)
            match = pattern.search(text, match.end())


def _befell(match: re.Match[str], text: str, words: MagnitudeWords) -> bool:
    """Were they arrested, killed, sent: was something done to them?"""
    start, end = match.start("number"), match.end()
    before = text[max(0, start - _BEFORE_CHARS) : start]
    return bool(words.other_acts.search(before) or words.other_acts_after.match(text, end))


def _amounts(text: str, words: MagnitudeWords) -> list[_Found]:
    """Sums of money; of "from $2bn to $3bn" the second."""
    found = []
    for match in words.amounts.finditer(text):
        number = match["number"] or match["number2"]
        # Folded, since the pattern takes more spellings than the tables hold: a long s, a dotless i.
        symbol, word = (fold(match[part] or "").lower() for part in ("symbol", "word"))
        unit = (
            next(code for known, code in words.currency_symbols.items() if known.lower() == symbol)
            if symbol
            else words.currency_words[" ".join(word.split())]
        )
        rest = match["rest"] or ""
        grows = text[max(0, match.start() - 5) : match.start()].lower() == "from " and "to" in rest
        value = _value(rest.replace("to", "", 1) if grows else number + rest, words)
        if value is not None:
            found.append(_Found(match.start(), match.start(), match.end(), value, unit))
    leads = [text[max(0, known.start - 6) : known.start].lower().split()[-1:] for known in found]
    if ["to"] in leads:
        found = [known for known, lead in zip(found, leads, strict=True) if lead != ["from"]]
    return found


def _value(text: str, words: MagnitudeWords) -> float | None:
    """The number that *text* writes; of two the first, in the unit of the second ("20 to 30 million")."""
    text = fold(text).lower()
    ends = re.split(r"\s(?:to|or)\s|\s?[-–]\s?(?=\W?\d)|(?<=\d)\s?[-–]\s?", text)
    if ends[0].startswith("between"):
        ends = ends[0].removeprefix("between").split(" and ", 1)
    elif text.count(" and ") and re.search(r"\d\s?and\s?\W?\d|\d and \W?\d", text):
        ends = text.split(" and ", 1)
    value = _written(ends[0], words)
    if len(ends) > 1 and not any(part in words.multipliers for part in _PART.findall(ends[0])):
        factors = [part for part in _PART.findall(ends[1]) if part in words.multipliers]
        for factor in factors:
            value *= words.multipliers[factor]
    return value if 0 < value < _MOST else None


def _written(text: str, words: MagnitudeWords) -> float:
    """The number in digits and words."""
    total, current = 0.0, 0.0
    for part in _PART.findall(text):
        if part == "half":
            current = 0.5
        elif part in words.multipliers:
            factor = words.multipliers[part]
            current = (current or 1) * factor
            if factor >= 1000:
                total, current = total + current, 0.0
        elif part in {"a", "an"}:
            current = current or 1
        elif part in words.numbers:
            current += words.numbers[part]
        elif part[0].isdigit():
            current += float(part.replace(",", ""))
    return total + current
