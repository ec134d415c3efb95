"""An article as the rules see it: its trees, its participants, and the data they are read with."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.lexicon import Lexicon
from pipeline.lexicon.compiling import Entry
from pipeline.lexicon.grammar import Grammar
from pipeline.stages.events.functions import Functions
from pipeline.stages.events.mentions import mention_spans, opposed_words
from pipeline.stages.events.phrases import PhraseReader
from pipeline.stages.events.tree import Tree
from schemas.entity import Entity
from schemas.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReading:
    """Everything that the rules of the event stage ask of one article; read-only.

    ``anchored``: it names a country, a place, an organisation or somebody in an office. ``certainty`` is the
    probability of each token's head, from 0 to 1, as the model gives it. ``words``: its lemmas, and each with the word
    before it.
    """

    tree: Tree
    functions: Functions
    phrases: PhraseReader
    lexicon: Lexicon
    ontology: Ontology
    anchored: bool
    certainty: Sequence[float]
    words: frozenset[str]

    def acts_named(self, noun: int) -> tuple[Entry, ...]:
        """The entries that the noun alone is, without words beside it ("attack", not "peace" of "peace talks")."""
        told = self.lexicon.by_head.get(("noun", self.tree.lemmas[noun]), ())
        return tuple(entry for entry in told if not entry.needs and not entry.modifiers)

    def category(self, event_type: str) -> str:
        """The quad category of a type; empty for the types of the civil family."""
        return self.ontology.types[event_type].quad_category or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRange:
    """The half-open token range of a sentence."""

    start: int
    end: int


def make_phrase_reader(
    doc: Doc, tree: Tree, entities: Sequence[Entity], grammar: Grammar
) -> PhraseReader:
    """A reader over the mentions of *entities*; where two overlap the longer stays."""
    spans = mention_spans(doc, entities)
    return PhraseReader(
        tree=tree,
        grammar=grammar,
        spans=spans,
        dated=frozenset(
            token.i for ent in doc.ents if ent.label_ in {"DATE", "TIME"} for token in ent
        ),
        opposed=opposed_words(doc, entities),
        span_at={i: number for number, span in enumerate(spans) for i in range(span[0], span[1])},
    )
