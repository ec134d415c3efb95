"""The event ontology: its TOML files and their loader. Adding a type or a mode changes a file, no Python."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from pydantic import Field

from schemas.errors import InvalidDataFile
from schemas.event import Family, MagnitudeKind, QuadCategory
from schemas.toml_file import Table, load_toml_file


class Mode(Table):
    """A way of doing what the type says; ``score`` is null where the type's holds."""

    meaning: str
    score: float | None = Field(default=None, ge=-10.0, le=10.0)


class EventType(Table):
    """One event type. ``promised_as`` is the type of its promise or plan, ``refused_as`` that of "will not".

    ``stands_alone`` types are events without an actor or a recipient, too ("an earthquake struck").
    ``magnitudes`` are the kinds of number that belong to such an event.
    """

    meaning: str
    quad_category: QuadCategory | None = None
    score: float | None = Field(default=None, ge=-10.0, le=10.0)
    cameo_roots: tuple[str, ...] = ()
    modes: dict[str, Mode] = Field(default_factory=dict)
    promised_as: str | None = None
    refused_as: str | None = None
    stands_alone: bool = False
    magnitudes: tuple[MagnitudeKind, ...] = ()
    note: str | None = None


class _FamilyFile(Table):
    version: str
    family: Family
    types: dict[str, EventType]


class _CodeFile(Table):
    codes: dict[str, str]


class Ontology(Table):
    """All types, modes, contexts and sectors; read-only."""

    version: str
    types: Mapping[str, EventType]
    families: Mapping[str, Family]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]

    def score_of(self, event_type: str, modes: Iterable[str] = ()) -> float | None:
        """The score of the first of *modes* that has its own, else the type's; null for family ``civil``.

        Raises ``KeyError`` for a type or a mode that the ontology does not have.
        """
        known = self.types[event_type]
        own = (known.modes[mode].score for mode in modes)
        return next((score for score in own if score is not None), known.score)


def load_ontology(folder: Traversable | None = None) -> Ontology:
    """Read and check the files of *folder* (default: this package's); the caller keeps what it returns.

    Raises ``InvalidDataFile`` for an unknown key, and for a reference to a type that does not exist.
    """
    source = folder or files("schemas.ontology")
    parts = [load_toml_file(source / name, _FamilyFile) for name in ("plover.toml", "civil.toml")]
    types = {code: event_type for part in parts for code, event_type in part.types.items()}
    for code, event_type in types.items():
        for reference in (event_type.promised_as, event_type.refused_as):
            if reference is not None and reference not in types:
                raise InvalidDataFile(f"{source}: types.{code}: no type {reference!r} to point at")
    return Ontology(
        version="+".join(part.version for part in parts),
        types=MappingProxyType(types),
        families=MappingProxyType({code: part.family for part in parts for code in part.types}),
        contexts=MappingProxyType(load_toml_file(source / "contexts.toml", _CodeFile).codes),
        sectors=MappingProxyType(load_toml_file(source / "sectors.toml", _CodeFile).codes),
    )
