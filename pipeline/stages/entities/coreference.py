"""Coreference: pronouns and descriptions linked to the entities of the article that they stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.lexicon.resolving import CoreferenceWords, Pronoun
from pipeline.stages.entities.antecedents import Antecedent, Discourse, find_antecedent
from pipeline.stages.entities.clauses import clauses_of
from pipeline.stages.entities.descriptions import Descriptions
from pipeline.stages.entities.referents import Referent, referents_of
from pipeline.stages.entities.wording import WordRange, Words
from pipeline.values import CoreferenceLink
from schemas.entity import Entity

_SENTENCES_IN_VIEW = 4
_NOUNS = frozenset({"NOUN", "PROPN"})


def find_links(
    words: Words, entities: Sequence[Entity], lists: CoreferenceWords
) -> tuple[CoreferenceLink, ...]:
    """The links of the text in order, to *entities* of the same words; what is unsure is left out.

    Deterministic and linear in the text.
    """
    referents = referents_of(words, entities, lists)
    if not referents:
        return ()
    discourse = Discourse(
        words=words,
        clauses=clauses_of(words),
        lists=lists,
        referents=referents,
        at={referent.head: referent for referent in referents if not referent.is_inner},
    )
    return tuple(_links(discourse, Descriptions(discourse=discourse)))


def _links(discourse: Discourse, descriptions: Descriptions) -> Iterator[CoreferenceLink]:
    words, pronouns = discourse.words, discourse.lists.pronouns
    view: list[WordRange] = []
    for sentence in words.sentences:
        view = [*view[1 - _SENTENCES_IN_VIEW :], sentence]
        for i in range(sentence.first, sentence.last):
            pronoun = pronouns.get(words.lower[i])
            if pronoun is not None and words.pos[i] == "PRON":
                found = find_antecedent(discourse, i, pronoun, view)
                if found is None:
                    discourse.unlinked[i] = pronoun
                else:
                    discourse.at[i] = _again(found.referent, i, pronoun)
                    if pronoun.gender is not None:
                        discourse.genders.setdefault(found.referent.key, pronoun.gender)
                    yield _link(words, i, i + 1, found)
            elif words.pos[i] in _NOUNS:
                described = descriptions.read(i, view)
                if described is not None:
                    discourse.at[i] = replace(described[1].referent, first=described[0], last=i + 1)
                    yield _link(words, described[0], i + 1, described[1])


def _again(referent: Referent, i: int, pronoun: Pronoun) -> Referent:
    """*referent* named once more, by the pronoun at word *i*, which may tell its gender."""
    return Referent(
        first=i,
        last=i + 1,
        head=i,
        entities=referent.entities,
        plural=referent.plural,
        animate=referent.animate,
        gender=referent.gender or pronoun.gender,
    )


def _link(words: Words, first: int, last: int, found: Antecedent) -> CoreferenceLink:
    return CoreferenceLink(
        start_char=words.starts[first],
        end_char=words.ends[last - 1],
        entity_ids=found.referent.key,
        rule=found.rule,
    )
