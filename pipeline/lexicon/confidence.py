"""How sure a finding is: what each of its signs weighs (``confidence.toml``)."""

from pydantic import Field

from schemas.toml_file import Table


class Confidence(Table):
    """A logistic model: ``level`` is the score of a finding without signs, ``weights`` what each sign adds to it.

    The signs are those of ``pipeline.stages.events.signs``; one without a weight adds nothing. What stays below
    ``least`` is no event.
    """

    level: float
    least: float = Field(ge=0.0, le=1.0)
    weights: dict[str, float] = Field(default_factory=dict)
