"""Words as a scanner or a hurried hand leaves them: to train on, and to test on."""

import random
from collections.abc import Mapping
from importlib.resources import files

from schemas.toml_file import Table, load_toml_file


class Confusions(Table):
    """What is taken for what: each key is read as one of its values."""

    read_as: Mapping[str, tuple[str, ...]]


class Misspeller:
    """Puts one fault into a word: a letter read as another, lost, doubled, or swapped with the next."""

    def __init__(self, confusions: Confusions) -> None:
        self._read_as = confusions.read_as

    def __call__(self, word: str, rng: random.Random) -> str:
        """*word* with one fault; a word of fewer than three letters, or with digits, stays."""
        if len(word) < 3 or not word.isalpha():
            return word
        at = rng.randrange(len(word) - 1)
        fault = rng.randrange(5)
        if fault == 0:
            return word[:at] + word[at + 1 :]
        if fault == 1:
            return word[: at + 1] + word[at:]
        if fault == 2:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return self._confused(word, rng)

    def _confused(self, word: str, rng: random.Random) -> str:
        places = [
            (at, seen)
            for seen in self._read_as
            for at in range(len(word))
            if word.startswith(seen, at)
        ]
        if not places:
            return word
        at, seen = rng.choice(places)
        return word[:at] + rng.choice(self._read_as[seen]) + word[at + len(seen) :]


def load_misspeller() -> Misspeller:
    """A misspeller with the packaged confusions. Raises ``InvalidDataFile`` where they break a rule."""
    source = files("pipeline.training") / "misspelling.toml"
    return Misspeller(load_toml_file(source, Confusions))
