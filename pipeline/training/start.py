"""The pretrained encoder that training starts from, checked to the last bit."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load

from pipeline.training.recipe import StartWeights
from schemas.errors import EventwireError


class StartWeightsMissing(EventwireError):
    """The package with the start weights is not installed, or is not the one the recipe names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The start weights by their published names, and the vocabulary in its order."""

    weights: dict[str, torch.Tensor]
    vocabulary: Sequence[str]


def load_start(rules: StartWeights) -> Start:
    """Read what *rules* names. Raises ``StartWeightsMissing`` where it is absent or changed."""
    spec = find_spec(rules.package)
    if spec is None or spec.origin is None:
        raise StartWeightsMissing(
            f"The package {rules.package} is not installed; `make training` installs it."
        )
    folder = Path(spec.origin).parent
    weights = _checked(folder / rules.weights, rules.weights_sha256)
    vocabulary = _checked(folder / rules.vocabulary, rules.vocabulary_sha256)
    named = {name.removeprefix("bert."): tensor for name, tensor in load(weights).items()}
    return Start(weights=named, vocabulary=vocabulary.decode("utf-8").splitlines())


def _checked(path: Path, sha256: str) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StartWeightsMissing(
            f"{path.name} of {path.parent.parent.name} is not the file the recipe names (its sha256 "
            f"differs); install the version named in recipe.toml."
        )
    return content
