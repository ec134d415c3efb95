"""The spaCy component that annotates a Doc with the model: sentences, tags, trees and names."""

from collections.abc import Sequence

import numpy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.annotation import Annotation, LabelNumbers, Scores, leave_scores
from pipeline.nlp.encoder import Encoder
from pipeline.nlp.names import NameDecoder, name_scores
from pipeline.nlp.package import ModelPackage, load_package
from pipeline.nlp.relations import Relations
from pipeline.nlp.trees import find_trees
from pipeline.nlp.windows import (
    MAX_READ_PIECES,
    Cut,
    Window,
    WindowCutter,
    Words,
    cuts_before,
    words_of,
)
from pipeline.nlp.wordpiece import WordPieces

COMPONENT = "eventwire_model"


class Annotator:
    """Sets ``sent_start``, ``tag``, ``pos``, ``morph``, ``head``, ``dep`` and ``ents`` of all tokens.

    Every sentence is one tree with one root, and no name crosses a sentence or a paragraph. A token of
    white space hangs on the word before it (``dep``, ``_SP``, ``SPACE``). The same text gets the same
    annotation, whatever other texts are annotated before it or beside it. ``annotation.scores_of`` tells
    how sure the model is.

    Of a text beyond *max_read_pieces* only the opening is read: the other words get sentences by their
    signs, ``pos`` ``X``, and hang on the first word of their sentence with ``dep``; no tags, no names.
    """

    def __init__(
        self, package: ModelPackage, vocab: Vocab, *, max_read_pieces: int = MAX_READ_PIECES
    ) -> None:
        """Raises ``BrokenPackage`` where a file of *package* is missing, changed or of another layout."""
        labels = package.meta.labels
        self._numbers = LabelNumbers(labels, vocab)
        self._encoder = Encoder(package)
        self._relations = Relations(package)
        self._names = NameDecoder(labels.name)
        self._max_pieces = package.meta.window.max_pieces
        vocabulary = package.read_text("vocabulary.txt").removesuffix("\n").split("\n")
        self._cutter = WindowCutter(
            WordPieces(vocabulary), max_pieces=self._max_pieces, max_read_pieces=max_read_pieces
        )

    def __call__(self, doc: Doc) -> Doc:
        """Annotate *doc* and return it."""
        words = words_of(doc)
        annotation = Annotation(doc, self._numbers)
        heads = numpy.zeros(len(doc), numpy.float32)
        names: list[float] = []
        read = 0
        for window in self._cutter(words):
            names += self._read(window, words, annotation, heads)
            read = window.end
        if read < len(words.texts):
            self._mark_unread(words, read, annotation)
        annotation.fill_space(words)
        annotation.write()
        leave_scores(
            doc,
            Scores(
                names=tuple(names),
                heads=heads,
                unread_from=int(words.tokens[read]) if read < len(words.texts) else None,
            ),
        )
        return doc

    def _read(
        self,
        window: Window,
        words: Words,
        annotation: Annotation,
        heads: NDArray[numpy.float32],
    ) -> Sequence[float]:
        """Annotate the words of *window*; the scores of its names."""
        encoding = self._encoder(window)
        labels = self._names(encoding.name, window.opens)
        starts = (encoding.sentence > 0) & ~self._names.continues[labels] | window.opens
        starts[0] = True
        trees = find_trees(encoding.arc, starts)
        relations = self._relations(encoding, trees.heads)
        morphs = encoding.morph.argmax(1)
        numbers = self._numbers
        tokens = words.tokens[window.start : window.end]
        annotation.tag[tokens] = numbers.tag[encoding.tag.argmax(1)]
        annotation.pos[tokens] = numbers.pos[morphs]
        annotation.morph[tokens] = numbers.morph[morphs]
        annotation.dep[tokens] = numbers.relation[relations]
        annotation.head[tokens] = tokens[trees.heads]
        annotation.starts[tokens] = starts
        annotation.iob[tokens] = numbers.iob[labels]
        annotation.name[tokens] = numbers.name[labels]
        heads[tokens] = trees.probabilities
        scores: list[float] = name_scores(encoding.name, labels, self._names).tolist()
        return scores

    def _mark_unread(self, words: Words, start: int, annotation: Annotation) -> None:
        """Give the words from *start* on sentences by rule, none longer than a window, each a flat tree."""
        starts = numpy.zeros(len(words.texts) - start, numpy.bool_)
        since = self._max_pieces
        for place, cut in enumerate(cuts_before(words, start, len(words.texts))):
            starts[place] = cut >= Cut.SENTENCE or since >= self._max_pieces
            since = 1 if starts[place] else since + 1
        tokens = words.tokens[start:]
        first = tokens[starts]
        annotation.starts[first] = True
        annotation.head[tokens] = first[numpy.cumsum(starts) - 1]
        annotation.dep[first] = self._numbers.root


@Language.factory(
    COMPONENT,
    assigns=[
        "token.is_sent_start",
        "token.tag",
        "token.pos",
        "token.morph",
        "token.head",
        "token.dep",
        "doc.ents",
    ],
    default_config={"folder": None},
)
def make_annotator(nlp: Language, name: str, folder: str | None) -> Annotator:  # noqa: ARG001 spaCy's signature
    """Build the component with the model in *folder*, by default the shipped one."""
    return Annotator(load_package(folder), nlp.vocab)
