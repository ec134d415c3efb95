"""What one part of the report holds, before it is written as text, Markdown or JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.quality.bootstrap import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of the report; columns of numbers stand to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the report. ``digests`` are those of the sets its figures were counted on.

    ``skipped`` says why nothing was measured, and is empty else. ``has_floors`` where figures must not fall.
    """

    key: str
    name: str
    title: str
    notes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    grids: tuple[Grid, ...] = ()
    mistakes: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    skipped: str = ""
    has_floors: bool = True

    def values(self) -> dict[str, float]:
        """The figures that could be counted, by name."""
        return {figure.name: figure.value for figure in self.figures if figure.whole}


def part_of(part: int, whole: int) -> str:
    """``12/14``; a dash where there was nothing to count."""
    return f"{part}/{whole}" if whole else "-"


def percent(part: int, whole: int) -> str:
    """In whole percent; a dash where there was nothing to count."""
    return f"{100 * part / whole:.0f}" if whole else "-"
