"""How an article ends: a closed list, one outcome for each article."""

from typing import Literal

Outcome = Literal[
    "extracted",  # a row with at least one event
    "no_events",  # a row; nothing in the text is an event
    "no_text",  # a row; nothing was left after cleaning
    "unsupported_language",  # a row with its text; only English is coded
    "canceled",  # a row; the producer took the article back, its events are retracted
    "withheld",  # a row; the producer holds the article back, its events are retracted
    "dead_lettered",  # no row; the original bytes are in the topic dead-letters with the reason
]
