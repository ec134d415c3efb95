"""What coreference asks of the trees: who is the subject of what, and what hangs on a noun."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.stages.entities.wording import Words

# The relations of Universal Dependencies that are asked for, by what they are here.
_KIND_OF = {
    "nsubj": "subject",
    "nsubj:pass": "subject",
    "csubj": "subject",
    "det": "determiner",
    "amod": "modifier",
    "compound": "modifier",
    "nmod:desc": "modifier",
    "nummod": "modifier",
    "nmod": "restriction",
    "nmod:unmarked": "restriction",
    "acl": "restriction",
    "acl:relcl": "restriction",
    "conj": "conjunct",
    "appos": "apposition",
    "expl": "expletive",
}
_QUOTES = frozenset({'"', "“", "”", "``", "''"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """The arcs of all trees by their head. ``restricted`` nouns have a clause or a noun after them ("of ...").

    ``quoted`` tells for each word whether it stands between quotation marks; empty where none does.
    """

    subjects: Mapping[int, int]
    conjuncts: Mapping[int, Sequence[int]]
    appositions: Mapping[int, int]
    determiners: Mapping[int, int]
    modifiers: Mapping[int, Sequence[int]]
    restricted: frozenset[int]
    expletives: frozenset[int]
    quoted: Sequence[bool]

    def is_quoted(self, i: int) -> bool:
        """Does word *i* stand in somebody's quoted words?"""
        return bool(self.quoted) and self.quoted[i]


def clauses_of(words: Words) -> Clauses:
    """The clauses of all sentences, in linear time."""
    subjects: dict[int, int] = {}
    appositions: dict[int, int] = {}
    determiners: dict[int, int] = {}
    conjuncts: defaultdict[int, list[int]] = defaultdict(list)
    modifiers: defaultdict[int, list[int]] = defaultdict(list)
    restricted: set[int] = set()
    expletives: set[int] = set()
    for i, relation in enumerate(words.relations):
        kind = _KIND_OF.get(relation)
        if kind is None:
            continue
        head = words.heads[i]
        if kind == "subject":
            subjects.setdefault(head, i)
        elif kind == "determiner":
            determiners.setdefault(head, i)
        elif kind == "modifier":
            modifiers[head].append(i)
        elif kind == "restriction":
            restricted.add(head)
        elif kind == "conjunct":
            conjuncts[head].append(i)
        elif kind == "apposition":
            appositions.setdefault(head, i)
        else:
            expletives.add(i)
    return Clauses(
        subjects=subjects,
        conjuncts=conjuncts,
        appositions=appositions,
        determiners=determiners,
        modifiers=modifiers,
        restricted=frozenset(restricted),
        expletives=frozenset(expletives),
        quoted=_quoted(words),
    )


def _quoted(words: Words) -> Sequence[bool]:
    """Between which quotation marks each word stands; a quotation ends at the latest with its paragraph."""
    if _QUOTES.isdisjoint(words.words):
        return ()
    inside, quoted = False, []
    for i, word in enumerate(words.words):
        if i and inside and "\n" in words.text[words.ends[i - 1] : words.starts[i]]:
            inside = False
        if word in _QUOTES:
            inside = word == "“" or (word != "”" and not inside)
        quoted.append(inside)
    return quoted
