"""The trained model as the folder that is shipped: weights, vocabulary, lemmas, and what they are."""

import hashlib
import json
import logging
import platform
import shutil
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import torch

from pipeline.nlp.load import load_nlp
from pipeline.nlp.package import META
from pipeline.training.checkpoints import Checkpoint
from pipeline.training.corpora import TRAINED_ON
from pipeline.training.evaluate import Figure
from pipeline.training.export import MODEL_FILE, RELATIONS_FILE
from pipeline.training.features import NAME_LABELS
from pipeline.training.lemmas import build_lemma_table
from pipeline.training.recipe import Recipe
from pipeline.training.samples import Sentence, read_sentences
from pipeline.training.sources import load_sources
from pipeline.training.start import load_start
from schemas.errors import EventwireError

VOCABULARY_FILE = "vocabulary.txt"
LEMMAS_FILE = "lemmas.tsv"
PACKAGED = (MODEL_FILE, RELATIONS_FILE, VOCABULARY_FILE, LEMMAS_FILE)

# The encoder was trained on windows up to this long, the two signs around them left out.
MAX_PIECES = 160

_DESCRIPTION = (
    "English for news: sentences, tags, morphology, dependencies (Universal Dependencies), lemmas and "
    "names, from one MiniLM encoder in 8 bits"
)
_TREEBANKS = ("ewt_train", "gum_train")

log = logging.getLogger(__name__)

_Value = str | int | float


class NothingToPackage(EventwireError):
    """An earlier step of the recipe has not run; the text names it."""


def assemble_package(work: Path, recipe: Recipe, checkpoint: Checkpoint) -> Path:
    """Put vocabulary, lemmas and ``meta.toml`` beside the exported graph; the folder, ready to load.

    The figures of ``meta.toml`` are those of ``work/figures.json``, where ``evaluate`` has written them.
    """
    folder = work / recipe.name
    if not (folder / MODEL_FILE).exists():
        raise NothingToPackage(f"{folder / MODEL_FILE} is missing; run the step export first.")
    vocabulary = load_start(recipe.start).vocabulary
    (folder / VOCABULARY_FILE).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    treebanks = (one for name in _TREEBANKS for one in _converted(work, name))
    (folder / LEMMAS_FILE).write_text(build_lemma_table(treebanks), encoding="utf-8")
    (folder / META).write_text(_meta(work, recipe, checkpoint), encoding="utf-8")
    return folder


def write_figures(work: Path, figures: Iterable[Figure]) -> None:
    """Keep *figures* for ``meta.toml``."""
    found = {figure.name: figure.value for figure in figures}
    (work / "figures.json").write_text(json.dumps(found, indent=2), encoding="utf-8")


def publish_package(work: Path, recipe: Recipe, target: Path | None = None) -> Path:
    """Copy the assembled package into the source tree and load it from there; where it now is."""
    place = target or Path(str(files("pipeline.nlp") / recipe.name))
    place.mkdir(parents=True, exist_ok=True)
    for name in (*PACKAGED, META):
        shutil.copyfile(work / recipe.name / name, place / name)
    nlp = load_nlp(place)
    size = sum((place / name).stat().st_size for name in (*PACKAGED, META))
    log.info("%s-%s, %.1f MB, in %s", recipe.name, nlp.meta["version"], size / 1e6, place)
    return place


def _meta(work: Path, recipe: Recipe, checkpoint: Checkpoint) -> str:
    figures = work / "figures.json"
    labels: dict[str, Sequence[str]] = {
        "tag": checkpoint.labels.tags,
        "morph": checkpoint.labels.morphs,
        "relation": checkpoint.labels.relations,
        "name": NAME_LABELS,
    }
    digests = {
        name: hashlib.sha256((work / recipe.name / name).read_bytes()).hexdigest()
        for name in PACKAGED
    }
    training: dict[str, _Value] = {
        "steps": checkpoint.progress.step,
        "epochs": checkpoint.progress.epoch + 1,
        "seed": recipe.seed,
        "start": f"{recipe.start.package}, sha256 {recipe.start.weights_sha256}",
        "start_licence": "Apache-2.0",
        "torch": str(torch.__version__),
        "python": platform.python_version(),
    }
    parts = [
        "# Written by `python -m pipeline.training package`; see pipeline/training/README.md.\n",
        _lines({"name": recipe.name, "version": recipe.version, "description": _DESCRIPTION}),
        _table("window", {"max_pieces": MAX_PIECES}),
        "[labels]\n" + "".join(f"{name} = {_list(every)}\n" for name, every in labels.items()),
        _table("files", digests),
        *(_table("[corpora]", corpus) for corpus in _corpora(work)),
        _table("figures", json.loads(figures.read_text()) if figures.exists() else {}),
        _table("training", training),
    ]
    return "\n".join(parts)


def _corpora(work: Path) -> list[dict[str, _Value]]:
    """What ``meta.toml`` says of each corpus that was trained on."""
    known = {corpus.name: corpus for corpus in load_sources().corpora}
    told: list[dict[str, _Value]] = []
    for share in TRAINED_ON.values():
        sentences = sum(1 for name in share.files for _ in _converted(work, name))
        for name in share.sources:
            corpus = known[name]
            told.append(
                {
                    "name": name,
                    "source": f"{corpus.repository}, commit {corpus.commit}",
                    "licence": corpus.licence,
                    "attribution": corpus.attribution,
                    "sentences": sentences,
                }
            )
    return told


def _converted(work: Path, name: str) -> Iterable[Sentence]:
    path = work / "corpora" / f"{name}.jsonl"
    if not path.exists():
        raise NothingToPackage(f"{path} is missing; run the step convert first.")
    return read_sentences(path)


def _table(name: str, values: Mapping[str, _Value]) -> str:
    return f"[{name}]\n{_lines(values)}"


def _lines(values: Mapping[str, _Value]) -> str:
    return "".join(f"{_key(name)} = {_value(value)}\n" for name, value in values.items())


def _list(values: Sequence[str]) -> str:
    return "[\n" + "".join(f"    {_value(value)},\n" for value in values) + "]"


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() else _value(name)


def _value(value: _Value) -> str:
    # A JSON string without escaped surrogates is a TOML string.
    return json.dumps(value, ensure_ascii=False)
