"""What a Doc is given, gathered in arrays and written to it at once."""

from dataclasses import dataclass
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.symbols import IDS  # type: ignore[import-not-found] # compiled, no stubs
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.package import OUTSIDE, ROOT, Labels
from pipeline.nlp.windows import Words

# As spaCy numbers them: inside a name, outside, at its beginning.
_INSIDE, _OUTSIDE, _BEGINS = 1, 2, 3

_SCORES = "eventwire.scores"

Ints = NDArray[numpy.int64]
Numbers = NDArray[numpy.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How sure the model is of what it says of a Doc, all from 0 to 1.

    ``names`` has one entry for each of ``doc.ents``, in their order: the geometric mean of the
    probabilities of its words' labels. ``heads`` has one a token: the probability of its head among the
    words of its sentence, 0 where the model did not choose it. ``unread_from`` is the first token that
    the model did not read because the text is longer than it reads, ``None`` where it read all.
    """

    names: tuple[float, ...]
    heads: NDArray[numpy.float32]
    unread_from: int | None


def scores_of(doc: Doc) -> Scores:
    """The scores that the component left in ``doc.user_data``. Raises ``KeyError`` on any other Doc."""
    scores: Scores = doc.user_data[_SCORES]
    return scores


def leave_scores(doc: Doc, scores: Scores) -> None:
    """Keep *scores* with *doc*, where ``scores_of`` finds them."""
    doc.user_data[_SCORES] = scores


class LabelNumbers:
    """The numbers of the labels in *vocab*, entered there once and outside any memory zone."""

    def __init__(self, labels: Labels, vocab: Vocab) -> None:
        add = vocab.strings.add
        features = [label.partition("|") for label in labels.morph]
        self.tag = _numbers(add(label) for label in labels.tag)
        self.pos = _numbers(IDS[pos] for pos, _, _ in features)
        self.morph = _numbers(vocab.morphology.add(feats or "_") for _, _, feats in features)
        self.relation = _numbers(add(label) for label in labels.relation)
        self.name = _numbers(0 if label == OUTSIDE else add(label[2:]) for label in labels.name)
        iob = {"O": _OUTSIDE, "B": _BEGINS, "U": _BEGINS}
        self.iob = _numbers(iob.get(label[0], _INSIDE) for label in labels.name)
        self.space_tag = add("_SP")
        self.space_pos, self.other_pos = IDS["SPACE"], IDS["X"]
        self.no_morph = vocab.morphology.add("_")
        self.dep, self.root = add("dep"), add(ROOT)


class Annotation:
    """The attributes of all tokens of a Doc, empty at first; heads are places of tokens."""

    def __init__(self, doc: Doc, numbers: LabelNumbers) -> None:
        count = len(doc)
        self._doc = doc
        self._numbers = numbers
        self.tag = numpy.zeros(count, numpy.uint64)
        self.pos = numpy.full(count, numbers.other_pos, numpy.uint64)
        self.morph = numpy.full(count, numbers.no_morph, numpy.uint64)
        self.dep = numpy.full(count, numbers.dep, numpy.uint64)
        self.iob = numpy.full(count, _OUTSIDE, numpy.uint64)
        self.name = numpy.zeros(count, numpy.uint64)
        self.head = numpy.arange(count)
        self.starts = numpy.zeros(count, numpy.bool_)

    def fill_space(self, words: Words) -> None:
        """Annotate the tokens between *words*: each hangs on the word before it, the first on the first word.

        White space inside a name is part of it, so that the name stays whole.
        """
        count = len(self.head)
        is_word = numpy.zeros(count, numpy.bool_)
        is_word[words.tokens] = True
        space = numpy.flatnonzero(~is_word)
        if not len(space):
            return
        numbers = self._numbers
        self.tag[space], self.pos[space] = numbers.space_tag, numbers.space_pos
        nearest = numpy.maximum.accumulate(numpy.where(is_word, numpy.arange(count), -1))
        first = int(words.tokens[0]) if len(words.tokens) else 0
        self.head[space] = numpy.where(nearest[space] < 0, first, nearest[space])
        self._move_first_start(first)
        if not len(words.tokens):
            self.dep[first] = numbers.root
            return
        following = numpy.searchsorted(words.tokens, space)
        within = following < len(words.tokens)
        inner = space[within]
        next_word = words.tokens[following[within]]
        goes_on = self.iob[next_word] == _INSIDE
        self.iob[inner[goes_on]] = _INSIDE
        self.name[inner[goes_on]] = self.name[next_word[goes_on]]

    def _move_first_start(self, first: int) -> None:
        """White space before the *first* word is of its sentence."""
        self.starts[first] = False
        self.starts[0] = True

    def write(self) -> None:
        """Write all attributes to the Doc."""
        doc = self._doc
        if not len(doc):
            return
        offsets = (self.head - numpy.arange(len(doc))).view(numpy.uint64)
        columns: Any = numpy.column_stack(
            [self.tag, self.pos, self.morph, self.dep, offsets, self.iob, self.name]
        )
        doc.from_array(["TAG", "POS", "MORPH", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"], columns)
        # spaCy derives the sentences from the heads, but gives up on very crossed trees.
        marks: Any = numpy.where(self.starts, 1, -1).view(numpy.uint64)
        doc.from_array(["SENT_START"], marks)


def _numbers(numbers: Any) -> Numbers:
    return numpy.fromiter(numbers, numpy.uint64)
