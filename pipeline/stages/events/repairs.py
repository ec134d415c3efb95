"""Where the parser hangs a subject on the wrong word although the order of the words tells better."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

_CLAUSES = frozenset({"conj", "parataxis", "advcl"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_VERBS = frozenset({"VERB", "AUX"})
# Between a subject and its verb stand no more dependents of the verb than these.
_BEFORE_VERBS = frozenset({"aux", "aux:pass", "advmod", "cop", "punct"})
# How a name hangs on its verb after the parser took the dateline for a date.
_LOOSE = frozenset({"obl:unmarked", "dislocated"})
_MOST_ABOVE = 5
_NOUNS = frozenset({"NOUN", "PROPN"})
_PAIR = 2
# No list is longer, in tokens.
_LONGEST_LIST = 40
_RELATIVES = frozenset({"WP", "WDT", "WP$", "WRB"})


def mend_subjects(
    heads: list[int], relations: list[str], pos: Sequence[str], tags: Sequence[str]
) -> None:
    """Give a verb without a subject the noun that can be nothing else. Linear in the text.

    "Ann resigned and Bob was sworn in": a noun joined to the subject of a verb that it follows, right before a
    further verb, is that verb's subject. "Mali would pressure Niger": so is an object before its verb where another
    one follows. Of two subjects one is part of the other ("Mali, the union and Chad left", "An adviser, she left"), or
    the object if it stands behind the verb.
    """
    below = by_head(heads)
    for verb, own in below.items():
        subjects = [i for i in own if relations[i] in _SUBJECTS]
        _join_subjects([i for i in subjects if i < verb], heads, relations, pos)
        _make_active(verb, own, subjects, relations)
    for word in range(len(heads)):
        if relations[word] == "conj":
            _rejoin(word, heads, relations, pos, below)
            found = _next_clause(word, heads, relations, pos, below)
        elif relations[word] == "obj" and heads[word] > word and tags[word] not in _RELATIVES:
            found = _acted_on_twice(word, heads, relations, below)
        else:
            continue
        if found is not None:
            passive = any(relations[child] == "aux:pass" for child in below.get(found, ()))
            heads[word], relations[word] = found, "nsubj:pass" if passive else "nsubj"


def mend_lead(heads: list[int], relations: list[str], pos: Sequence[str], start: int) -> None:
    """Give the first verb behind a dateline, which ends before *start*, its subject.

    "OSLO - Norway expelled an envoy": what hung on the dateline is read as a date. "OSLO - Carrier Nordfly
    filed for bankruptcy": as a second subject beside its description.
    """
    if not 0 < start < len(heads):
        return
    verb = next((head for head in _above(heads, start) if pos[head] in _VERBS), None)
    if verb is None or verb < start:
        return
    own = [word for word in range(start, verb) if heads[word] == verb]
    loose = [w for w in own if relations[w] in _LOOSE and pos[w] == "PROPN"]
    if loose and not any(relations[word] in _SUBJECTS for word in own):
        passive = any(relations[word] == "aux:pass" for word in own)
        relations[loose[0]] = "nsubj:pass" if passive else "nsubj"
    for noun, name in pairwise(own):
        described = name - noun == 1 and (pos[noun], pos[name]) == ("NOUN", "PROPN")
        if described and relations[noun] in _SUBJECTS and relations[name] in _SUBJECTS:
            heads[noun], relations[noun] = name, "nmod:desc"


def _above(heads: Sequence[int], word: int) -> Sequence[int]:
    """*word* and the words it hangs on, up to five."""
    chain = [word]
    while len(chain) <= _MOST_ABOVE and heads[chain[-1]] != chain[-1]:
        chain.append(heads[chain[-1]])
    return chain


def mend_participles(
    heads: Sequence[int], relations: Sequence[str], tags: list[str], words: Sequence[str]
) -> None:
    """Read a past tense without a subject and an object behind a comma as a participle ("Ann Lee, charged with theft,")."""
    filled = {
        heads[word]
        for word, relation in enumerate(relations)
        if relation.partition(":")[0] in {"nsubj", "csubj", "obj", "aux", "mark", "xcomp", "ccomp"}
    }
    for word in range(1, len(tags)):
        loose = tags[word] == "VBD" and relations[word] == "advcl" and words[word - 1] == ","
        if loose and word not in filled:
            tags[word] = "VBN"


def _join_subjects(
    subjects: Sequence[int], heads: list[int], relations: list[str], pos: Sequence[str]
) -> None:
    """Of two *subjects* of one verb make the first a list with the second, or what the pronoun behind it is."""
    if len(subjects) != _PAIR:
        return
    first, second = subjects
    listed = any(
        heads[i] == second and relations[i] == "conj"
        for i in range(second, min(second + _LONGEST_LIST, len(heads)))
    )
    # "Media report police have left": the parser took the verb for a noun.
    reported = pos[first] == pos[second] == "NOUN"
    reported &= all(heads[i] == second for i in range(first + 1, second))
    if pos[first] in _NOUNS and (pos[second] == "PRON" or (reported and not listed)):
        relations[first] = "dislocated"
    elif listed and pos[first] in _NOUNS and pos[second] in _NOUNS:
        heads[second], relations[second] = first, "conj"


def _make_active(
    verb: int, own: Sequence[int], subjects: Sequence[int], relations: list[str]
) -> None:
    """A verb with an object and no auxiliary is no passive ("the collision killed 30"); its second subject is its object."""
    told = {relations[i] for i in own}
    if "obj" in told and "aux:pass" not in told and "obl:agent" not in told:
        for word in subjects:
            if relations[word] in _SUBJECTS:
                relations[word] = "nsubj"
    behind = [i for i in subjects if i > verb]
    filled = told & {"obj", "ccomp", "xcomp", "cop", "aux:pass", "expl", "parataxis"}
    if len(behind) == 1 and len(subjects) > 1 and not filled:
        relations[behind[0]] = "obj"


def by_head(heads: Sequence[int]) -> Mapping[int, list[int]]:
    """What hangs on each word, in order."""
    below: dict[int, list[int]] = {}
    for word, head in enumerate(heads):
        if head != word:
            below.setdefault(head, []).append(word)
    return below


def _rejoin(
    word: int,
    heads: list[int],
    relations: Sequence[str],
    pos: Sequence[str],
    below: Mapping[int, Sequence[int]],
) -> None:
    """Join *word* to the object of the verb that stands between it and what it hangs on.

    "The minister for Asia, Ann Lee, visited Mali on Monday and Chad": nobody is joined to Asia across the verb.
    """
    chain = _above(heads, heads[word])
    verb = next((i for i in chain if pos[i] == "VERB" and heads[word] < i < word), None)
    if verb is None or pos[word] not in _NOUNS or relations[heads[word]] in _SUBJECTS:
        return
    objects = [i for i in below.get(verb, ()) if relations[i] == "obj" and verb < i < word]
    if objects and pos[objects[-1]] in _NOUNS:
        heads[word] = objects[-1]


def _next_clause(
    word: int,
    heads: Sequence[int],
    relations: Sequence[str],
    pos: Sequence[str],
    below: Mapping[int, Sequence[int]],
) -> int | None:
    """The verb right after *word*, which is joined to the subject of a verb that stands before it."""
    first = heads[word]
    verb = heads[first]
    if relations[first] not in _SUBJECTS or not first < verb < word:
        return None
    for second in below.get(verb, ()):
        if second < word or relations[second] not in _CLAUSES or pos[second] not in _VERBS:
            continue
        own = [child for child in below.get(second, ()) if child < second]
        if all(relations[child] in _BEFORE_VERBS and child > word for child in own):
            return second
        return None
    return None


def _acted_on_twice(
    word: int, heads: Sequence[int], relations: Sequence[str], below: Mapping[int, Sequence[int]]
) -> int | None:
    """The verb after *word* that has another object behind it and no subject."""
    verb = heads[word]
    others = below.get(verb, ())
    if any(relations[child] in _SUBJECTS for child in others):
        return None
    return verb if any(relations[c] == "obj" and c > verb for c in others) else None
