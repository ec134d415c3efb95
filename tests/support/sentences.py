"""Sentences as tests write them, read by the event stage alone: names stand in brackets, with their role."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from spacy.language import Language

from pipeline.lexicon import Lexicon
from pipeline.stages.events.extract import explain_events, read_article
from pipeline.stages.events.reading import ArticleReading
from pipeline.values import EventCandidate, RejectedBecause, Rejection, Stretch
from schemas.entity import Entity, Mention
from schemas.ontology import Ontology

_MARK = re.compile(r"\[([ARN]) ([^\]]+)\]")

# The rest of the article that the sentence stands in: it names a country, as news does.
ELSEWHERE = Entity(id="Norway", name="Norway", label="GPE", mentions=())

Told = tuple[str, list[str], list[str]]


def plain(marked: str) -> str:
    """*marked* without its brackets."""
    return _MARK.sub(r"\2", marked)


def marked_as(role: str, marked: str) -> list[str]:
    """The names in brackets in *role*: "A" actor, "R" recipient, "N" neither."""
    return [found.group(2) for found in _MARK.finditer(marked) if found.group(1) == role]


def entity(name: str, text: str) -> Entity:
    """One entity with all its mentions in *text*: a firm where it ends in "Corp", a country where it has a capital, else soldiers."""
    mentions = tuple(
        Mention(start_char=found.start(), end_char=found.end(), text=name)
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    )
    if name.endswith(" Corp"):
        return Entity(id=name, name=name, label="ORG", mentions=mentions)
    if name[0].isupper():
        return Entity(id=name, name=name, label="GPE", mentions=mentions)
    return Entity(id=name, name=name, label="ROLE", sector="MIL", mentions=mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReader:
    """Runs the event stage over marked sentences."""

    nlp: Language
    lexicon: Lexicon
    ontology: Ontology

    def reading(self, marked: str) -> ArticleReading:
        """*marked* as the rules see it."""
        text = plain(marked)
        return read_article(self.nlp(text), self.entities(marked), self.lexicon, self.ontology)

    def entities(self, marked: str) -> Sequence[Entity]:
        """What the brackets of *marked* name, and a country that the article names elsewhere."""
        names = dict.fromkeys(found.group(2) for found in _MARK.finditer(marked))
        return [ELSEWHERE, *(entity(name, plain(marked)) for name in names)]

    def findings(self, marked: str) -> tuple[EventCandidate | Rejection, ...]:
        """Every trigger: as an event or with why it is none."""
        doc = self.nlp(plain(marked))
        return explain_events(doc, self.entities(marked), self.lexicon, self.ontology)

    def candidates(self, marked: str) -> list[EventCandidate]:
        """The events of *marked*."""
        return [found for found in self.findings(marked) if isinstance(found, EventCandidate)]

    def only(self, marked: str) -> EventCandidate:
        """The one event of *marked*."""
        (found,) = self.candidates(marked)
        return found

    def events(self, marked: str) -> list[Told]:
        """Type, actors and recipients of each event."""
        return [
            (
                found.event_type,
                [words(marked, part) for part in found.actors],
                [words(marked, part) for part in found.recipients],
            )
            for found in self.candidates(marked)
        ]

    def refusals(self, marked: str) -> list[tuple[str, RejectedBecause]]:
        """Trigger and reason of each rejection."""
        return [
            (words(marked, found.trigger), found.because)
            for found in self.findings(marked)
            if isinstance(found, Rejection)
        ]


def words(marked: str, stretch: Stretch | None) -> str:
    """The text of *stretch* in *marked*, empty for none."""
    return plain(marked)[stretch.start_char : stretch.end_char] if stretch is not None else ""


class WithRules(Protocol):
    """Makes a reader that knows nothing but *groups*, the TOML of a file of *event_type*; *file* are its own keys."""

    def __call__(
        self, groups: str, event_type: str = "ASSAULT", file: str = ""
    ) -> SentenceReader: ...
