"""The whole pipeline with the shipped model: what holds of every annotation, and of hostile text."""

import hashlib
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.annotation import scores_of
from pipeline.nlp.annotator import Annotator
from pipeline.nlp.load import load_nlp
from pipeline.nlp.package import load_package

NEWS = (
    "Rescuers search Dravic valley\n\n"
    "SOLVENA, 4 March (Tidewater) — The army of Norland said on Tuesday that it had sent 300 soldiers "
    'to the valley. "We will find them," General Ada Quill told reporters. Prime Minister Jonas Weir '
    "asked France and the United\nNations for help.\n\n"
    "Heavy rain has cut off eleven villages since Sunday; two bridges near Port Ellis fell."
)
WORDS = st.sampled_from(
    ["Paris", "the", "said", "Mr.", "U.S.", "ran", "2019", "and", "of", "Weir", "IBM", "not", "who"]
)
SIGNS = st.sampled_from(
    [" ", " ", " ", ", ", ". ", "\n", "\n\n", '" ', " (", "; ", "  ", "…", "\u2029"]
)
SENTENCES = st.lists(st.tuples(WORDS, SIGNS), max_size=60).map(
    lambda pairs: "".join(word + sign for word, sign in pairs)
)
ANNOTATED: list[int | str] = [
    "TAG",
    "POS",
    "MORPH",
    "DEP",
    "HEAD",
    "ENT_IOB",
    "ENT_TYPE",
    "SENT_START",
    "LEMMA",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_nlp()


def digest(doc: Doc) -> str:
    scores = scores_of(doc)
    told = doc.to_array(ANNOTATED).tobytes() + scores.heads.tobytes() + repr(scores.names).encode()
    return hashlib.sha256(told).hexdigest()


def check_trees_and_names(doc: Doc) -> None:
    for sent in doc.sents:
        assert [token.dep_ for token in sent].count("ROOT") == 1
        assert [token.head == token for token in sent].count(True) == 1
        for token in sent:
            node = token
            for _ in sent:
                node = node.head
            assert node == sent.root
    for name in doc.ents:
        assert name[0].sent == name[-1].sent
        assert "\n\n" not in name.text
    assert len(scores_of(doc).names) == len(doc.ents)


@given(SENTENCES)
@settings(max_examples=40, deadline=None)
def test_every_sentence_is_one_tree_and_holds_its_names_whole(nlp: Language, text: str) -> None:
    doc = nlp(text)

    check_trees_and_names(doc)
    for token in doc:
        assert (token.tag_ == "_SP") == (token.pos_ == "SPACE") == token.is_space
        assert token.tag_


def test_news_is_annotated_as_a_reader_would(nlp: Language) -> None:
    doc = nlp(NEWS)

    assert [sent.text[:4] for sent in doc.sents] == ["Resc", "SOLV", '"We ', "Prim", "Heav"]
    names = {(name.text, name.label_) for name in doc.ents}
    assert {("Ada Quill", "PERSON"), ("Jonas Weir", "PERSON"), ("France", "LOC")} <= names
    assert {("Tuesday", "DATE"), ("United\nNations", "ORG")} <= names
    (asked,) = (token for token in doc if token.text == "asked")
    assert (asked.pos_, asked.tag_, asked.dep_) == ("VERB", "VBD", "ROOT")
    assert "France" in [child.text for child in asked.children]


@pytest.mark.parametrize("blank", ["\n\n", "\r\n\r\n", " \n \n", "\u2029"])
def test_an_empty_line_ends_a_sentence_and_a_name(nlp: Language, blank: str) -> None:
    doc = nlp(f"He met General Ada{blank}Quill of Norland and")

    assert [sent.text.split()[0] for sent in doc.sents] == ["He", "Quill"]
    assert all(blank not in name.text for name in doc.ents)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\n\n  \n", "\u2029", "\n\n It rained.", "It rained.\n"]
)
def test_white_space_alone_or_around_is_of_one_sentence(nlp: Language, text: str) -> None:
    doc = nlp(text)

    check_trees_and_names(doc)
    assert len(list(doc.sents)) == bool(text)
    assert doc.text == text


def test_sure_names_have_high_scores_and_all_are_shares(nlp: Language) -> None:
    scores = scores_of(nlp("On Tuesday Angela Merkel flew to Paris."))

    assert all(0.9 < score <= 1 for score in scores.names)
    assert ((scores.heads >= 0) & (scores.heads <= 1)).all()
    assert scores.unread_from is None


def test_an_article_is_annotated_the_same_whatever_went_before(nlp: Language) -> None:
    alone = digest(nlp(NEWS))

    with nlp.memory_zone():
        for doc in nlp.pipe(["Rain. " * 40, NEWS, "((((", NEWS.upper()]):
            digest(doc)
        del doc
    with nlp.memory_zone():
        again = digest(nlp(NEWS))

    assert alone == again


@pytest.mark.slow
def test_four_processes_annotate_alike(nlp: Language) -> None:
    program = (
        "import sys, hashlib\n"
        "from pipeline.nlp.load import load_nlp\n"
        "nlp = load_nlp()\n"
        "doc = nlp(sys.argv[1])\n"
        f"sys.stdout.write(hashlib.sha256(doc.to_array({ANNOTATED}).tobytes()).hexdigest())\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, NEWS], stdout=subprocess.PIPE)
        for _ in range(4)
    ]

    told = [process.communicate()[0].decode() for process in processes]

    assert set(told) == {hashlib.sha256(nlp(NEWS).to_array(ANNOTATED).tobytes()).hexdigest()}


def test_the_rest_of_a_text_too_long_has_sentences_but_nothing_more(nlp: Language) -> None:
    annotator = Annotator(load_package(), nlp.vocab, max_read_pieces=170)
    text = (
        "The mayor of Paris spoke to nine reporters on Tuesday. " * 40 + "He\n\nwept" + " on" * 400
    )

    doc = annotator(nlp.tokenizer(text))

    unread_from = scores_of(doc).unread_from
    assert unread_from is not None
    read, rest = doc[:unread_from], doc[unread_from:]
    assert read[-1].text == "."
    assert all(token.tag_ and token.pos_ != "X" for token in read)
    assert {token.pos_ for token in rest if not token.is_space} == {"X"}
    assert not any(token.tag_ or token.ent_type_ for token in rest if not token.is_space)
    assert not scores_of(doc).heads[unread_from:].any()
    check_trees_and_names(doc)
    assert "He" in [sent.text.strip() for sent in doc.sents]
    assert max(len(sent) for sent in doc.sents) <= 160


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 8_000, id="brackets"),
        pytest.param("x" * 1_000_000, id="no space"),
        pytest.param("\n" * 1_000_000, id="newlines"),
        pytest.param(" ".join(f"w{i}q" for i in range(200_000)), id="distinct words"),
        pytest.param("😀\u200d👩🏽 " * 60_000, id="emoji"),
        pytest.param("e\u0301\u0302 " * 100_000, id="combining marks"),
        pytest.param("The mayor said no . " * 30_000, id="a long text"),
    ],
)
def test_hostile_text_takes_bounded_time_and_is_forgotten(nlp: Language, text: str) -> None:
    before = len(nlp.vocab.strings)
    started = time.process_time()

    with nlp.memory_zone():
        doc = nlp(text)
        seconds = time.process_time() - started
        assert doc.text == text
        del doc

    assert len(nlp.vocab.strings) == before
    assert seconds < 20  # 5 on a machine of its own
