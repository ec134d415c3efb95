"""The lexicon: inflection, its size, and the refusal of files that break its rules."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.lexicon.inflection import Inflections, noun_forms, verb_forms
from schemas.errors import InvalidDataFile
from schemas.ontology import load_ontology
from schemas.toml_file import load_toml_file


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="module")
def inflections() -> Inflections:
    return load_toml_file(files("pipeline.lexicon") / "inflections.toml", Inflections)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for source in files("pipeline.lexicon").iterdir():
        if source.name.endswith(".toml"):
            (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"))
    return tmp_path


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("accuse", "accuse accuses accused accusing"),
        ("deny", "deny denies denied denying"),
        ("ban", "ban bans banned banning"),
        ("expel", "expel expels expelled expelling"),
        ("visit", "visit visits visited visiting"),
        ("veto", "veto vetoes vetoed vetoing"),
        ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
        ("free", "free frees freed freeing"),
        ("die", "die dies died dying"),
        ("invade", "invade invades invaded invading"),
        ("clash", "clash clashes clashed clashing"),
        ("cancel", "cancel cancels canceled cancelled canceling cancelling"),
        ("shell", "shell shells shelled shelling"),
        ("destroy", "destroy destroys destroyed destroying"),
        ("fix", "fix fixes fixed fixing"),
        ("open", "open opens opened opening"),
        ("cooperate", "cooperate cooperates cooperated cooperating"),
    ],
)
def test_a_verb_has_its_forms(inflections: Inflections, lemma: str, forms: str) -> None:
    assert {form.text for form in verb_forms(lemma, inflections)} == set(forms.split())


def test_a_noun_has_singular_and_plural(inflections: Inflections) -> None:
    assert [form.text for form in noun_forms("rally", inflections)] == ["rally", "rallies"]
    assert [form.text for form in noun_forms("talks", inflections)] == ["talks"]


def test_every_event_type_has_at_least_eight_entries(lexicon: Lexicon) -> None:
    lemmas = Counter(
        type_file.event_type
        for type_file in lexicon.files.values()
        for group in type_file.group
        for _ in group.lemmas
    )

    assert set(lemmas) == set(load_ontology().types)
    assert min(lemmas.values()) >= 8
    assert lemmas.total() >= 450


def test_alternatives_of_a_head_word_are_entries_of_their_own(lexicon: Lexicon) -> None:
    ties = {entry.lemma.split()[0] for entry in lexicon.entries if "ties/relations" in entry.lemma}

    assert {"cut", "sever", "break"} <= ties


def test_a_form_is_found_in_lower_case_with_its_kind(lexicon: Lexicon) -> None:
    kinds = {
        reading.kind
        for reading in lexicon.readings["rejected"]
        if reading.entry.event_type == "REJECT"
    }

    assert kinds == {"past", "participle"}


_GROUP = '\n[[group]]\nname = "new"\nkind = "verb"\nlemmas = ["frobnicate"]\nexample = "x"\n'


@pytest.mark.parametrize(
    ("addition", "complaint"),
    [
        (_GROUP + 'mode = ["visit"]', "mode"),
        (_GROUP + 'modes = ["visitt"]', "visitt"),
        (_GROUP + 'contexts = ["militarry"]', "militarry"),
        (_GROUP + 'several_as = "COOPERAT"', "COOPERAT"),
        (_GROUP.replace("frobnicate", "reject"), "'reject' is there already"),
        (_GROUP.replace('"new"', '"reject"'), "the name is taken"),
        (_GROUP.replace('"verb"', '"verbb"'), "kind"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_and_place(
    folder: Path, addition: str, complaint: str
) -> None:
    text = (folder / "reject.toml").read_text() + addition + "\n"
    (folder / "reject.toml").write_text(text)

    with pytest.raises(InvalidDataFile) as refusal:
        load_lexicon(folder)

    assert "reject.toml" in str(refusal.value)
    assert "group" in str(refusal.value)
    assert complaint in str(refusal.value)


def test_a_file_of_a_type_that_the_ontology_lacks_is_refused(folder: Path) -> None:
    (folder / "nap.toml").write_text('event_type = "NAP"\n' + _GROUP)

    with pytest.raises(InvalidDataFile, match="NAP"):
        load_lexicon(folder)


@pytest.mark.parametrize(
    ("file", "written", "misspelt"),
    [
        ("grammar.toml", "pronouns = [", "prounouns = ["),
        ("calendar.toml", "[counts]", "[cuonts]"),
        ("magnitudes.toml", "[multipliers]", "[multiplyers]"),
        ("resolving.toml", "saying = [", "sayings = ["),
    ],
)
def test_a_misspelt_word_class_is_refused(
    folder: Path, file: str, written: str, misspelt: str
) -> None:
    text = (folder / file).read_text().replace(written, misspelt, 1)
    (folder / file).write_text(text)

    with pytest.raises(InvalidDataFile, match=re.escape(file)):
        load_lexicon(folder)
