"""The names that the language model found, made consistent over an article."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.gazetteer.folding import fold
from pipeline.nlp.annotation import scores_of

# Below this the tree may know better than the name's label.
_SURE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelName:
    """The tokens from ``first`` up to ``last`` are a name: PERSON, ORG, LOC and so on.

    ``score`` is how sure the model is of it, from 0 to 1.
    """

    first: int
    last: int
    label: str
    score: float


def model_names(doc: Doc) -> tuple[ModelName, ...]:
    """The names of *doc* in order, without signs at their ends; one that comes again has one label throughout.

    That label is the one the model is surest of in sum. A word alone that leads a longer name of an
    organisation, and ends no person's, is that organisation's short form.
    """
    names = tuple(_trimmed(doc))
    spelt = [_spelling(doc, name) for name in names]
    labels = _labels(names, spelt)
    return tuple(
        replace(name, label=labels[words]) for name, words in zip(names, spelt, strict=True)
    )


def _trimmed(doc: Doc) -> Iterator[ModelName]:
    scores = scores_of(doc).names
    for ent, score in zip(doc.ents, scores, strict=True):
        first, last = ent.start, ent.end
        while first < last and not _is_word(doc[last - 1].text):
            last -= 1
        while first < last and not _is_word(doc[first].text):
            first += 1
        if first < last:
            label = ent.label_
            if label == "PERSON" and score < _SURE and _is_beside_thing(doc, first, last):
                label = "ORG"
            yield ModelName(first=first, last=last, label=label, score=score)


def _is_beside_thing(doc: Doc, first: int, last: int) -> bool:
    """Is the name set beside the noun before it ("lithium producer Ada Lund")? A person's noun modifies the name."""
    head = next((doc[i] for i in range(first, last) if not first <= doc[i].head.i < last), None)
    if head is None or head.dep_ != "appos" or head.head.i != first - 1:
        return False
    noun = head.head
    return noun.pos_ == "NOUN" and all(child.dep_ != "nmod:poss" for child in noun.lefts)


def _is_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _spelling(doc: Doc, name: ModelName) -> tuple[str, ...]:
    return tuple(fold(doc[i].text).casefold() for i in range(name.first, name.last))


def _labels(
    names: Sequence[ModelName], spelt: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], str]:
    sums: defaultdict[tuple[str, ...], defaultdict[str, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for name, words in zip(names, spelt, strict=True):
        sums[words][name.label] += name.score
    labels = {words: max(found, key=found.__getitem__) for words, found in sums.items()}
    longer = [words for words in labels if len(words) > 1]
    heads = {words[:1] for words in longer if labels[words] == "ORG"}
    families = {words[-1:] for words in longer if labels[words] == "PERSON"}
    short = heads - families
    return {
        words: "ORG" if label == "PERSON" and words in short else label
        for words, label in labels.items()
    }
