"""The hand-written word lists of ``words.toml``; an unknown key is an error."""

from pipeline.gazetteer.tables import Code
from schemas.toml_file import Table


class Ambiguity(Table):
    """Names read as ``country`` where a cue and nothing against it is in the text."""

    names: tuple[str, ...]
    kind: str | None = None
    country: Code
    cues: frozenset[str]
    against: frozenset[str]


class WordLists(Table):
    """The whole file; each list is described there."""

    place_prepositions: frozenset[str]
    motion_words: frozenset[str]
    place_heads: frozenset[str]
    modifiers: frozenset[str]
    generic_roles: frozenset[str]
    stances: frozenset[str]
    institutions: frozenset[str]
    local_sectors: frozenset[Code]
    local_prepositions: frozenset[str]
    governments: frozenset[str]
    heads: tuple[str, ...]
    owned_roles: dict[str, Code]
    common_names: frozenset[str]
    offices: frozenset[str]
    portfolios: frozenset[str]
    supranational: frozenset[Code]
    organisation_sectors: dict[str, Code]
    rebel_words: frozenset[str]
    armed_sectors: frozenset[Code]
    honorifics: dict[str, str]
    family_name_first: frozenset[Code]
    ambiguous: tuple[Ambiguity, ...]
