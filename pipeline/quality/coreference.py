"""``python -m pipeline.quality.coreference``: links of pronouns and descriptions against GUM's gold (Zeldes 2017).

A link is right where gold has the words in one chain with the last mention of the linked entity before
them; it is left out of the count where gold marks no mention at that entity. Found is the share of those
gold mentions that some named entity before them could be linked to.
"""

import argparse
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.flow import load_flow
from pipeline.flow_limits import FlowLimits
from pipeline.quality.model import corpora_folder
from pipeline.stages.entities.coreference import find_links
from pipeline.stages.entities.find import find_entities
from pipeline.stages.entities.wording import words_of
from pipeline.training.conllu import ConlluSentence, document_of, read_conllu
from pipeline.values import CoreferenceLink
from schemas.entity import Entity

_KEY = "Entity="
_BRACKET = re.compile(r"\([^()]+\)?|[^()]+\)")
_GENRES = ("GUM_news", "GUM_interview")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """A noun phrase of the corpus: half-open offsets, those of its head word, and its chain."""

    start: int
    end: int
    head_start: int
    head_end: int
    chain: str
    pos: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldText:
    """A document of the corpus as running text with its mentions in order."""

    name: str
    text: str
    mentions: tuple[GoldMention, ...]


@dataclass(slots=True, kw_only=True)
class LinkCounts:
    """Links by rule, and gold mentions by kind."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    unjudged: Counter[str] = field(default_factory=Counter)
    findable: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)


def read_gold(text: str, genres: Sequence[str] = _GENRES) -> Iterator[GoldText]:
    """The documents of *text*, in CoNLL-U, whose names start with one of *genres*."""
    document: list[ConlluSentence] = []
    for sentence in read_conllu(text):
        if document and sentence.opens_document:
            yield from _gold(document, genres)
            document = []
        document.append(sentence)
    if document:
        yield from _gold(document, genres)


def _gold(document: Sequence[ConlluSentence], genres: Sequence[str]) -> Iterator[GoldText]:
    name = document_of(document[0].id)
    if not name.startswith(tuple(genres)):
        return
    text = ""
    mentions: list[GoldMention] = []
    for sentence in document:
        if text and sentence.opens_paragraph:
            text = text.rstrip() + "\n\n"
        offsets = []
        for token in sentence.tokens:
            offsets.append((len(text), len(text) + len(token.word)))
            text += token.word + (" " if token.space else "")
        mentions += _mentions(sentence, offsets)
    ordered = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
    yield GoldText(name=name, text=text.rstrip(), mentions=tuple(ordered))


def _mentions(
    sentence: ConlluSentence, offsets: Sequence[tuple[int, int]]
) -> Iterator[GoldMention]:
    still_open: list[tuple[str, int]] = []
    for place, token in enumerate(sentence.tokens):
        brackets = next((part for part in token.misc if part.startswith(_KEY)), "")
        for bracket in _BRACKET.findall(brackets.removeprefix(_KEY)):
            chain = bracket.strip("()").partition("-")[0]
            if bracket.startswith("("):
                still_open.append((chain, place))
            if bracket.endswith(")"):
                opened = next((one for one in reversed(still_open) if one[0] == chain), None)
                if opened is not None:
                    still_open.remove(opened)
                    yield _mention(sentence, offsets, chain, opened[1], place + 1)


def _mention(
    sentence: ConlluSentence,
    offsets: Sequence[tuple[int, int]],
    chain: str,
    first: int,
    last: int,
) -> GoldMention:
    places = range(first, last)
    heads = (
        place
        for place in places
        if sentence.tokens[place].head == place or sentence.tokens[place].head not in places
    )
    head = next(heads, first)
    return GoldMention(
        start=offsets[first][0],
        end=offsets[last - 1][1],
        head_start=offsets[head][0],
        head_end=offsets[head][1],
        chain=chain,
        pos=sentence.tokens[head].pos,
    )


def count_links(
    gold: GoldText,
    entities: Sequence[Entity],
    links: Sequence[CoreferenceLink],
    counts: LinkCounts,
) -> None:
    """Add the verdicts on the *links* of one document to *counts*."""
    known = {entity.id: entity for entity in entities}
    right: set[int] = set()
    for link in links:
        meant = _meant(gold, link)
        named = [_chain_before(gold, known[id_], link.start_char) for id_ in link.entity_ids]
        if len(named) > 1 or named[0] is None:
            counts.unjudged[link.rule] += 1
        elif meant is not None and meant.chain == named[0]:
            counts.right[link.rule] += 1
            right.add(link.end_char)
        else:
            counts.wrong[link.rule] += 1
    named_chains = _named_chains(gold, entities)
    for mention in gold.mentions:
        kind = _kind(gold, mention)
        if kind and named_chains.get(mention.chain, mention.start) < mention.start:
            counts.findable[kind] += 1
            counts.found[kind] += mention.head_end in right


def _meant(gold: GoldText, link: CoreferenceLink) -> GoldMention | None:
    """The mention that is the linked words, else the longest whose head word ends them."""
    fitting = [mention for mention in gold.mentions if mention.head_end == link.end_char]
    exact = (m for m in fitting if (m.start, m.end) == (link.start_char, link.end_char))
    longest = max(fitting, key=lambda mention: mention.end - mention.start, default=None)
    return next(exact, longest)


def _chain_before(gold: GoldText, entity: Entity, before: int) -> str | None:
    """The chain of the entity's last mention before that offset."""
    for mention in reversed(entity.mentions):
        if mention.start_char < before:
            chain = _chain_of(gold, mention.start_char, mention.end_char)
            if chain is not None:
                return chain
    later = (_chain_of(gold, each.start_char, each.end_char) for each in entity.mentions)
    return next((chain for chain in later if chain is not None), None)


