"""The root of eventwire's exceptions, and the ones a message can cause.

EventwireError
├── RefusedMessage          a message that can never succeed: a dead letter at once, never retried
│   ├── UndecodableMessage  its bytes are not what the topic carries (the sender's fault)
│   └── pipeline.errors.*   its text is beyond a limit
├── InvalidDataFile         a TOML or TSV file of ours (or an operator's) breaks its rules
│   └── BrokenPackage       a file of the language model is missing or changed (pipeline/nlp/package.py)
├── pipeline.training.*     a corpus, the start weights or an earlier step of the recipe is missing
├── agents.errors.*         what a person at the command line or an operator can put right
└── agents.embedded.errors.*
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.dead_letter import DeadLetterCode


class EventwireError(Exception):
    """Anything eventwire raises on purpose; the text says what happened, where, and what to do."""


class RefusedMessage(EventwireError):
    """A message that can never succeed, however often it is tried."""

    stage: str = "decode"

    def __init__(self, code: DeadLetterCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.code, self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with an article: where (JSON pointer), what was got, what is wanted."""

    pointer: str
    got: str
    want: str

    def __str__(self) -> str:
        return f"{self.pointer or '/'}: got {self.got}; {self.want}"


class UndecodableMessage(RefusedMessage):
    """The sender's bytes are not what the topic carries; ``faults`` has one entry per fault."""

    def __init__(self, code: DeadLetterCode, message: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(code, message)
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.code, self.message, self.faults)


class InvalidDataFile(EventwireError):
    """A data file breaks its rules; the text names the file, the place and the rule."""
