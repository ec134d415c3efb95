"""An article as the rules see it: its trees, its participants, and the data they are read with."""

from dataclasses import dataclass

from pipeline.lexicon import Lexicon
from pipeline.stages.events.functions import Functions
from pipeline.stages.events.phrases import PhraseReader
from pipeline.stages.events.tree import Tree
from schemas.ontology import Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReading:
    """Everything that the rules of the event stage ask of one article; read-only.

    ``anchored``: it names a country, a place, an organisation or somebody in an office.
    """

    tree: Tree
    functions: Functions
    phrases: PhraseReader
    lexicon: Lexicon
    ontology: Ontology
    anchored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRange:
    """The half-open token range of a sentence."""

    start: int
    end: int
