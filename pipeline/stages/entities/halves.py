"""A half of a divided country by its direction alone ("the North"), where the article names a half."""

from pipeline.stages.entities.readings import Reader
from pipeline.stages.entities.spans import NamedSpan

_OTHER = {"north": "South", "south": "North", "east": "West", "west": "East"}


def half_of(reader: Reader, i: int, named: tuple[str, str] | None) -> NamedSpan | None:
    """The country that word *i* behind "the" means; *named* are direction and rest of one that the article named."""
    words = reader.words
    if named is None or i == 0 or words.lower[i] not in _OTHER or not words.is_capital(i):
        return None
    after = i + 1 < len(words.words) and (words.is_capital(i + 1) or words.pos[i + 1] == "PROPN")
    if words.lower[i - 1] != "the" or after:
        return None
    key = f"{words.folded[i]} {named[1]}"
    senses = reader.gazetteer.senses.get(key)
    sense = reader.choose(key, senses) if senses else None
    if sense is None or sense.kind != "country":
        return None
    return NamedSpan(
        first=i,
        last=i + 1,
        name=sense.name,
        label=sense.label,
        country=sense.country,
        sector=sense.sector,
    )


def direction_of(reader: Reader, found: NamedSpan) -> tuple[str, str] | None:
    """The direction and the rest of the name of a country that another half stands beside ("South Korea")."""
    words = reader.words
    first = words.lower[found.first]
    if found.last - found.first < 2 or first not in _OTHER or found.label not in {"GPE", "NORP"}:
        return None
    rest = words.key(found.first + 1, found.last)
    both = (f"{word} {rest}" for word in (_OTHER[first], first.capitalize()))
    return (first, rest) if all(name in reader.gazetteer.senses for name in both) else None
