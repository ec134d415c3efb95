"""Whom a definite description stands for: "the group", "the president", "both countries".

A description is linked where one entity alone fits it: by a title, by the same noun, or by its kind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.lexicon.resolving import Kind
from pipeline.stages.entities.antecedents import Antecedent, Discourse
from pipeline.stages.entities.referents import Referent, joined
from pipeline.stages.entities.wording import WordRange

_PAIR = 2
_SENTENCES_OF_A_PAIR = 3
_INSIDE = frozenset({"compound", "amod", "nmod:desc", "flat", "nmod:unmarked"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
# What a plural, and what a singular noun can take up again.
_OF = {True: (True,), False: (False, None)}

# What a noun could stand for, by entity; the last mention of each.
_Known = dict[tuple[str, ...], "_Titled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Titled:
    """A mention, and the words beside the noun by which it is known."""

    referent: Referent
    words: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Descriptions:
    """Reads the nouns of a text in order; knows what was mentioned before each."""

    discourse: Discourse
    _read: int = 0
    _by_title: dict[str, _Known] = field(default_factory=dict)
    _by_noun: dict[str, _Known] = field(default_factory=dict)
    _by_kind: dict[str, _Known] = field(default_factory=dict)
    _unknown: _Known = field(default_factory=dict)

    def read(self, i: int, view: Sequence[WordRange]) -> tuple[int, Antecedent] | None:
        """The first word of the description whose noun is word *i*, and whom it stands for."""
        words = self.discourse.words
        if words.relations[i] in _INSIDE:
            return None
        beside = self._person_beside(i)
        if beside is not None:
            return self._first(i), Antecedent(referent=beside, rule="apposition")
        word = words.lower[i]
        if word in self.discourse.lists.kinds_by_plural:
            start = self._pair_start(i)
            if start is not None:
                pair = self._pair(word, start, view)
                return (start, Antecedent(referent=pair, rule="pair")) if pair else None
        if i in self.discourse.clauses.restricted or not self._is_definite(i) or self._is_name(i):
            return None
        self._advance(i)
        found = self._described(i, word, view)
        return (self._first(i), found) if found else None

    def _described(self, i: int, word: str, view: Sequence[WordRange]) -> Antecedent | None:
        country = self._own_country(i)
        if country is not None and not self._fits_own_country(i):
            return None
        titled = self._of_title_or_noun(i, word, country)
        found = _only(titled, view)
        if found is not None:
            rule = "title" if found.entities[0].label == "PERSON" else "same-noun"
            return Antecedent(referent=found, rule=rule)
        if titled or country is not None:
            return None
        return self._of_kind(word, self._modifiers(i), view)

    def _of_title_or_noun(self, i: int, word: str, country: str | None) -> _Known:
        lists, tags = self.discourse.lists, self.discourse.words.tags
        beside = self._modifiers(i)
        found: _Known = {}
        for title in lists.titles.get(word, ()):
            found |= self._matching(self._by_title.get(title, {}), beside, country)
        if country is None:
            plural = tags[i] in _PLURAL_TAGS or word in lists.plural_nouns
            naming = self._naming_modifiers(i)
            same = self._matching(self._by_noun.get(word, {}), beside, None)
            found |= {
                key: one
                for key, one in same.items()
                if one.referent.plural in _OF[plural] and naming <= one.words
            }
        return found

    def _of_kind(
        self, word: str, beside: frozenset[str], view: Sequence[WordRange]
    ) -> Antecedent | None:
        lists = self.discourse.lists
        kinds = lists.kinds_by_word.get(word, ())
        known: _Known = {}
        for kind in kinds:
            known |= self._matching(self._by_kind.get(kind, {}), beside, None)
        found = _only(known, view)
        if found is not None:
            return Antecedent(referent=found, rule="only-of-kind")
        # An organisation of which the article does not say what it is, where it has no other.
        if known or len(self._unknown) != 1:
            return None
        if not any("ORG" in lists.kinds[kind].labels for kind in kinds):
            return None
        only = next(iter(self._unknown.values()))
        return Antecedent(referent=only.referent, rule="only-organisation")

    def _matching(self, known: _Known, beside: frozenset[str], country: str | None) -> _Known:
        """Those of *known* that the words beside the noun do not exclude."""
        lists = self.discourse.lists
        found: _Known = {}
        for key, titled in known.items():
            entity = titled.referent.entities[0]
            wanted = beside & (lists.qualifiers | lists.portfolios)
            more = (titled.words & lists.qualifiers) - beside
            other = country is not None and entity.country not in {None, country}
            if wanted <= titled.words and not more and not other:
                found[key] = titled
        return found

    def _own_country(self, i: int) -> str | None:
        """The country that the description itself names ("the French president")."""
        own = self.discourse.at.get(i)
        return own.entities[0].country if own is not None else None

    def _fits_own_country(self, i: int) -> bool:
        # With a country only a role can still be a person: "the French army" is what it says.
        own = self.discourse.at.get(i)
        return own is not None and own.entities[0].label == "ROLE" and own.plural is False

    def _person_beside(self, i: int) -> Referent | None:
        """The person whom a role set beside them describes ("the minister, Ada Lund,")."""
        discourse = self.discourse
        own = discourse.at.get(i)
        if own is None or own.entities[0].label != "ROLE" or own.plural:
            return None
        words = discourse.words
        other = discourse.clauses.appositions.get(i)
        if other is None and words.relations[i] == "appos":
            other = words.heads[i]
        found = discourse.at.get(other) if other is not None else None
        if found is None or found.entities[0].label != "PERSON":
            return None
        found = replace(found, gender=found.gender or own.gender)
        self._enter_titles(found, own)
        discourse.at[i] = found
        return found

    def _is_definite(self, i: int) -> bool:
        determiner = self.discourse.clauses.determiners.get(i)
        words, lists = self.discourse.words, self.discourse.lists
        return determiner is not None and words.lower[determiner] in lists.determiners

    def _is_name(self, i: int) -> bool:
        """Is the noun a part of a name, or does a name follow or modify it ("the security firm Secunia")?"""
        words = self.discourse.words
        own = self.discourse.at.get(i)
        if words.is_capital(i) and (own is None or own.entities[0].label != "ROLE"):
            return True
        if i + 1 < len(words.words) and words.is_capital(i + 1):
            return words.pos[i + 1] == "PROPN"
        return any(
            words.is_capital(k) and words.relations[k] != "amod"
            for k in self.discourse.clauses.modifiers.get(i, ())
        )

    def _modifiers(self, i: int) -> frozenset[str]:
        words = self.discourse.words
        return frozenset(words.lower[k] for k in self.discourse.clauses.modifiers.get(i, ()))

    def _naming_modifiers(self, i: int) -> frozenset[str]:
        """The nouns and names before the noun, without which another is meant ("the refugee team")."""
        words = self.discourse.words
        return frozenset(
            words.lower[k]
            for k in self.discourse.clauses.modifiers.get(i, ())
            if words.is_capital(k) or words.relations[k] == "compound"
        )

    def _first(self, i: int) -> int:
        return min((i, *(k for k in self.discourse.clauses.modifiers.get(i, ()) if k < i)))

    def _pair_start(self, i: int) -> int | None:
        """The word that says there are two, or the noun where it says so itself."""
        words, lists = self.discourse.words, self.discourse.lists
        for k in range(i - 1, max(-1, i - 4), -1):
            if words.lower[k] in lists.pair_words and words.heads[k] == i:
                return k
        return i if words.lower[i] in lists.pairs_alone and self._is_definite(i) else None

    def _pair(self, noun: str, start: int, view: Sequence[WordRange]) -> Referent | None:
        """The two of that kind that the nearest sentences name, if no third."""
        kinds = self.discourse.lists.kinds_by_plural[noun]
        for back in range(1, _SENTENCES_OF_A_PAIR + 1):
            first = view[max(-back, -len(view))].first
            named = {
                referent.key: referent
                for referent in self.discourse.between(first, start)
                if not referent.is_inner and any(_is_of(referent, kind) for kind in kinds)
            }
            if len(named) == _PAIR:
                return joined(list(named.values()))
            if len(named) > _PAIR:
                return None
        return None

    def _advance(self, i: int) -> None:
        """Take up the mentions that end before word *i*."""
        referents = self.discourse.referents
        while self._read < len(referents) and referents[self._read].last <= i:
            self._enter(referents[self._read])
            self._read += 1

    def _enter(self, referent: Referent) -> None:
        entity, words = referent.entities[0], self.discourse.words
        spelt = words.lower[referent.first : referent.last]
        if entity.label == "PERSON":
            self._enter_titles(referent, referent)
            return
        known = entity.country is not None or entity.label == "ORG"
        if entity.label in {"ROLE", "ORG"} and known:
            titled = _Titled(referent=referent, words=frozenset(spelt[:-1]))
            self._by_noun.setdefault(spelt[-1], {})[referent.key] = titled
        if entity.label == "ORG" and entity.sector is None:
            self._unknown[referent.key] = _Titled(referent=referent, words=frozenset(spelt))
        for name in self._kinds_of(referent):
            titled = _Titled(referent=referent, words=frozenset(spelt))
            self._by_kind.setdefault(name, {})[referent.key] = titled

    def _enter_titles(self, person: Referent, told: Referent) -> None:
        spelt = self.discourse.words.lower[told.first : told.last]
        for k, word in enumerate(spelt):
            titled = _Titled(referent=person, words=frozenset(spelt[:k]))
            self._by_title.setdefault(word.rstrip("."), {})[person.key] = titled

    def _kinds_of(self, referent: Referent) -> Iterator[str]:
        """By sector or country, a word of the name, or the words before it ("the terror group Taliban")."""
        words = self.discourse.words
        told = {
            *words.lower[max(0, referent.first - 2) : referent.first],
            *words.lower[referent.first : referent.last],
        }
        for name, kind in self.discourse.lists.kinds.items():
            entity = referent.entities[0]
            called = entity.label in kind.labels and not kind.words.isdisjoint(told)
            if _is_of(referent, kind) or (called and entity.label == "ORG"):
                yield name


def _is_of(referent: Referent, kind: Kind) -> bool:
    entity = referent.entities[0]
    if entity.label not in kind.labels:
        return False
    if kind.sectors or kind.countries:
        return entity.sector in kind.sectors or entity.country in kind.countries
    return entity.label == "PERSON" or entity.sector is None


def _only(known: _Known, view: Sequence[WordRange]) -> Referent | None:
    """The one of *known*, or of several the one that alone is named in the sentences in view."""
    if len(known) == 1:
        return next(iter(known.values())).referent
    near = [titled.referent for titled in known.values() if titled.referent.first >= view[0].first]
    return near[0] if len(near) == 1 else None
