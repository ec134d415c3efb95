"""How many and how much: people killed, injured, displaced, in the street; money.

Numbers are read from digits and from words up to "ninety-nine", with a multiplier ("1.5 million", "three
hundred"). "at least 20" gives 20, the number that is certain. "dozens", "hundreds" and "several" give none:
they name no number.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from schemas.event import Magnitude, MagnitudeKind
from schemas.toml_file import load_toml_file


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _People(_Table):
    words: tuple[str, ...]
    modifiers_at_most: int


class _Words(_Table):
    """The words of ``magnitudes.toml``."""

    numbers: dict[str, int]
    multipliers: dict[str, int]
    currency_symbols: dict[str, str]
    currency_words: dict[str, str]
    verbs: dict[MagnitudeKind, tuple[str, ...]]
    people: _People


# The events of one sentence ask for its numbers one after the other.
@lru_cache(maxsize=16)
def find_magnitudes(text: str, kinds: tuple[MagnitudeKind, ...]) -> tuple[Magnitude, ...]:
    """The first number of each of *kinds* in *text*, in the order of *kinds*; kinds without one are left out."""
    found = (_find(text, kind) for kind in kinds)
    return tuple(magnitude for magnitude in found if magnitude is not None)


@cache
def _words() -> _Words:
    return load_toml_file(files("pipeline.lexicon") / "magnitudes.toml", _Words)


def _find(text: str, kind: MagnitudeKind) -> Magnitude | None:
    for match in _patterns()[kind].finditer(text):
        groups = match.groupdict()
        number = groups["n1"] or groups["n2"]
        value = _value(number)
        if value is None:
            continue
        unit = "people"
        if kind == "amount":
            symbol, word = groups.get("symbol"), groups.get("word")
            unit = (
                _words().currency_symbols[symbol]
                if symbol
                else _words().currency_words[(word or "").lower()]
            )
        return Magnitude(kind=kind, value=value, unit=unit, text=match.group().strip())
    return None


@cache
def _patterns() -> dict[MagnitudeKind, re.Pattern[str]]:
    words = _words()
    number = _number_pattern()
    people = _any_of(words.people.words)
    between = rf"(?:(?!(?:{number})\b)[\w'’-]+\s+){{0,{words.people.modifiers_at_most}}}"
    crowd = rf"(?:(?:of\s+)?{between}(?:{people})|others?)"
    auxiliary = r"(?:\s+(?:have|has|had|were|was|been|being|are|reported|also|confirmed|left))*"
    patterns: dict[MagnitudeKind, re.Pattern[str]] = {}
    for kind, verbs in words.verbs.items():
        verb = _any_of(verbs)
        lead = r"(?:at least|more than|about|around|some|nearly|up to|over|almost|as many as)?"
        patterns[kind] = re.compile(
            rf"\b(?P<n1>{number})(?:\s+{crowd})?{auxiliary}\s+(?:{verb})\b"
            rf"|\b(?:{verb})\s+{lead}\s*(?P<n2>{number})\b(?!\s*(?:percent|%|years|days|hours))",
            re.IGNORECASE,
        )
    patterns["size"] = re.compile(
        rf"(?<![\w.,])(?P<n1>{number})\s+{crowd}\b(?P<n2>)", re.IGNORECASE
    )
    symbol = _any_of(words.currency_symbols)
    word = _any_of(words.currency_words)
    patterns["amount"] = re.compile(
        rf"(?P<symbol>{symbol})\s?(?P<n1>{number})(?!\w)"
        rf"|\b(?P<n2>{number})\s+(?P<word>{word})\b",
        re.IGNORECASE,
    )
    return patterns


@cache
def _number_pattern() -> str:
    words = _words()
    digits = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    tens = _any_of(word for word, value in words.numbers.items() if value >= 20)
    units = _any_of(word for word, value in words.numbers.items() if value < 20 and len(word) > 2)
    multiplier = _any_of(words.multipliers)
    spelled = rf"(?:(?:{tens})(?:[- ](?:{units}))?|{units}|an?(?=\s+(?:{multiplier})))"
    return rf"(?:(?:{digits})|\b{spelled})(?:[\s-]?(?:{multiplier})\b)?"


def _any_of(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)


def _value(text: str) -> float | None:
    """The number that *text* writes."""
    words = _words()
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
