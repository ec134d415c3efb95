"""The report of `python -m pipeline.quality`: one for people, as text or Markdown, one JSON object for programs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.quality.bootstrap import Figure
from pipeline.quality.section import Grid, Section
from schemas.event import Coder

_FIGURE_COLUMNS = ("figure", "value", "95 % interval", "of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When and how the report was made."""

    made_on: date
    command: str
    coder: Coder


def report_text(sections: Iterable[Section], *, mistakes: bool = False) -> str:
    """Each section with its figures, their 95 % intervals and its tables; where asked, each mistake."""
    return "\n\n".join("\n".join(_text_lines(section, mistakes=mistakes)) for section in sections)


def report_markdown(sections: Sequence[Section], occasion: Occasion) -> str:
    """The same as a page, without the mistakes: no sentence of others stands in it."""
    coder = occasion.coder
    lines = [
        "# Quality",
        "",
        f"Measured on {occasion.made_on} with {coder.name} {coder.version}, model {coder.model},"
        f" ontology {coder.ontology}, by `{occasion.command}`. Intervals hold the middle 95 % over 1,000",
        "draws, with replacement, of what succeeds and fails together: articles, or sentences that stand alone.",
    ]
    for section in sections:
        lines += ["", f"## {section.key}. {section.title}", "", *_markdown_lines(section)]
    return "\n".join(lines) + "\n"


def report_json(sections: Iterable[Section], *, coder: Coder) -> str:
    """The same as one JSON object on one line, the mistakes left out."""
    return json.dumps(
        {
            "coder": coder.model_dump(),
            "sections": {section.name: _section_json(section) for section in sections},
        }
    )


def _text_lines(section: Section, *, mistakes: bool) -> Iterator[str]:
    yield f"{section.key}. {section.title}"
    if section.skipped:
        yield f"   {section.skipped}"
        return
    yield from section.notes
    for grid in (figures_grid(section.figures), *section.grids):
        if grid.rows:
            yield ""
            yield from _text_grid(grid)
    if mistakes and section.mistakes:
        yield ""
        yield "mistakes"
        yield from section.mistakes


def figures_grid(figures: Iterable[Figure]) -> Grid:
    """The figures as a table."""
    return Grid(
        title="",
        columns=_FIGURE_COLUMNS,
        rows=tuple(
            (
                figure.name,
                f"{figure.value:.3f}" if figure.whole else "-",
                f"{figure.low:.3f} to {figure.high:.3f}" if figure.whole else "-",
                str(figure.whole),
            )
            for figure in figures
        ),
    )


def _text_grid(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield grid.title
    columns = [
        _aligned(column, right=_is_of_numbers(column[1:]))
        for column in zip(grid.columns, *grid.rows, strict=True)
    ]
    yield from ("  ".join(cells).rstrip() for cells in zip(*columns, strict=True))


def _aligned(column: Sequence[str], *, right: bool) -> list[str]:
    width = max(map(len, column))
    return [cell.rjust(width) if right else cell.ljust(width) for cell in column]


def _is_of_numbers(cells: Iterable[str]) -> bool:
    return all(cell[:1] in "-0123456789" for cell in cells)


def _markdown_lines(section: Section) -> Iterator[str]:
    if section.skipped:
        yield section.skipped.capitalize() + "."
        return
    yield from (f"- {note}" for note in section.notes)
    for grid in (figures_grid(section.figures), *section.grids):
        if not grid.rows:
            continue
        yield ""
        if grid.title:
            yield grid.title[0].upper() + grid.title[1:] + ":"
            yield ""
        yield _markdown_row(grid.columns)
        columns = zip(*grid.rows, strict=True)
        yield "|" + "".join("--:|" if _is_of_numbers(cells) else "---|" for cells in columns)
        yield from map(_markdown_row, grid.rows)


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _section_json(section: Section) -> dict[str, object]:
    if section.skipped:
        return {"skipped": section.skipped}
    return {
        "notes": list(section.notes),
        "digests": dict(section.digests),
        "figures": {
            figure.name: {
                "value": round(figure.value, 4),
                "low": round(figure.low, 4),
                "high": round(figure.high, 4),
                "part": figure.part,
                "whole": figure.whole,
            }
            for figure in section.figures
        },
        "tables": {
            grid.title: [dict(zip(grid.columns, row, strict=True)) for row in grid.rows]
            for grid in section.grids
        },
    }
