"""Organisations that no list has: the name is the model's, country and sector those of its words."""

from pipeline.stages.entities.readings import Reader
from pipeline.stages.entities.spans import NamedSpan, span_of
from pipeline.stages.entities.wording import WordRange

_MOST_ACRONYM_CHARS = 8
_FEWEST_ACRONYM_CHARS = 4
_OWNERS = frozenset({"country", "adjective", "capital", "place"})


def organisation_name(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The organisation whose name starts at word *i*: "Garanti Bank", "Ministry of Health", "Islamic Taliban"."""
    words = reader.words
    end = reader.name_end(i, "ORG", sentence)
    if end == i:
        return None
    described = _described(reader, i, end, sentence)
    if described is not None:
        return described
    return NamedSpan(
        first=i,
        last=end,
        name=words.surface(i, end),
        label="ORG",
        country=_country_within(reader, i, end, sentence),
        sector=_sector_of(reader, i, end),
    )


def _described(reader: Reader, i: int, end: int, sentence: WordRange) -> NamedSpan | None:
    """A group of one word that adjectives describe, none of them a nation's ("the Islamic Taliban")."""
    words, last = reader.words, end - 1
    if last == i or any(
        words.relations[k] != "amod" or words.heads[k] != last for k in range(i, last)
    ):
        return None
    named = reader.sense_at(last, sentence)
    if named is None or named[0] != end or named[1].kind != "organisation":
        return None
    nation = any(reader.sense_at(k, sentence) for k in range(i, last))
    if nation or reader.is_common(words.key(last, end)):
        return None
    return span_of(named[1], i, end)


def written_acronym(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The organisation whose acronym is written as a word ("Nato", "Unesco"), where the model names one."""
    word = reader.words.folded[i]
    if reader.name_end(i, "ORG", sentence) != i + 1 or len(word) < _FEWEST_ACRONYM_CHARS:
        return None
    senses = reader.gazetteer.senses.get(word.upper(), ()) if word.istitle() else ()
    if not senses or senses[0].kind != "organisation":
        return None
    return span_of(reader.choose(word.upper(), senses), i, i + 1)


def _country_within(reader: Reader, first: int, last: int, sentence: WordRange) -> str | None:
    """The country that the name has in it: "Bank of Ghana", "Kenya Airways"; of the first that it has."""
    for k in range(first, last):
        owner = reader.sense_at(k, sentence)
        if owner and owner[1].kind in _OWNERS and k < owner[0] <= last and last - first > 1:
            return owner[1].country
    return region_of(reader, last, sentence)


def region_of(reader: Reader, i: int, sentence: WordRange) -> str | None:
    """The country in "of Taiwan" or "in Chad", where word *i* is the preposition."""
    words = reader.words
    if i + 1 >= sentence.last or words.lower[i] not in {"of", "in"}:
        return None
    start = i + 2 if words.lower[i + 1] == "the" and i + 2 < sentence.last else i + 1
    named = reader.sense_at(start, sentence)
    return named[1].country if named and named[1].kind in {"country", "capital"} else None


def _sector_of(reader: Reader, first: int, last: int) -> str | None:
    """By its last word, its first, or the last one before "of" ("Bank of Ghana")."""
    words, lists = reader.words.words[first:last], reader.gazetteer.words
    sectors = lists.organisation_sectors
    if not lists.rebel_words.isdisjoint(words) and sectors.get(words[-1]) in lists.armed_sectors:
        return "REB"
    heads = [words[k - 1] for k in range(1, len(words)) if words[k] in {"of", "for"}]
    for word in (*heads[:1], words[-1], words[0]):
        if word in sectors:
            return sectors[word]
    return None


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
