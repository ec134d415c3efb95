"""What whoever runs or counts the stages needs of them without loading any: spaCy alone takes a second and 90 MB."""

from dataclasses import dataclass, field
from typing import Literal

from pipeline.stages.cleaning.limits import CleanLimits
from schemas.codec import ArticleLimits

StageName = Literal["clean", "annotate", "entities", "events", "resolve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLimits:
    """What an article may be at most, before and after decoding."""

    article: ArticleLimits = field(default_factory=ArticleLimits)
    clean: CleanLimits = field(default_factory=CleanLimits)
    # How much of the cleaned text is coded, its opening; the longest wire articles have 50,000 characters. What is
    # longer is a book, a list or an attack, and each further 50,000 cost the later stages up to a second.
    max_coded_chars: int = 50_000
