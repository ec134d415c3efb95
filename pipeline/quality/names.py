"""When two names mean the same participant.

Gold gives resolved names where the text allows and else the bare words ("soldiers" for "14
soldiers"), so a comparison by letters would charge for articles and numbers. Two names agree

- when they are the same words, whatever case, accents, determiners, possessives and numbers; or
- when the words of one stand together within the other, and either hold a proper name ("Taliban" in
  "Taliban leadership") or end in the same word ("soldiers" in "government soldiers"); or
- by country, where that is allowed: both carry the code of one and the same country or union.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.actor import Actor

# Codes of kinds of organisations: sharing one does not make two organisations the same.
_KINDS = frozenset({"", "IGO", "NGO", "ISM", "IMG", "MNC"})

_DROPPED = frozenset({"a", "an", "the", "its", "his", "her", "their", "s"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldName:
    """A participant as gold names it."""

    name: str
    country: str


def same_participants(
    gold: Sequence[GoldName], predicted: Sequence[Actor], *, by_country: bool
) -> bool:
    """Does each of *gold* agree with one of *predicted* and the other way round?"""
    if len(gold) != len(predicted):
        return False
    # Names first, so that a country's code does not take away what another name fits.
    named = pair_by_name(gold, predicted)
    unnamed = [wanted for wanted, actor in zip(gold, named, strict=True) if actor is None]
    if not by_country:
        return not unnamed
    left = [actor for actor in predicted if not any(actor is taken for taken in named)]
    for wanted in unnamed:
        found = next((actor for actor in left if _same_country(wanted, actor)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def pair_by_name(gold: Sequence[GoldName], predicted: Sequence[Actor]) -> tuple[Actor | None, ...]:
    """For each of *gold* the first of *predicted* that has its name and that no other has taken."""
    left = list(predicted)
    paired: list[Actor | None] = []
    for wanted in gold:
        found = next((i for i, actor in enumerate(left) if _same_name(wanted, actor)), None)
        paired.append(None if found is None else left.pop(found))
    return tuple(paired)


def same_name(gold: str, names: Sequence[str | None]) -> bool:
    """Does *gold* agree with one of *names*?"""
    return any(_agree(gold, name) for name in names if name)


def _same_name(gold: GoldName, actor: Actor) -> bool:
    return same_name(gold.name, (actor.name, actor.text))


def _same_country(gold: GoldName, actor: Actor) -> bool:
    return gold.country not in _KINDS and gold.country == actor.country


def _agree(first: str, second: str) -> bool:
    shorter, longer = sorted((_words(first), _words(second)), key=len)
    if not shorter:
        return False
    if shorter == longer:
        return True
    within = any(
        longer[start : start + len(shorter)] == shorter
        for start in range(len(longer) - len(shorter) + 1)
    )
    proper = _is_proper(first) and _is_proper(second)
    return within and (proper or shorter[-1] == longer[-1])


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    words = [word.casefold() for word in _WORD.findall(plain)]
    kept = [word for word in words if word not in _DROPPED and not word.isdigit()]
    return kept or words


def _is_proper(name: str) -> bool:
    return any(word[0].isupper() for word in _WORD.findall(name))
