"""A participant as a stretch of tokens."""

from dataclasses import dataclass

from schemas.entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A participant: the tokens from ``start`` to ``end``, half-open, headed by ``head``.

    ``entity`` is null for a pronoun or a common noun; ``country`` is that of the name that modifies it.
    """

    start: int
    end: int
    head: int
    entity: Entity | None
    pronoun: bool = False
    modified: bool = False

    @property
    def named(self) -> bool:
        """Somebody in particular: a name, or a role of a known country."""
        if self.entity is None:
            return self.modified
        return self.entity.label != "ROLE" or self.entity.country is not None


Phrases = tuple[Phrase, ...]
