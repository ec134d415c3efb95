"""Organisations that no list has: the name is the model's, country and sector those of its words."""

from pipeline.stages.entities.readings import Reader
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange

_MOST_ACRONYM_CHARS = 8
_OWNERS = frozenset({"country", "adjective", "capital", "place"})


def organisation_name(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The organisation whose name starts at word *i*: "Garanti Bank", "Ministry of Health"."""
    words = reader.words
    end = reader.name_end(i, "ORG", sentence)
    if end == i:
        return None
    owner = reader.sense_at(i, sentence)
    country = owner[1].country if owner and owner[1].kind in _OWNERS and owner[0] < end else None
    sectors = reader.gazetteer.words.organisation_sectors
    return NamedSpan(
        first=i,
        last=end,
        name=words.surface(i, end),
        label="ORG",
        country=country,
        sector=sectors.get(words.words[end - 1]) or sectors.get(words.words[i]),
    )


def acronym_after(reader: Reader, first: int, last: int, sentence: WordRange) -> str | None:
    """The acronym that follows a name in parentheses and has its initials."""
    words = reader.words.words
    if (
        last - first < 2
        or last + 2 >= sentence.last
        or words[last] != "("
        or words[last + 2] != ")"
    ):
        return None
    acronym = words[last + 1]
    initials = "".join(word[0] for word in words[first:last] if word[0].isupper())
    fits = 2 <= len(acronym) <= _MOST_ACRONYM_CHARS and acronym.isalpha() and acronym.isupper()
    return acronym if fits and initials[:2] == acronym[:2] else None