def _chain_of(gold: GoldText, start: int, end: int) -> str | None:
    fitting = [m for m in gold.mentions if start <= m.head_start and m.head_end <= end]
    longest = max(fitting, key=lambda mention: mention.end - mention.start, default=None)
    return longest.chain if longest else None


def _named_chains(gold: GoldText, entities: Sequence[Entity]) -> dict[str, int]:
    """Where each chain is first named by an entity."""
    first: dict[str, int] = {}
    for entity in entities:
        for mention in entity.mentions:
            chain = _chain_of(gold, mention.start_char, mention.end_char)
            if chain is not None and entity.label != "ROLE":
                first[chain] = min(first.get(chain, mention.start_char), mention.start_char)
    return first


_PRONOUNS = re.compile(r"(?i)he|him|his|she|hers?|its?|they|them|their")


def _kind(gold: GoldText, mention: GoldMention) -> str | None:
    words = gold.text[mention.start : mention.end]
    if mention.pos == "PRON":
        return "pronouns" if _PRONOUNS.fullmatch(words) else None
    definite = words.lower().startswith(("the ", "this ", "that "))
    return "descriptions" if mention.pos == "NOUN" and definite else None


def measure(texts: Iterable[GoldText]) -> LinkCounts:
    """The counts over *texts*, read by the shipped flow."""
    flow, counts = load_flow(FlowLimits()), LinkCounts()
    for gold in texts:
        with flow.nlp.memory_zone():
            words = words_of(flow.nlp(gold.text))
            entities = find_entities(words, flow.gazetteer, article_id=gold.name, published_at=None)
            links = find_links(words, entities, flow.lexicon.resolving.coreference)
        count_links(gold, entities, links, counts)
    return counts


def report(counts: LinkCounts) -> str:
    """The counts as a table: a line a rule, then what was found of the gold."""
    rules = sorted(counts.right | counts.wrong | counts.unjudged)
    lines = [f"{'rule':<20}{'right':>7}{'of':>7}{'precision':>11}{'not judged':>12}"]
    for rule in (*rules, None):
        right = counts.right[rule] if rule else counts.right.total()
        of = right + (counts.wrong[rule] if rule else counts.wrong.total())
        left = counts.unjudged[rule] if rule else counts.unjudged.total()
        share = f"{right / of:.1%}" if of else "-"
        lines.append(f"{rule or 'all':<20}{right:>7}{of:>7}{share:>11}{left:>12}")
    for kind, of in sorted(counts.findable.items()):
        lines.append(
            f"found of {kind}: {counts.found[kind]} of {of}, {counts.found[kind] / of:.1%}"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Print the table; without the corpus that is said, and is no fault."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.quality.coreference", description=__doc__
    )
    parser.add_argument("--data", type=Path, default=corpora_folder(), metavar="DIR")
    folder: Path = parser.parse_args(arguments).data / "gum_open"
    if not folder.is_dir():
        sys.stderr.write(f"Coreference is not tested: there is no folder {folder} with GUM.\n")
        return 0
    files = sorted(folder.glob("*.conllu.xz"))
    texts = (lzma.decompress(path.read_bytes()).decode() for path in files)
    counts = measure(gold for text in texts for gold in read_gold(text))
    sys.stdout.write(report(counts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
