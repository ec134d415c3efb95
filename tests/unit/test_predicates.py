"""What `lexicon gaps` takes for a predicate of news that the lexicon misses."""

from collections.abc import Sequence

import pytest

from agents.commands.predicates import Sighting, find_predicates
from pipeline.flow import Explanation
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.values import CleanArticle, Rejection, Stretch
from schemas.article import Article
from schemas.entity import Entity, Mention
from support.parses import parsed


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def rejected(word: str, text: str) -> Rejection:
    """An entry matched *word* of *text*, and gave no event."""
    place = text.index(word)
    return Rejection(
        event_type="AGREE",
        trigger=Stretch(start_char=place, end_char=place + len(word)),
        sentence=Stretch(start_char=0, end_char=len(text)),
        rule="agree/verb",
        because="no_actor",
    )


def named(name: str, text: str) -> Entity:
    start = text.index(name)
    mention = Mention(start_char=start, end_char=start + len(name), text=name)
    return Entity(id=name, name=name, label="GPE", mentions=(mention,))


def sightings(
    lexicon: Lexicon,
    text: str,
    parse: str,
    *,
    names: Sequence[str] = ("Oslo", "Lima"),
    matched: str | None = None,
) -> list[Sighting]:
    """The predicates of *text*, where *names* are named and an entry matched the word *matched*."""
    article = Article(id="a", body=text)
    clean = CleanArticle(article=article, text=text, headline=None, description=None, language="en")
    seen = Explanation(
        coded_chars=len(text),
        clean=clean,
        sentences=((0, len(text)),),
        tokens=(parsed(text, parse),),
        entities=tuple(named(name, text) for name in names if name in text),
        findings=() if matched is None else (rejected(matched, text),),
        events=(),
    )
    return list(find_predicates(seen, lexicon=lexicon))


FLURB = "Oslo PROPN nsubj flurbed, flurb=flurbed VERB root flurbed, the DET det port, port NOUN obj flurbed"


def test_a_verb_whose_head_no_entry_has_is_told_as_such(lexicon: Lexicon) -> None:
    (found,) = sightings(lexicon, "Oslo flurbed the port", FLURB)

    assert (found.predicate, found.kind, found.why) == ("flurb", "verb", "no entry")
    assert found.sentence[found.at :] == "flurbed the port"


def test_a_known_head_whose_entries_do_not_match_is_told_apart(lexicon: Lexicon) -> None:
    parse = FLURB.replace("flurb=flurbed", "attack=attacked").replace("flurbed", "attacked")

    (found,) = sightings(lexicon, "Oslo attacked the port", parse)

    assert (found.predicate, found.why) == ("attack", "no match")


def test_what_an_entry_matched_is_no_gap_even_where_it_was_refused(lexicon: Lexicon) -> None:
    assert sightings(lexicon, "Oslo flurbed the port", FLURB, matched="flurbed") == []


def test_a_particle_belongs_to_its_verb(lexicon: Lexicon) -> None:
    parse = FLURB.replace("flurb=flurbed", "flurb+off=flurbed")

    (found,) = sightings(lexicon, "Oslo flurbed the port", parse)

    assert found.predicate == "flurb off"


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        pytest.param("Oslo flurbed the port", FLURB, id="the subject"),
        pytest.param(
            "ships flurbed Lima",
            "ships NOUN nsubj flurbed, flurb=flurbed VERB root flurbed, Lima PROPN obj flurbed",
            id="the object",
        ),
        pytest.param(
            "Oslo crews flurbed it",
            "Oslo PROPN compound crews, crews NOUN nsubj flurbed, flurb=flurbed VERB root flurbed,"
            " it PRON obj flurbed",
            id="a name before the subject",
        ),
        pytest.param(
            "Oslo came and flurbed",
            "Oslo PROPN nsubj came, come=came AUX root came, and CCONJ cc flurbed,"
            " flurb=flurbed VERB conj came",
            id="the subject of the verb it is joined to",
        ),
        pytest.param(
            "ships flurbed by Oslo",
            "ships NOUN root ships, flurb=flurbed VERB acl ships, by ADP case Oslo,"
            " Oslo PROPN obl:agent flurbed",
            id="the doer of a passive",
        ),
    ],
)
def test_a_participant_that_is_named_makes_it_news(text: str, parse: str, lexicon: Lexicon) -> None:
    assert [found.predicate for found in sightings(lexicon, text, parse)] == ["flurb"]


def test_without_a_name_among_its_participants_it_is_passed_over(lexicon: Lexicon) -> None:
    assert sightings(lexicon, "Oslo flurbed the port", FLURB, names=()) == []


def test_a_verb_that_only_says_or_plans_a_clause_is_passed_over(lexicon: Lexicon) -> None:
    text = "Oslo said ships flurbed Lima"
    parse = (
        "Oslo PROPN nsubj said, say=said VERB root said, ships NOUN nsubj flurbed,"
        " flurb=flurbed VERB ccomp said, Lima PROPN obj flurbed"
    )

    assert [found.predicate for found in sightings(lexicon, text, parse)] == ["flurb"]


def test_a_participle_before_a_noun_is_no_predicate(lexicon: Lexicon) -> None:
    text = "Oslo flurbed port"
    parse = "Oslo PROPN nmod port, flurb=flurbed VERB amod port, port NOUN root port"

    assert sightings(lexicon, text, parse) == []


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        pytest.param(
            "Oslo launched a flurb",
            "Oslo PROPN nsubj launched, launch=launched VERB root launched, a DET det flurb,"
            " flurb NOUN obj launched",
            id="a light verb carries it",
        ),
        pytest.param(
            "Oslo's flurb against Lima",
            "Oslo PROPN nmod:poss flurb, 's PART case Oslo, flurb NOUN root flurb,"
            " against ADP case Lima, Lima PROPN nmod flurb",
            id="it names both sides",
        ),
    ],
)
def test_a_noun_that_tells_an_act_is_one_and_its_light_verb_is_not(
    text: str, parse: str, lexicon: Lexicon
) -> None:
    (found,) = sightings(lexicon, text, parse)

    assert (found.predicate, found.kind) == ("flurb", "noun")


def test_a_noun_that_somebody_merely_owns_is_none(lexicon: Lexicon) -> None:
    parse = "Oslo PROPN nmod:poss flurb, 's PART case Oslo, flurb NOUN root flurb"

    assert sightings(lexicon, "Oslo's flurb", parse) == []
