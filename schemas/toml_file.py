"""Reading a TOML file of ours into a checked model."""

import tomllib
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.errors import InvalidDataFile

Checked = TypeVar("Checked", bound=BaseModel)


class Table(BaseModel):
    """A frozen table of a TOML file of ours; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def load_toml_file(source: Traversable, model: type[Checked]) -> Checked:
    """*source* as *model*. Raises ``InvalidDataFile`` naming the file, the place and the rule it breaks."""
    try:
        tables = tomllib.loads(source.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidDataFile(f"{source}: no valid TOML: {error}") from error
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InvalidDataFile(f"{source}: {place}: {first['msg']}") from error
