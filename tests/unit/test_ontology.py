"""The ontology: its types, scores and the refusal of a file that breaks its rules."""

from importlib.resources import files
from pathlib import Path

import pytest

from schemas.errors import InvalidDataFile
from schemas.ontology import Ontology, load_ontology

PLOVER = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
CIVIL = [
    "DIE",
    "ELECT",
    "APPOINT",
    "LEGISLATE",
    "ACQUIRE",
    "INVEST",
    "LAUNCH",
    "REPORT_RESULTS",
    "LAYOFF",
    "BANKRUPT",
    "DISASTER",
    "ACCIDENT",
    "OUTBREAK",
]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for source in files("schemas.ontology").iterdir():
        if source.name.endswith(".toml"):
            (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"))
    return tmp_path


def test_it_has_plovers_sixteen_types_and_thirteen_civil_ones(ontology: Ontology) -> None:
    assert sorted(ontology.types) == sorted(PLOVER + CIVIL)
    assert all(ontology.families[code] == "plover" for code in PLOVER)
    assert all(ontology.families[code] == "civil" for code in CIVIL)


def test_every_plover_type_has_quad_category_score_and_cameo_root(ontology: Ontology) -> None:
    for code in PLOVER:
        event_type = ontology.types[code]
        assert event_type.quad_category is not None
        assert event_type.score is not None
        assert event_type.cameo_roots


@pytest.mark.parametrize(
    ("event_type", "modes", "score"),
    [
        ("AGREE", (), 2.5),
        ("CONSULT", ("visit",), 4.0),
        ("THREATEN", ("arrest",), -3.5),
        ("ASSAULT", ("unconventional",), -10.0),
        ("DIE", ("illness",), None),
    ],
)
def test_a_modes_own_score_replaces_its_types(
    ontology: Ontology, event_type: str, modes: tuple[str, ...], score: float | None
) -> None:
    assert ontology.score_of(event_type, modes) == score


def test_a_mode_that_the_type_lacks_has_no_score(ontology: Ontology) -> None:
    with pytest.raises(KeyError):
        ontology.score_of("AGREE", ("visit",))


def test_a_promise_and_a_refusal_point_at_their_types(ontology: Ontology) -> None:
    assert ontology.types["AID"].promised_as == "AGREE"
    assert ontology.types["RETREAT"].promised_as == "CONCEDE"
    assert ontology.types["ASSAULT"].promised_as == "THREATEN"
    assert ontology.types["CONSULT"].refused_as == "REJECT"


def test_the_version_names_both_families(ontology: Ontology) -> None:
    assert ontology.version == "plover-2.0+civil-1"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ('meening = "x"', "types.X.meening"),
        ('quad_category = "verbal"', "types.X.quad_category"),
        ("score = 11", "types.X.score"),
        ('modes = { a = { meaning = "x", skore = 1 } }', "types.X.modes.a.skore"),
        ('promised_as = "AGRE"', "types.X"),
    ],
)
def test_a_wrong_line_is_refused_with_file_and_place(folder: Path, wrong: str, place: str) -> None:
    text = (folder / "civil.toml").read_text() + f'\n[types.X]\nmeaning = "m"\n{wrong}\n'
    (folder / "civil.toml").write_text(text)

    with pytest.raises(InvalidDataFile) as refusal:
        load_ontology(folder)

    assert "civil.toml" in str(refusal.value) or "AGRE" in str(refusal.value)
    assert place in str(refusal.value)


def test_a_file_that_is_no_toml_is_refused_by_name(folder: Path) -> None:
    (folder / "sectors.toml").write_text("codes = [")

    with pytest.raises(InvalidDataFile, match=r"sectors\.toml"):
        load_ontology(folder)
