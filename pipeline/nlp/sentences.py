"""The component that ends sentences by rule: full stops, paragraphs and a list of abbreviations."""

import re
from importlib.resources import files
from typing import Any

import numpy
from spacy.language import Language
from spacy.tokens import Doc

from schemas.toml_file import Table, load_toml_file

COMPONENT = "eventwire_sentences"

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n|\r\r|\r\n[^\S\n]*\r\n|\u2029")
_END = re.compile(r"[.!?…]+|[。！？]")
_CLOSING = frozenset("\"'”’)]}»")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


class Abbreviations(Table):
    """What a full stop does after these words; all without their last full stop."""

    before_name: frozenset[str]
    before_number: frozenset[str]
    in_sentence: frozenset[str]
    openers: frozenset[str]


def load_abbreviations() -> Abbreviations:
    """Read ``abbreviations.toml``. Raises ``InvalidDataFile`` where it breaks its rules."""
    return load_toml_file(files("pipeline.nlp") / "abbreviations.toml", Abbreviations)


class SentenceEnder:
    """Sets ``is_sent_start`` on every token, in one pass.

    An empty line always ends a sentence; an abbreviation or an initial does not, unless a word that
    opens sentences follows. Closing quotes and brackets stay with their sentence, and so does the
    white space after it.
    """

    def __init__(self, abbreviations: Abbreviations) -> None:
        self.abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentences of *doc* and return it."""
        # Written out and read back: a pass over a Doc makes a Python object per token anew.
        written = [token.text_with_ws for token in doc]
        blank_after = [word[-1:] == " " and len(word) > 1 for word in written]
        words = [
            word[:-1] if blank else word for word, blank in zip(written, blank_after, strict=True)
        ]
        starts = [False] * len(words)
        ended = paragraph_ended = False
        last = -1  # the last token that is not white space
        for i, word in enumerate(words):
            if word.isspace():
                paragraph_ended = paragraph_ended or _EMPTY_LINE.search(word) is not None
                continue
            detached = i > 0 and (last < i - 1 or blank_after[i - 1])
            if last >= 0 and paragraph_ended:
                starts[i] = True
            elif ended and (detached or word not in _CLOSING):
                starts[i] = self._opens(words, i) and not self._runs_on(words, last, word)
            if starts[i] or not (ended and word in _CLOSING):
                ended = _END.fullmatch(word) is not None or self._ends_itself(word)
            paragraph_ended = False
            last = i
        # Token.is_sent_start looks at the whole Doc each time it is set: the square of its length.
        if starts:
            marks: Any = numpy.where(numpy.asarray(starts), 1, -1).reshape(-1, 1)
            doc.from_array(["SENT_START"], marks.astype("uint64"))
        return doc

    def _ends_itself(self, word: str) -> bool:
        return len(word) > 1 and word[-1] == "."

    def _opens(self, words: list[str], i: int) -> bool:
        """Can the token start a sentence? A small letter cannot, but "al-Shabab" and "iPhone" do."""
        word = words[i]
        if (word in _CLOSING and word not in "\"'") or _END.fullmatch(word):
            return False
        if word[0] in "'’" and len(word) > 1:
            return False  # 's, 're, ’ll
        if word in "\"'“‘([" and i + 1 < len(words):
            word = words[i + 1]
        if not word[0].islower():
            return word[0] not in ",;:"
        hyphen = i + 2 < len(words) and words[i + 1] == "-" and words[i + 2][0].isupper()
        return hyphen or any(letter.isupper() for letter in word)

    def _runs_on(self, words: list[str], last: int, following: str) -> bool:
        """Does the stop before *following* belong to an abbreviation in mid-sentence?"""
        word = words[last]
        if word == "." and last > 0:
            word = words[last - 1]
        elif word.endswith(".") and len(word) > 1:
            word = word[:-1]
        else:
            return False
        known = self.abbreviations
        if word in known.before_name:
            return True
        if word in known.before_number:
            return following[0].isdigit() or following not in known.openers
        if word in known.in_sentence or (_INITIAL.fullmatch(word) and word != "I"):
            return following not in known.openers
        return False


@Language.factory(COMPONENT, assigns=["token.is_sent_start", "doc.sents"])
def make_sentence_ender(nlp: Language, name: str) -> SentenceEnder:  # noqa: ARG001 spaCy's signature
    """Build the component with the packaged abbreviations."""
    return SentenceEnder(load_abbreviations())
