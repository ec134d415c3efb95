"""British and American spellings of a word as one, and words as entries and texts are compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import Field

from schemas.toml_file import Table


class SpellingRules(Table):
    """``spelling.toml``: endings that become another one, the longest first, whole words that do, and forms with their lemma."""

    endings: dict[str, str] = Field(min_length=1)
    words: dict[str, str] = Field(default_factory=dict)
    forms: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spelling:
    """Folds lemmas. Both sides of a comparison are folded, so a fold need not be a word itself."""

    pattern: re.Pattern[str]
    endings: Mapping[str, str]
    words: Mapping[str, str]
    forms: Mapping[str, str]

    def fold(self, lemma: str) -> str:
        """*lemma* in lower case and in one spelling: "Organise" and "organize" are the same."""
        lower = lemma.lower()
        known = self.words.get(lower)
        if known is not None:
            return known
        found = self.pattern.search(lower)
        if found is None or found.start() < 2:
            return lower
        return lower[: found.start()] + self.endings[found.group()]


def make_spelling(rules: SpellingRules) -> Spelling:
    """The rules made ready."""
    ordered = sorted(rules.endings, key=len, reverse=True)
    pattern = re.compile("(?:" + "|".join(re.escape(ending) for ending in ordered) + ")$")
    return Spelling(pattern=pattern, endings=rules.endings, words=rules.words, forms=rules.forms)
