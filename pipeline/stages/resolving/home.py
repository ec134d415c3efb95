"""The country a report is about: that of "the government", "police", "the president" who name none."""

from collections import Counter
from collections.abc import Sequence

from schemas.actor import Actor
from schemas.entity import Entity

HOME = "home-country"
# No country: codes of bodies and groups beyond states.
_BEYOND_STATES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
_TELLING = frozenset({"GPE", "NORP", "LOC", "FAC", "ORG", "ROLE"})
# Of all that names a country this share names the home country.
_LEAST_SHARE = 0.6
_LEAD_CHARS = 400


def home_country(entities: Sequence[Entity]) -> str | None:
    """The one country that most of the article's names belong to and that its lead names; else none."""
    counts: Counter[str] = Counter()
    in_lead: set[str] = set()
    for entity in entities:
        country = entity.country
        if country is None or entity.label not in _TELLING or country in _BEYOND_STATES:
            continue
        counts[country] += len(entity.mentions)
        if any(mention.start_char < _LEAD_CHARS for mention in entity.mentions):
            in_lead.add(country)
    if not counts:
        return None
    (first, number), *_ = counts.most_common(1)
    return first if first in in_lead and number >= _LEAST_SHARE * counts.total() else None


def at_home(actor: Actor, home: str | None, domestic: frozenset[str]) -> Actor:
    """*actor* with the country *home* where it is of a *domestic* sector and has no country of its own."""
    if home is None or actor.country is not None or actor.sector not in domestic:
        return actor
    if actor.label not in {"ROLE", "ORG", "PERSON", None}:
        return actor
    return actor.model_copy(update={"country": home, "resolved_by": actor.resolved_by or HOME})
