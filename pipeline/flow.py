"""The way of an article through the stages: clean ▸ annotate ▸ entities ▸ events ▸ resolve. Text in, events out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extraction import make_extraction
from pipeline.flow_limits import FlowLimits, StageName
from pipeline.gazetteer import Gazetteer, load_gazetteer
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.nlp.annotation import scores_of
from pipeline.nlp.load import load_nlp
from pipeline.nlp.memory import memory_zone
from pipeline.stages.annotate import annotate
from pipeline.stages.cleaning.clean import clean_article
from pipeline.stages.cleaning.language import load_identifier
from pipeline.stages.entities.coreference import find_links
from pipeline.stages.entities.find import find_entities
from pipeline.stages.entities.wording import words_of
from pipeline.stages.events.extract import explain_events, extract_events
from pipeline.stages.events.tree import Tree, read_tree
from pipeline.stages.resolving.resolve import resolve_events
from pipeline.values import (
    CleanArticle,
    CoreferenceLink,
    EventCandidate,
    ParsedToken,
    Rejection,
)
from schemas.article import Article
from schemas.entity import Entity
from schemas.event import Coder, Event
from schemas.extraction import Arrival, Extraction
from schemas.ontology import Ontology, load_ontology
from schemas.outcome import Outcome

# The coder is English only; other languages keep their row with their text.
CODED_LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything the stages saw in one article: what ``eventwire explain`` shows.

    ``tokens`` are the words of each sentence with their places in its tree. Of the text the first
    ``coded_chars`` characters were read; all of it, unless it is beyond what an article may have.
    """

    clean: CleanArticle
    coded_chars: int
    sentences: tuple[tuple[int, int], ...]
    tokens: tuple[tuple[ParsedToken, ...], ...]
    entities: tuple[Entity, ...]
    findings: tuple[EventCandidate | Rejection, ...]
    events: tuple[Event, ...]


def _no_clock(stage: StageName) -> None:
    """Nobody asked how long the stages take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """The loaded stages. Running it changes nothing: the same article gives the same extraction."""

    nlp: Language
    gazetteer: Gazetteer
    lexicon: Lexicon
    ontology: Ontology
    limits: FlowLimits
    coder: Coder

    def run(
        self,
        article: Article,
        *,
        arrival: Arrival | None = None,
        on_stage: Callable[[StageName], None] = _no_clock,
    ) -> Extraction:
        """The extraction of *article*; *on_stage* is called as each stage ends.

        *arrival* is where the message lay and when Kafka took it: ``coded_at`` where the article has no
        ``published_at``.
        Raises schemas.errors.RefusedMessage where the text is beyond a limit.
        """
        if article.status != "usable":
            return make_extraction(article, self.coder, outcome=article.status, arrival=arrival)
        clean = clean_article(article, limits=self.limits.clean)
        on_stage("clean")
        ending = _ending_without_events(clean)
        if ending is not None:
            return make_extraction(
                article, self.coder, outcome=ending, arrival=arrival, clean=clean
            )
        received_at = arrival.moment if arrival else None
        coded = self._code(clean, received_at=received_at, on_stage=on_stage)
        return make_extraction(
            article,
            self.coder,
            outcome="extracted" if coded.events else "no_events",
            arrival=arrival,
            clean=clean,
            entities=coded.entities,
            events=coded.events,
        )

    def explain(self, article: Article) -> Explanation:
        """What each stage made of *article*, rejected triggers included. Raises as ``run`` does."""
        return self._code(clean_article(article, limits=self.limits.clean), explained=True)

    def _code(
        self,
        clean: CleanArticle,
        *,
        received_at: datetime | None = None,
        on_stage: Callable[[StageName], None] = _no_clock,
        explained: bool = False,
    ) -> Explanation:
        """The stages after the first, in their order; only *explained* tells rejections, sentences and tokens."""
        # Without the zone spaCy's vocabulary grows with every word ever seen.
        with memory_zone(self.nlp):
            doc = annotate(clean, self.nlp, max_chars=self.limits.max_coded_chars)
            on_stage("annotate")
            entities, links = self._read_names(doc, clean.article)
            on_stage("entities")
            find_events = explain_events if explained else extract_events
            findings = find_events(doc, entities, self.lexicon, self.ontology)
            on_stage("events")
            sentences, tokens = self._read_trees(doc) if explained else ((), ())
            coded_chars = _read_chars(doc)
        events = resolve_events(
            tuple(found for found in findings if isinstance(found, EventCandidate)),
            entities,
            clean,
            self.lexicon,
            self.ontology,
            links=links,
            coder=self.coder,
            received_at=received_at,
        )
        on_stage("resolve")
        return Explanation(
            clean=clean,
            coded_chars=coded_chars,
            sentences=sentences,
            tokens=tokens,
            entities=entities,
            findings=findings,
            events=events,
        )

    def _read_names(
        self, doc: Doc, article: Article
    ) -> tuple[tuple[Entity, ...], tuple[CoreferenceLink, ...]]:
        """Who and what *doc* names, and whom its pronouns and descriptions stand for."""
        words = words_of(doc)
        entities = find_entities(
            words, self.gazetteer, article_id=article.id, published_at=article.published_at
        )
        return entities, find_links(words, entities, self.lexicon.resolving.coreference)

    def _read_trees(
        self, doc: Doc
    ) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[ParsedToken, ...], ...]]:
        """The sentences of *doc* as offsets, and their words in the trees that the event stage reads."""
        tree = read_tree(doc, self.lexicon.spelling)
        sentences = tuple((sent.start_char, sent.end_char) for sent in doc.sents)
        return sentences, tuple(_parsed(doc, tree, sent.start, sent.end) for sent in doc.sents)


def load_flow(limits: FlowLimits) -> Flow:
    """The stages with their data loaded, ready to run: about a second and 200 MB.

    Raises schemas.errors.InvalidDataFile where a data file breaks its rules.
    """
    nlp = load_nlp()
    ontology = load_ontology()
    load_identifier()  # once, so that no article pays for it
    # Its words on pages without text ("discarding data") would be one line per article.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return Flow(
        nlp=nlp,
        gazetteer=load_gazetteer(),
        lexicon=load_lexicon(),
        ontology=ontology,
        limits=limits,
        coder=Coder(
            version=version("eventwire"),
            model="{lang}_{name}-{version}".format_map(nlp.meta),
            ontology=ontology.version,
        ),
    )


def _read_chars(doc: Doc) -> int:
    unread_from = scores_of(doc).unread_from
    return len(doc.text) if unread_from is None else doc[unread_from].idx


def _parsed(doc: Doc, tree: Tree, start: int, end: int) -> tuple[ParsedToken, ...]:
    """The words of a sentence as plain values, which outlive the memory zone; white space left out."""
    words = [i for i in range(start, end) if not doc[i].is_space]
    places = {word: place for place, word in enumerate(words)}
    return tuple(
        ParsedToken(
            text=doc[i].text,
            start_char=doc[i].idx,
            end_char=doc[i].idx + len(doc[i]),
            lemma=doc[i].lemma_,
            pos=tree.pos[i],
            relation=tree.relations[i],
            head=places.get(tree.heads[i], places[i]),
            particle=next(
                (
                    tree.words[c]
                    for c in tree.children(i, "compound")
                    if tree.relations[c] == "compound:prt"
                ),
                "",
            ),
        )
        for i in words
    )


def _ending_without_events(clean: CleanArticle) -> Outcome | None:
    if not clean.text:
        return "no_text"
    language = (clean.language or CODED_LANGUAGE).partition("-")[0].lower()
    return None if language == CODED_LANGUAGE else "unsupported_language"
