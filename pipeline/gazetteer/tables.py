"""The shapes of the package's tables, and reading and writing them.

A table is UTF-8, tab separated, with one header line; ``|`` parts several values in one field and an
empty field means none.
"""

import re
import types
import typing
from collections.abc import Iterable, Sequence
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
    """A city, region, sea or building. ``kind`` admin1 is a first-order region, such as a US state."""

    name: Name
    alternatives: tuple[Name, ...]
    country: Code | None
    kind: str
    label: EntityLabel


Kind = TypeVar("Kind", bound=Row)


def read_table(source: Traversable, row: type[Kind]) -> tuple[Kind, ...]:
    """All lines of *source*. Raises ``InvalidDataFile`` with file, line and rule."""
    lines = _ROWS.split(source.read_text(encoding="utf-8").rstrip("\n"))
    columns = list(row.model_fields)
    if lines[0].split("\t") != columns:
        raise InvalidDataFile(f"{source}: line 1: want the columns {' '.join(columns)}")
    return tuple(
        _read_line(f"{source}: line {number}", line, row)
        for number, line in enumerate(lines[1:], start=2)
    )


def _read_line(where: str, line: str, row: type[Kind]) -> Kind:
    values = line.split("\t")
    if len(values) != len(row.model_fields):
        raise InvalidDataFile(
            f"{where}: got {len(values)} fields; want {len(row.model_fields)} parted by tabs"
        )
    fields: dict[str, object] = {}
    for (column, field), value in zip(row.model_fields.items(), values, strict=True):
        if typing.get_origin(field.annotation) is tuple:
            fields[column] = tuple(value.split("|")) if value else ()
        else:
            fields[column] = value if value or not _may_be_none(field.annotation) else None
    try:
        return row.model_validate(fields)
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(step) for step in fault["loc"])
        raise InvalidDataFile(
            f"{where}: {place}: got {fault['input']!r}; {fault['msg']}"
        ) from error


def _may_be_none(annotation: object) -> bool:
    return types.NoneType in typing.get_args(annotation)


def format_table(rows: Iterable[Kind], row: type[Kind]) -> str:
    """The text of a table that ``read_table`` reads back as *rows*."""
    lines = ["\t".join(row.model_fields)]
    lines += ["\t".join(_format_field(value) for _, value in line) for line in rows]
    return "\n".join(lines) + "\n"


def _format_field(value: str | Sequence[str] | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else "|".join(value)
