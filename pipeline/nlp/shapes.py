"""How a word is written, as a number: what an uncased vocabulary forgets.

The shape of a word is its class (16) plus where it stands: glued to the word before, after a space, or
first of its paragraph. Training and running share this module, so the two cannot drift apart.
"""

import re
from enum import IntEnum
from functools import lru_cache

CLASS_COUNT = 16
SHAPE_COUNT = 3 * CLASS_COUNT

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[\d.,:/\-–%$£€+]*\d[\d.,:/\-–%$£€+]*")


class Standing(IntEnum):
    """What stands before a word."""

    GLUED = 0
    AFTER_SPACE = 1
    OPENS_PARAGRAPH = 2


def shape_of(word: str, standing: Standing) -> int:
    """The shape of *word*, from 0 to ``SHAPE_COUNT - 1``."""
    return class_of(word) + CLASS_COUNT * standing


def restanding(shape: int, standing: Standing) -> int:
    """The same way of writing, standing elsewhere."""
    return shape % CLASS_COUNT + CLASS_COUNT * standing


def opens_paragraph(shape: int) -> bool:
    """Does the word of this shape open a paragraph?"""
    return shape >= CLASS_COUNT * Standing.OPENS_PARAGRAPH


@lru_cache(maxsize=50_000)  # plain strings, which outlive no memory zone
def class_of(word: str) -> int:
    """The class of *word*, from 0 to ``CLASS_COUNT - 1``; the order is the model's and stays as it is."""
    if not any(letter.isalnum() for letter in word):
        return 11 if len(word) == 1 else 12
    if _DIGITS.fullmatch(word):
        return 7 if len(word) == 4 else 8
    if _NUMBER.fullmatch(word):
        return 9
    if any(letter.isdigit() for letter in word):
        return 10
    if word.lower() == word:
        return 1
    return _cased_class(word)


def _cased_class(word: str) -> int:
    capitals = sum(letter.isupper() for letter in word)
    letters = sum(letter.isalpha() for letter in word)
    if capitals == letters:
        if "." in word:
            return 13
        return 4 if letters == 1 else 3
    if word[0].isupper() and capitals == 1:
        if word.endswith("."):
            return 14
        return 15 if "-" in word else 2
    if "-" in word:
        return 15
    return 5 if word[0].isupper() else 6
