"""``python -m pipeline.quality``: one report on how good the events are, field by field and type by type."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.quality.floors import (
    QUALITY_RULES,
    Floors,
    FloorsRefused,
    load_floors,
    raise_floors,
    write_floors,
)
from pipeline.quality.materials import Materials
from pipeline.quality.report import Occasion, report_json, report_markdown, report_text
from pipeline.quality.section import Section
from pipeline.quality.sections import SECTIONS, make_sections
from schemas.errors import EventwireError

_COMMAND = "python -m pipeline.quality"


def main(arguments: Sequence[str]) -> int:
    """Print the report that *arguments* ask for; 1 where a file or new floors were refused."""
    asked = _parser().parse_args(arguments)
    try:
        _report(asked, arguments)
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def raise_all(
    sections: Sequence[Section], present: dict[str, Floors], *, accept_changed: bool
) -> dict[str, Floors]:
    """The floors of *present* with those of *sections* raised. Raises FloorsRefused, naming the section."""
    raised = dict(present)
    for section in sections:
        if section.skipped or not section.has_floors:
            continue
        try:
            raised[section.name] = raise_floors(
                section.values(),
                digests=section.digests,
                present=present.get(section.name),
                rules=QUALITY_RULES,
                accept_changed=accept_changed,
            )
        except FloorsRefused as refused:
            raise FloorsRefused(f"Section {section.key} ({section.name}): {refused}") from refused
    return raised


def _report(asked: argparse.Namespace, arguments: Sequence[str]) -> None:
    materials = Materials(asked.folder)
    keys = ("b",) if asked.folder is not None else asked.only
    sections = tuple(make_sections(keys, materials))
    coder = materials.flow.coder
    if asked.json:
        sys.stdout.write(report_json(sections, coder=coder) + "\n")
    else:
        sys.stdout.write(report_text(sections, mistakes=asked.mistakes) + "\n")
    if asked.markdown is not None:
        occasion = Occasion(
            made_on=datetime.now(UTC).date(),
            command=" ".join([_COMMAND, *arguments]),
            coder=coder,
        )
        asked.markdown.write_text(report_markdown(sections, occasion), encoding="utf-8")
    if asked.write_floors is not None:
        path: Path = asked.write_floors
        raised = raise_all(sections, load_floors(path), accept_changed=asked.accept_new_gold)
        write_floors(path, raised, QUALITY_RULES)


def _letters(words: str) -> tuple[str, ...]:
    letters = tuple(word.strip() for word in words.split(","))
    unknown = [letter for letter in letters if letter not in SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"want some of {','.join(SECTIONS)}, got {words}")
    return letters


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=_COMMAND, description=__doc__)
    parser.add_argument(
        "--only", type=_letters, default=tuple(SECTIONS), metavar="a,b", help="these sections alone"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object in place of tables")
    parser.add_argument(
        "--markdown", type=Path, metavar="PATH", help="write the report to PATH too"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="section b alone, on other articles with gold"
    )
    parser.add_argument("--mistakes", action="store_true", help="also each difference, a line each")
    parser.add_argument(
        "--write-floors", type=Path, metavar="PATH", help="raise the floors in PATH; lowers none"
    )
    parser.add_argument(
        "--accept-new-gold", action="store_true", help="set the floors anew for a changed set"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
