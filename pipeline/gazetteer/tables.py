"""The shapes of the package's tables, and reading and writing them.

A table is UTF-8, tab separated, with one header line; ``|`` parts several values in one field and an
empty field means none.
"""

import re
import types
import typing
from collections.abc import Callable, Iterable, Sequence
from importlib.resources.abc import Traversable
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError

from schemas.entity import EntityLabel
from schemas.errors import InvalidDataFile
from schemas.toml_file import Table

Code = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
Name = Annotated[str, Field(min_length=2, max_length=120)]

_ROWS = re.compile(r"\r\n|\n")


class Row(Table):
    """One line of a table; the fields are its columns."""


class Country(Row):
    """A state or territory. ``seats`` stand for a part of its government: ``Pentagon=MIL``.

    ``country`` is the state a territory belongs to; states stand before territories.
    """

    country: Code
    name: Name
    alternatives: tuple[Name, ...]
    adjectives: tuple[Name, ...]
    nouns: tuple[Name, ...]
    capitals: tuple[Name, ...]
    seats: tuple[Annotated[str, Field(pattern=r"^[^=]+=[A-Z]{3}$")], ...]


class Role(Row):
    """A noun for what somebody does, in small letters unless a proper word."""

    role: Name
    plural: str
    sector: Code


class Organisation(Row):
    """An organisation; the days are inclusive and limit when country and sector hold."""

    name: Name
    aliases: tuple[Name, ...]
    kind: str
    country: Code | None
    sector: Code | None
    since: Day | None
    until: Day | None


class Person(Row):
    """A known person in one office; the days are inclusive."""

    name: Name
    aliases: tuple[Name, ...]
    country: Code | None
    sector: Code
    office: str
    since: Day | None
    until: Day | None


class Place(Row):
    """A city, region, sea or building. ``kind`` admin1 is a first-order region, such as a US state.

    A ``town`` or ``province`` is too little known to be meant wherever its name stands. ``admin1`` is the
    region it lies in; ``latitude`` and ``longitude`` are a point in it, in degrees.
    """

    name: Name
    alternatives: tuple[Name, ...]
    country: Code | None
    kind: str
    label: EntityLabel
    admin1: str
    latitude: Annotated[float, Field(ge=-90, le=90)] | None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None


Kind = TypeVar("Kind", bound=Row)


def read_table(source: Traversable, row: type[Kind]) -> tuple[Kind, ...]:
    """All lines of *source*. Raises ``InvalidDataFile`` with file, line and rule."""
    lines = _ROWS.split(source.read_text(encoding="utf-8").rstrip("\n"))
    columns = list(row.model_fields)
    if lines[0].split("\t") != columns:
        raise InvalidDataFile(f"{source}: line 1: want the columns {' '.join(columns)}")
    readers = tuple((name, _reader(field.annotation)) for name, field in row.model_fields.items())
    return tuple(
        _read_line(source, number, line, row, readers)
        for number, line in enumerate(lines[1:], start=2)
    )


def _reader(annotation: object) -> Callable[[str], object]:
    if typing.get_origin(annotation) is tuple:
        return lambda value: tuple(value.split("|")) if value else ()
    if _may_be_none(annotation):
        return lambda value: value or None
    return lambda value: value


def _read_line(
    source: Traversable,
    number: int,
    line: str,
    row: type[Kind],
    readers: Sequence[tuple[str, Callable[[str], object]]],
) -> Kind:
    values = line.split("\t")
    if len(values) != len(readers):
        raise InvalidDataFile(
            f"{source}: line {number}: got {len(values)} fields; want {len(readers)} parted by tabs"
        )
    fields = {name: read(value) for (name, read), value in zip(readers, values, strict=True)}
    try:
        return row.model_validate(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(step) for step in fault["loc"])
        raise InvalidDataFile(
            f"{source}: line {number}: {place}: got {fault['input']!r}; {fault['msg']}"
        ) from error


def _may_be_none(annotation: object) -> bool:
    return types.NoneType in typing.get_args(annotation)


def format_table(rows: Iterable[Kind], row: type[Kind]) -> str:
    """The text of a table that ``read_table`` reads back as *rows*."""
    lines = ["\t".join(row.model_fields)]
    lines += ["\t".join(_format_field(value) for _, value in line) for line in rows]
    return "\n".join(lines) + "\n"


def _format_field(value: str | float | Sequence[str] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else "|".join(value)
