"""What the rules ask of a tree: its joined words, cases and datelines, and who is subject, object or doer."""

from collections.abc import Iterator

import pytest

from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.stages.events.functions import Functions
from pipeline.stages.events.tree import Tree, read_tree
from support.drawing import draw

_LEXICON: Lexicon = load_lexicon()


def tree_of(drawn: str) -> Tree:
    return read_tree(draw(drawn), _LEXICON.spelling)


def functions_of(drawn: str) -> Functions:
    return Functions(tree=tree_of(drawn), grammar=_LEXICON.grammar)


def place(functions: Functions | Tree, word: str) -> int:
    tree = functions.tree if isinstance(functions, Functions) else functions
    return list(tree.words).index(word)


def forms(functions: Functions, found: Iterator[int]) -> list[str]:
    return [functions.tree.words[i] for i in found]


def test_what_is_joined_comes_in_order_with_the_first() -> None:
    tree = tree_of("Chad/NNP/0/root ,/,/3/punct Mali/NNP/1/conj and/CC/5/cc Togo/NNP/1/conj")

    assert [tree.words[i] for i in tree.joined(0)] == ["chad", "mali", "togo"]


def test_of_very_many_joined_words_only_the_first_are_read() -> None:
    tree = tree_of(" ".join(["Chad/NNP/0/root", *("Mali/NNP/1/conj" for _ in range(500))]))

    assert len(tree.joined(0)) == 24


def test_a_compound_is_one_with_its_parts_beside_it() -> None:
    tree = tree_of(
        "the/DT/4/det gas/NN/4/compound mask/NN/4/compound maker/NN/0/root left/VBD/4/dep"
    )

    assert tree.whole(3) == (1, 4)


def test_the_governor_of_a_joined_word_is_that_of_the_first() -> None:
    tree = tree_of("hit/VBD/0/root Chad/NNP/1/obj and/CC/4/cc Mali/NNP/2/conj")

    assert tree.governor(3) == 0


@pytest.mark.parametrize(
    ("drawn", "case"),
    [
        ("near/IN/2/case Chad/NNP/0/root", "near"),
        ("because/IN/3/case of/IN/1/fixed Chad/NNP/0/root", "because of"),
        ("if/IN/3/mark Chad/NNP/3/nsubj left/VBD/0/root", "if"),
        ("Chad/NNP/0/root 's/POS/1/case", None),
        ("of/IN/2/case Chad/NNP/0/root 's/POS/2/case", "of"),
    ],
)
def test_a_word_has_the_preposition_or_conjunction_that_marks_it(
    drawn: str, case: str | None
) -> None:
    tree = tree_of(drawn)

    top = next(i for i, head in enumerate(tree.heads) if i == head)

    assert tree.cases.get(top) == case


def test_a_word_with_a_hyphen_is_known_whole_at_its_top() -> None:
    tree = tree_of("staged/VBD/0/root sit/NN/4/compound -/HYPH/4/punct ins|in/NNS/1/obj")

    assert tree.hyphened == {3: "sit-in"}


def test_lemmas_are_folded_in_spelling() -> None:
    tree = tree_of("organised|organise/VBD/0/root defence/NN/1/obj")

    assert [tree.lemmas[0], tree.lemmas[1]] == [
        _LEXICON.spelling.fold("organize"),
        _LEXICON.spelling.fold("defense"),
    ]


def test_a_dateline_has_no_part_in_its_sentence() -> None:
    tree = tree_of(
        "OSLO/NNP/5/nsubj ,/,/1/punct Norway/NNP/1/appos —/,/1/punct hit|hit/VBD/0/root Mali/NNP/5/obj"
    )

    assert list(tree.children(4, "nsubj")) == []
    assert list(tree.heads[:4]) == [0, 1, 2, 3]
    assert list(tree.children(4, "obj")) == [5]


def test_an_article_word_opens_no_dateline() -> None:
    tree = tree_of("A/DT/2/det raid/NN/4/nsubj —/,/2/punct hit|hit/VBD/0/root Mali/NNP/4/obj")

    assert list(tree.children(3, "nsubj")) == [1]


