"""The model as it is shipped: a folder whose ``meta.toml`` names its labels and the digest of each file."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PositiveInt
from spacy.parts_of_speech import (  # type: ignore[import-not-found] # compiled, no stubs
    IDS as POS_NUMBERS,
)

from schemas.errors import InvalidDataFile
from schemas.toml_file import Table, load_toml_file

META = "meta.toml"
ROOT = "ROOT"
OUTSIDE = "O"
NAME_MARKS = ("B", "I", "L", "U")

PackageFile = Literal["model.onnx", "relations.npz", "vocabulary.txt", "lemmas.tsv"]

_REMEDY = "install eventwire again, or package the model again"


class BrokenPackage(InvalidDataFile):
    """A file of the model is missing, changed or not what the others want; the text names it and the remedy."""

    def __init__(self, place: object, fault: str) -> None:
        super().__init__(f"{place}: {fault}; {_REMEDY}")


def _distinct(labels: Sequence[str]) -> Sequence[str]:
    if not labels or len(set(labels)) < len(labels):
        raise ValueError("wants labels, each once")
    return labels


def _with_root(labels: Sequence[str]) -> Sequence[str]:
    if ROOT not in labels:
        raise ValueError(f"wants {ROOT} among the labels")
    return labels


def _pos_and_features(labels: Sequence[str]) -> Sequence[str]:
    for label in labels:
        pos, sign, _ = label.partition("|")
        if not sign or pos not in POS_NUMBERS:
            raise ValueError(f"wants UPOS|FEATS, has {label!r}")
    return labels


def _names_in_bilou(labels: Sequence[str]) -> Sequence[str]:
    types = list(dict.fromkeys(label[2:] for label in labels[1:]))
    if list(labels) != [OUTSIDE, *(f"{mark}-{type_}" for type_ in types for mark in NAME_MARKS)]:
        raise ValueError("wants O, then B-, I-, L- and U- of each type")
    return labels


_Distinct = Annotated[tuple[str, ...], AfterValidator(_distinct)]


class WindowTable(Table):
    """How much the encoder was trained to read at once."""

    max_pieces: PositiveInt


class Labels(Table):
    """What the places in each output of the model stand for; their order is the model's."""

    tag: _Distinct
    morph: Annotated[_Distinct, AfterValidator(_pos_and_features)]
    relation: Annotated[_Distinct, AfterValidator(_with_root)]
    name: Annotated[_Distinct, AfterValidator(_names_in_bilou)]


class Corpus(Table):
    """A corpus that the model was trained on."""

    name: str
    source: str
    licence: str
    attribution: str
    sentences: int


class Meta(Table):
    """``meta.toml``: what the model is, what it was made from, how good it was found."""

    name: Annotated[str, Field(pattern="^en_[a-z_]+$")]
    version: str
    description: str
    window: WindowTable
    labels: Labels
    files: dict[PackageFile, Annotated[str, Field(pattern="^[0-9a-f]{64}$")]]
    corpora: tuple[Corpus, ...]
    figures: dict[str, float]
    training: dict[str, bool | int | float | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPackage:
    """A packaged model; no byte of it is given unchecked."""

    folder: Traversable
    meta: Meta

    def read(self, name: PackageFile) -> bytes:
        """The bytes of the file *name*. Raises ``BrokenPackage`` where they are not those of ``meta.toml``."""
        place = self.folder / name
        if name not in self.meta.files:
            raise BrokenPackage(self.folder / META, f"files: has no sha256 of {name}")
        try:
            content = place.read_bytes()
        except OSError as error:
            raise BrokenPackage(place, f"cannot be read ({type(error).__name__})") from error
        if hashlib.sha256(content).hexdigest() != self.meta.files[name]:
            raise BrokenPackage(place, f"has changed: its sha256 is not the one in {META}")
        return content

    def read_text(self, name: PackageFile) -> str:
        """The file *name* as text, checked as in ``read``; ``BrokenPackage`` too where it is not UTF-8."""
        try:
            return self.read(name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise BrokenPackage(self.folder / name, "is not UTF-8") from error


def load_package(folder: Path | str | None = None) -> ModelPackage:
    """The model in *folder*, by default the shipped one: its ``meta.toml``, and its other files on demand.

    Raises ``BrokenPackage`` where ``meta.toml`` is missing or breaks its rules.
    """
    place: Traversable = Path(folder) if folder else files("pipeline.nlp") / "en_news"
    try:
        meta = load_toml_file(place / META, Meta)
    except OSError as error:
        raise BrokenPackage(place / META, f"cannot be read ({type(error).__name__})") from error
    except InvalidDataFile as error:
        raise BrokenPackage(error, "is not of this release") from error
    return ModelPackage(folder=place, meta=meta)
