"""Names out of re3d's entities (Dstl), which mark pronouns and descriptions as they mark names.

Documents come as running text with offsets: they are cut into words with spaCy's tokenizer and into sentences
at full stops. Whatever is not clearly a name of ours is left open.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.training.name_layers import name_layer
from pipeline.training.samples import NamedRange, Sentence
from pipeline.training.words import ConversionWords

# Entities below it were proposed by a program, and many are wrong.
_MIN_CONFIDENCE = 0.7
_LABEL_OF = {
    "Person": "PERSON",
    "Organisation": "ORG",
    "Location": "LOC",
    "Nationality": "NORP",
    "Temporal": "DATE",
}
_UNANNOTATED = ("NORP", "DATE", "EVENT")
_PARAGRAPH_BREAKS = 2
_MAX_DATE_WORDS = 6
_OPENERS = "\"“‘'("
# Of Wikipedia: "[12]".
_REFERENCE = re.compile(r"\[\d+\]")


class Re3dDocument(BaseModel):
    """A line of ``documents.json``."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="_id")
    text: str


class Re3dEntity(BaseModel):
    """A line of ``entities.json``; ``begin`` and ``end`` are offsets of the text, half-open."""

    model_config = ConfigDict(frozen=True)

    document: str = Field(alias="documentId")
    type: str
    begin: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Re3dReader:
    """What reading needs: a tokenizer, the word lists, and the names whose type is known from elsewhere."""

    nlp: Language
    words: ConversionWords
    label_of: dict[str, str]

    def read(self, documents: str, entities: str) -> Iterator[Sentence]:
        """The sentences of one part of the corpus, given the text of its two files."""
        marked: dict[str, list[Re3dEntity]] = {}
        for line in entities.splitlines():
            entity = Re3dEntity.model_validate(json.loads(line))
            marked.setdefault(entity.document, []).append(entity)
        for line in documents.splitlines():
            document = Re3dDocument.model_validate(json.loads(line))
            yield from self._sentences(document, marked.get(document.id, []))

    def _sentences(
        self, document: Re3dDocument, entities: Sequence[Re3dEntity]
    ) -> Iterator[Sentence]:
        # Of the same length, so that offsets hold.
        text = _REFERENCE.sub(lambda found: " " * len(found.group()), document.text)
        doc = self.nlp.make_doc(text)
        names, unknown = self._names(doc, entities)
        for number, sent in enumerate(_cut(doc, self.words)):
            places = {token.i: place for place, token in enumerate(_words_of(sent))}
            words = tuple(doc[i].text for i in places)
            yield Sentence(
                corpus="re3d",
                id=f"{document.id}-{number + 1}",
                words=words,
                spaces=tuple(_space_follows(doc, i) for i in places),
                opens_document=number == 0,
                opens_paragraph=_opens_paragraph(sent),
                syntax=None,
                names=name_layer(
                    words,
                    _within(names, places),
                    {places[i] for i in unknown if i in places},
                    unannotated=_UNANNOTATED,
                ),
            )

    def _names(self, doc: Doc, entities: Sequence[Re3dEntity]) -> tuple[list[NamedRange], set[int]]:
        """Names in words of *doc*, none over another, and the words of all other entities."""
        unknown: set[int] = set()
        names: list[NamedRange] = []
        taken: set[int] = set()
        for entity in sorted(
            entities, key=lambda entity: (entity.begin - entity.end, entity.begin)
        ):
            span = doc.char_span(entity.begin, entity.end, alignment_mode="expand")
            if span is None:
                continue
            unknown.update(range(span.start, span.end))
            name = self._name(entity, span)
            if name is not None and not taken.intersection(range(name.first, name.last)):
                names.append(name)
                taken.update(range(name.first, name.last))
        return names, unknown - taken

    def _name(self, entity: Re3dEntity, span: Span) -> NamedRange | None:
        label = _LABEL_OF.get(entity.type)
        exact = (span.start_char, span.end_char) == (entity.begin, entity.end)
        if label is None or not exact:
            return None
        if label == "DATE":
            return self._date(span)
        name = self._without_lead(span, label)
        known = self._known_label(name)
        if known is None and entity.confidence < _MIN_CONFIDENCE:
            return None
        if known not in (None, label) or not self._is_name(name, label):
            return None
        return NamedRange(first=name.start, last=name.end, label=label)

    def _without_lead(self, span: Span, label: str) -> Span:
        """*span* without its article; a person's without the titles and what is before them."""
        leads = self.words.titles.words if label == "PERSON" else frozenset(("the",))
        first = span.start
        for token in span:
            if token.lower_ in leads and (label == "PERSON" or token.i == span.start):
                first = token.i + 1
        return span.doc[first : span.end]

    def _known_label(self, name: Span) -> str | None:
        if name.text.lower() in self.words.descriptions.countries:
            return "LOC"
        return self.label_of.get(name.text)

    def _date(self, span: Span) -> NamedRange | None:
        first = span.start
        while first < span.end and span.doc[first].lower_ in self.words.dates.leads:
            first += 1
        dateish = any(self.words.dates.may_hold(token.text) for token in span.doc[first : span.end])
        if not dateish or span.end - first > _MAX_DATE_WORDS:
            return None
        return NamedRange(first=first, last=span.end, label="DATE")

    def _is_name(self, span: Span, label: str) -> bool:
        """All capitalised but the small words between, and not only words that describe."""
        described = self.words.descriptions
        small = described.particles if label == "PERSON" else self.words.phrases.inside_names
        words = [token.text for token in span]
        # "Palmyra, Syria" is two places.
        if label == "LOC" and "," in words:
            return False
        capitalised = [word for word in words if word[:1].isupper() or self._is_prefixed(word)]
        return all(word in small for word in words if word not in capitalised) and any(
            word.lower() not in described.words for word in capitalised
        )

    def _is_prefixed(self, word: str) -> bool:
        # "al-Qaida" begins small.
        prefix, hyphen, _ = word.partition("-")
        return bool(hyphen) and prefix in self.words.descriptions.particles


