"""The words of ``resolving.toml``: what the last stage names participants and places by."""

from schemas.toml_file import Table


class OrganisationKind(Table):
    """A kind of organisation: what the article calls it, and the sectors that only it has."""

    words: frozenset[str]
    sectors: frozenset[str]


class ResolvingWords(Table):
    """The whole file; each list is described there."""

    place_leads: frozenset[str]
    saying: frozenset[str]
    speaker_pronouns: frozenset[str]
    dateline_ends: tuple[str, ...]
    prepositions: frozenset[str]
    ungendered: frozenset[str]
    pronouns: dict[str, frozenset[str]]
    kinds: dict[str, OrganisationKind]
