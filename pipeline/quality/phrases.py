"""Section d: actor phrases in their sentences, and which country and sector they resolve to."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from pipeline.flow import Flow
from pipeline.gazetteer.tables import Code, Row, read_table
from pipeline.quality.bootstrap import measure
from pipeline.quality.places import SETS, files_sha256, missing
from pipeline.quality.section import Grid, Section
from pipeline.quality.sentences import explain_sentence
from pipeline.stages.resolving.naming import MentionIndex, name_actors
from pipeline.values import Stretch
from schemas.actor import Actor
from schemas.errors import InvalidDataFile

ACTOR_PHRASES = SETS / "actor_phrases.tsv"
_TITLE = "Actor phrases: country and sector"
_NONE = "none"


class ActorPhrase(Row):
    """A phrase that names who acts, as it stands in a sentence. An empty code: it must stay unresolved.

    ``published_at`` is a day or a moment, for offices that change hands.
    """

    phrase: Annotated[str, Field(min_length=1)]
    sentence: Annotated[str, Field(min_length=1)]
    published_at: str | None
    country: Code | None
    sector: Code | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedPhrase:
    """A phrase of the set and the actor that it came out as."""

    wanted: ActorPhrase
    actor: Actor

    @property
    def country(self) -> bool:
        """Is the country right, or rightly open?"""
        return self.actor.country == self.wanted.country

    @property
    def sector(self) -> bool:
        """Is the sector right, or rightly open?"""
        return self.actor.sector == self.wanted.sector


def phrases_section(flow: Flow, path: Path = ACTOR_PHRASES) -> Section:
    """The share of phrases with the right country, the right sector and both, and what is confused."""
    reason = missing(path)
    if reason:
        return Section(key="d", name="actor_phrases", title=_TITLE, skipped=reason)
    resolved = [resolve_phrase(flow, row, path) for row in read_table(path, ActorPhrase)]
    units = {
        "country": [(int(one.country), 1) for one in resolved],
        "sector": [(int(one.sector), 1) for one in resolved],
        "country_and_sector": [(int(one.country and one.sector), 1) for one in resolved],
        "country_where_given": _given([(one.country, one.wanted.country) for one in resolved]),
        "sector_where_given": _given([(one.sector, one.wanted.sector) for one in resolved]),
    }
    return Section(
        key="d",
        name="actor_phrases",
        title=_TITLE,
        notes=(f"{len(resolved)} phrases, each in a sentence of its own",),
        figures=tuple(measure(name, counts) for name, counts in units.items()),
        grids=(_kinds_of_mistakes(resolved), _sectors(resolved)),
        mistakes=tuple(_mistake(one) for one in resolved if not (one.country and one.sector)),
        digests={"actor_phrases": files_sha256([path])},
    )


def resolve_phrase(flow: Flow, row: ActorPhrase, path: Path) -> ResolvedPhrase:
    """*row* resolved as the resolve stage resolves a participant. Raises InvalidDataFile, naming *path*."""
    seen = explain_sentence(flow, row.sentence, published_at=row.published_at)
    start = seen.clean.text.find(row.phrase)
    if start < 0:
        raise InvalidDataFile(f"{path}: {row.phrase!r} does not stand in its sentence")
    actor, *_ = name_actors(
        Stretch(start_char=start, end_char=start + len(row.phrase)),
        MentionIndex.of(seen.entities, seen.clean.text),
        seen.clean.text,
        flow.lexicon.resolving,
    )
    return ResolvedPhrase(wanted=row, actor=actor)


def _given(judged: list[tuple[bool, str | None]]) -> list[tuple[int, int]]:
    """Of the phrases that have the code at all."""
    return [(int(right), 1) for right, wanted in judged if wanted is not None]


def _kinds_of_mistakes(resolved: list[ResolvedPhrase]) -> Grid:
    """Left open, taken for another, or resolved where nothing was to resolve: three faults of unlike weight."""
    rows = []
    for name in ("country", "sector"):
        pairs = [(getattr(one.wanted, name), getattr(one.actor, name)) for one in resolved]
        wrong = [(want, got) for want, got in pairs if want != got]
        rows.append(
            (
                name,
                str(sum(got is None for _, got in wrong)),
                str(sum(None not in pair for pair in wrong)),
                str(sum(want is None for want, _ in wrong)),
            )
        )
    return Grid(
        title="mistakes by kind",
        columns=("field", "left open", "another", "where none was"),
        rows=tuple(rows),
    )


def _sectors(resolved: list[ResolvedPhrase]) -> Grid:
    whole = Counter(one.wanted.sector or _NONE for one in resolved)
    right = Counter(one.wanted.sector or _NONE for one in resolved if one.sector)
    countries = Counter(one.wanted.sector or _NONE for one in resolved if one.country)
    return Grid(
        title="by sector of the gold",
        columns=("sector", "phrases", "sector right", "country right"),
        rows=tuple(
            (name, str(count), str(right[name]), str(countries[name]))
            for name, count in sorted(whole.items())
        ),
    )


def _mistake(one: ResolvedPhrase) -> str:
    want = f"{one.wanted.country or _NONE} {one.wanted.sector or _NONE}"
    got = f"{one.actor.country or _NONE} {one.actor.sector or _NONE}"
    return f"{one.wanted.phrase}: gold {want}, got {got} ({one.actor.name}): {one.wanted.sentence}"
