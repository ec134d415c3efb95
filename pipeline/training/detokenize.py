"""Where the blanks were, for corpora that keep words only."""

from collections.abc import Sequence

from pipeline.training.words import SpacingWords

_QUOTE = '"'
# "'ll" and "'re", but no quoted word.
_MAX_CLITIC_CHARS = 3


def guess_spaces(words: Sequence[str], spacing: SpacingWords) -> tuple[bool, ...]:
    """Whether a blank follows each of *words*; straight quotes open and close in turns."""
    spaces = [True] * len(words)
    inside_quotes = False
    for place, word in enumerate(words):
        closes = word in spacing.none_before or _is_clitic(word)
        opens = word in spacing.none_after
        if word == _QUOTE:
            closes, opens = inside_quotes, not inside_quotes
            inside_quotes = not inside_quotes
        if closes and place:
            spaces[place - 1] = False
        if opens:
            spaces[place] = False
    return tuple(spaces)


def find_spaces(words: Sequence[str], text: str, spacing: SpacingWords) -> tuple[bool, ...]:
    """Whether a blank follows each of *words* in *text*, one always after the last; guessed where they differ."""
    spaces: list[bool] = []
    end = 0
    for word in words:
        start = text.find(word, end)
        if start < 0:
            return guess_spaces(words, spacing)
        if spaces:
            spaces[-1] = start > end
        end = start + len(word)
        spaces.append(True)
    return tuple(spaces)


def _is_clitic(word: str) -> bool:
    return word.startswith("'") and 1 < len(word) <= _MAX_CLITIC_CHARS
