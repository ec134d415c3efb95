"""Dependency trees drawn by hand, so that a rule over trees is tested without a parser."""

from functools import cache
from itertools import pairwise

import numpy
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.annotation import Scores, leave_scores

_POS_OF_TAG = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "PRP": "PRON",
    "PRP$": "PRON",
    "WDT": "PRON",
    "WP": "PRON",
    "IN": "ADP",
    "TO": "PART",
    "POS": "PART",
    "RP": "ADP",
    "RB": "ADV",
    "JJ": "ADJ",
    "DT": "DET",
    "CD": "NUM",
    "CC": "CCONJ",
    "MD": "AUX",
    ",": "PUNCT",
    ".": "PUNCT",
    "HYPH": "PUNCT",
}


def draw(drawn: str) -> Doc:
    """A Doc of tokens ``form|lemma/TAG/head/relation``: the head counts from 1 and is 0 for the root.

    Without a lemma the form in lower case is it. Verbs that are auxiliaries or copulas are told by relation.
    """
    forms, lemmas, tags, heads, relations = [], [], [], [], []
    for place, token in enumerate(drawn.split()):
        written, tag, head, relation = token.rsplit("/", 3)
        form, _, lemma = written.partition("|")
        forms.append(form)
        lemmas.append(lemma or form.lower())
        tags.append(tag)
        heads.append(int(head) - 1 if int(head) else place)
        relations.append("ROOT" if head == "0" else relation)
    pos = [_part_of_speech(tag, rel) for tag, rel in zip(tags, relations, strict=True)]
    # No blank stands around a hyphen.
    joined = [form == "-" or following == "-" for form, following in pairwise([*forms, ""])]
    doc = Doc(
        _vocab(),
        words=forms,
        spaces=[not glued for glued in joined],
        lemmas=lemmas,
        tags=tags,
        pos=pos,
        heads=heads,
        deps=relations,
    )
    # No model chose these heads, so none of them has a probability.
    unscored = Scores(names=(), heads=numpy.zeros(len(doc), numpy.float32), unread_from=None)
    leave_scores(doc, unscored)
    return doc


@cache
def _vocab() -> Vocab:
    return English().vocab


def _part_of_speech(tag: str, relation: str) -> str:
    if tag.startswith("VB"):
        return "AUX" if relation.partition(":")[0] in {"aux", "cop"} else "VERB"
    return _POS_OF_TAG[tag]
