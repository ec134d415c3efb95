"""What mentions can be referred to again: their number and gender, and whether they are people."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.gazetteer.folding import fold
from pipeline.lexicon.resolving import CoreferenceWords, Gender, Pronoun
from pipeline.stages.entities.wording import Words
from schemas.entity import Entity

_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
# Inside a noun phrase these name no participant: "Turkish troops", "the Hamas leader".
_INNER = frozenset({"amod", "compound", "nmod:desc", "flat", "case", "dep", "nmod:unmarked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """One mention, from word ``first`` up to ``last``, of one entity, or of two together.

    ``plural`` is null for a body of people, which can be either, ``gender`` where it is not known.
    ``is_inner`` marks a part of a longer phrase.
    """

    first: int
    last: int
    head: int
    entities: tuple[Entity, ...]
    plural: bool | None
    animate: bool
    gender: Gender | None
    is_inner: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for mentions of the same."""
        return tuple(entity.id for entity in self.entities)

    def fits(self, pronoun: Pronoun) -> bool:
        """Can *pronoun* stand for it?"""
        if self.plural is not None and self.plural != pronoun.plural:
            return False
        if pronoun.animate is not None and pronoun.animate != self.animate:
            return False
        return pronoun.gender is None or self.gender is None or self.gender == pronoun.gender


def referents_of(
    words: Words, entities: Sequence[Entity], lists: CoreferenceWords
) -> list[Referent]:
    """The mentions of *entities* in text order. Places and dates that nobody acts for are left out."""
    found: list[Referent] = []
    for entity in entities:
        if entity.label in {"FAC", "EVENT", "DATE"}:
            continue
        gender = _gender(entity, lists) if entity.label in {"PERSON", "ROLE"} else None
        for mention in entity.mentions:
            first = bisect_left(words.starts, mention.start_char)
            last = bisect_left(words.ends, mention.end_char) + 1
            if first == last:
                continue  # inside of a word, nobody is introduced ("anti-Chinese")
            found.append(_referent(words, entity, first, last, gender, lists))
    return sorted(found, key=lambda referent: referent.first)


def joined(referents: Sequence[Referent]) -> Referent:
    """Several mentions as one that is referred to together ("Chad and Mali")."""
    entities = {entity.id: entity for referent in referents for entity in referent.entities}
    return replace(
        referents[0],
        last=referents[-1].last,
        entities=tuple(entities.values()),
        plural=True,
        gender=None,
    )


def _referent(
    words: Words,
    entity: Entity,
    first: int,
    last: int,
    gender: Gender | None,
    lists: CoreferenceWords,
) -> Referent:
    head = next(
        (
            i
            for i in range(first, last)
            if not first <= words.heads[i] < last or words.heads[i] == i
        ),
        last - 1,
    )
    relation = words.relations[head]
    plural, animate = _number(words, entity, head if words.pos[head] == "NOUN" else last - 1, lists)
    return Referent(
        first=first,
        last=last,
        head=head,
        entities=(entity,),
        plural=plural,
        animate=animate,
        gender=gender,
        is_inner=relation in _INNER or (entity.label == "NORP" and words.pos[head] == "ADJ"),
    )


def _number(
    words: Words, entity: Entity, noun: int, lists: CoreferenceWords
) -> tuple[bool | None, bool]:
    """Whether the mention is plural (null: either), and whether it is people."""
    if entity.label == "PERSON":
        return False, True
    if entity.label in {"GPE", "LOC"}:
        return False, False
    if entity.label == "ORG":
        return None, False
    word = words.lower[noun]
    if words.tags[noun] in _PLURAL_TAGS or word in lists.plural_nouns:
        return True, True
    if entity.label == "NORP":
        return True, True
    if word in lists.collectives:
        return None, False
    return False, True


def _gender(entity: Entity, lists: CoreferenceWords) -> Gender | None:
    """Told by a title or, for persons, by the first name that any mention gives."""
    genders = lists.gender_of
    told = {genders[word] for word in _telling_words(entity) if word in genders}
    return told.pop() if len(told) == 1 else None


def _telling_words(entity: Entity) -> Iterable[str]:
    name = fold(entity.name).casefold().split()
    family = name[-1:] if entity.label == "PERSON" else []
    for text in {mention.text for mention in entity.mentions}:
        for word in fold(text).casefold().replace("-", " ").split():
            if word not in family:
                yield word.rstrip(".")
    yield from (name[:1] if len(name) > 1 else ())
