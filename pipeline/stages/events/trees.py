"""Who a verb's subject and objects are by the dependency tree of its sentence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

# Longer chains of verbs that share a subject are no clauses.
_MOST_STEPS = 6
# A verb in one of these relations has the subject of the verb above it, unless it has its own.
_SUBJECT_ABOVE = frozenset({"conj", "xcomp", "advcl"})
_DATELINE_SIGNS = frozenset({"-", "—", "–", "--"})
_MOST_DATELINE_TOKENS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """The trees of a Doc: for each token its head, its relation to it, and what depends on it, in order.

    Relations are those of Universal Dependencies; a root is its own head.
    """

    heads: Sequence[int]
    relations: Sequence[str]
    below: Mapping[int, Sequence[int]]

    def subject(self, verb: int) -> int | None:
        """The head word of the subject of *verb*, be it of the verb above or what a relative clause is about."""
        for _ in range(_MOST_STEPS):
            own = self.nearest(verb, "nsubj")
            relation = self.relations[verb]
            if own is not None and relation != "acl:relcl":
                return own
            above = self.heads[verb]
            if relation == "acl:relcl":
                return own if own is not None and self.heads[own] != verb else above
            if relation not in _SUBJECT_ABOVE or above == verb:
                return None
            controller = self.nearest(above, "obj") if relation == "xcomp" else None
            if controller is not None:
                return controller
            verb = above
        return None

    def nearest(self, verb: int, relation: str) -> int | None:
        """What stands to *verb* in *relation* or one of its kinds ("nsubj:pass"); of several the nearest."""
        found = [
            word
            for word in self.below.get(verb, ())
            if self.relations[word].partition(":")[0] == relation
        ]
        return min(found, key=lambda word: abs(word - verb), default=None)


def read_trees(doc: Doc) -> Trees:
    """The trees of *doc*, in linear time; a dateline ("OSLO, Norway -") has no part in its sentence."""
    heads = [token.head.i for token in doc]
    relations = [token.dep_ for token in doc]
    _cut_off(heads, relations, _dateline_end(doc))
    below: defaultdict[int, list[int]] = defaultdict(list)
    for word, head in enumerate(heads):
        if head != word:
            below[head].append(word)
    return Trees(heads=heads, relations=relations, below=dict(below))


def _dateline_end(doc: Doc) -> int:
    """The first token after the place in capitals and the dash that open *doc*; 0 where they do not."""
    lead = [token.text for token in doc[:_MOST_DATELINE_TOKENS]]
    if not lead or not lead[0].isupper():
        return 0
    return next((i + 1 for i, text in enumerate(lead) if text in _DATELINE_SIGNS), 0)


def _cut_off(heads: list[int], relations: list[str], end: int) -> None:
    """Make the tokens before *end* hang on nothing; what hung on them takes their place."""
    for word in range(end, len(heads)):
        if heads[word] < end:
            top = heads[word]
            while heads[top] < end and heads[top] != top:
                top = heads[top]
            is_root = heads[top] == top
            heads[word] = word if is_root else heads[top]
            relations[word] = relations[top]
    for word in range(end):
        heads[word] = word
