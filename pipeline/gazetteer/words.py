"""The hand-written word lists of ``words.toml``; an unknown key is an error."""

from pipeline.gazetteer.tables import Code
from schemas.toml_file import Table


class PersonWords(Table):
    """What makes a name a person's."""

    particles: frozenset[str]
    speech_verbs: frozenset[str]
    family_name_first: frozenset[Code]
    not_first_names: frozenset[str]


class CapitalWords(Table):
    """Capitalised words that are no names, and small words that are part of some."""

    common: frozenset[str]
    inside_organisations: frozenset[str]


class VerbWords(Table):
    """Role nouns that are verbs after some words."""

    before: frozenset[str]
    nouns: frozenset[str]


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
    institutions: frozenset[str]
    bodies: frozenset[str]
    offices: frozenset[str]
    portfolios: frozenset[str]
    supranational: frozenset[Code]
    organisation_endings: dict[str, str]
    honorifics: dict[str, str]
    persons: PersonWords
    capitals: CapitalWords
    verbs: VerbWords
    ambiguous: tuple[Ambiguity, ...]
