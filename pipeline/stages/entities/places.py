"""Places that no list has, and datelines."""

from pipeline.stages.entities.readings import DATELINE_SIGNS, Reader
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange

_MOST_DATELINE_WORDS = 6


def place_name(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The place that starts at word *i* and that only the model knows.

    It lies where what follows or what it is named after lies: "Kabul airport" in Afghanistan.
    """
    end = reader.name_end(i, "LOC", sentence)
    if end == i:
        return None
    named_after = reader.sense_at(i, sentence)
    country = region_after(reader, end, sentence)
    if country is None and named_after and named_after[1].place is not None:
        country = named_after[1].country
    return NamedSpan(
        first=i,
        last=end,
        name=reader.words.surface(i, end),
        label="LOC",
        country=country,
        sector=None,
        as_place=True,
    )


def dateline_place(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The place in capitals that opens the article, before a dash or a country and a dash."""
    words = reader.words
    if i or sentence.shouted:
        return None
    end = 0
    while end < sentence.last and words.words[end].isupper() and words.pos[end] != "PUNCT":
        end += 1
    signs = words.words[end : min(end + _MOST_DATELINE_WORDS, sentence.last)]
    if not end or DATELINE_SIGNS.isdisjoint(signs):
        return None
    sense = reader.upper_sense(0, end)
    return NamedSpan(
        first=0,
        last=end,
        name=(sense.place or sense.name) if sense else words.surface(0, end),
        label="GPE" if sense else "LOC",
        country=sense.country if sense else region_after(reader, end, sentence),
        sector=None,
        as_place=True,
    )


def region_after(reader: Reader, i: int, sentence: WordRange) -> str | None:
    """The country of what follows in "Paris, Texas" and "Linz, Austria", where word *i* is the comma."""
    if i + 1 >= sentence.last or reader.words.words[i] != ",":
        return None
    named = reader.sense_at(i + 1, sentence)
    if named and (named[1].kind == "country" or named[1].place_kind == "admin1"):
        return named[1].country
    return None
