"""Names of organisations that no list has: by their last word, or by the acronym that follows."""

from pipeline.stages.entities.readings import Reader
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange

_MOST_WORDS = 14
_MOST_ACRONYM_CHARS = 8
_OWNERS = frozenset({"country", "adjective", "capital", "place"})


def organisation_name(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The organisation whose name starts at word *i*: "Garanti Bank", "Ministry of Health"."""
    words = reader.words
    if sentence.shouted or not words.is_capital(i) or _is_common(reader, i):
        return None
    run, end = _run(reader, i, sentence)
    if acronym_after(reader, i, run, sentence):
        end = run
    if end == i:
        return None
    owner = reader.sense_at(i, sentence)
    country = owner[1].country if owner and owner[1].kind in _OWNERS and owner[0] < end else None
    endings = reader.gazetteer.words.organisation_endings
    sector = endings.get(words.words[end - 1]) or endings.get(words.words[i])
    return NamedSpan(
        first=i,
        last=end,
        name=words.surface(i, end),
        label="ORG",
        country=country,
        sector=sector or None,
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


def _run(reader: Reader, i: int, sentence: WordRange) -> tuple[int, int]:
    """The end of the run of capitalised words at *i*, and where in it the organisation ends."""
    words, lists = reader.words, reader.gazetteer.words
    limit = min(i + _MOST_WORDS, sentence.last)
    inside = lists.capitals.inside_organisations
    capitals, j, end, last_capital, of_seen, is_open = 0, i, i, i, False, False
    while j < limit:
        if words.is_capital(j) and (j == i or not _is_common(reader, j)):
            capitals += 1
            j += 1
            last_capital = j
            # "Department of Justice": what follows the "of" belongs to the name.
            if is_open or (capitals > 1 and words.words[j - 1] in lists.organisation_endings):
                end = j
        elif j > i and words.lower[j] in inside and (of_seen or words.lower[j] != "and"):
            if words.lower[j] in {"of", "for"}:
                of_seen = True
                is_open = is_open or words.words[j - 1] in lists.organisation_endings
            j += 1
        elif j > i and words.glued[j] and words.lower[j] in {"-", "'s"}:
            j += 1
        else:
            break
    return last_capital, end


def _is_common(reader: Reader, i: int) -> bool:
    word = reader.words.words[i]
    return word in reader.gazetteer.words.capitals.common and word not in {"New", "Islamic"}
