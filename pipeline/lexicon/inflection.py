"""The inflected forms of English verbs and nouns, by rule; irregular ones are in ``inflections.toml``.

The rules are those of any school grammar: -s/-es/-ies, -ed/-ied, -ing, with a doubled last consonant
after one stressed vowel letter ("ban", "banned").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from schemas.toml_file import Table

FormKind = Literal["base", "third", "past", "participle", "gerund", "noun"]

_DOUBLING = re.compile(r"[^aeiou]*[aeiouy][bdgklmnprtz]")
_SIBILANT = re.compile(r".*(?:s|x|z|ch|sh|[^aeiou]o)")


class _AlsoSingle(Table):
    """Verbs that are written both ways."""

    verbs: frozenset[str]


class _Doubled(Table):
    verbs: frozenset[str]
    single: frozenset[str]
    also_single: _AlsoSingle


class Inflections(Table):
    """What the rules cannot know: irregular verbs as (past, participle), doubling, irregular plurals."""

    verbs: Mapping[str, tuple[str, str]] = Field(default_factory=dict)
    doubled: _Doubled
    nouns: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a lemma and what it can be."""

    text: str
    kind: FormKind


def verb_forms(lemma: str, inflections: Inflections) -> tuple[Form, ...]:
    """All forms of a verb in lower case; one text may come with several kinds ("cut")."""
    forms = [Form(lemma, "base"), Form(_with_s(lemma), "third")]
    irregular = inflections.verbs.get(lemma)
    stems = _stems(lemma, inflections)
    if irregular is None:
        for stem in stems:
            forms += [Form(_with_ed(stem), "past"), Form(_with_ed(stem), "participle")]
    else:
        forms += [Form(irregular[0], "past"), Form(irregular[1], "participle")]
    forms += [Form(_with_ing(stem), "gerund") for stem in stems]
    return tuple(dict.fromkeys(forms))


def noun_forms(lemma: str, inflections: Inflections) -> tuple[Form, ...]:
    """Singular and plural of a noun; a lemma that ends in a single -s is taken as a plural only."""
    if lemma.endswith("s") and not lemma.endswith("ss"):
        return (Form(lemma, "noun"),)
    return (Form(lemma, "noun"), Form(inflections.nouns.get(lemma, _with_s(lemma)), "noun"))


def _stems(lemma: str, inflections: Inflections) -> tuple[str, ...]:
    """The lemma as it stands before -ed and -ing, in each spelling in use."""
    doubled = inflections.doubled
    if lemma in doubled.also_single.verbs:
        return (lemma, lemma + lemma[-1])
    doubles = _DOUBLING.fullmatch(lemma) is not None or lemma in doubled.verbs
    if doubles and (lemma not in doubled.single or len(lemma) == 3) and lemma[-1] not in "wxy":
        return (lemma + lemma[-1],)
    return (lemma,)


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.fullmatch(word) else "s")


def _with_ed(stem: str) -> str:
    if stem.endswith("e"):
        return stem + "d"
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return stem[:-1] + "ied"
    return stem + "ed"


def _with_ing(stem: str) -> str:
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")):
        return stem[:-1] + "ing"
    return stem + "ing"
