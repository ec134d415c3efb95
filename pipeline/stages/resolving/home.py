"""The country a report is about: that of "the government", "police", "the president" who name none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lexicon.resolving import HomeWords
from schemas.actor import Actor
from schemas.entity import Entity

HOME = "home-country"
# No country: codes of bodies and groups beyond states.
_BEYOND_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
_TELLING = frozenset({"GPE", "NORP", "LOC", "FAC", "ORG", "ROLE"})
# Of all that names a country this share names the home country; from the second on it is a report of one country alone.
_LEAST_SHARE = 0.5
_SOLE_SHARE = 0.75
_LEAD_CHARS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home country of a report; ``is_sole``: hardly another one is named."""

    country: str
    is_sole: bool


def home_country(entities: Sequence[Entity]) -> Home | None:
    """The one country that at least half of the article's names belong to and that its lead names; else none.

    Of two that are named as often it is the one that is named first.
    """
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for entity in entities:
        country = entity.country
        if country is None or entity.label not in _TELLING or country in _BEYOND_STATES:
            continue
        counts[country] += len(entity.mentions)
        start = min(mention.start_char for mention in entity.mentions)
        first[country] = min(start, first.get(country, start))
    if not counts:
        return None
    home = min(counts, key=lambda country: (-counts[country], first[country]))
    share = counts[home] / counts.total()
    if first[home] >= _LEAD_CHARS or share < _LEAST_SHARE:
        return None
    return Home(country=home, is_sole=share >= _SOLE_SHARE)


def at_home(actor: Actor, home: Home | None, words: HomeWords, *, is_people: bool) -> Actor:
    """*actor* with the country of *home* where it has none of its own.

    That holds for offices and bodies of a state and for its public. In a report of one country alone it holds
    for all whom the text tells of nowhere else: not for those who cross borders, nor for what is no name, role or
    noun of people (*is_people*).
    """
    if home is None or actor.country is not None or _is_abroad(actor, words):
        return actor
    domestic = actor.sector in words.domestic_sectors
    if not domestic and (not home.is_sole or actor.sector in words.roaming_sectors):
        return actor
    if actor.label not in {"ROLE", "ORG", "PERSON"} and not (
        actor.label is None and (domestic or is_people)
    ):
        return actor
    return actor.model_copy(
        update={"country": home.country, "resolved_by": actor.resolved_by or HOME}
    )


def _is_abroad(actor: Actor, words: HomeWords) -> bool:
    """Is it by its words of no one country ("donors", "the Security Council")?"""
    said = (actor.name or actor.text).lower().split()
    return any(" ".join(said[-length:]) in words.abroad for length in (1, 2))
