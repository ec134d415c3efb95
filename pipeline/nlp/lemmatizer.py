"""Lemmas by table, by ending and by a few rules, in the conventions of Universal Dependencies for English.

The table (``lemmas.tsv``) comes from the training treebanks: words whose lemma the rules miss, and
endings with what takes their place ("*ating" of a VBG becomes "*ate"). Irregular words that the
treebanks lack are in ``lemmatizer.toml``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

import numpy
from spacy.tokens import Doc, Token

from schemas.errors import InvalidDataFile
from schemas.toml_file import Table, load_toml_file

LEMMA_TABLE = "lemmas.tsv"
# Marks the rows that are endings; no word of English begins with it and goes on with letters.
ENDING = "*"

# The tags of inflected forms, by the part of speech that may have them, and the tag whose endings they share.
INFLECTED: Mapping[tuple[str, str], str] = {
    ("VERB", "VBZ"): "VBZ",
    ("VERB", "VBG"): "VBG",
    ("VERB", "VBD"): "VBD",
    ("VERB", "VBN"): "VBD",
    ("AUX", "VBZ"): "VBZ",
    ("AUX", "VBG"): "VBG",
    ("AUX", "VBD"): "VBD",
    ("AUX", "VBN"): "VBD",
    ("NOUN", "NNS"): "NNS",
    ("PROPN", "NNPS"): "NNS",
    ("ADJ", "JJR"): "JJR",
    ("ADV", "RBR"): "JJR",
    ("ADJ", "JJS"): "JJS",
    ("ADV", "RBS"): "JJS",
}
INFLECTED_TAGS = frozenset(INFLECTED.values())

# Of these a known base form of one of the parts of speech is a better guess than an ending.
_BASES_OF = {
    "VBZ": ("VERB", "ADJ", "NOUN"),
    "VBG": ("VERB", "ADJ", "NOUN"),
    "VBD": ("VERB", "ADJ", "NOUN"),
    "JJR": ("ADJ",),
    "JJS": ("ADJ",),
}
_INFLECTIONS = ("ing", "ed", "es", "s", "er", "est")
_SHORTEST_STEM = 2

_PLURAL_NAME = "NNPS"
NAME_TAGS = frozenset(("NNP", _PLURAL_NAME))
_TITLE_TAGS = {"ing": "VBG", "ed": "VBD"}

_LONGEST_ENDING = 7
# Tokens are alike in most texts; plain strings, so they outlive a memory zone.
_MAX_CACHED = 50_000
_MAX_CACHED_CHARS = 64
# So far may the participle of "'s" be.
_MAX_APART = 8

_THOUSANDS = re.compile(r"(\d),(?=\d{3}(?!\d))")
_ROMAN = re.compile(r"[IVXLCDM]+")
_SHORT_ACRONYM, _SHORT_PARTICLE = 4, 3
_CASELESS = frozenset(("PUNCT", "SYM", "X"))


class LemmaRules(Table):
    """``lemmatizer.toml``. ``irregular``: for each shared tag the lemmas by form."""

    irregular: Mapping[Literal["VBD", "NNS", "JJR", "JJS"], Mapping[str, str]]
    have_or_be: frozenset[str]
    passive_words: frozenset[str]
    prefixes: tuple[str, ...]


def load_lemma_rules() -> LemmaRules:
    """Read ``lemmatizer.toml``. Raises ``InvalidDataFile`` where it breaks its rules."""
    return load_toml_file(files("pipeline.nlp") / "lemmatizer.toml", LemmaRules)


def shared_tag(pos: str, tag: str) -> str | None:
    """The tag whose endings a word of *pos* and *tag* has; ``None`` where it is not inflected."""
    return INFLECTED.get((pos, tag))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a lemma depends on. ``keeps_case``: capitals are the word's own, not those of its place."""

    form: str
    pos: str
    tag: str
    keeps_case: bool = True


class Lemmas:
    """The lemma of a word by itself, without its sentence.

    *words*: lemmas by (form in small letters, tag or part of speech). *endings*: by (ending, tag), the
    ending in its place.
    """

    def __init__(
        self, words: Mapping[tuple[str, str], str], endings: Mapping[tuple[str, str], str]
    ) -> None:
        rules = load_lemma_rules()
        self._prefixes = rules.prefixes
        self._words: dict[tuple[str, str], str] = {
            (form, tag): lemma
            for tag, lemmas in rules.irregular.items()
            for form, lemma in lemmas.items()
        }
        self._words.update(words)
        self._endings = dict(endings)

    def lemma(self, word: Word) -> str:
        """The lemma of *word*; never empty for a form that is not."""
        lower = word.form.lower()
        if word.pos == "PROPN":
            return self._of_name(word)
        if word.tag in NAME_TAGS:
            return self._in_title(word)
        inflected = shared_tag(word.pos, word.tag)
        known = self._words.get((lower, word.tag)) or self._words.get(
            (lower, inflected or word.pos)
        )
        if known:
            return known
        if word.pos in _CASELESS or _ROMAN.fullmatch(word.form):
            return word.form
        if word.pos == "NUM":
            return _THOUSANDS.sub(r"\1", lower)
        if word.keeps_case and _may_keep_capitals(word):
            lower = word.form
        return self._without_ending(lower, inflected) if inflected else lower

    def _of_name(self, word: Word) -> str:
        lower = word.form.lower()
        known = self._words.get((lower, word.pos))
        if known and known.lower() == lower and _is_written_as_name(word.form):
            return word.form
        if known:
            return known
        if word.tag != _PLURAL_NAME:
            return word.form
        singular = self._words.get((lower, "NNS"))
        if singular:
            return singular.capitalize() if word.form[0].isupper() else singular
        return self._without_ending(word.form, "NNS")

    def _in_title(self, word: Word) -> str:
        """Words of titles have the tags of names, but their own part of speech; capitals stay."""
        lower = word.form.lower()
        tag = next((tag for end, tag in _TITLE_TAGS.items() if lower.endswith(end)), word.pos)
        plain = Word(form=lower, pos=word.pos, tag=tag if word.pos == "VERB" else word.pos)
        lemma = self.lemma(plain)
        return lemma[0].upper() + lemma[1:] if word.form[0].isupper() else lemma

    def _without_ending(self, form: str, tag: str) -> str:
        """The lemma of an inflected *form*: the known word that it may come from, else by its ending."""
        lower = form.lower()
        for prefix in self._prefixes:
            stem = self._words.get((lower.removeprefix(prefix), tag))
            if stem and lower.startswith(prefix):
                return form[: len(prefix)] + stem
        guess = self._by_ending(form, tag)
        poses = _BASES_OF.get(tag, ())
        candidates = [guess, *_bases(form)]
        known = (
            base for pos in poses for base in candidates if self._words.get((base, pos)) == base
        )
        return next(known, guess)

    def _by_ending(self, form: str, tag: str) -> str:
        for length in range(min(_LONGEST_ENDING, len(form) - 1), 0, -1):
            replacement = self._endings.get((form[-length:].lower(), tag))
            if replacement is not None:
                return (form[:-length] + replacement) or form
        return form


