"""Entries as they are written, made ready to be looked for in a tree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from pipeline.lexicon.entries import SLOTS, Group, Kind
from pipeline.lexicon.spelling import Spelling
from schemas.errors import InvalidDataFile

SOMEBODY, PLACE, NUMBER = "@somebody", "@place", "@number"
ANYTHING, ONE, PEOPLE, ORGANISATION = "@anything", "@one", "@people", "@organisation"
_KINDS = frozenset({SOMEBODY, PLACE, NUMBER, ANYTHING, ONE, PEOPLE, ORGANISATION})
_CHOICES = (
    "only_subject",
    "only_object",
    "not_subject",
    "not_object",
    "unless",
    "amid",
    "not_joined",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What must hang on the head: ``words`` (folded lemmas), under ``preposition`` if that is set.

    Without words the preposition or particle alone; without a preposition the words are an object.
    """

    preposition: str | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a slot may hold: folded lemmas, and what is of one of these kinds (``@somebody``)."""

    words: frozenset[str]
    kinds: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.words or self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its head, what must hang on it, and what its slots may hold."""

    event_type: str
    group: Group
    lemma: str
    head: str
    needs: tuple[Need, ...]
    modifiers: tuple[frozenset[str], ...]
    only_subject: Choice
    only_object: Choice
    not_subject: Choice
    not_object: Choice
    unless: Choice
    amid: Choice
    not_joined: Choice
    specificity: int

    @property
    def kind(self) -> Kind:
        """The kind of word its head is."""
        return self.group.kind

    @property
    def rule(self) -> str:
        """The name under which ``eventwire explain`` shows it."""
        return f"{self.event_type.lower()}/{self.group.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiler:
    """Compiles the entries of a group. *prepositions* are the words that are no noun after a head."""

    spelling: Spelling
    classes: Mapping[str, frozenset[str]]
    prepositions: frozenset[str]

    def entries(self, event_type: str, group: Group, place: str) -> list[Entry]:
        """An entry for each alternative of each head. Raises ``InvalidDataFile`` for an unknown class or slot."""
        self._check_slots(group, place)
        return [
            self._entry(event_type, group, lemma, place)
            for written in group.lemmas
            for lemma in _spelled_out(written, group)
        ]

    def _check_slots(self, group: Group, place: str) -> None:
        for slot in (*group.actor_slots, *group.recipient_slots, *group.parties):
            if slot not in SLOTS and slot not in self.prepositions:
                raise InvalidDataFile(f"{place}: {slot!r} is no slot and no preposition")

    def _entry(self, event_type: str, group: Group, lemma: str, place: str) -> Entry:
        words = lemma.split()
        noun = group.kind == "noun"
        modifiers = tuple(self._words(word, place) for word in words[:-1]) if noun else ()
        needs = () if noun else self._needs(words[1:], place)
        conditions = {name: self.choice(getattr(group, name), place) for name in _CHOICES}
        return Entry(
            event_type=event_type,
            group=group,
            lemma=lemma,
            head=self.spelling.fold(words[-1] if noun else words[0]),
            needs=needs,
            modifiers=modifiers,
            specificity=_specificity(group, needs, modifiers),
            **conditions,
        )

    def _needs(self, words: Iterable[str], place: str) -> tuple[Need, ...]:
        needs: list[Need] = []
        preposition: str | None = None
        for word in words:
            if word in self.prepositions:
                if preposition is not None:
                    needs.append(Need(preposition=preposition, words=frozenset()))
                preposition = word
            else:
                needs.append(Need(preposition=preposition, words=self._words(word, place)))
                preposition = None
        if preposition is not None:
            needs.append(Need(preposition=preposition, words=frozenset()))
        return tuple(needs)

    def choice(self, written: Iterable[str], place: str) -> Choice:
        """The lemmas and classes *written*, spelt out."""
        given = frozenset(written)
        words = (self._words(word, place) for word in given - _KINDS)
        return Choice(words=frozenset().union(*words), kinds=given & _KINDS)

    def _words(self, written: str, place: str) -> frozenset[str]:
        found: set[str] = set()
        for word in written.split("/"):
            if not word.startswith("@"):
                found.add(self.spelling.fold(word))
                continue
            known = self.classes.get(word[1:])
            if known is None:
                raise InvalidDataFile(f"{place}: nouns.toml has no class {word!r}")
            found |= {self.spelling.fold(noun) for noun in known}
        return frozenset(found)


def _spelled_out(written: str, group: Group) -> list[str]:
    """One lemma for each alternative of the head word; the other words keep theirs."""
    words = written.split()
    head = len(words) - 1 if group.kind == "noun" else 0
    options = [word.split("/") if i == head else [word] for i, word in enumerate(words)]
    return [" ".join(choice) for choice in product(*options)]


def _specificity(
    group: Group, needs: tuple[Need, ...], modifiers: tuple[frozenset[str], ...]
) -> int:
    """The more an entry asks for, the earlier it is taken."""
    asked = sum(bool(need.preposition) + bool(need.words) for need in needs) + 2 * len(modifiers)
    conditions = bool(group.only_subject) + bool(group.only_object)
    return 4 * asked + 3 * conditions + 8 * (group.polarity == "negative") + (group.voice != "any")
