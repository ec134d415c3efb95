"""The gold events of the seed articles, as ``seeds/README.md`` describes their files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from pipeline.quality.places import files_sha256
from schemas.event import EventStatus
from schemas.outcome import Outcome
from schemas.toml_file import Table, load_toml_file

# "killed 14", "amount 2000000 USD"
_MAGNITUDE = (
    r"^(?:(?:killed|injured|displaced|size) \d+(?:\.\d+)?|amount \d+(?:\.\d+)?(?: [A-Z]{3})?)$"
)
_UNIT_OF_PEOPLE = "people"


class GoldEvent(Table):
    """One event that a reader found. Countries and sectors are parallel to the names, ``""`` where none.

    Sectors, places and magnitudes are null where the gold does not tell them: then they are not counted.
    """

    event_type: str
    modes: tuple[str, ...] = ()
    trigger: str
    evidence: str
    actors: tuple[str, ...]
    actor_countries: tuple[str, ...] = ()
    actor_sectors: tuple[str, ...] | None = None
    recipients: tuple[str, ...]
    recipient_countries: tuple[str, ...] = ()
    recipient_sectors: tuple[str, ...] | None = None
    location: str | None = None
    location_country: str | None = None
    date: str | None = None
    magnitudes: tuple[Annotated[str, Field(pattern=_MAGNITUDE)], ...] | None = None
    status: EventStatus
    negated: bool
    optional: bool

    @model_validator(mode="after")
    def _is_parallel(self) -> Self:
        for side, names in (("actor", self.actors), ("recipient", self.recipients)):
            for column in ("countries", "sectors"):
                codes = getattr(self, f"{side}_{column}")
                if codes is not None and len(codes) != len(names):
                    raise ValueError(f"want one of {side}_{column} for each of {side}s")
        return self

    def measures(self) -> tuple[tuple[str, float, str], ...]:
        """The magnitudes as kind, value and unit; a money without currency has the unit ``""``."""
        parted = [words.split() for words in self.magnitudes or ()]
        return tuple(
            (kind, float(value), unit[0] if unit else "" if kind == "amount" else _UNIT_OF_PEOPLE)
            for kind, value, *unit in parted
        )


class GoldArticle(Table):
    """How one article must end. ``article`` is its id, its url, or the name of its ``.txt``."""

    article: str
    version: int
    outcome: Outcome
    events: tuple[GoldEvent, ...] = ()


class _GoldFile(Table):
    articles: tuple[GoldArticle, ...]


def load_gold(paths: Sequence[Path]) -> tuple[GoldArticle, ...]:
    """The gold of all *paths*, in their order. Raises InvalidDataFile naming file and fault."""
    return tuple(article for path in paths for article in load_toml_file(path, _GoldFile).articles)


def gold_sha256(paths: Sequence[Path]) -> str:
    """SHA-256 over names and contents of *paths*: changes when any gold does."""
    return files_sha256(paths)
