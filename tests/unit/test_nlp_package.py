"""The packaged model: read only if every byte is the one its meta.toml names."""

import hashlib
from pathlib import Path
from typing import get_args

import pytest

from pipeline.nlp.package import META, BrokenPackage, PackageFile, load_package
from schemas.errors import InvalidDataFile

FILES: tuple[PackageFile, ...] = get_args(PackageFile)

LABELS = """
tag = ["NN", "VB"]
morph = ["NOUN|Number=Sing", "PUNCT|"]
relation = ["nsubj", "ROOT"]
name = ["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG"]
"""


def write_package(folder: Path, labels: str = LABELS) -> Path:
    folder.mkdir()
    for name in FILES:
        (folder / name).write_bytes(f"what {name} holds".encode())
    digests = [
        f'"{name}" = "{hashlib.sha256((folder / name).read_bytes()).hexdigest()}"' for name in FILES
    ]
    head = 'name = "en_little"\nversion = "1.2.3"\ndescription = "For tests."\ncorpora = []\n'
    tables = [
        "[window]\nmax_pieces = 9",
        f"[labels]{labels}",
        "[figures]\nlas = 0.5",
        "[training]\nseed = 1",
    ]
    text = "\n".join([head, *tables, "[files]", *digests])
    (folder / META).write_text(text, encoding="utf-8")
    return folder


def test_a_package_gives_its_meta_and_its_files(tmp_path: Path) -> None:
    package = load_package(write_package(tmp_path / "model"))

    assert (package.meta.name, package.meta.version, package.meta.window.max_pieces) == (
        "en_little",
        "1.2.3",
        9,
    )
    assert package.meta.labels.relation == ("nsubj", "ROOT")
    assert package.read("model.onnx") == b"what model.onnx holds"
    assert package.read_text("lemmas.tsv") == "what lemmas.tsv holds"


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_refused_by_name_with_the_remedy(
    tmp_path: Path, name: PackageFile
) -> None:
    folder = write_package(tmp_path / "model")
    content = bytearray((folder / name).read_bytes())
    content[3] ^= 1
    (folder / name).write_bytes(content)

    with pytest.raises(BrokenPackage) as caught:
        load_package(folder).read(name)

    assert str(caught.value) == (
        f"{folder / name}: has changed: its sha256 is not the one in meta.toml; "
        "install eventwire again, or package the model again"
    )


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused_by_name(tmp_path: Path, name: PackageFile) -> None:
    folder = write_package(tmp_path / "model")
    (folder / name).unlink()

    with pytest.raises(BrokenPackage, match=rf"{name}: cannot be read .*install eventwire again"):
        load_package(folder).read(name)


def test_a_file_without_a_digest_is_refused(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "model")
    lines = (folder / META).read_text().splitlines()
    (folder / META).write_text("\n".join(line for line in lines if "lemmas.tsv" not in line))

    with pytest.raises(BrokenPackage, match=r"meta.toml: files: has no sha256 of lemmas.tsv"):
        load_package(folder).read("lemmas.tsv")


def test_a_file_that_is_no_text_is_refused_as_text(tmp_path: Path) -> None:
    folder = write_package(tmp_path / "model")
    before = hashlib.sha256((folder / "lemmas.tsv").read_bytes()).hexdigest()
    (folder / "lemmas.tsv").write_bytes(b"\xff\xff")
    after = hashlib.sha256(b"\xff\xff").hexdigest()
    (folder / META).write_text((folder / META).read_text().replace(before, after))

    with pytest.raises(BrokenPackage, match=r"lemmas.tsv: is not UTF-8"):
        load_package(folder).read_text("lemmas.tsv")


def test_a_folder_without_meta_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenPackage, match=r"meta.toml: cannot be read"):
        load_package(tmp_path)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("B-ORG", "X-ORG"), "labels.name: .*wants O, then B-, I-, L- and U-"),
        (('"ROOT"', '"root"'), "labels.relation: .*wants ROOT"),
        (("NOUN|", "THING|"), "labels.morph: .*wants UPOS"),
        (('"VB"', '"NN"'), "labels.tag: .*each once"),
        (("max_pieces = 9", "max_pieces = 0"), "window.max_pieces"),
        (("[figures]", "[numbers]"), "figures"),
        (('"lemmas.tsv"', '"lemmata.tsv"'), "files.lemmata.tsv"),
        (("en_little", "fr_little"), "name: "),
        (('version = "1.2.3"', "version = "), "no valid TOML"),
    ],
)
def test_a_meta_of_another_layout_is_refused_with_its_place(
    tmp_path: Path, change: tuple[str, str], fault: str
) -> None:
    folder = write_package(tmp_path / "model")
    text = (folder / META).read_text()
    assert change[0] in text
    (folder / META).write_text(text.replace(*change))

    with pytest.raises(BrokenPackage, match=f"meta.toml: {fault}") as caught:
        load_package(folder)

    assert "install eventwire again" in str(caught.value)
    assert isinstance(caught.value, InvalidDataFile)
