"""How sure a finding is: what each of its signs weighs (``confidence.toml``)."""

from pydantic import Field

from schemas.toml_file import Table


class Confidence(Table):
    """A logistic model: ``level`` is the score of a finding without signs, ``weights`` what each sign adds to it.

    The signs are those of ``pipeline.stages.events.signs``; one without a weight adds nothing.
    """

    level: float
    weights: dict[str, float] = Field(default_factory=dict)
