"""What the patterns over word lists share."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An alternation of *words*, the longest first: "Sept." before "Sep", "last week" before "last"."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in ordered)
