"""A mention on its way to an entity."""

from dataclasses import dataclass

from schemas.entity import EntityLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpan:
    """The words from ``first`` up to ``last`` name something; ``name`` is its canonical name.

    ``family`` is what later mentions of a person say; ``as_place`` marks a capital or seat that was
    read as the place, ``admin1`` and ``point`` (latitude, longitude) where a place lies.
    """

    first: int
    last: int
    name: str
    label: EntityLabel
    country: str | None
    sector: str | None
    family: str | None = None
    as_place: bool = False
    admin1: str | None = None
    point: tuple[float, float] | None = None
