"""Builds the gazetteer's tables: ``python -m pipeline.gazetteer.build SOURCE_DIR [TARGET_DIR]``.

SOURCE_DIR holds the actor fact tables (countries, roles, organisations, people, places). The same
source gives the same files, byte for byte. Licences and attribution: ATTRIBUTION.md.
"""

import sys
from itertools import chain
from pathlib import Path

from pipeline.gazetteer.selecting import (
    Fields,
    read_source,
    select_countries,
    select_organisations,
    select_people,
    select_roles,
)
from pipeline.gazetteer.selecting_places import select_places
from pipeline.gazetteer.selection import read_selection
from pipeline.gazetteer.tables import Country, Organisation, Person, Place, Role, format_table


def build_tables(source: Path) -> dict[str, str]:
    """The text of each table by file name, from the fact tables in *source*."""
    selection = read_selection()
    curated = chain(read_source(source / "build" / "curated_orgs.tsv"), _companies(source))
    organisations = select_organisations(
        read_source(source / "organisations.tsv.xz"), curated, selection
    )
    countries = select_countries(read_source(source / "countries.tsv"), selection)
    roles = select_roles(read_source(source / "roles.tsv"), selection)
    people = select_people(read_source(source / "people.tsv.xz"), selection)
    places = select_places(read_source(source / "places.tsv.xz"), selection)
    return {
        "countries.tsv": format_table(countries, Country),
        "roles.tsv": format_table(roles, Role),
        "organisations.tsv": format_table(organisations, Organisation),
        "people.tsv": format_table(people, Person),
        "places.tsv": format_table(places, Place),
    }


def _companies(source: Path) -> list[Fields]:
    return [
        {"name": name, "aliases": aliases}
        for row in read_source(source / "build" / "curated_companies.tsv")
        for name, _, aliases in (written.partition("|") for written in row["names"].split(";"))
    ]


def main(arguments: list[str]) -> int:
    """Write the tables; the exit status."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("usage: python -m pipeline.gazetteer.build SOURCE_DIR [TARGET_DIR]\n")
        return 2
    target = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).parent
    for name, text in build_tables(Path(arguments[0])).items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