def test_a_sentence_that_hung_on_its_dateline_stands_on_its_own() -> None:
    tree = tree_of("OSLO/NNP/0/root —/,/1/punct Chad/NNP/4/nsubj left/VBD/1/parataxis")

    assert tree.heads[3] == 3
    assert tree.heads[2] == 3


PASSIVE = (
    "Mali/NNP/3/nsubj:pass was/VBD/3/aux:pass hit|hit/VBN/0/root by/IN/5/case Chad/NNP/3/obl:agent"
)


@pytest.mark.parametrize(
    ("drawn", "verb", "passive"),
    [
        (PASSIVE, "hit", True),
        ("Chad/NNP/3/nsubj had/VBD/3/aux hit/VBN/0/root Mali/NNP/3/obj", "hit", False),
        # It is the subject that commits itself.
        (
            "Mali/NNP/3/nsubj:pass is/VBZ/3/aux:pass committed|commit/VBN/0/root to/IN/5/case talks/NNS/3/obl",
            "committed",
            False,
        ),
        ("towns/NNS/0/root hit/VBN/1/acl by/IN/4/case Chad/NNP/2/obl", "hit", True),
        (
            "Mali/NNP/3/nsubj:pass was/VBD/3/aux:pass hit/VBN/0/root and/CC/5/cc shelled/VBN/3/conj",
            "shelled",
            True,
        ),
        ("Chad/NNP/2/nsubj hit/VBD/0/root Mali/NNP/2/obj", "hit", False),
    ],
)
def test_the_passive_is_told_by_auxiliary_or_by_a_participle_of_its_own(
    drawn: str, verb: str, passive: bool
) -> None:
    functions = functions_of(drawn)

    assert functions.is_passive(place(functions, verb)) is passive


@pytest.mark.parametrize(
    ("drawn", "verb", "subject"),
    [
        ("Chad/NNP/2/nsubj hit/VBD/0/root Mali/NNP/2/obj", "hit", "chad"),
        ("Chad/NNP/2/nsubj met/VBD/0/root and/CC/4/cc hit/VBD/2/conj", "hit", "chad"),
        ("Chad/NNP/2/nsubj began/VBD/0/root to/TO/4/mark hit/VB/2/xcomp", "hit", "chad"),
        (
            "Chad/NNP/2/nsubj urged/VBD/0/root Mali/NNP/2/obj to/TO/5/mark hit/VB/2/xcomp",
            "hit",
            "mali",
        ),
        (
            "Chad/NNP/2/nsubj promised|promise/VBD/0/root Mali/NNP/2/obj to/TO/5/mark hit/VB/2/xcomp",
            "hit",
            "chad",
        ),
        ("Chad/NNP/2/nsubj said/VBD/0/root it/PRP/4/nsubj hit/VBD/2/ccomp", "hit", "it"),
        ("Chad/NNP/2/nsubj said/VBD/0/root hit/VBD/2/ccomp", "hit", None),
        ("Chad/NNP/2/nsubj fled/VBD/0/root hitting/VBG/2/advcl Mali/NNP/3/obj", "hitting", "chad"),
        ("troops/NNS/0/root hitting/VBG/1/acl Mali/NNP/2/obj", "hitting", "troops"),
        (
            "Chad/NNP/3/nmod:poss 's/POS/1/case plan/NN/0/root to/TO/5/mark hit/VB/3/acl",
            "hit",
            "chad",
        ),
        (
            "Chad/NNP/2/nsubj made/VBD/0/root plans/NNS/2/obj to/TO/5/mark hit/VB/3/acl",
            "hit",
            "chad",
        ),
        ("hit/VB/0/root", "hit", None),
    ],
)
def test_the_subject_is_the_verbs_own_or_comes_from_above(
    drawn: str, verb: str, subject: str | None
) -> None:
    functions = functions_of(drawn)
    found = functions.subject(place(functions, verb))

    assert (functions.tree.words[found] if found is not None else None) == subject


