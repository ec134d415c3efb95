"""Tokens: cut as Universal Dependencies does, offsets exact, linear in hostile text."""

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.tokenizer import MAX_CHUNK_CHARS, LinearTokenizer

_ODD_TEXTS = st.text(" \t\n\u00a0.\"'’`()$#/-–!?=_*U.SaKm19😀\u200d", max_size=300)


@pytest.fixture(scope="module")
def tokenizer() -> LinearTokenizer:
    return LinearTokenizer(spacy.blank("en").tokenizer)


def tokens(tokenizer: LinearTokenizer, text: str) -> list[str]:
    return [token.text for token in tokenizer(text) if not token.is_space]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | _ODD_TEXTS)
def test_the_tokens_are_the_text(tokenizer: LinearTokenizer, text: str) -> None:
    doc = tokenizer(text)

    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(_ODD_TEXTS)
def test_a_tokenizer_that_has_seen_a_text_cuts_it_the_same_again(
    tokenizer: LinearTokenizer, text: str
) -> None:
    fresh = LinearTokenizer(tokenizer.inner)

    assert tokens(tokenizer, text) == tokens(fresh, text) == tokens(fresh, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # signs
        ("Help!!! Now?!", "Help !!! Now ?!"),
        ("They left--late ---", "They left -- late ---"),
        ("a <<note>> ____", "a << note >> ____"),
        ("(the aide): no", "( the aide ) : no"),
        ("They came–and went—home", "They came – and went — home"),
        ("Is it?Yes", "Is it ? Yes"),
        # compounds
        ("a well-known co-founder", "a well - known co-founder"),
        ("anti-war and pro-EU e-mails", "anti-war and pro-EU e-mails"),
        ("a non-profit-making body", "a non - profit - making body"),
        ("the UN-backed and U.S.-led force", "the UN - backed and U.S. - led force"),
        ("from COVID-19 to the G-7", "from COVID - 19 to the G - 7"),
        ("in the mid-1980s, career-wise", "in the mid-1980s , career-wise"),
        ("an 18-fold rise", "an 18 - fold rise"),
        # numbers
        ("$1.2bn, €40k and 5.5m", "$ 1.2 bn , € 40 k and 5.5 m"),
        ("at 7:30pm or 11AM", "at 7:30 pm or 11 AM"),
        ("the 4th, the 1930's and '72", "the 4th , the 1930's and '72"),
        ("2010–2014, 5-6 and 10:30-11:30", "2010 – 2014 , 5 - 6 and 10:30 - 11:30"),
        ("call 212-555-0100 (555-0199).", "call 212-555-0100 ( 555-0199 ) ."),
        ("on 2024-05-03", "on 2024-05-03"),
        # clitics
        ("You don't. WE'RE. DON'T!", "You do n't . WE 'RE . DO N'T !"),
        ("the driver`s, the driverʼs", "the driver `s , the driver ʼs"),
        ("She’s here, and cannot go", "She ’s here , and can not go"),
        ("He is to wed in May; no id", "He is to wed in May ; no id"),
        ("I wanna go", "I wan na go"),
        # abbreviations
        ("Lt. Col. Ann Ode and Sen. Lee", "Lt. Col. Ann Ode and Sen. Lee"),
        ("GEN. ODE spoke", "GEN. ODE spoke"),
        ("No. 10 said no. No. Never.", "No. 10 said no . No . Never ."),
        ("Nov.28 and No.7", "Nov. 28 and No. 7"),
        ("at 5 p.m. Monday", "at 5 p.m. Monday"),
        ("at 5 p.m. The men left", "at 5 p.m . The men left"),
        ("apples, pears, etc.", "apples , pears , etc ."),
        ("apples, etc. are fruit", "apples , etc. are fruit"),
        ("in the U.S. on Jan. 5.", "in the U.S. on Jan. 5 ."),
        # addresses and slashes
        ("See http://a.org/x--y_(z)?q=1 now", "See http://a.org/x--y_(z)?q=1 now"),
        ("write to a-b@c-d.org", "write to a-b@c-d.org"),
        ("men and/or women w/o #OneVoice", "men and / or women w/o #OneVoice"),
    ],
)
def test_a_text_is_cut_as_the_treebanks_cut_it(
    tokenizer: LinearTokenizer, text: str, expected: str
) -> None:
    assert tokens(tokenizer, text) == expected.split()


def test_the_end_of_a_paragraph_takes_the_stop_of_an_abbreviation(
    tokenizer: LinearTokenizer,
) -> None:
    assert tokens(tokenizer, "at 5 p.m.\n\nMonday")[-4:] == ["5", "p.m", ".", "Monday"]
    assert tokens(tokenizer, "at 5 p.m.\nMonday")[-3:] == ["5", "p.m.", "Monday"]


def test_long_chunks_never_reach_the_rules_of_spacy(tokenizer: LinearTokenizer) -> None:
    inner = tokenizer.inner

    class Watching:
        rules = inner.rules
        vocab = inner.vocab
        longest = 0

        def __call__(self, text: str) -> object:
            self.longest = max(self.longest, len(text))
            return inner(text)

    watching = Watching()
    LinearTokenizer(watching)("é" * 100_000 + " can't " + "(" * 10_000 + " a-b" * 50 + "x-" * 9_000)

    assert 0 < watching.longest <= MAX_CHUNK_CHARS


@pytest.mark.parametrize(
    "unit",
    ["(", '"', "-", "1-", "a--", "_", "'s", "U.S.-", "#a", "http://", "é", "0'", "?(a", "ab.!"],
)
def test_hostile_text_is_cut_in_linear_time(tokenizer: LinearTokenizer, unit: str) -> None:
    text = unit * (200_000 // len(unit))

    started = time.process_time()
    doc = tokenizer(text)

    assert doc.text == text
    assert time.process_time() - started < 5


def test_a_text_of_very_many_words_is_cut_plainly_after_the_first_twenty_five_thousand(
    tokenizer: LinearTokenizer,
) -> None:
    text = "w1st " * 25_000 + "yak's " * 3

    doc = tokenizer(text)

    assert doc.text == text
    assert [token.text for token in doc[-9:]] == ["yak", "'", "s"] * 3
