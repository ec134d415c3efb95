"""The gold events of the seed articles, as ``seeds/README.md`` describes their files."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import model_validator

from schemas.event import EventStatus
from schemas.outcome import Outcome
from schemas.toml_file import Table, load_toml_file


class GoldEvent(Table):
    """One event that a reader found. Countries are parallel to the names, ``""`` where none."""

    event_type: str
    modes: tuple[str, ...] = ()
    trigger: str
    evidence: str
    actors: tuple[str, ...]
    actor_countries: tuple[str, ...] = ()
    recipients: tuple[str, ...]
    recipient_countries: tuple[str, ...] = ()
    date: str | None = None
    status: EventStatus
    negated: bool
    optional: bool

    @model_validator(mode="after")
    def _is_parallel(self) -> Self:
        if len(self.actors) != len(self.actor_countries):
            raise ValueError("want one of actor_countries for each of actors")
        if len(self.recipients) != len(self.recipient_countries):
            raise ValueError("want one of recipient_countries for each of recipients")
        return self


class GoldArticle(Table):
    """How one article must end. ``article`` is its id, its url, or the name of its ``.txt``."""

    article: str
    version: int
    outcome: Outcome
    events: tuple[GoldEvent, ...] = ()


class _GoldFile(Table):
    articles: tuple[GoldArticle, ...]


def load_gold(paths: Sequence[Path]) -> tuple[GoldArticle, ...]:
    """The gold of all *paths*, in their order. Raises InvalidDataFile naming file and fault."""
    return tuple(article for path in paths for article in load_toml_file(path, _GoldFile).articles)


def gold_sha256(paths: Sequence[Path]) -> str:
    """SHA-256 over names and contents of *paths*: changes when any gold does."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        # Line ends may differ between checkouts.
        raw = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()
