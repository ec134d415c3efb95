"""The recipe of the model: every number that training depends on, read from ``recipe.toml``."""

from importlib.resources import files

from pydantic import Field

from schemas.toml_file import Table, load_toml_file


class StartWeights(Table):
    """Where the pretrained encoder is found, and what it must be to the last bit."""

    package: str
    weights: str
    weights_sha256: str
    vocabulary: str
    vocabulary_sha256: str


class Shares(Table):
    """How often each corpus is read in an epoch; a part of one where below 1."""

    ewt: float = Field(ge=0)
    gum: float = Field(ge=0)
    gmb: float = Field(ge=0)
    crossner: float = Field(ge=0)
    re3d: float = Field(ge=0)


class WindowRules(Table):
    """How sentences are gathered into windows and windows into the rows of a batch."""

    shortest_pieces: int = Field(gt=0)
    longest_pieces: int = Field(gt=0)
    keeps_paragraphs: float = Field(ge=0, le=1)
    row_pieces: int = Field(gt=0)
    rows: int = Field(gt=0)


class Changes(Table):
    """Shares of windows that are changed before they are read."""

    lower_case: float
    upper_case: float
    title_case: float
    no_final_stop: float
    noisy: float
    noisy_words: float
    masked: float
    masked_pieces: float


class OptimizerRules(Table):
    """AdamW and its rates; *warm_up* and *constant* are shares of *steps*."""

    steps: int = Field(gt=0)
    warm_up: float = Field(gt=0, lt=1)
    constant: float = Field(gt=0, lt=1)
    encoder_rate: float
    heads_rate: float
    weight_decay: float
    longest_gradient: float
    encoder_dropout: float
    heads_dropout: float

    def rate_at(self, step: int) -> float:
        """The share of the full rate at *step*: up in a straight line, constant, down to zero."""
        done = step / self.steps
        if done < self.warm_up:
            return done / self.warm_up
        return min(1.0, max(0.0, (1 - done) / (1 - self.constant)))


class LossWeights(Table):
    """How much each loss counts in the sum."""

    sentence: float
    tag: float
    morph: float
    arc: float
    relation: float
    name: float


class Recipe(Table):
    """The whole of ``recipe.toml``."""

    name: str
    version: str
    seed: int
    start: StartWeights
    shares: Shares
    windows: WindowRules
    changes: Changes
    optimizer: OptimizerRules
    losses: LossWeights


def load_recipe() -> Recipe:
    """Read ``recipe.toml``. Raises ``InvalidDataFile`` where it breaks its rules."""
    return load_toml_file(files("pipeline.training") / "recipe.toml", Recipe)
