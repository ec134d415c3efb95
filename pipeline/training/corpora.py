"""The converted corpora as training reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.training.features import EncodedSentence, Labels, SentenceEncoder, find_labels
from pipeline.training.samples import Sentence, documents_of, read_sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedOn:
    """Converted ``files`` that training reads, and the corpora of ``sources.toml`` that are in them."""

    files: tuple[str, ...]
    sources: tuple[str, ...]


# By the names of the recipe's shares.
TRAINED_ON = {
    "ewt": TrainedOn(files=("ewt_train",), sources=("ud_ewt", "uner_ewt")),
    "gum": TrainedOn(files=("gum_train",), sources=("gum_open",)),
    "gmb": TrainedOn(files=("gmb_train",), sources=("gmb",)),
    "crossner": TrainedOn(files=("crossner_train", "crossner_dev"), sources=("crossner_politics",)),
    "re3d": TrainedOn(files=("re3d",), sources=("re3d_open",)),
}
WATCHED = ("ewt_dev", "gum_dev", "gmb_dev")

# Corpora without documents are read in pieces of this many sentences.
_PART_SENTENCES = 50

Documents = list[list[EncodedSentence]]


def training_labels(folder: Path) -> Labels:
    """The labels of the two treebanks that are trained on."""
    return find_labels(
        sentence
        for name in ("ewt_train", "gum_train")
        for sentence in read_sentences(folder / f"{name}.jsonl")
    )


def load_documents(folder: Path, names: Iterable[str], encode: SentenceEncoder) -> Documents:
    """The documents of the converted corpora *names*, encoded."""
    return [
        [encode(sentence) for sentence in part]
        for name in names
        for part in _parts(list(documents_of(read_sentences(folder / f"{name}.jsonl"))))
    ]


def _parts(documents: Sequence[Sequence[Sentence]]) -> list[Sequence[Sentence]]:
    """*documents*; those of single sentences joined, and the joined and the very long ones cut."""
    if all(len(document) == 1 for document in documents):
        documents = [[sentence for document in documents for sentence in document]]
    return [
        document[start : start + _PART_SENTENCES]
        for document in documents
        for start in range(0, len(document), _PART_SENTENCES)
    ]
