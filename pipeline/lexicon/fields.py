"""Fields of writing that borrow the words of events: ``fields.toml``."""

from typing import Self

from pydantic import Field

from pipeline.lexicon.spelling import Spelling
from schemas.toml_file import Table


class WritingField(Table):
    """A sentence with ``fewest`` of its ``words`` tells no event of the types it ``blocks``.

    ``present``: only in the present. ``common``: only of words that are no part of a name ("the Tamil Tigers").
    """

    fewest: int = Field(ge=1)
    present: bool
    common: bool = False
    blocks: frozenset[str]
    words: frozenset[str]

    def folded(self, spelling: Spelling) -> Self:
        """The field also with its words as *spelling* folds them."""
        return self.model_copy(update={"words": self.words | set(map(spelling.fold, self.words))})


class FieldsFile(Table):
    """All fields by name."""

    fields: dict[str, WritingField]
