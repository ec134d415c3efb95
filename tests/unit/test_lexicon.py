"""The lexicon: what it covers, how entries are compiled, and the refusal of files that break its rules."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.lexicon import TABLE_FILES, Lexicon, load_lexicon
from pipeline.lexicon.compiling import Entry, Need
from pipeline.lexicon.entries import NounClasses
from schemas.errors import InvalidDataFile
from schemas.ontology import load_ontology
from schemas.toml_file import load_toml_file


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*TABLE_FILES, "reject.toml"):
        source = files("pipeline.lexicon") / name
        (tmp_path / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def entries_of(folder: Path, groups: str) -> list[Entry]:
    """The entries of *groups* alone."""
    (folder / "reject.toml").write_text('event_type = "REJECT"\n' + groups)
    return [entry for entry in load_lexicon(folder).entries if entry.event_type == "REJECT"]


def test_the_lexicon_is_large_and_knows_every_event_type(lexicon: Lexicon) -> None:
    entries = Counter(entry.event_type for entry in lexicon.entries)

    assert set(entries) == set(load_ontology().types)
    assert min(entries.values()) >= 8
    assert entries.total() >= 2500


def test_every_mode_of_the_ontology_can_be_told(lexicon: Lexicon) -> None:
    types = load_ontology().types
    told = {
        (file.event_type, mode)
        for file in lexicon.files.values()
        for group in file.group
        for mode in group.modes
    }
    for file in lexicon.files.values():
        becomes = {file.event_type, *file.content_types.values()}
        told |= {(code, mode) for code in becomes for mode in file.content_modes.values()}
        told |= {
            (code, mode)
            for group in file.group
            for code, _, mode in [(group.also or "").partition("/")]
        }

    missing = {(code, mode) for code, known in types.items() for mode in known.modes} - told
    assert not missing


def test_every_noun_class_is_used() -> None:
    folder = files("pipeline.lexicon")
    written = "".join(
        path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".toml")
    )
    used = set(re.findall(r"@([a-z_-]+)", written))

    assert set(load_toml_file(folder / "nouns.toml", NounClasses).classes) <= used


_GROUP = '\n[[group]]\nname = "new"\nkind = "verb"\nlemmas = ["frobnicate"]\nexample = "x"\n'


def test_alternatives_of_the_head_are_entries_of_their_own_and_others_are_not(folder: Path) -> None:
    entries = entries_of(folder, _GROUP.replace("frobnicate", "cut/sever tie/relation"))

    assert [entry.head for entry in entries] == ["cut", "sever"]
    assert {entry.needs for entry in entries} == {
        (Need(preposition=None, words=frozenset({"tie", "relation"})),)
    }


@pytest.mark.parametrize(
    ("lemma", "needs"),
    [
        ("call for", [("for", set())]),
        ("sign treaty", [(None, {"treaty"})]),
        ("put on trial", [("on", {"trial"})]),
        ("carry out raid", [("out", {"raid"})]),
        ("put pressure on", [(None, {"pressure"}), ("on", set())]),
    ],
)
def test_the_words_of_a_verb_are_objects_or_stand_under_its_preposition(
    folder: Path, lemma: str, needs: list[tuple[str | None, set[str]]]
) -> None:
    (entry,) = entries_of(folder, _GROUP.replace("frobnicate", lemma))

    assert [(need.preposition, set(need.words)) for need in entry.needs] == needs


def test_the_head_of_a_noun_is_its_last_word(folder: Path) -> None:
    (entry,) = entries_of(
        folder, _GROUP.replace("frobnicate", "air/drone strike").replace("verb", "noun")
    )

    assert entry.head == "strike"
    assert entry.modifiers == (frozenset({"air", "drone"}),)


def test_a_class_stands_for_its_nouns(folder: Path) -> None:
    (entry,) = entries_of(folder, _GROUP.replace("frobnicate", "fire @weapons"))
    weapons = load_toml_file(folder / "nouns.toml", NounClasses).classes["weapons"]

    assert len(entry.needs[0].words) > 5
    assert weapons & entry.needs[0].words


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("sign treaty", "sign"),
        ("put on trial", "put on"),
    ],
)
def test_an_entry_that_asks_for_more_is_taken_first(folder: Path, more: str, less: str) -> None:
    first, second = entries_of(folder, _GROUP.replace('["frobnicate"]', f'["{more}", "{less}"]'))

    assert first.specificity > second.specificity


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organise", "organize"),
        ("defence", "defense"),
        ("labour", "labor"),
        ("paralyse", "paralyze"),
        ("programme", "program"),
        ("Travelled", "traveled"),
    ],
)
def test_british_and_american_spelling_are_one(
    lexicon: Lexicon, british: str, american: str
) -> None:
    assert lexicon.spelling.fold(british) == lexicon.spelling.fold(american)


def test_the_closed_classes_hold_their_words_as_the_tree_spells_them(lexicon: Lexicon) -> None:
    for name, words in lexicon.grammar:
        if isinstance(words, frozenset):
            assert {lexicon.spelling.fold(word) for word in words} <= words, name
    for known in lexicon.fields.values():
        assert {lexicon.spelling.fold(word) for word in known.words} <= known.words


@pytest.mark.parametrize(
    ("addition", "complaint"),
    [
        (_GROUP + 'mode = ["visit"]', "mode"),
        (_GROUP + 'modes = ["visitt"]', "visitt"),
        (_GROUP + 'contexts = ["militarry"]', "militarry"),
        (_GROUP + 'several_as = "COOPERAT"', "COOPERAT"),
        (_GROUP + 'promised_as = "AGRE"', "AGRE"),
        (_GROUP + 'amid_as = "DISASTR/flood"', "DISASTR"),
        (_GROUP + 'amid_as = "DISASTER/flod"', "flod"),
        (_GROUP + 'verbal_as = "ACUSE/disapprove"', "ACUSE"),
        (_GROUP + 'verbal_as = "ACCUSE/disaprove"', "disaprove"),
        (_GROUP + 'not_with = ["ASSALT"]', "ASSALT"),
        (_GROUP + 'also = "COERSE/arrest"', "COERSE"),
        (_GROUP + 'also = "COERCE/arest"', "arest"),
        (_GROUP + 'recipient = ["objekt"]', "'objekt' is no slot and no preposition"),
        (_GROUP + 'parties = ["subjekt"]', "'subjekt' is no slot and no preposition"),
        (_GROUP + 'only_object = ["@wepons"]', "no class '@wepons'"),
        (_GROUP.replace("frobnicate", "fire @wepons"), "no class '@wepons'"),
        (_GROUP.replace('["frobnicate"]', '["frob", "frob"]'), "'frob' is there already"),
        (_GROUP.replace('"new"', '"reject"'), "the name is taken"),
        (_GROUP.replace('"verb"', '"verbb"'), "kind"),
    ],
)
def test_a_wrong_group_is_refused_with_file_and_place(
    folder: Path, addition: str, complaint: str
) -> None:
    text = (folder / "reject.toml").read_text() + addition + "\n"
    (folder / "reject.toml").write_text(text)

    with pytest.raises(InvalidDataFile) as refusal:
        load_lexicon(folder)

    assert "reject.toml" in str(refusal.value)
    assert "group" in str(refusal.value)
    assert complaint in str(refusal.value)


@pytest.mark.parametrize(
    ("key", "complaint"),
    [
        ('decided_modes = ["meat"]', "decided_modes: no such mode: 'meat'"),
        ('aimed_by = ["REQEST"]', "aimed_by: the ontology has no type 'REQEST'"),
        ('content_types = {ASSALT = "THREATEN"}', "content_types.ASSALT"),
        ('content_types = {ASSAULT = "TREATEN"}', "content_types.ASSAULT"),
        ('content_modes = {ASSALT = "meet"}', "content_modes.ASSALT"),
        ('content_modes = {CONSULT = "meat"}', "content_modes.CONSULT"),
        ('lone_sectors = "MIL"', "lone_sectors"),
        ("govern = true", "govern"),
    ],
)
def test_a_wrong_key_of_a_file_is_refused(folder: Path, key: str, complaint: str) -> None:
    (folder / "reject.toml").write_text(f'event_type = "REJECT"\n{key}\n{_GROUP}')

    with pytest.raises(InvalidDataFile, match=re.escape(complaint)):
        load_lexicon(folder)


def test_a_file_of_a_type_that_the_ontology_lacks_is_refused(folder: Path) -> None:
    (folder / "nap.toml").write_text('event_type = "NAP"\n' + _GROUP)

    with pytest.raises(InvalidDataFile, match="NAP"):
        load_lexicon(folder)


@pytest.mark.parametrize(
    ("file", "written", "misspelt"),
    [
        ("grammar.toml", "carriers = [", "cariers = ["),
        ("nouns.toml", "[classes]", "[clases]"),
        ("spelling.toml", "[endings]", "[ends]"),
        ("fields.toml", "fewest =", "fewst ="),
        ("confidence.toml", "[weights]", "[weight]"),
        ("calendar.toml", "[counts]", "[cuonts]"),
        ("magnitudes.toml", "[multipliers]", "[multiplyers]"),
        ("resolving.toml", "saying = [", "sayings = ["),
    ],
)
def test_a_misspelt_key_of_a_table_is_refused(
    folder: Path, file: str, written: str, misspelt: str
) -> None:
    text = (folder / file).read_text()
    assert written in text
    (folder / file).write_text(text.replace(written, misspelt, 1))

    with pytest.raises(InvalidDataFile, match=re.escape(file)):
        load_lexicon(folder)