class Lemmatizer:
    """Sets ``lemma_`` of every token from its form, tag and part of speech. Safe inside a memory zone."""

    def __init__(self, lemmas: Lemmas) -> None:
        self._lemmas = lemmas
        self._rules = load_lemma_rules()
        self._cache: dict[tuple[str, str, str, bool], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of *doc* and return it; white space is its own lemma. Tags must be there."""
        if not len(doc):
            return doc
        add, cached = doc.vocab.strings.add, self._cache
        # Each pass over a Doc makes its tokens' Python objects anew.
        tokens = list(doc)
        forms = [token.text for token in tokens]
        marks: Any = numpy.empty(len(doc), numpy.uint64)
        for i, token in enumerate(tokens):
            form = forms[i]
            keeps_case = form.islower() or self._keeps_case(doc, forms, i)
            key = (form, token.pos_, token.tag_, keeps_case)
            lemma = cached.get(key) or self._new(key)
            if (
                lemma == "be"
                and form.lower() in self._rules.have_or_be
                and self._is_have(token, forms)
            ):
                lemma = "have"
            marks[i] = add(lemma)
        doc.from_array(["LEMMA"], marks.reshape(-1, 1))
        return doc

    def _new(self, key: tuple[str, str, str, bool]) -> str:
        form, pos, tag, keeps_case = key
        lemma = self._lemmas.lemma(Word(form=form, pos=pos, tag=tag, keeps_case=keeps_case))
        if len(self._cache) < _MAX_CACHED and len(form) <= _MAX_CACHED_CHARS:
            self._cache[key] = lemma
        return lemma

    def _keeps_case(self, doc: Doc, forms: list[str], i: int) -> bool:
        """Are the capitals of the word its own? Not first in its sentence, nor among others in capitals."""
        if forms[i].isupper() and len(forms[i]) > 1:
            return not any(
                len(beside) > 1 and beside.isupper()
                for beside in forms[max(i - 1, 0) : i] + forms[i + 1 : i + 2]
            )
        # An opening quotation mark comes before the first word.
        first = i - 1 if i and not forms[i - 1][0].isalnum() else i
        return not (doc[i].is_sent_start or doc[first].is_sent_start)

    def _is_have(self, token: Token, forms: list[str]) -> bool:
        """Is "'s" short for "has"? It is before a participle that is not a passive."""
        head = token.head
        if token.dep_ != "aux" or head.tag_ != "VBN" or not 0 < head.i - token.i <= _MAX_APART:
            return False
        between = {form.lower() for form in forms[token.i + 1 : head.i]}
        return not between & self._rules.passive_words


def load_lemmatizer(text: str) -> Lemmatizer:
    """The lemmatizer with the table *text*: lines of form, part of speech or tag, lemma, between tabs.

    Raises ``InvalidDataFile`` naming the first line that is not so.
    """
    words: dict[tuple[str, str], str] = {}
    endings: dict[tuple[str, str], str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line:
            continue
        columns = line.split("\t")
        if len(columns) != 3 or not all(columns):
            raise InvalidDataFile(f"{LEMMA_TABLE}: line {number}: wants form, tag and lemma")
        form, tag, lemma = columns
        if form.startswith(ENDING) and tag in INFLECTED_TAGS:
            endings[form[1:], tag] = lemma[1:]
        else:
            words[form, tag] = lemma
    return Lemmatizer(Lemmas(words, endings))


def _may_keep_capitals(word: Word) -> bool:
    """May an unknown word have capitals in its lemma? Names' adjectives and acronyms do."""
    if word.form.islower():
        return False
    if word.pos == "ADJ":
        return True
    return word.pos == "NOUN" and any(letter.isupper() for letter in word.form[1:] or word.form)


def _is_written_as_name(form: str) -> bool:
    """Is *form* in capital and small letters, a short acronym, or a short word like "de"?"""
    if form.isupper() or form.islower():
        return len(form) <= (_SHORT_ACRONYM if form.isupper() else _SHORT_PARTICLE)
    return True


def _bases(form: str) -> Iterator[str]:
    """What *form* may be an inflected form of, by the rules of spelling."""
    for ending in _INFLECTIONS:
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < _SHORTEST_STEM:
            continue
        if stem[-1] == "i":
            yield stem[:-1] + "y"
        yield stem + "e"
        yield stem
        if stem[-1] == stem[-2]:
            yield stem[:-1]
