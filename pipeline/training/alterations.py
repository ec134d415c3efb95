"""The same documents written otherwise: what a model meets that was trained on tidy text.

Each alteration keeps the number of words and the blanks between them, so that the gold still holds.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files

from pipeline.training.gold_documents import GoldDocument
from schemas.toml_file import Table, load_toml_file


class Alteration(StrEnum):
    """How the text of a test is written."""

    NONE = "as written"
    LOWER = "lower case"
    UPPER = "upper case"
    QUOTES = "typographic quotes"
    SCAN = "scanned"


class AlterationRules(Table):
    """``alterations.toml``: shares of letters, and of the faults those that are a letter taken for another."""

    letter_share: float
    confused_share: float
    read_as: Mapping[str, tuple[str, ...]]
    quotes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alterer:
    """Rewrites documents; the same *seed* gives the same faults."""

    rules: AlterationRules
    seed: int = 1

    def alter(
        self, documents: Sequence[GoldDocument], alteration: Alteration
    ) -> list[GoldDocument]:
        """*documents* written as *alteration* says, gold unchanged."""
        rng = random.Random(self.seed)
        return [
            replace(document, words=tuple(self._words(document, alteration, rng)))
            for document in documents
        ]

    def _words(
        self, document: GoldDocument, alteration: Alteration, rng: random.Random
    ) -> Sequence[str]:
        match alteration:
            case Alteration.NONE:
                return document.words
            case Alteration.LOWER:
                return [word.lower() for word in document.words]
            case Alteration.UPPER:
                return [word.upper() for word in document.words]
            case Alteration.QUOTES:
                return self._typeset(document)
            case Alteration.SCAN:
                return [self._scanned(word, rng) for word in document.words]

    def _typeset(self, document: GoldDocument) -> list[str]:
        typeset: list[str] = []
        after_blank = True
        for word, space in zip(document.words, document.spaces, strict=True):
            signs = self.rules.quotes.get(word)
            if signs is not None:
                opens = after_blank and not space
                typeset.append(signs[0] if opens else signs[1])
            else:
                typeset.append(word.replace("'", self.rules.quotes["'"][1]))
            after_blank = space or word.isspace()
        return typeset

    def _scanned(self, word: str, rng: random.Random) -> str:
        """*word* with each letter at fault with the share of the rules; never without a letter."""
        letters: list[str] = []
        at = 0
        while at < len(word):
            width = 1
            if word[at].isalpha() and rng.random() < self.rules.letter_share:
                width, read = self._misread(word, at, rng)
                letters.append(read)
            else:
                letters.append(word[at])
            at += width
        return "".join(letters) or word

    def _misread(self, word: str, at: int, rng: random.Random) -> tuple[int, str]:
        """How many letters from *at* are at fault, and what is read there."""
        for width in (2, 1):
            choices = self.rules.read_as.get(word[at : at + width])
            if choices and rng.random() < self.rules.confused_share:
                return width, rng.choice(choices)
        return 1, rng.choice(("", word[at] * 2))


def load_alterer() -> Alterer:
    """An alterer with the packaged rules. Raises InvalidDataFile."""
    source = files("pipeline.training") / "alterations.toml"
    return Alterer(rules=load_toml_file(source, AlterationRules))
