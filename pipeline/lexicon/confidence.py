"""How sure a kind of finding is: the shares of ``confidence.toml``."""

from pydantic import Field

from schemas.toml_file import Table


class Confidence(Table):
    """``shares``: by kind of finding, the share that readers found right; ``other`` where too few were read.

    ``factors``: by circumstance ("unnamed", "not_actual", "unsure_tree") what the share is multiplied with.
    """

    other: float = Field(ge=0.0, le=1.0)
    shares: dict[str, float] = Field(default_factory=dict)
    factors: dict[str, float] = Field(default_factory=dict)
