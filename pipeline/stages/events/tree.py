"""The dependency trees of a Doc as plain arrays, with what the rules ask for most looked up beforehand.

Relations are those of Universal Dependencies, tags those of the Penn Treebank.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.lexicon.spelling import Spelling
from pipeline.stages.events.clause_repairs import mend_clauses
from pipeline.stages.events.list_repairs import mend_lists
from pipeline.stages.events.particles import mend_particles
from pipeline.stages.events.repairs import mend_lead, mend_participles, mend_subjects

_DATELINE_SIGNS = frozenset({"-", "—", "–", "--"})
_MOST_DATELINE_TOKENS = 12
# What hangs so on its head belongs to it or continues it, and is no clause of its own.
_WHOLE_RELATIONS = frozenset({"fixed", "flat", "compound", "goeswith"})
# No word of a sentence has more dependents; the bound keeps the time linear in the text.
_MOST_DEPENDENTS = 48
# More joined to one word is no list that a sentence tells of.
_MOST_JOINED = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """All trees of a Doc. A root is its own head.

    ``words`` are in lower case, ``lemmas`` also folded in spelling; ``bases`` are the relations without
    subtype. ``below`` are the dependents of each token, in order, the first 48. ``cases`` is the preposition or the
    conjunction that marks a token ("with", "because of", "if"), if any. ``hyphens`` are those that join two parts of
    a word, ``hyphened`` is the whole lemma of
    the top token of a word with a hyphen, which the tokenizer parts ("sit-in", "test-fire").
    """

    words: Sequence[str]
    lemmas: Sequence[str]
    pos: Sequence[str]
    tags: Sequence[str]
    heads: Sequence[int]
    relations: Sequence[str]
    bases: Sequence[str]
    below: Mapping[int, Sequence[int]]
    cases: Mapping[int, str]
    hyphens: frozenset[int]
    hyphened: Mapping[int, str]

    def children(self, i: int, *relations: str) -> Iterator[int]:
        """The dependents of *i* in one of *relations* (without subtype), in order; all without any given."""
        for child in self.below.get(i, ()):
            if not relations or self.bases[child] in relations:
                yield child

    def child(self, i: int, *relations: str) -> int | None:
        """The first of ``children``."""
        return next(self.children(i, *relations), None)

    def has(self, i: int, relation: str) -> bool:
        """Has *i* a dependent in exactly this *relation*, subtype included?"""
        return any(self.relations[child] == relation for child in self.below.get(i, ()))

    def joined(self, i: int) -> tuple[int, ...]:
        """*i* and what is joined to it by "and", "or" and commas, in order."""
        found = [i]
        for part in found:
            if len(found) > _MOST_JOINED:
                break
            clause = self.pos[i] != "VERB"
            found += [
                child
                for child in self.children(part, "conj")
                if not (clause and self.pos[child] == "VERB" and self.child(child, "nsubj"))
            ]
        return tuple(sorted(found[:_MOST_JOINED]))

    def whole(self, i: int) -> tuple[int, int]:
        """The half-open range of *i* with the parts of its compound or name right beside it."""
        start = end = i
        parts = {child for child in self.below.get(i, ()) if self.bases[child] in _WHOLE_RELATIONS}
        while start - 1 in parts:
            start -= 1
        while end + 1 in parts:
            end += 1
        return start, end + 1

    def first_of_name(self, i: int) -> int:
        """Where the words of the name that ends with *i* begin."""
        while i > 0 and self.tags[i - 1] in {"NNP", "NNPS"}:
            i -= 1
        return i

    def is_verb(self, i: int) -> bool:
        """Is the word a verb here?"""
        return self.pos[i] == "VERB"

    def governor(self, i: int) -> int:
        """The head of *i*, or of the first word that *i* is joined to."""
        for _ in range(_MOST_JOINED):
            if self.bases[i] != "conj" or self.heads[i] == i:
                break
            i = self.heads[i]
        return self.heads[i]


def read_tree(doc: Doc, spelling: Spelling) -> Tree:
    """The trees of *doc*, in linear time; a dateline ("OSLO, Norway -") has no part in its sentence."""
    # One pass over the Doc: each makes a Python object per token anew.
    told = [
        (
            token.head.i,
            token.dep_,
            token.lower_,
            token.lemma_,
            token.pos_,
            token.tag_,
            token.whitespace_,
        )
        for token in doc
    ]
    heads, words = [token[0] for token in told], [token[2] for token in told]
    relations = [_without_cleft(token[1], told[token[0]][4]) for token in told]
    pos, tags = [token[4] for token in told], [token[5] for token in told]
    _mend(heads, relations, pos, tags, words, _dateline_end(doc))
    below = _below(heads)
    lemmas = _folded(words, [token[3] for token in told], spelling)
    hyphens = _hyphens(words, [token[6] for token in told])
    return Tree(
        words=words,
        lemmas=lemmas,
        pos=pos,
        tags=tags,
        heads=heads,
        relations=relations,
        bases=[relation.partition(":")[0] for relation in relations],
        below=below,
        cases=_cases(words, relations, below),
        hyphens=hyphens,
        hyphened=_hyphened(words, lemmas, heads, hyphens, spelling),
    )


def _mend(
    heads: list[int],
    relations: list[str],
    pos: list[str],
    tags: list[str],
    words: list[str],
    dateline: int,
) -> None:
    """Mend where the order of the words tells better than the parser; *dateline* is the first token after it."""
    _cut_off(heads, relations, dateline)
    mend_lead(heads, relations, pos, dateline)
    mend_subjects(heads, relations, pos, tags)
    mend_participles(heads, relations, tags, words)
    mend_clauses(heads, relations, pos, tags, words)
    mend_particles(heads, relations, pos, words)
    mend_lists(heads, relations, pos, tags, words)


def _folded(words: list[str], lemmas: list[str], spelling: Spelling) -> list[str]:
    """*lemmas* in one spelling, each folded once; of some *words* the one that they have in news."""
    folds = {lemma: spelling.fold(lemma) for lemma in set(lemmas)}
    told = zip(words, lemmas, strict=True)
    return [spelling.forms.get(word, folds[lemma]) for word, lemma in told]


def _hyphens(words: list[str], spaces: list[str]) -> frozenset[int]:
    """A dash with blanks around it joins nothing ("MALI - Gunmen"); *spaces* stand behind each word."""
    return frozenset(
        i for i in range(1, len(words)) if words[i] == "-" and not (spaces[i - 1] or spaces[i])
    )


def _below(heads: list[int]) -> dict[int, list[int]]:
    below: defaultdict[int, list[int]] = defaultdict(list)
    for word, head in enumerate(heads):
        if head != word and len(below[head]) < _MOST_DEPENDENTS:
            below[head].append(word)
    return dict(below)


def _without_cleft(relation: str, part_of_speech: str) -> str:
    """The clause of a cleft hangs on a noun and tells of it ("it was Mali that attacked")."""
    cleft = relation == "advcl:relcl" and part_of_speech in {"NOUN", "PROPN", "PRON"}
    return "acl:relcl" if cleft else relation


def _hyphened(
    words: list[str],
    lemmas: list[str],
    heads: list[int],
    hyphens: frozenset[int],
    spelling: Spelling,
) -> dict[int, str]:
    whole: dict[int, str] = {}
    for i in hyphens:
        if i + 1 == len(words) or not (words[i - 1].isalpha() and words[i + 1].isalpha()):
            continue
        top = i - 1 if heads[i + 1] in {i - 1, i} else i + 1
        whole[top] = spelling.fold(f"{words[i - 1]}-{lemmas[i + 1]}")
    return whole


def _cases(
    words: list[str], relations: list[str], below: Mapping[int, list[int]]
) -> dict[int, str]:
    """What marks each token: its first preposition with its fixed parts, else its conjunction."""
    cases: dict[int, str] = {}
    for word, dependents in below.items():
        markers = [child for child in dependents if relations[child] in {"case", "mark"}]
        marker = next(
            (child for child in markers if words[child] not in {"'s", "’s", "'", "’"}), None
        )
        if marker is None:
            continue
        parts = [marker, *(part for part in below.get(marker, ()) if relations[part] == "fixed")]
        cases[word] = " ".join(words[part] for part in sorted(parts))
    return cases


def _dateline_end(doc: Doc) -> int:
    """The first token after the place in capitals and the dash that open *doc*; 0 where they do not.

    "A" opens no dateline, nor does the hyphen inside a word end one ("US-led").
    """
    lead = doc[:_MOST_DATELINE_TOKENS]
    if not len(lead) or not lead[0].is_upper or len(lead[0]) == 1:
        return 0
    return next((token.i + 1 for token in lead[1:] if _is_dash(token, doc[token.i - 1])), 0)


def _is_dash(token: Token, before: Token) -> bool:
    inside_word = token.text == "-" and not (before.whitespace_ or token.whitespace_)
    return token.text in _DATELINE_SIGNS and not inside_word


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
        relations[word] = "dep"
