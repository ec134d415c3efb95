"""Phrases around a role noun: "Turkish troops", "Japan's defence ministry", "US President Joe Biden"."""

from dataclasses import dataclass, replace

from pipeline.stages.entities.people import Title, former_heads, office_holder, titled_person
from pipeline.stages.entities.places import placed, region_after
from pipeline.stages.entities.readings import Reader
from pipeline.stages.entities.spans import NamedSpan
from pipeline.stages.entities.wording import WordRange, Words

_MOST_MODIFIERS = 4
_ARTICLES = frozenset({"a", "an", "the"})
_PLACED = frozenset({"capital", "place", "country"})
_MODIFYING = frozenset({"amod", "compound", "nummod", "advmod"})
_MOST_ROLES = 4
_MOST_PORTFOLIO_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Who the role belongs to; ``last`` is where the role may start."""

    last: int
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Roles:
    """One or more role nouns in a row; ``head`` is the last, in small letters."""

    last: int
    head: str
    key: str
    sector: str | None
    is_generic: bool
    is_plural: bool


def role_phrase(reader: Reader, i: int, sentence: WordRange) -> NamedSpan | None:
    """The mention around a role that starts at word *i*, with its country and the person it names.

    Label ROLE; ORG where the role is an institution of a country; PERSON where a name follows.
    """
    owner = _owner_at(reader, i, sentence)
    start = _after_modifiers(reader, owner.last, sentence, owned=True) if owner else i
    owned = _owned_role(reader, start, sentence) if owner else None
    roles = _roles_at(reader, start, sentence) or owned
    if roles is None or _is_stance(reader, roles, sentence):
        return None
    if owner is None:
        if reader.words.pos[roles.last - 1] == "VERB":
            return None
        owner = _owner_after(reader, roles.last, sentence)
    last = max(roles.last, owner.last) if owner else roles.last
    sector = roles.sector
    if owner and owner.sector and roles.is_generic:
        sector = owner.sector
    former = i > sentence.first and reader.words.lower[i - 1] in {"former", "ex", "ex-"}
    country = owner.country if owner else _country_around(reader, last, sector, sentence)
    title = Title(
        country=country, sector=sector, is_office=True, is_former=former, office=roles.key
    )
    if not roles.is_plural:
        person = titled_person(reader, last, sentence, title)
        if person:
            return replace(person, first=i)
    # "the Foreign Ministry" without its country is an organisation; "Police said" is not yet one.
    institution = roles.head in reader.gazetteer.words.institutions and (
        owner is not None or (last - i > 1 and reader.words.is_capital(last - 1))
    )
    return NamedSpan(
        first=i,
        last=last,
        name=reader.words.surface(i, last),
        label="ORG" if institution else "ROLE",
        country=country,
        sector="ELI" if former and sector in {"GOV", "LEG"} else sector,
    )


def _is_stance(reader: Reader, roles: _Roles, sentence: WordRange) -> bool:
    """Is it what somebody holds, not a body ("Moscow's opposition to the plan")?"""
    stance = roles.head in reader.gazetteer.words.stances
    return stance and roles.last < sentence.last and reader.words.lower[roles.last] == "to"


def title_of(found: NamedSpan) -> Title:
    """What a role phrase beside a name, parted by a comma, tells of the person."""
    return Title(country=found.country, sector=found.sector, is_office=False)


def _owner_at(reader: Reader, i: int, sentence: WordRange) -> _Owner | None:
    named = reader.sense_at(i, sentence)
    if named is None or named[1].kind == "person":
        return _leader_at(reader, i, sentence)
    end, sense = named
    if end < sentence.last and reader.words.lower[end] in {"'s", "'"}:
        end += 1
    sector = sense.sector if sense.kind in {"organisation", "seat"} else None
    return _Owner(last=end, country=sense.country, sector=sector)


def _leader_at(reader: Reader, i: int, sentence: WordRange) -> _Owner | None:
    """The head of government by whose family name a government is called ("the Merkel government").

    One in office on the day; else, of a government of the past, its country where all heads of that name had one.
    """
    words, lists = reader.words, reader.gazetteer.words
    if i + 1 >= sentence.last or not words.is_capital(i):
        return None
    if words.lower[i + 1] not in lists.governments:
        return None
    holders = [office_holder(reader, words.folded[i], None, office) for office in lists.heads]
    holder = next((found for found in holders if found and found.office in lists.heads), None)
    if holder is not None:
        return _Owner(last=i + 1, country=holder.country, sector=None)
    heads = former_heads(reader, words.folded[i])
    countries = {sense.country for sense in heads}
    return _Owner(last=i + 1, country=countries.pop(), sector=None) if len(countries) == 1 else None


def _owner_after(reader: Reader, i: int, sentence: WordRange) -> _Owner | None:
    """The country or organisation of "ministry of defence of Japan", "leader of Hamas"."""
    words = reader.words
    if i + 1 >= sentence.last or words.lower[i] != "of":
        return None
    start = i + 2 if words.lower[i + 1] == "the" else i + 1
    named = reader.sense_at(start, sentence) if start < sentence.last else None
    if named is None:
        return _town_at(reader, start, sentence)
    if named[1].kind in {"person", "adjective", "people"}:
        return None
    end, sense = named
    if end < sentence.last and (
        words.lower[end] in {"'s", "'"} or reader.role_at(end, sentence) > end
    ):
        return None
    sector = sense.sector if sense.kind == "organisation" else None
    return _Owner(last=end, country=sense.country, sector=sector)


def _owned_role(reader: Reader, i: int, sentence: WordRange) -> _Roles | None:
    """A noun that is a role because somebody owns it ("Swiss banks")."""
    if i >= sentence.last or reader.words.pos[i] not in {"NOUN", "PROPN"}:
        return None
    head = reader.words.lower[i]
    sector = reader.gazetteer.words.owned_roles.get(head)
    if sector is None or reader.words.relations[i] in _MODIFYING:
        return None
    return _Roles(
        last=i + 1,
        head=head,
        key=head,
        sector=sector,
        is_generic=False,
        is_plural=head.endswith("s"),
    )


def _town_at(reader: Reader, i: int, sentence: WordRange) -> _Owner | None:
    """The owner that is a lesser place, where the model says so and one country has the name."""
    end = reader.name_end(i, "LOC", sentence) if i < sentence.last else i
    if end == i:
        return None
    country = placed(reader, i, end, None).country
    return _Owner(last=end, country=country, sector=None) if country else None


def _country_around(reader: Reader, i: int, sector: str | None, sentence: WordRange) -> str | None:
    """The country of "police in Nairobi", "the owner of a Swiss bank"; soldiers and rebels may be anywhere."""
    words, lists = reader.words, reader.gazetteer.words
    if i + 1 >= sentence.last or words.lower[i] not in lists.local_prepositions:
        return None
    start = i + 2 if words.lower[i + 1] in _ARTICLES and i + 2 < sentence.last else i + 1
    named = reader.sense_at(start, sentence)
    if named is None:
        return None
    end, sense = named
    if words.lower[i] == "of" or sense.kind == "adjective":
        owned = end < sentence.last and (
            reader.role_at(end, sentence) > end or words.lower[end] in lists.owned_roles
        )
        return sense.country if sense.kind == "adjective" and owned else None
    if sense.kind not in _PLACED or sector not in lists.local_sectors:
        return None
    region = region_after(reader, end, sentence)
    return region.country if region else sense.country


def _after_modifiers(reader: Reader, i: int, sentence: WordRange, owned: bool = False) -> int:
    """The first word after the modifiers from word *i* on; *owned*, any small word is one that the tree says is."""
    words, modifiers = reader.words, reader.gazetteer.words.modifiers
    end = min(i + _MOST_MODIFIERS, sentence.last)
    while (
        i < end
        and (words.lower[i] in modifiers or (owned and _modifies(words, i)))
        and reader.role_at(i, sentence) == i
    ):
        if _office_at(reader, i, sentence) > i:
            break
        i += 1
        if i + 1 < sentence.last and words.words[i] == "-" and words.glued[i]:
            i += 1
    return i


def _modifies(words: Words, i: int) -> bool:
    """Does the small word stand before the noun it modifies ("Argentina's largest union")?"""
    return (
        words.relations[i] in _MODIFYING
        and words.heads[i] > i
        and words.words[i].islower()
        and words.pos[i] != "PROPN"
    )


def _roles_at(reader: Reader, i: int, sentence: WordRange) -> _Roles | None:
    lists, sectors = reader.gazetteer.words, reader.gazetteer.role_sectors
    roles: _Roles | None = None
    for _ in range(_MOST_ROLES):
        start = i
        if roles:
            # "the miners' union"
            genitive = i + 1 < sentence.last and reader.words.lower[i] in {"'", "'s"}
            start = _after_modifiers(reader, i + 1 if genitive else i, sentence)
        if start >= sentence.last:
            break
        end = reader.role_at(start, sentence)
        office = _office_at(reader, start, sentence)
        if max(end, office) <= start:
            break
        key = " ".join(reader.words.lower[start:end])
        sector: str | None = "GOV" if office > end else sectors.get(key.replace(" - ", "-"))
        if office <= end and sector is None:
            sector = sectors.get(reader.words.key(start, end).lower())
        i = max(end, office)
        head = reader.words.lower[i - 1]
        if office > end:
            head = "ministry" if "ministry" in reader.words.lower[start:i] else "minister"
        generic = head in lists.generic_roles
        if roles and generic and roles.sector:
            sector = roles.sector
        roles = _Roles(
            last=i,
            head=key if key in lists.institutions else head,
            key=key,
            sector=None if sector == "UNK" else sector,
            is_generic=generic,
            is_plural=head.endswith("s") and head[:-1] in sectors,
        )
    return roles


def _office_at(reader: Reader, i: int, sentence: WordRange) -> int:
    """The end of "tourism and culture minister" or "Ministry of Foreign Affairs" at word *i*, or *i*."""
    words, lists = reader.words, reader.gazetteer.words
    limit = min(i + _MOST_PORTFOLIO_WORDS, sentence.last)
    j = i
    if i < limit and words.lower[i] in lists.offices:
        if i + 2 >= limit or words.lower[i + 1] not in {"of", "for"}:
            return i
        j = end = i + 2
        while j < limit and (
            words.lower[j] in lists.portfolios or words.lower[j] in {"and", "the", ","}
        ):
            end = j + 1 if words.lower[j] in lists.portfolios else end
            j += 1
        return end if end > i + 2 else i
    while j < limit and (words.lower[j] in lists.portfolios or (j > i and words.lower[j] == "and")):
        j += 1
    return j + 1 if i < j < limit and words.lower[j] in lists.offices else i
