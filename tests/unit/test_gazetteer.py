"""The gazetteer's tables: what they hold, their checks, and that the recipe gives the committed files."""

import os
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.gazetteer import Gazetteer, load_gazetteer
from pipeline.gazetteer.build import build_tables
from pipeline.gazetteer.folding import fold
from pipeline.gazetteer.selection import read_selection
from schemas.errors import InvalidDataFile

PACKAGE = Path(str(files("pipeline.gazetteer")))
SOURCE = Path(
    os.environ.get("EVENTWIRE_ACTORS_SOURCE")
    or Path(__file__).parents[2].parent / "shared" / "data" / "actors"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in PACKAGE.iterdir():
        if name.suffix in {".tsv", ".toml"}:
            shutil.copy(name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Turkey", "country", "TUR"),
        ("Burma", "country", "MMR"),
        ("Turkish", "adjective", "TUR"),
        ("Ankara", "capital", "TUR"),
        ("Kremlin", "seat", "RUS"),
        ("United Nations", "organisation", "UNO"),
        ("EU", "organisation", "EUR"),
        ("al-Qaeda", "organisation", "IMG"),
        ("Vladimir Putin", "person", "RUS"),
        ("Mosul", "place", "IRQ"),
        ("Texas", "place", "USA"),
        ("Scotland", "country", "GBR"),
    ],
)
def test_a_name_is_known_with_its_country(
    gazetteer: Gazetteer, name: str, kind: str, country: str
) -> None:
    sense = gazetteer.senses[name][0]

    assert (sense.kind, sense.country) == (kind, country)


@pytest.mark.parametrize("name", ["who", "us", "is", "turkey", "Nice", "Reading", "Of", "IS"])
def test_words_that_are_no_names_are_not_known(gazetteer: Gazetteer, name: str) -> None:
    assert name not in gazetteer.senses


@pytest.mark.parametrize(
    ("role", "sector"),
    [
        ("troops", "MIL"),
        ("police", "COP"),
        ("rebels", "REB"),
        ("lawmakers", "LEG"),
        ("workers", "LAB"),
    ],
)
def test_a_role_has_its_sector(gazetteer: Gazetteer, role: str, sector: str) -> None:
    assert gazetteer.role_sectors[role] == sector


def test_text_in_capitals_finds_names_but_no_acronyms(gazetteer: Gazetteer) -> None:
    assert "TURKEY" in gazetteer.upper_senses
    assert "WHO" not in gazetteer.upper_senses
    assert "US" not in gazetteer.upper_senses


def test_folding_keeps_capitals_and_drops_accents() -> None:
    assert fold("Recep Tayyip Erdoğan’s") == "Recep Tayyip Erdogan's"


@pytest.mark.parametrize(
    ("table", "line", "rule"),
    [
        ("countries.tsv", "TUR\tTurkey", "7 parted by tabs"),
        ("roles.tsv", "rebel\trebels\trebel", "sector"),
        ("people.tsv", "A B\t\tTUR\tGOV\tPresident\tyesterday\t", "since"),
        ("organisations.tsv", "X Y\t\tparty\tTurkey\tPTY\t\t", "country"),
        ("places.tsv", "Rome\t\tITA\tcity\tTOWN\tLazio\t41.9\t12.5", "label"),
        ("places.tsv", "Rome\t\tITA\tcity\tGPE\tLazio\t141.9\t12.5", "latitude"),
    ],
)
def test_a_broken_line_is_named_with_its_file_and_rule(
    copied: Path, table: str, line: str, rule: str
) -> None:
    columns = (copied / table).read_text(encoding="utf-8").split("\n")[0]
    (copied / table).write_text(f"{columns}\n{line}\n", encoding="utf-8")

    with pytest.raises(InvalidDataFile, match=f"{table}: line 2: .*{rule}"):
        load_gazetteer(copied)


def test_other_columns_are_refused(copied: Path) -> None:
    (copied / "roles.tsv").write_text("role\tsector\n", encoding="utf-8")

    with pytest.raises(InvalidDataFile, match=r"roles\.tsv: line 1: want the columns role plural"):
        load_gazetteer(copied)


@pytest.mark.parametrize("text", ["place_prepositions = [", "unknown_key = 1"])
def test_broken_word_lists_are_refused(copied: Path, text: str) -> None:
    (copied / "words.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InvalidDataFile, match=r"words\.toml"):
        load_gazetteer(copied)


@pytest.mark.parametrize("text", ["min_city_population = [", "min_city_populatoin = 1\n"])
def test_a_broken_selection_is_refused(copied: Path, text: str) -> None:
    kept = (copied / "selection.toml").read_text(encoding="utf-8")
    (copied / "selection.toml").write_text(text + kept, encoding="utf-8")

    with pytest.raises(InvalidDataFile, match=r"selection\.toml: .*"):
        read_selection(copied)


def test_the_tables_stay_small() -> None:
    assert sum(table.stat().st_size for table in PACKAGE.glob("*.tsv")) < 2_500_000


@pytest.mark.skipif(
    not (SOURCE / "countries.tsv").is_file(),
    reason=f"the actor fact tables are not at {SOURCE} (EVENTWIRE_ACTORS_SOURCE names another place)",
)
def test_building_again_gives_the_committed_tables() -> None:
    for name, text in build_tables(SOURCE).items():
        assert (PACKAGE / name).read_bytes() == text.encode(), name
