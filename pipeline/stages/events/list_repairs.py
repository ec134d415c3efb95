"""Where the parser hangs a part of a list, or the clause that tells of a list, on the wrong word."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.stages.events.repairs import by_head

# How the parser hangs on a name what "and" joins to it.
_SET_BESIDE = frozenset({"appos", "nmod:desc", "nmod:unmarked"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_SINGULAR = frozenset({"NN", "NNP"})
_AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})
# "And" stands at most so deep in what it joins ("and U.S. Secretary of Defense Ann Lee").
_DEEPEST = 3
# No list has more parts.
_MOST_JOINED = 24


def mend_lists(
    heads: list[int],
    relations: list[str],
    pos: Sequence[str],
    tags: Sequence[str],
    words: Sequence[str],
) -> None:
    """Join what "and" joins, and hang a relative clause on whom its verb's number tells it to be of. Linear in the text."""
    below = by_head(heads)
    for word, relation in enumerate(relations):
        # "Guides Ann Lee and Bo Li": nothing parts what they are from their names.
        title = heads[word] == word - 1 and tags[word - 1] == "NNS" and pos[word] == "PROPN"
        if relation == "conj" and title and not _has_mark(word, relations, below):
            relations[word] = "appos"
        if relation == "cc" and tags[word] == "CC":
            _join(word, heads, relations, pos, below)
    below = by_head(heads)
    for word, relation in enumerate(relations):
        if relation == "acl:relcl" and tags[heads[word]] in _SINGULAR:
            _rehang(word, heads, relations, tags, words, below)
        elif relation == "appos":
            _give_doer(word, heads, relations, tags, words, below)


def _has_mark(word: int, relations: Sequence[str], below: Mapping[int, Sequence[int]]) -> bool:
    return any(relations[i] in {"cc", "punct"} and i < word for i in below.get(word, ()))


def _join(
    word: int,
    heads: list[int],
    relations: list[str],
    pos: Sequence[str],
    below: Mapping[int, Sequence[int]],
) -> None:
    """Make a part of the list what the parser took for another name of what stands before the "and" at *word*.

    "Senator Ann Lee and party chief Bo Li": the chief is not she. "The party chief and senator Ann Lee" is one.
    """
    part = heads[word]
    for _ in range(_DEEPEST):
        first = heads[part]
        if relations[part] in _SET_BESIDE and first < word and pos[part] in _NOUNS:
            across = first < heads[first] < word  # "Ann Lee met party chief Bo Li and"
            last = _last_object(heads[first], word, relations, below) if across else first
            if last is not None and pos[last] == "PROPN":
                heads[part], relations[part] = last, "conj"
        if heads[part] <= word or relations[part] == "conj":
            return
        part = heads[part]


def _last_object(
    verb: int, end: int, relations: Sequence[str], below: Mapping[int, Sequence[int]]
) -> int | None:
    """The object of *verb* nearest before *end*."""
    objects = [i for i in below.get(verb, ()) if relations[i] == "obj" and i < end]
    return objects[-1] if objects else None


def _rehang(
    clause: int,
    heads: list[int],
    relations: Sequence[str],
    tags: Sequence[str],
    words: Sequence[str],
    below: Mapping[int, Sequence[int]],
) -> None:
    """Hang a relative clause of one on the last of a list ("Ann and Bob, who was shot"), of several on its first."""
    own, noun = below.get(clause, ()), heads[clause]
    subject = next((i for i in own if relations[i] in {"nsubj", "nsubj:pass"}), None)
    if subject is None or tags[subject] not in {"WP", "WDT"} or not noun < subject < clause:
        return
    finite = next((i for i in own if relations[i] in _AUXILIARIES), clause)
    several = tags[finite] == "VBP" or words[finite] == "were"
    above = heads[noun]
    if several and relations[noun] == "conj" and words[subject - 1] == ",":
        heads[clause] = above
    elif several and relations[noun] == "nmod" and tags[noun] == "NNP" and tags[above] == "NNS":
        heads[clause] = above  # "the raids in Mali, which were"
    elif tags[finite] == "VBZ" or words[finite] == "was":
        last = max(_joined(noun, relations, below, subject))
        if tags[last] in _SINGULAR:
            heads[clause] = last


def _joined(
    noun: int, relations: Sequence[str], below: Mapping[int, Sequence[int]], end: int
) -> Iterator[int]:
    """*noun* and the parts of its list that stand before *end*."""
    found = [noun]
    for part in found:
        if len(found) <= _MOST_JOINED:
            found += [i for i in below.get(part, ()) if relations[i] == "conj" and i < end]
    yield from found


def _give_doer(
    word: int,
    heads: list[int],
    relations: list[str],
    tags: Sequence[str],
    words: Sequence[str],
    below: Mapping[int, Sequence[int]],
) -> None:
    """Hang what stands under "by" on the participle before it, whose doer it is ("Chad, backed by its ally Mali,")."""
    under = (words[i] for i in below.get(word, ()) if relations[i] == "case")
    if "by" not in under:
        return
    between = (i for i in below.get(heads[word], ()) if heads[word] < i < word)
    verb = next((i for i in between if tags[i] == "VBN" and relations[i] == "acl"), None)
    if verb is not None:
        heads[word], relations[word] = verb, "obl:agent"
