"""Relations: the highest score by the formula, ROOT for roots alone."""

import hashlib
from io import BytesIO
from pathlib import Path

import numpy
import pytest

from pipeline.nlp.encoder import Encoding
from pipeline.nlp.package import BrokenPackage, Labels, Meta, ModelPackage, WindowTable
from pipeline.nlp.relations import Relations

LABELS = ("nsubj", "ROOT", "obj", "det")
WIDTH, WORDS = 96, 70


def package_of(folder: Path, arrays: dict[str, numpy.ndarray]) -> ModelPackage:
    written = BytesIO()
    numpy.savez(written, **arrays)  # type: ignore[arg-type] # its keywords are no arrays
    (folder / "relations.npz").write_bytes(written.getvalue())
    labels = Labels(tag=("NN",), morph=("X|",), relation=LABELS, name=("O",))
    meta = Meta(
        name="en_little",
        version="1",
        description="",
        window=WindowTable(max_pieces=9),
        labels=labels,
        files={"relations.npz": hashlib.sha256(written.getvalue()).hexdigest()},
        corpora=(),
        figures={},
        training={},
    )
    return ModelPackage(folder=folder, meta=meta)


def some_arrays() -> dict[str, numpy.ndarray]:
    random = numpy.random.default_rng(1)
    count = len(LABELS)
    shapes = {
        "bilinear": (WIDTH, count * WIDTH),
        "of_dependent": (count, WIDTH),
        "bias": (count,),
        "of_head": (count, WIDTH),
    }
    return {name: random.normal(size=shape).astype(numpy.float32) for name, shape in shapes.items()}


def test_each_arc_gets_the_relation_of_the_highest_score(tmp_path: Path) -> None:
    arrays = some_arrays()
    random = numpy.random.default_rng(2)
    dependent, head = random.normal(size=(2, WORDS, WIDTH)).astype(numpy.float32)
    heads = random.integers(0, WORDS, WORDS)
    heads[5] = 5
    nothing = numpy.zeros((WORDS, 1), numpy.float32)
    encoding = Encoding(
        sentence=nothing[:, 0],
        tag=nothing,
        morph=nothing,
        arc=nothing,
        dependent=dependent,
        head=head,
        name=nothing,
    )

    found = Relations(package_of(tmp_path, arrays))(encoding, heads)

    for word, above in enumerate(heads):
        if word == above:
            assert LABELS[found[word]] == "ROOT"
            continue
        scores = (dependent[word] @ arrays["bilinear"]).reshape(len(LABELS), WIDTH) @ head[above]
        scores += arrays["of_dependent"] @ dependent[word] + arrays["bias"]
        scores += arrays["of_head"] @ head[above]
        scores[LABELS.index("ROOT")] = -numpy.inf
        assert found[word] == scores.argmax()


@pytest.mark.parametrize("name", ["bilinear", "of_dependent", "bias", "of_head"])
def test_weights_of_another_shape_are_refused(tmp_path: Path, name: str) -> None:
    arrays = some_arrays()
    arrays[name] = arrays[name][..., :-1]

    with pytest.raises(
        BrokenPackage, match=r"relations.npz: its arrays are not those of the labels"
    ):
        Relations(package_of(tmp_path, arrays))


def test_a_missing_array_is_refused(tmp_path: Path) -> None:
    arrays = some_arrays()
    del arrays["bias"]

    with pytest.raises(BrokenPackage, match=r"relations.npz: wants the arrays bilinear"):
        Relations(package_of(tmp_path, arrays))
