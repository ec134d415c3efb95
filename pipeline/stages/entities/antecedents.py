"""Whom a pronoun stands for: the subject above it, the subject before it, or the only person it can be.

Precision comes first. Where a noun that names nobody, or a second candidate, could be meant as well,
the pronoun stays unresolved.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from pipeline.lexicon.resolving import CoreferenceWords, Gender, Pronoun
from pipeline.stages.entities.clauses import Clauses
from pipeline.stages.entities.referents import Referent, joined
from pipeline.stages.entities.wording import WordRange, Words

# Bounds that keep a text of nothing but pronouns linear.
_MOST_STEPS = 12
_SENTENCES_BACK = 2
_MOST_IN_VIEW = 40
# What hangs so on a verb or a noun is another than the verb's subject.
_OBJECTS = frozenset({"obj", "iobj", "obl", "obl:agent", "nmod"})
_BOUNDARIES = frozenset({"ccomp", "advcl", "conj", "acl:relcl", "acl", "parataxis", "csubj"})
# Before the subject: "On his return, Smith said", "Before he left, Smith spoke".
_LEADING = frozenset({"advcl", "obl", "obl:unmarked"})
_TOLD = frozenset({"ccomp", "parataxis"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_RELATIVE = frozenset({"WP", "WDT"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})


class Verdict(Enum):
    """Of a subject that is no antecedent: it could be one that we do not know, or cannot be one."""

    BLOCKS = "blocks"
    PASSES = "passes"


Judged = Referent | Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Antecedent:
    """Whom a pronoun stands for, and the rule that says so."""

    referent: Referent
    rule: str


@dataclass(slots=True, kw_only=True)
class Discourse:
    """What was named so far; ``at`` gives the mention or the linked pronoun at a head word.

    ``genders`` is what linked pronouns told of whom they stand for.
    """

    words: Words
    clauses: Clauses
    lists: CoreferenceWords
    referents: Sequence[Referent]
    at: dict[int, Referent]
    unlinked: dict[int, Pronoun] = field(default_factory=dict)
    genders: dict[tuple[str, ...], Gender] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def between(self, first: int, last: int) -> Sequence[Referent]:
        """The mentions that start in the range, at most the last few."""
        if not self._starts:
            self._starts = [referent.first for referent in self.referents]
        start, end = bisect_left(self._starts, first), bisect_left(self._starts, last)
        return self.referents[max(start, end - _MOST_IN_VIEW) : end]

    def gender_of(self, referent: Referent) -> Gender | None:
        """As its words tell, or as a pronoun that was linked to it did."""
        return referent.gender or self.genders.get(referent.key)

    def fits(self, referent: Referent, pronoun: Pronoun) -> bool:
        """Can *pronoun* stand for *referent*?"""
        gender = self.gender_of(referent)
        agrees = pronoun.gender is None or gender is None or gender == pronoun.gender
        return agrees and referent.fits(pronoun)

    def judge(self, word: int, pronoun: Pronoun) -> Judged:
        """Is the noun phrase around *word* what *pronoun* stands for?"""
        members = [word, *self.clauses.conjuncts.get(word, ())]
        if len(members) > 1:
            return self._judge_several(members, pronoun)
        referent = self.at.get(word)
        if referent is not None:
            return referent if self.fits(referent, pronoun) else Verdict.PASSES
        return self._judge_unnamed(word, pronoun)

    def _judge_several(self, members: Sequence[int], pronoun: Pronoun) -> Judged:
        known = [self.at.get(member) for member in members]
        named = [referent for referent in known if referent is not None]
        if pronoun.plural:
            all_named = len(named) == len(known) == 2
            return joined(named) if all_named else Verdict.BLOCKS
        if any(self.fits(referent, pronoun) for referent in named):
            return Verdict.BLOCKS
        return Verdict.PASSES

    def _judge_unnamed(self, word: int, pronoun: Pronoun) -> Judged:
        words = self.words
        pos, tag = words.pos[word], words.tags[word]
        if pos == "PRON":
            other = self.unlinked.get(word)
            same = other is not None and other.plural == pronoun.plural
            clash = other is not None and {other.gender, pronoun.gender} == {"male", "female"}
            return Verdict.BLOCKS if same and not clash else Verdict.PASSES
        if pos not in _NOUNS:
            return Verdict.PASSES if pronoun.animate else Verdict.BLOCKS
        if pronoun.animate:
            return Verdict.BLOCKS if pos == "PROPN" and tag not in _PLURAL_TAGS else Verdict.PASSES
        return Verdict.BLOCKS if (tag in _PLURAL_TAGS) == pronoun.plural else Verdict.PASSES


def find_antecedent(
    discourse: Discourse, i: int, pronoun: Pronoun, sentences: Sequence[WordRange]
) -> Antecedent | None:
    """Whom the pronoun at word *i* stands for; *sentences* end with its own."""
    if i in discourse.clauses.expletives or _is_empty(discourse, i, pronoun):
        return None
    quoted = discourse.clauses.is_quoted(i)
    barred = _barred(discourse, i)
    for subject, rule in _subjects_above(discourse, i):
        if quoted and not discourse.clauses.is_quoted(subject):
            return None  # nobody calls himself "he" in his own words
        judged = discourse.judge(subject, pronoun)
        if isinstance(judged, Referent):
            if not barred.isdisjoint(judged.key):
                continue
            return _unrivalled(discourse, i, pronoun, judged, rule)
        if judged is Verdict.BLOCKS:
            return None
    if quoted:
        return None
    before = [
        referent
        for referent in _fitting(discourse, sentences[-1].first, i, pronoun)
        if barred.isdisjoint(referent.key)
    ]
    if before:
        if pronoun.animate and len({referent.key for referent in before}) == 1:
            return Antecedent(referent=before[-1], rule="only-person")
        return None
    found = _from_sentences_before(discourse, pronoun, sentences, barred)
    if found is None or discourse.words.relations[i] not in _OBJECTS:
        return found
    return found if _is_alone(discourse, found, pronoun, sentences) else None


def _is_alone(
    discourse: Discourse, found: Antecedent, pronoun: Pronoun, sentences: Sequence[WordRange]
) -> bool:
    """Is nobody else in view whom an object could be? It need not be the subject that is told of."""
    named = _fitting(discourse, sentences[0].first, sentences[-1].first, pronoun)
    return all(set(referent.key) & set(found.referent.key) for referent in named)


def _is_empty(discourse: Discourse, i: int, pronoun: Pronoun) -> bool:
    """Is it an "it" that names nothing ("it is clear that", "it seems")?"""
    words = discourse.words
    if pronoun.animate is not False or words.relations[i] not in {"nsubj", "nsubj:pass"}:
        return False
    head = words.heads[i]
    if words.lower[head] in discourse.lists.empty_verbs or words.pos[head] in {"ADJ", "NOUN"}:
        return True
    return words.lower[i + 1 : i + 2] in (("is",), ("was",), ("'s",))


def _subjects_above(discourse: Discourse, i: int) -> Iterator[tuple[int, str]]:
    """The subjects of the clauses around word *i*, from the inside, each with its rule.

    That of its own verb is none for an object: "Smith shot him" is another.
    """
    words, clauses = discourse.words, discourse.clauses
    barred = words.relations[i] in _OBJECTS
    child = i
    for _ in range(_MOST_STEPS):
        head, relation = words.heads[child], words.relations[child]
        if head == child:
            return
        if relation in _BOUNDARIES and (child != i):
            barred = False
        subject = clauses.subjects.get(head)
        if relation == "acl:relcl" and words.pos[head] in _NOUNS:
            # "the man who said he": not so in "the man he met".
            inner = clauses.subjects.get(child)
            if inner is not None and words.tags[inner] in _RELATIVE:
                yield head, "clause-subject"
        elif subject is not None and subject != child and not barred:
            told = relation in _TOLD and words.lower[head] in discourse.lists.saying
            if subject < i or told:
                yield subject, "speaker" if told else "clause-subject"
            elif relation in _LEADING:
                yield subject, "later-subject"
        child = head


def _barred(discourse: Discourse, i: int) -> frozenset[str]:
    """The entities of the subject whose object the pronoun at word *i* is, or is a part of ("three of them")."""
    words, subjects = discourse.words, discourse.clauses.subjects
    if words.relations[i] not in _OBJECTS:
        return frozenset()
    child = i
    while words.relations[child] in _OBJECTS and words.heads[child] != child:
        child = words.heads[child]
    referent = discourse.at.get(subjects.get(child, -1))
    return frozenset(referent.key) if referent is not None else frozenset()


def _unrivalled(
    discourse: Discourse, i: int, pronoun: Pronoun, found: Referent, rule: str
) -> Antecedent | None:
    """*found*, unless somebody else named after it could be meant as well."""
    if rule == "clause-subject":
        for other in discourse.between(found.last, i):
            rival = other.key != found.key and discourse.fits(other, pronoun) and not other.is_inner
            if rival and not set(other.key) & set(found.key) and pronoun.animate:
                return None
    return Antecedent(referent=found, rule=rule)


def _fitting(discourse: Discourse, first: int, last: int, pronoun: Pronoun) -> list[Referent]:
    return [
        referent
        for referent in discourse.between(first, last)
        if not referent.is_inner and discourse.fits(referent, pronoun)
    ]


def _from_sentences_before(
    discourse: Discourse,
    pronoun: Pronoun,
    sentences: Sequence[WordRange],
    barred: frozenset[str],
) -> Antecedent | None:
    """The subject of the sentence before, or the only person of the last sentences."""
    reach = _SENTENCES_BACK if pronoun.animate else 1
    for back, sentence in enumerate(reversed(sentences[-1 - reach : -1])):
        for subject in _main_subjects(discourse, sentence):
            judged = discourse.judge(subject, pronoun)
            if judged is Verdict.BLOCKS:
                return None
            if isinstance(judged, Referent) and barred.isdisjoint(judged.key):
                if pronoun.plural and judged.plural is None:
                    return None  # a body of people is "it" before it is "they"
                rule = "subject-far-before" if back else "subject-before"
                return Antecedent(referent=judged, rule=rule)
        named = [
            referent
            for referent in _fitting(discourse, sentence.first, sentence.last, pronoun)
            if barred.isdisjoint(referent.key)
        ]
        if named:
            alone = len({referent.key for referent in named}) == 1
            sure = pronoun.gender is not None and (discourse.gender_of(named[-1]) == pronoun.gender)
            if alone and sure:
                return Antecedent(referent=named[-1], rule="only-person")
            return None
    return None


def _main_subjects(discourse: Discourse, sentence: WordRange) -> Iterator[int]:
    """The subject of the main clause, and of "said" where the main clause is what was said."""
    words, subjects = discourse.words, discourse.clauses.subjects
    root = next((i for i in range(sentence.first, sentence.last) if words.heads[i] == i), None)
    if root is None:
        return
    for i in range(root + 1, sentence.last):
        if words.heads[i] == root and words.relations[i] == "parataxis" and i in subjects:
            yield subjects[i]
    if root in subjects:
        yield subjects[root]
