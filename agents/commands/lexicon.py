"""``eventwire lexicon gaps``: frequent predicates that no lexicon entry covers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from agents.coding_limits import coding_limits
from agents.commands.console import Console
from agents.commands.reading import Reading, Unreadable, read_articles
from agents.settings import Settings
from pipeline.flow import Explanation, Flow, load_flow
from pipeline.lexicon import Lexicon
from pipeline.lexicon.entries import Grammar
from schemas.codec import decode_article
from schemas.errors import RefusedMessage

_MIN_LETTERS = 4
_EXAMPLE_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A word that looks like a predicate, in lower case, and the sentence it stands in."""

    word: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    text: str
    named: bool  # part of an entity's mention
    verb_place: bool  # after a name, with nothing but adverbs and auxiliaries between


def run_gaps(
    files: Sequence[Path],
    *,
    settings: Settings,
    console: Console,
    stdin: BinaryIO,
    limit: int,
    as_json: bool,
) -> int:
    """Word, count and an example sentence on stdout, the most frequent first; 1 where a record was refused."""
    flow = load_flow(coding_limits(settings).flow)
    counts: Counter[str] = Counter()
    examples: dict[str, str] = {}
    refused = 0
    with console.progress("articles read") as tick:
        for reading in read_articles(files, stdin=stdin):
            tick()
            explanation = _explain(reading, flow)
            if isinstance(explanation, str):
                refused += 1
                console.error(explanation)
                continue
            for sighting in find_predicates(explanation, lexicon=flow.lexicon):
                counts[sighting.word] += 1
                examples.setdefault(sighting.word, sighting.sentence)
    # The alphabet decides between equals, so that two runs give the same list.
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    rows = [(word, count, examples[word][:_EXAMPLE_CHARACTERS]) for word, count in ranked]
    if as_json:
        for word, count, example in rows:
            console.json({"word": word, "count": count, "example": example})
    else:
        console.table(("word", "count", "example"), rows)
    return 1 if refused else 0


def find_predicates(explanation: Explanation, *, lexicon: Lexicon) -> Iterator[Sighting]:
    """Words of verb-like shape and place that *lexicon* knows in no form.

    A word in -ed after a name or before an object; one in -s or -ing after a name and before an object.
    Adverbs and auxiliaries may stand between; an object starts with a determiner, a possessive, "that" or
    a name.
    """
    known = _known_words(lexicon)
    text = explanation.clean.text
    stretches = zip(explanation.sentences, explanation.tokens, strict=True)
    for (start, end), tokens in stretches:
        words = _words(explanation, tokens, start=start, grammar=lexicon.grammar)
        for word, following in zip(words, [*words[1:], None], strict=True):
            if _looks_like_a_verb(word, following, lexicon.grammar) and word.text not in known:
                yield Sighting(word=word.text, sentence=" ".join(text[start:end].split()))


def _explain(reading: Reading, flow: Flow) -> Explanation | str:
    """The explanation, or the line that says why there is none."""
    if isinstance(reading, Unreadable):
        return str(reading)
    try:
        article = decode_article(reading.value, limits=flow.limits.article).article
        return flow.explain(article)
    except RefusedMessage as refused:
        return reading.refusal(refused.code, refused.message)


def _words(
    explanation: Explanation, tokens: Sequence[str], *, start: int, grammar: Grammar
) -> list[_Word]:
    text = explanation.clean.text
    named = [
        (mention.start_char, mention.end_char)
        for entity in explanation.entities
        for mention in entity.mentions
    ]
    between = grammar.adverbs | grammar.auxiliaries_be | grammar.auxiliaries_have
    words: list[_Word] = []
    position = start
    after_name = False
    for token in tokens:
        if not token.strip():
            continue
        position = text.index(token, position)
        in_name = any(begin <= position < stop for begin, stop in named)
        words.append(_Word(text=token, named=in_name, verb_place=after_name))
        after_name = in_name or (after_name and token in between)
        position += len(token)
    return words


def _looks_like_a_verb(word: _Word, following: _Word | None, grammar: Grammar) -> bool:
    text = word.text
    if word.named or not (text.isalpha() and text.islower() and len(text) >= _MIN_LETTERS):
        return False
    before_object = following is not None and (
        following.named
        or following.text == "that"
        or following.text in grammar.determiners | grammar.possessive_pronouns
    )
    if text.endswith("ed"):
        return word.verb_place or before_object
    if text.endswith("s") and not text.endswith("ss"):
        return word.verb_place and before_object
    return text.endswith("ing") and word.verb_place and before_object


def _known_words(lexicon: Lexicon) -> frozenset[str]:
    """Every word the lexicon says something of: triggers in all their forms, and the closed classes."""
    classes = [words for words in dict(lexicon.grammar).values() if isinstance(words, frozenset)]
    forms = (lexicon.finite_forms, lexicon.reporting_forms, lexicon.light_forms)
    return frozenset(lexicon.readings).union(*classes, *forms)
