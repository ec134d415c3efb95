"""Makes ``lemmas.tsv``, the table of the lemmatizer, from treebanks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from pipeline.nlp.lemmatizer import ENDING, INFLECTED, NAME_TAGS, Lemmas, Word, shared_tag
from pipeline.training.samples import Sentence

_LONGEST_ENDING = 6
# An ending has a row if it gives so many more words their lemma than the shorter ending does.
_MIN_GAIN = 2
# Of a misspelt word the lemma is that of the word meant, which is no rule; unless the mistake recurs.
_MIN_MISSPELT = 2
# A lemma by tag, beside the one by part of speech, needs as many witnesses.
_MIN_BY_TAG = 2
# So does the way a name is written.
_MIN_NAME = 2
# Parts of words that a blank cuts.
_NO_LEMMA = frozenset(("GW", "AFX"))

# Of these all lemmas are in small letters; the treebanks keep the capitals of some titles.
_SMALL = frozenset(("VERB", "AUX", "ADP", "DET", "CCONJ", "SCONJ", "PART"))
# Capitals of an unknown noun may be an acronym's and of an adjective a name's: the others have a row.
_MAY_BE_NAMES = frozenset(("ADJ", "NOUN"))
_VERBAL = frozenset(("VERB", "VBZ", "VBG", "VBD"))
# What a name is short for ("Sept.") must be so nearly always.
_MOST = 0.75

# A part of speech that has each of the shared tags.
_POS_OF = {tag: pos for (pos, _), tag in reversed(list(INFLECTED.items()))}


class _Key(NamedTuple):
    """A form in small letters, and its shared tag if it is inflected, else its part of speech."""

    form: str
    label: str


class _Change(NamedTuple):
    """How many letters are cut from the end of a form, and what is added."""

    cut: int
    added: str


# How often a form had each lemma, by tag.
_Tally = dict[str, Counter[str]]
_Lemmas = Mapping[_Key, _Tally]


def build_lemma_table(sentences: Iterable[Sentence]) -> str:
    """The content of ``lemmas.tsv``: lines of form, part of speech or tag, lemma, between tabs, sorted.

    Words whose lemma the rules and the endings give have no line. Sentences without syntax are passed over.
    """
    tallies = _count(sentences)
    endings = _endings(tallies)
    words: dict[tuple[str, str], str] = dict(_rows_by_pos(tallies, Lemmas({}, endings)))
    words.update(_rows_by_tag(tallies, Lemmas(words, endings)))
    rows = [(form, label, lemma) for (form, label), lemma in words.items()]
    rows += [(ENDING + end, tag, ENDING + added) for (end, tag), added in endings.items()]
    return "".join("\t".join(row) + "\n" for row in sorted(rows))


def _count(sentences: Iterable[Sentence]) -> _Lemmas:
    right: dict[_Key, _Tally] = defaultdict(lambda: defaultdict(Counter))
    misspelt: dict[_Key, _Tally] = defaultdict(lambda: defaultdict(Counter))
    for form, pos, tag, lemma, morph in _words(sentences):
        if pos == "PROPN" and not form[0].isupper():
            continue
        label = pos if pos == "PROPN" else shared_tag(pos, tag) or pos
        tallies = misspelt if "Typo=Yes" in morph else right
        tallies[_Key(form.lower(), label)][tag][lemma] += 1
    for key, tally in misspelt.items():
        if key not in right and _lemmas_of(tally).total() >= _MIN_MISSPELT:
            right[key] = tally
    return right


def _words(sentences: Iterable[Sentence]) -> Iterator[tuple[str, str, str, str, str]]:
    """Form, part of speech, tag, lemma and features of all words that have a lemma of their own."""
    for sentence in sentences:
        layer = sentence.syntax
        if layer is None:
            continue
        columns = (sentence.words, layer.pos, layer.tags, layer.lemmas, layer.morphs)
        for form, pos, tag, lemma, morph in zip(*columns, strict=True):
            if pos == "X" or tag in _NO_LEMMA:
                continue
            # In a title any word may be tagged as a name, and then its lemma has capitals.
            if pos == "PROPN" or tag not in NAME_TAGS:
                yield form, pos, tag, lemma.lower() if pos in _SMALL else lemma, morph


def _endings(tallies: _Lemmas) -> dict[tuple[str, str], str]:
    """What takes the place of an ending in the lemma, by (ending, tag): the change that most words want.

    An ending is kept where it tells more than the longest kept ending within it.
    """
    votes: dict[_Key, Counter[_Change]] = defaultdict(Counter)
    for (form, label), tally in tallies.items():
        if label not in _POS_OF or not form.isalpha():
            continue
        change = _change(form, _best(_lemmas_of(tally)).lower())
        for length in range(1, min(_LONGEST_ENDING, len(form) - 1) + 1):
            votes[_Key(form[-length:], label)][change] += 1
    kept: dict[_Key, _Change] = {}
    for key in sorted(votes, key=lambda key: (len(key.form), key)):
        changes = votes[key]
        possible = [change for change in changes if change.cut <= len(key.form)]
        best = max(possible, key=lambda change: (changes[change], change), default=None)
        inherited = next((kept[key_] for key_ in _within(key) if key_ in kept), _Change(0, ""))
        if best and changes[best] - changes[inherited] >= _MIN_GAIN:
            kept[key] = best
    return {
        (ending, label): ending[: len(ending) - cut] + added
        for (ending, label), (cut, added) in kept.items()
    }


def _within(key: _Key) -> Iterator[_Key]:
    """The endings of the ending *key*, the longest first."""
    return (_Key(key.form[start:], key.label) for start in range(1, len(key.form)))


def _change(form: str, lemma: str) -> _Change:
    stem = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(form, lemma, strict=False))
    )
    return _Change(len(form) - stem, lemma[stem:])


def _rows_by_pos(tallies: _Lemmas, rules: Lemmas) -> Iterator[tuple[tuple[str, str], str]]:
    for (form, label), tally in tallies.items():
        lemmas = _lemmas_of(tally)
        lemma = _best(lemmas)
        if label == "PROPN":
            if _tells_name(form, lemma, lemmas):
                yield (form, label), lemma
            continue
        tag = max(tally, key=lambda tag: (tally[tag].total(), tag))
        ruled = rules.lemma(Word(form=form, pos=_POS_OF.get(label, label), tag=tag))
        if _is_slip(label, lemma, ruled, tallies):
            continue
        if label in _VERBAL:
            yield (lemma, "VERB"), lemma
        if ruled != lemma or (label in _MAY_BE_NAMES and len(form) > 1 and lemma.islower()):
            yield (form, label), lemma


def _is_slip(label: str, lemma: str, ruled: str, tallies: _Lemmas) -> bool:
    """Is *lemma* no verb that occurs itself while *ruled*, what the rules give, does? Annotators err, too."""
    if label not in _VERBAL or lemma == ruled:
        return False
    lemma_occurs, ruled_occurs = (
        any(_Key(base, pos) in tallies for pos in ("VERB", "ADJ")) for base in (lemma, ruled)
    )
    return ruled_occurs and not lemma_occurs


def _tells_name(form: str, lemma: str, lemmas: Counter[str]) -> bool:
    """Does the lemma tell how a name in capitals is written, or what it is short for?"""
    if lemma.lower() == form:
        return lemmas.total() >= _MIN_NAME and not lemma.isupper()
    return lemmas[lemma] >= max(_MIN_NAME, _MOST * lemmas.total())


def _rows_by_tag(tallies: _Lemmas, known: Lemmas) -> Iterator[tuple[tuple[str, str], str]]:
    """Rows of uninflected words whose lemma depends on the tag ("her" of PRP is "she")."""
    for (form, label), tally in tallies.items():
        if label == "PROPN":
            continue
        pos = _POS_OF.get(label, label)
        for tag, lemmas in tally.items():
            lemma = _best(lemmas)
            ruled = known.lemma(Word(form=form, pos=pos, tag=tag))
            slip = _is_slip(label, lemma, ruled, tallies)
            if lemma != ruled and lemmas[lemma] >= _MIN_BY_TAG and not slip:
                yield (form, tag), lemma


def _lemmas_of(tally: _Tally) -> Counter[str]:
    return sum(tally.values(), Counter[str]())


def _best(lemmas: Counter[str]) -> str:
    """The most frequent lemma; among equals the last in the alphabet, so that the table is always the same."""
    return max(lemmas, key=lambda lemma: (lemmas[lemma], lemma))
