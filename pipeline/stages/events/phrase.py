"""Participants as stretches of tokens."""

from dataclasses import dataclass

from schemas.entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A participant: the tokens from ``start`` to ``end``, half-open, headed by ``head``.

    ``entity`` is null for a pronoun or a common noun; ``country`` is that of the name that modifies it. So many
    characters of the first token as are ``skipped`` are no part of it ("anti-Chinese").
    """

    start: int
    end: int
    head: int
    entity: Entity | None
    pronoun: bool = False
    modified: bool = False
    skipped: int = 0

    @property
    def named(self) -> bool:
        """Somebody in particular: a name, or a role of a known country."""
        if self.entity is None:
            return self.modified
        return self.entity.label != "ROLE" or self.entity.country is not None


Phrases = tuple[Phrase, ...]


def pronoun_at(i: int) -> Phrase:
    """The pronoun *i* as a participant."""
    return Phrase(start=i, end=i + 1, head=i, entity=None, pronoun=True)


def unlike(phrases: Phrases, others: Phrases) -> Phrases:
    """*phrases* without those that name one of *others*."""
    named = {phrase.entity.id for phrase in others if phrase.entity is not None}
    places = {phrase.start for phrase in others}
    return tuple(
        phrase
        for phrase in phrases
        if phrase.start not in places and (phrase.entity is None or phrase.entity.id not in named)
    )


def outermost(phrases: Phrases) -> Phrases:
    """*phrases* without those that lie within another ("ministers of the NATO countries" are one party)."""
    return tuple(
        one
        for one in phrases
        if not any(
            other is not one and other.start <= one.start and one.end <= other.end
            for other in phrases
        )
    )
