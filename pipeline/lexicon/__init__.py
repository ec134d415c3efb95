"""The trigger lexicon: one TOML file per event type, closed word classes, and their loader."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import product

from pipeline.lexicon.calendar import Calendar
from pipeline.lexicon.entries import GAP, Confidence, Grammar, Group, TypeFile
from pipeline.lexicon.inflection import Form, FormKind, Inflections, noun_forms, verb_forms
from pipeline.lexicon.magnitudes import MagnitudeWords
from pipeline.lexicon.resolving import ResolvingWords
from schemas.errors import InvalidDataFile
from schemas.ontology import Ontology, load_ontology
from schemas.toml_file import load_toml_file

TABLE_FILES = frozenset(
    {
        "grammar.toml",
        "inflections.toml",
        "confidence.toml",
        "calendar.toml",
        "magnitudes.toml",
        "resolving.toml",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One lemma of a group. ``words``: the alternatives of each word of its pattern, or the gap."""

    event_type: str
    group: Group
    lemma: str
    words: tuple[frozenset[str], ...]
    head: int
    specificity: int

    @property
    def rule(self) -> str:
        """The name under which ``eventwire explain`` shows it."""
        return f"{self.event_type.lower()}/{self.group.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A way to read a head word: as a form of this entry's lemma."""

    entry: Entry
    kind: FormKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All entries, found by any form of their head word in lower case, and the closed lists; read-only."""

    entries: tuple[Entry, ...]
    readings: Mapping[str, tuple[Reading, ...]]
    files: Mapping[str, TypeFile]
    grammar: Grammar
    confidence: Confidence
    finite_forms: frozenset[str]
    base_forms: frozenset[str]
    reporting_forms: frozenset[str]
    light_forms: frozenset[str]
    calendar: Calendar
    magnitudes: MagnitudeWords
    resolving: ResolvingWords


def load_lexicon(folder: Traversable | None = None, ontology: Ontology | None = None) -> Lexicon:
    """Read and check the files of *folder* (default: this package's) against *ontology*.

    Raises ``InvalidDataFile`` for an unknown key, type, mode or context, and for a lemma given twice.
    """
    source = folder or files("pipeline.lexicon")
    inflections = load_toml_file(source / "inflections.toml", Inflections)
    grammar = load_toml_file(source / "grammar.toml", Grammar)
    known = ontology or load_ontology()
    type_files: dict[str, TypeFile] = {}
    entries: list[Entry] = []
    for path in sorted(source.iterdir(), key=lambda file: file.name):
        if path.name.endswith(".toml") and path.name not in TABLE_FILES:
            type_file = load_toml_file(path, TypeFile)
            _check(type_file, path, known)
            type_files[type_file.event_type] = type_file
            entries += _entries_of(type_file, path)
    readings: dict[str, list[Reading]] = {}
    for entry in entries:
        for form in _head_forms(entry, inflections):
            readings.setdefault(form.text, []).append(Reading(entry=entry, kind=form.kind))
    return Lexicon(
        entries=tuple(entries),
        readings={text: tuple(found) for text, found in readings.items()},
        files=type_files,
        grammar=grammar,
        confidence=load_toml_file(source / "confidence.toml", Confidence),
        finite_forms=_finite_forms(entries, grammar, inflections),
        base_forms=_base_forms(entries, grammar),
        reporting_forms=_all_forms(grammar.reporting_verbs, inflections),
        light_forms=_all_forms(grammar.light_verbs, inflections),
        calendar=load_toml_file(source / "calendar.toml", Calendar),
        magnitudes=load_toml_file(source / "magnitudes.toml", MagnitudeWords),
        resolving=load_toml_file(source / "resolving.toml", ResolvingWords),
    )


def _check(type_file: TypeFile, path: Traversable, ontology: Ontology) -> None:
    event_type = ontology.types.get(type_file.event_type)
    if event_type is None:
        raise InvalidDataFile(f"{path}: event_type: the ontology has no {type_file.event_type!r}")
    for acts, mode in type_file.complement_modes.items():
        if acts not in ontology.types or mode not in event_type.modes:
            raise InvalidDataFile(
                f"{path}: complement_modes.{acts}: no such type or mode: {mode!r}"
            )
    names: set[str] = set()
    for group in type_file.group:
        place = f"{path}: group.{group.name}"
        if group.name in names:
            raise InvalidDataFile(f"{place}: the name is taken")
        names.add(group.name)
        for named_type in (*group.not_with, *filter(None, [group.several_as])):
            if named_type not in ontology.types:
                raise InvalidDataFile(f"{place}: the ontology has no type {named_type!r}")
        for mode in group.modes:
            if mode not in event_type.modes:
                raise InvalidDataFile(f"{place}: {type_file.event_type} has no mode {mode!r}")
        for context in group.contexts:
            if context not in ontology.contexts:
                raise InvalidDataFile(f"{place}: the ontology has no context {context!r}")


def _entries_of(type_file: TypeFile, path: Traversable) -> list[Entry]:
    entries: list[Entry] = []
    taken: set[tuple[object, ...]] = set()
    for group in type_file.group:
        for written in group.lemmas:
            place = f"{path}: group.{group.name}: {written!r}"
            for lemma in _spelled_out(written, group):
                key = (lemma, group.kind == "noun", group.needs, group.polarity)
                if key in taken:
                    raise InvalidDataFile(f"{place}: {lemma!r} is there already")
                taken.add(key)
                entries.append(_entry(type_file.event_type, group, lemma))
    return entries


def _spelled_out(written: str, group: Group) -> list[str]:
    """One lemma for each alternative of the head word; the other words keep theirs."""
    words = written.split()
    head = _head_index(words, group)
    options = [
        word.split("/") if i == head or group.kind == "phrase" else [word]
        for i, word in enumerate(words)
    ]
    return [" ".join(choice) for choice in product(*options)]


def _entry(event_type: str, group: Group, lemma: str) -> Entry:
    words, head = _pattern(lemma, group)
    literal = sum(word != GAP for word in words)
    return Entry(
        event_type=event_type,
        group=group,
        lemma=lemma,
        words=tuple(frozenset(word.split("/")) for word in words),
        head=head,
        specificity=4 * literal
        + 2 * bool(group.needs)
        + 8 * (group.polarity == "negative")
        + 2 * (group.voice == "passive"),
    )


def _pattern(lemma: str, group: Group) -> tuple[list[str], int]:
    """The words of *lemma* as the tokenizer parts them, and which of them is inflected.

    It parts at hyphens: "test-fire" is three tokens, and of a later "cease-fire" the first part will do.
    """
    words = lemma.split()
    if group.kind == "noun":
        parted = " ".join(words).replace("-", " - ").split()
        return parted, len(parted) - 1
    first, *others = words
    head = first.replace("-", " - ").split()
    if len(head) > 1 and others:
        raise InvalidDataFile(f"group.{group.name}: {lemma!r}: a hyphenated verb stands alone")
    rest = ["/".join(part.split("-")[0] for part in word.split("/")) for word in others]
    return head + rest, len(head) - 1


def _head_index(words: list[str], group: Group) -> int:
    return len(words) - 1 if group.kind == "noun" else 0


def _head_forms(entry: Entry, inflections: Inflections) -> tuple[Form, ...]:
    (head,) = entry.words[entry.head]
    if entry.group.kind == "verb":
        return verb_forms(head, inflections)
    if entry.group.kind == "noun":
        return noun_forms(head, inflections)
    return (Form(head, "base"),)


def _all_forms(lemmas: frozenset[str], inflections: Inflections) -> frozenset[str]:
    return frozenset(form.text for lemma in lemmas for form in verb_forms(lemma, inflections))


def _finite_forms(
    entries: list[Entry], grammar: Grammar, inflections: Inflections
) -> frozenset[str]:
    """Forms that are a verb wherever they stand between two phrases: past, participle, other verbs."""
    heads = {entry.lemma.split()[0] for entry in entries if entry.group.kind == "verb"}
    past = {
        form.text
        for lemma in heads
        for form in verb_forms(lemma, inflections)
        if form.kind in {"past", "participle", "gerund"}
    }
    plain = grammar.other_verbs | grammar.reporting_verbs
    return frozenset(past) | {
        form.text
        for lemma in plain
        for form in verb_forms(lemma, inflections)
        if form.kind != "base"
    }


def _base_forms(entries: list[Entry], grammar: Grammar) -> frozenset[str]:
    """Forms that are a verb after a modal or "to"."""
    heads = {entry.lemma.split()[0] for entry in entries if entry.group.kind == "verb"}
    return frozenset(heads) | grammar.other_verbs | grammar.reporting_verbs | grammar.light_verbs
