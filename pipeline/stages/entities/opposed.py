"""Whom a word with "anti-" is against ("anti-Chinese protests", "anti-government rallies")."""

from dataclasses import replace

from pipeline.gazetteer.folding import fold
from pipeline.stages.entities.readings import Reader
from pipeline.stages.entities.spans import NamedSpan, span_of

_AGAINST = "anti-"
_NAMED = frozenset({"country", "capital", "place", "adjective", "people", "organisation"})
# Of roles only those that hold power: an anti-drug squad or an anti-terrorist raid is against a crime.
_IN_POWER = frozenset({"GOV", "COP", "MIL"})


def opposed(reader: Reader, i: int) -> NamedSpan | None:
    """Who is named behind "anti-" in word *i*, as a mention that leaves the prefix out."""
    word = reader.words.words[i]
    if not word.lower().startswith(_AGAINST) or len(word) == len(_AGAINST):
        return None
    rest = word[len(_AGAINST) :]
    sector = reader.gazetteer.role_sectors.get(rest.lower())
    if sector in _IN_POWER:
        return NamedSpan(
            first=i,
            last=i + 1,
            name=rest,
            label="ROLE",
            country=None,
            sector=sector,
            skipped=len(_AGAINST),
        )
    senses = reader.gazetteer.senses.get(fold(rest)) if rest[0].isupper() else None
    sense = reader.choose(fold(rest), senses) if senses else None
    if sense is None or sense.kind not in _NAMED:
        return None
    return replace(span_of(sense, i, i + 1), skipped=len(_AGAINST))
