"""The trigger lexicon: one TOML file per event type, noun and word classes, and their loader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from pipeline.lexicon.calendar import Calendar
from pipeline.lexicon.compiling import Compiler, Entry
from pipeline.lexicon.confidence import Confidence
from pipeline.lexicon.entries import Group, Kind, NounClasses, TypeFile
from pipeline.lexicon.fields import FieldsFile, WritingField
from pipeline.lexicon.grammar import Grammar
from pipeline.lexicon.magnitudes import MagnitudeWords
from pipeline.lexicon.resolving import ResolvingWords
from pipeline.lexicon.spelling import Spelling, SpellingRules, make_spelling
from schemas.errors import InvalidDataFile
from schemas.ontology import Ontology, load_ontology
from schemas.toml_file import load_toml_file

TABLE_FILES = frozenset(
    {
        "grammar.toml",
        "nouns.toml",
        "spelling.toml",
        "confidence.toml",
        "fields.toml",
        "calendar.toml",
        "magnitudes.toml",
        "resolving.toml",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All entries, found by kind and folded head lemma, and the closed lists; read-only."""

    entries: tuple[Entry, ...]
    by_head: Mapping[tuple[Kind, str], tuple[Entry, ...]]
    files: Mapping[str, TypeFile]
    fields: Mapping[str, WritingField]
    spelling: Spelling
    grammar: Grammar
    confidence: Confidence
    calendar: Calendar
    magnitudes: MagnitudeWords
    resolving: ResolvingWords


def load_lexicon(folder: Traversable | None = None, ontology: Ontology | None = None) -> Lexicon:
    """Read and check the files of *folder* (default: this package's) against *ontology*.

    Raises ``InvalidDataFile`` for an unknown key, type, mode, context, class or slot, and for an entry given
    twice.
    """
    source = folder or files("pipeline.lexicon")
    known = ontology or load_ontology()
    spelling = make_spelling(load_toml_file(source / "spelling.toml", SpellingRules))
    grammar = load_toml_file(source / "grammar.toml", Grammar).folded(spelling)
    compiler = Compiler(
        spelling=spelling,
        classes=load_toml_file(source / "nouns.toml", NounClasses).classes,
        prepositions=grammar.prepositions,
    )
    type_files: dict[str, TypeFile] = {}
    entries: list[Entry] = []
    for path in _type_paths(source):
        type_file = load_toml_file(path, TypeFile)
        _check(type_file, path, known)
        type_files[type_file.event_type] = type_file
        entries += _entries_of(type_file, path, compiler)
    by_head: dict[tuple[Kind, str], list[Entry]] = {}
    for entry in entries:
        by_head.setdefault((entry.kind, entry.head), []).append(entry)
    return Lexicon(
        entries=tuple(entries),
        by_head={key: tuple(found) for key, found in by_head.items()},
        files=type_files,
        fields={
            name: field.folded(spelling)
            for name, field in load_toml_file(source / "fields.toml", FieldsFile).fields.items()
        },
        spelling=spelling,
        grammar=grammar,
        confidence=load_toml_file(source / "confidence.toml", Confidence),
        calendar=load_toml_file(source / "calendar.toml", Calendar),
        magnitudes=load_toml_file(source / "magnitudes.toml", MagnitudeWords),
        resolving=load_toml_file(source / "resolving.toml", ResolvingWords),
    )


def _type_paths(source: Traversable) -> Iterator[Traversable]:
    for path in sorted(source.iterdir(), key=lambda file: file.name):
        if path.name.endswith(".toml") and path.name not in TABLE_FILES:
            yield path


def _check(type_file: TypeFile, path: Traversable, ontology: Ontology) -> None:
    if type_file.event_type not in ontology.types:
        raise InvalidDataFile(f"{path}: event_type: the ontology has no {type_file.event_type!r}")
    for acts, mode in type_file.content_modes.items():
        if acts not in ontology.types or mode not in _modes_over(type_file, ontology):
            raise InvalidDataFile(f"{path}: content_modes.{acts}: no such type or mode: {mode!r}")
    for acts, told_as in type_file.content_types.items():
        if acts not in ontology.types or told_as not in ontology.types:
            raise InvalidDataFile(f"{path}: content_types.{acts}: no such type: {told_as!r}")
    for aimed_by in type_file.aimed_by:
        if aimed_by not in ontology.types:
            raise InvalidDataFile(f"{path}: aimed_by: the ontology has no type {aimed_by!r}")
    for mode in type_file.decided_modes:
        if mode not in ontology.types[type_file.event_type].modes:
            raise InvalidDataFile(f"{path}: decided_modes: no such mode: {mode!r}")
    names: set[str] = set()
    for group in type_file.group:
        place = f"{path}: group.{group.name}"
        if group.name in names:
            raise InvalidDataFile(f"{place}: the name is taken")
        names.add(group.name)
        _check_group(group, type_file.event_type, place, ontology)


def _check_group(group: Group, event_type: str, place: str, ontology: Ontology) -> None:
    also, _, also_mode = (group.also or "").partition("/")
    amid_as, _, amid_mode = (group.amid_as or "").partition("/")
    verbal_as, _, verbal_mode = (group.verbal_as or "").partition("/")
    others = (group.several_as, group.promised_as, also, amid_as, verbal_as)
    for named_type in filter(None, (*group.not_with, *others)):
        if named_type not in ontology.types:
            raise InvalidDataFile(f"{place}: the ontology has no type {named_type!r}")
    told = [(event_type, mode) for mode in group.modes]
    told += [(also, also_mode)] if also_mode else []
    told += [(amid_as, amid_mode)] if amid_mode else []
    told += [(verbal_as, verbal_mode)] if verbal_mode else []
    for code, mode in told:
        if mode not in ontology.types[code].modes:
            raise InvalidDataFile(f"{place}: {code} has no mode {mode!r}")
    for context in group.contexts:
        if context not in ontology.contexts:
            raise InvalidDataFile(f"{place}: the ontology has no context {context!r}")


def _modes_over(type_file: TypeFile, ontology: Ontology) -> set[str]:
    """The modes of the file's type and of those that it can become."""
    types = {type_file.event_type, *type_file.content_types.values()}
    return {mode for code in types if code in ontology.types for mode in ontology.types[code].modes}


def _entries_of(type_file: TypeFile, path: Traversable, compiler: Compiler) -> list[Entry]:
    entries: list[Entry] = []
    taken: set[tuple[object, ...]] = set()
    for group in type_file.group:
        place = f"{path}: group.{group.name}"
        for entry in compiler.entries(type_file.event_type, group, place):
            key = _identity(entry)
            if key in taken:
                raise InvalidDataFile(f"{place}: {entry.lemma!r} is there already")
            taken.add(key)
            entries.append(entry)
    return entries


def _identity(entry: Entry) -> tuple[object, ...]:
    """What makes an entry the same as another: its words and when it fires."""
    group: Group = entry.group
    return (
        entry.kind,
        entry.head,
        entry.needs,
        entry.modifiers,
        entry.only_subject,
        entry.only_object,
        group.polarity,
        group.needs_content,
        group.voice,
    )