def _cut(doc: Doc, words: ConversionWords) -> Iterator[Span]:
    """*doc* cut after full stops and at line breaks; pieces without a letter are left out."""
    start = 0
    for token in doc[1:]:
        if _starts_sentence(token.i, doc, words):
            if _says_something(doc[start : token.i]):
                yield doc[start : token.i]
            start = token.i
    if _says_something(doc[start:]):
        yield doc[start:]


def _says_something(span: Span) -> bool:
    return any(letter.isalnum() for letter in span.text)


def _starts_sentence(place: int, doc: Doc, words: ConversionWords) -> bool:
    before = doc[place - 1]
    if before.is_space and "\n" in before.text:
        return True
    if doc[place].is_space or not (doc[place].text[0].isupper() or doc[place].text[0] in _OPENERS):
        return False
    last = place - 1
    while last > 0 and (doc[last].is_space or doc[last].text in words.sentences.closers):
        last -= 1
    if not before.whitespace_ and not before.is_space:
        return False
    abbreviated = last > 0 and doc[last - 1].lower_ in words.sentences.abbreviations
    return doc[last].text in words.sentences.stops and not abbreviated


def _words_of(span: Span) -> list[Token]:
    return [token for token in span if not token.is_space]


def _space_follows(doc: Doc, place: int) -> bool:
    return bool(doc[place].whitespace_) or (place + 1 < len(doc) and doc[place + 1].is_space)


def _opens_paragraph(sent: Span) -> bool:
    if sent.start == 0:
        return True
    before = sent.doc[sent.start - 1]
    return before.is_space and before.text.count("\n") >= _PARAGRAPH_BREAKS


def _within(names: Iterable[NamedRange], places: dict[int, int]) -> Iterator[NamedRange]:
    for name in names:
        if name.first in places and name.last - 1 in places:
            yield NamedRange(
                first=places[name.first], last=places[name.last - 1] + 1, label=name.label
            )
