"""How well documents were annotated, against their gold: all figures in percent.

Syntax is measured by spaCy's own Scorer, whitespace and punctuation as its parser's scorer has them; lemmas and
names over the same alignment of words.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.scorer import Scorer
from spacy.tokens import Doc, Token
from spacy.training import Example

from pipeline.training.gold_documents import GoldDocument

_PUNCTUATION = ("p", "punct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A document as a model annotated it, and its gold."""

    example: Example
    gold: GoldDocument

    @classmethod
    def of(cls, doc: Doc, gold: GoldDocument) -> "Annotated":
        """*doc* beside *gold*; both have the same text."""
        return cls(example=Example(doc, gold.reference(doc.vocab)), gold=gold)


@dataclass(slots=True)
class _Count:
    """Names found and right, names found and wrong, names missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1; 0 where there is nothing to count."""
        return (
            percent(self.right, self.right + self.wrong),
            percent(self.right, self.right + self.missed),
            percent(2 * self.right, 2 * self.right + self.wrong + self.missed),
        )


@dataclass(slots=True)
class _Counts:
    total: _Count = field(default_factory=_Count)
    of_label: dict[str, _Count] = field(default_factory=dict)


def measure_syntax(annotated: Iterable[Annotated]) -> dict[str, float]:
    """Tags, UPOS, morphology (accuracy), unlabelled and labelled trees, sentences (F1)."""
    examples = [one.example for one in annotated]
    scores = {
        **Scorer.score_token_attr(examples, "tag"),
        **Scorer.score_token_attr(examples, "pos"),
        **Scorer.score_token_attr(examples, "morph", getter=_morph),
        **Scorer.score_spans(examples, "sents", has_annotation=_has_sentences),
        **Scorer.score_deps(examples, "dep", getter=_relation, ignore_labels=_PUNCTUATION),
    }
    return {
        measure: 100 * scores[key]
        for measure, key in (
            ("tag", "tag_acc"),
            ("pos", "pos_acc"),
            ("morph", "morph_acc"),
            ("uas", "dep_uas"),
            ("las", "dep_las"),
            ("sentences", "sents_f"),
        )
    }


def measure_lemmas(annotated: Iterable[Annotated]) -> dict[str, float]:
    """Share of right lemmas among the words that were cut as the gold cuts them: exact, and in any case."""
    counts: Counter[str] = Counter()
    for one in annotated:
        places = one.example.alignment.y2x
        for token in one.example.reference:
            found = places[token.i]
            if token.is_space or len(found) != 1:
                continue
            lemma = one.example.predicted[int(found[0])].lemma_
            counts["words"] += 1
            counts["exact"] += lemma == token.lemma_
            counts["any_case"] += lemma.lower() == token.lemma_.lower()
    return {
        "lemma": percent(counts["exact"], counts["words"]),
        "lemma_any_case": percent(counts["any_case"], counts["words"]),
    }


def measure_names(annotated: Iterable[Annotated], labels: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1 of names of *labels*, and the F1 of each label.

    A name is right where its words and its label are. Names over a word whose label the corpus does not tell
    are neither right nor wrong.
    """
    counts = _Counts(of_label={label: _Count() for label in labels})
    for one in annotated:
        _count_names(one, counts)
    precision, recall, f1 = counts.total.figures()
    figures = {"names_precision": precision, "names_recall": recall, "names_f1": f1}
    for label, count in counts.of_label.items():
        figures[f"{label.lower()}_f1"] = count.figures()[2]
    return figures


def percent(part: float, whole: float) -> float:
    """*part* in percent of *whole*; 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def _count_names(one: Annotated, counts: _Counts) -> None:
    if one.gold.names is None:
        return
    wanted = {
        (name.first, name.last, name.label)
        for name in one.gold.names.ranges
        if name.label in counts.of_label
    }
    unknown = set(one.gold.names.unknown)
    places = one.example.alignment.x2y
    found: set[tuple[int, int, str]] = set()
    for ent in one.example.predicted.ents:
        words = places[ent.start : ent.end]
        if ent.label_ not in counts.of_label or not len(words):
            continue
        first, last = int(words[0]), int(words[-1]) + 1
        if unknown.isdisjoint(range(first, last)):
            found.add((first, last, ent.label_))
    for name in wanted | found:
        for count in (counts.total, counts.of_label[name[2]]):
            count.right += name in wanted and name in found
            count.wrong += name not in wanted
            count.missed += name not in found


def _morph(token: Token, _: str) -> object:
    return token.morph.key  # type: ignore[attr-defined] # compiled, its stub lacks it


def _relation(token: Token, _: str) -> str:
    return token.dep_.lower()


def _has_sentences(doc: Doc) -> bool:
    return bool(doc.has_annotation("SENT_START"))
