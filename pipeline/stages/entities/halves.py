"""A half of a divided country by its direction alone ("the North"), where the article names a half."""

from pipeline.stages.entities.readings import Reader
from pipeline.stages.entities.spans import NamedSpan, span_of

_OTHER = {"north": "South", "south": "North", "east": "West", "west": "East"}


def half_of(reader: Reader, i: int, halved: str | None) -> NamedSpan | None:
    """The country that word *i* behind "the" means; *halved* is the name that two countries share, one of them named before."""
    words = reader.words
    if halved is None or i == 0 or words.lower[i] not in _OTHER or not words.is_capital(i):
        return None
    after = i + 1 < len(words.words) and (words.is_capital(i + 1) or words.pos[i + 1] == "PROPN")
    if words.lower[i - 1] != "the" or after:
        return None
    key = f"{words.folded[i]} {halved}"
    senses = reader.gazetteer.senses.get(key)
    sense = reader.choose(key, senses) if senses else None
    if sense is None or sense.kind != "country":
        return None
    return span_of(sense, i, i + 1)


def halved_name(reader: Reader, found: NamedSpan) -> str | None:
    """What is left of a country's name without its direction, where there is another half of that ("South Korea")."""
    words = reader.words
    first = words.lower[found.first]
    if found.last - found.first < 2 or first not in _OTHER or found.label not in {"GPE", "NORP"}:
        return None
    rest = words.key(found.first + 1, found.last)
    both = (f"{word} {rest}" for word in (_OTHER[first], first.capitalize()))
    return rest if all(name in reader.gazetteer.senses for name in both) else None