@pytest.mark.parametrize(
    ("drawn", "verb", "objects"),
    [
        (
            "Chad/NNP/2/nsubj gave/VBD/0/root Mali/NNP/2/iobj food/NN/2/obj",
            "gave",
            ["mali", "food"],
        ),
        (PASSIVE, "hit", ["mali"]),
        ("towns/NNS/0/root Chad/NNP/3/nsubj hit/VBD/1/acl:relcl", "hit", ["towns"]),
        ("men/NNS/0/root who/WP/3/nsubj hit/VBD/1/acl:relcl", "hit", []),
        (
            "Chad/NNP/2/nsubj hit/VBD/0/root and/CC/4/cc looted/VBD/2/conj towns/NNS/4/obj",
            "hit",
            ["towns"],
        ),
    ],
)
def test_the_objects_are_what_the_verb_acts_on_however_it_is_built(
    drawn: str, verb: str, objects: list[str]
) -> None:
    functions = functions_of(drawn)

    assert forms(functions, functions.objects(place(functions, verb))) == objects


def test_the_doer_of_a_passive_stands_after_by() -> None:
    functions = functions_of(PASSIVE)

    assert forms(functions, functions.doers(2)) == ["chad"]


def test_what_a_preposition_marks_is_found_at_the_verb_and_at_its_object() -> None:
    functions = functions_of(
        "signed/VBD/0/root deal/NN/1/obj with/IN/4/case Chad/NNP/2/nmod in/IN/6/case Oslo/NNP/1/obl"
    )

    assert forms(functions, functions.marked(0, "with")) == ["chad"]
    assert forms(functions, functions.marked(0, "in")) == ["oslo"]


@pytest.mark.parametrize(
    ("drawn", "preposition", "marked"),
    [
        ("with/IN/2/case Chad/NNP/0/root", "with", True),
        ("together/RB/3/case with/IN/1/fixed Chad/NNP/0/root", "with", True),
        ("because/IN/3/case of/IN/1/fixed Chad/NNP/0/root", "of", False),
        ("Chad/NNP/0/root", "of", False),
    ],
)
def test_a_preposition_stays_itself_after_a_companion_only(
    drawn: str, preposition: str, marked: bool
) -> None:
    functions = functions_of(drawn)

    assert functions.is_marked(place(functions, "chad"), preposition) is marked


def test_the_subject_of_a_further_clause_is_not_joined_to_the_first() -> None:
    functions = functions_of(
        "Chad/NNP/2/nsubj resigned/VBD/0/root and/CC/4/cc Mali/NNP/1/conj "
        "was/VBD/6/aux:pass sworn/VBN/2/conj"
    )
    tree = functions.tree

    assert tree.joined(place(functions, "chad")) == (0,)
    assert functions.subject(place(functions, "sworn")) == place(functions, "mali")
    assert tree.relations[place(functions, "mali")] == "nsubj:pass"


def test_a_joined_subject_stays_where_the_further_clause_has_its_own() -> None:
    tree = tree_of(
        "Chad/NNP/2/nsubj resigned/VBD/0/root and/CC/4/cc Mali/NNP/1/conj "
        "he/PRP/6/nsubj left/VBD/2/conj"
    )

    assert tree.joined(0) == (0, 3)


@pytest.mark.parametrize(
    ("behind", "relation"), [("Niger/NNP/3/obj", "nsubj"), ("soon/RB/3/advmod", "obj")]
)
def test_an_object_before_its_verb_is_the_subject_where_another_follows(
    behind: str, relation: str
) -> None:
    tree = tree_of(f"Mali/NNP/3/obj would/MD/3/aux press/VB/0/root {behind}")

    assert tree.relations[0] == relation


@pytest.mark.parametrize(
    ("behind", "tag"), [("with/IN/6/case theft/NN/4/obl", "VBN"), ("Mali/NNP/4/obj", "VBD")]
)
def test_a_past_tense_without_subject_and_object_behind_a_comma_is_a_participle(
    behind: str, tag: str
) -> None:
    tree = tree_of(f"Chad/NNP/2/nsubj left/VBD/0/root ,/,/4/punct charged/VBD/2/advcl {behind}")

    assert tree.tags[3] == tag
