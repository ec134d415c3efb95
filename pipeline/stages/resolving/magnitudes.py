"""How many and how much: people killed, injured, displaced, in the street; money.

Numbers are read from digits and from words up to "ninety-nine", with a multiplier ("1.5 million", "three
hundred"). "at least 20" gives 20, the number that is certain. "dozens", "hundreds" and "several" give none:
they name no number.
"""

import re

from pipeline.lexicon.magnitudes import MagnitudeWords
from schemas.event import Magnitude, MagnitudeKind


def find_magnitudes(
    text: str, words: MagnitudeWords, kinds: tuple[MagnitudeKind, ...]
) -> tuple[Magnitude, ...]:
    """The first number of each of *kinds* in *text*, in the order of *kinds*; kinds without one are left out."""
    found = (_find(text, words, kind) for kind in kinds)
    return tuple(magnitude for magnitude in found if magnitude is not None)


def _find(text: str, words: MagnitudeWords, kind: MagnitudeKind) -> Magnitude | None:
    for match in words.patterns[kind].finditer(text):
        groups = match.groupdict()
        number = groups["n1"] or groups["n2"]
        value = _value(number, words)
        if value is None:
            continue
        unit = "people"
        if kind == "amount":
            symbol, word = groups.get("symbol"), groups.get("word")
            unit = (
                words.currency_symbols[symbol]
                if symbol
                else words.currency_words[(word or "").lower()]
            )
        return Magnitude(kind=kind, value=value, unit=unit, text=match.group().strip())
    return None


def _value(text: str, words: MagnitudeWords) -> float | None:
    """The number that *text* writes."""
    parts = re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", text.lower())
    total, factor = 0.0, 1
    for part in parts:
        if part in words.multipliers:
            factor = words.multipliers[part]
        elif part in words.numbers:
            total += words.numbers[part]
        else:
            total += float(part.replace(",", ""))
    # Beyond this no count of people or money is meant, and a float would print as an exponent.
    return total * factor if 0 < total * factor < 1e16 else None
