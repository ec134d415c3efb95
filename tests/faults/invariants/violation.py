"""What the checker reports."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of an invariant: where, what was found, and what had to be."""

    invariant: str
    where: str
    got: str
    want: str

    def as_json(self) -> dict[str, str]:
        """The same as plain values."""
        return asdict(self)
