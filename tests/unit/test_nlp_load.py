"""Loading: the model that is shipped, named in the meta, or a refusal in plain words."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import get_args

import pytest

from pipeline.nlp.load import load_nlp
from pipeline.nlp.package import META, BrokenPackage, PackageFile


def copy_of_shipped(folder: Path) -> Path:
    """A model like the shipped one: links to its files, and a meta.toml of its own."""
    folder.mkdir()
    with as_file(files("pipeline.nlp") / "en_news") as shipped:
        for name in get_args(PackageFile):
            (folder / name).symlink_to(shipped / name)
        (folder / META).write_bytes((shipped / META).read_bytes())
    return folder


def test_the_meta_names_the_model() -> None:
    nlp = load_nlp()

    assert "{lang}_{name}-{version}".format_map(nlp.meta).startswith("en_news-")
    assert nlp("It rained")[0].lemma_ == "it"


def test_a_model_in_another_folder_can_be_loaded(tmp_path: Path) -> None:
    folder = copy_of_shipped(tmp_path / "model")
    text = (folder / META).read_text(encoding="utf-8")
    (folder / META).write_text(text.replace('"en_news"', '"en_trial"'), encoding="utf-8")

    nlp = load_nlp(folder)

    assert nlp.meta["name"] == "trial"
    assert len(list(nlp("It rained. They left.").sents)) == 2


@pytest.mark.parametrize("name", get_args(PackageFile))
def test_a_changed_byte_is_refused(tmp_path: Path, name: PackageFile) -> None:
    folder = copy_of_shipped(tmp_path / "model")
    content = (folder / name).read_bytes()
    (folder / name).unlink()
    (folder / name).write_bytes(content + b"\n")

    with pytest.raises(BrokenPackage, match=f"{name}: has changed"):
        load_nlp(folder)


@pytest.mark.parametrize(
    ("list_", "file"),
    [("tag", "model.onnx"), ("morph", "model.onnx"), ("relation", "relations.npz")],
)
def test_labels_that_the_model_does_not_have_are_refused(
    tmp_path: Path, list_: str, file: str
) -> None:
    folder = copy_of_shipped(tmp_path / "model")
    text = (folder / META).read_text(encoding="utf-8")
    added = '"X|Foreign=Maybe", ' if list_ == "morph" else '"unheard-of", '
    assert f"{list_} = [" in text
    (folder / META).write_text(
        text.replace(f"{list_} = [", f"{list_} = [{added}"), encoding="utf-8"
    )

    with pytest.raises(BrokenPackage, match=f"{file}: its .* not those of the labels"):
        load_nlp(folder)
