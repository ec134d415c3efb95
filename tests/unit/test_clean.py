"""From an article to plain text: which field counts, what is removed, where paragraphs part."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import HtmlTooComplex, TextTooLong
from pipeline.stages.cleaning.clean import clean_article
from pipeline.stages.cleaning.limits import CleanLimits
from pipeline.stages.cleaning.plain import clean_line, clean_text, unescape_entities
from pipeline.values import CleanArticle
from schemas.article import Article

_WRAPPED = """\
The minister of foreign affairs said on Monday that the talks had
failed. President Macron, who arrived in Berlin, told reporters that
Europe would go on."""
_UNWRAPPED = (
    "The minister of foreign affairs said on Monday that the talks had failed. President Macron,"
    " who arrived in Berlin, told reporters that Europe would go on."
)
# The characters that cleaning looks at, so that chance finds their neighbourhoods.
_TRICKY = st.text(
    st.sampled_from("\n\n\r\t  aB.-\u2022\u00ad\u200b\u200c\u200d\u0627\u0915\u093c\u0301\u0323e\x00\x85\x92\ufeff\u2028\u00a0\ufb2c\u1100\u1161\U0001f600")
    | st.characters(),
    max_size=60,
)  # fmt: skip


def _clean(**fields: str | None) -> CleanArticle:
    return clean_article(Article(id="a", **fields), limits=CleanLimits())


def _text(text: str) -> str:
    return clean_text(text, max_token_chars=1_000)


@given(_TRICKY)
def test_cleaning_clean_text_changes_nothing(text: str) -> None:
    once = _text(text)

    assert _text(once) == once


@given(st.lists(st.text("abcDE .-,", max_size=80), max_size=8))
def test_cleaning_clean_lines_changes_nothing(lines: list[str]) -> None:
    once = _text("\n".join(lines))

    assert _text(once) == once


@given(_TRICKY)
def test_clean_text_has_nothing_invisible(text: str) -> None:
    cleaned = _text(text)

    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in cleaned
        if character != "\n"
    )  # fmt: skip
    assert not {"\u00ad", "\u200b", "\ufeff", "\u202e"} & set(cleaned)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "body": st.text() | st.text("<>/ap=\"' &;!-x"),
            "html": st.text() | st.text("<>/ap=\"' &;!-x"),
            "headline": st.text(),
            "description": st.text("<b>/ x&;"),
        },
    )
)
def test_any_article_is_cleaned_or_refused(fields: dict[str, str]) -> None:
    article = Article(id="a", status="withheld", **fields)
    try:
        clean = clean_article(article, limits=CleanLimits(max_body_chars=50, max_tags=5))
    except (TextTooLong, HtmlTooComplex):
        return

    paragraphs = clean.text.split("\n\n") if clean.text else []
    assert "\n\n".join(paragraphs) == clean.text
    assert all(paragraphs)
    assert "\n" not in (clean.headline or "") + (clean.description or "")


def test_the_body_wins_over_the_html() -> None:
    assert _clean(body="From the body.", html="<p>From the html.</p>").text == "From the body."


@pytest.mark.parametrize("body", ["", " \n ", "\u00a0", None])
def test_the_html_counts_where_the_body_is_empty(body: str | None) -> None:
    assert _clean(body=body, html="<p>From the html.</p>").text == "From the html."


def test_the_headline_is_the_text_where_nothing_else_is() -> None:
    clean = _clean(headline="Quake hits\nChile ", html="<p></p>")

    assert clean.text == "Quake hits Chile"


def test_an_article_with_nothing_in_it_has_an_empty_text() -> None:
    clean = _clean(body="\u200b\x07 ")

    assert (clean.text, clean.headline) == ("", None)


def test_paragraphs_are_parted_by_one_empty_line() -> None:
    clean = _clean(body="One.\n\n\n  Two \U0001f600. \r\n\r\nThree.")

    assert clean.text == "One.\n\nTwo \U0001f600.\n\nThree."


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("\ufeffOne", "One"),
        ("in\u00adter\u00adnational", "international"),
        ("inter\u00ad\nnational", "international"),
        ("a\u200bb\u2060c\u200ed\u202ee\u2066f", "abcdef"),
        ("one\u00a0two\u2009three\u3000four", "one two three four"),
        ("one \t  two", "one two"),
        ("one\x07two\x7fthree\x9dfour", "one two three four"),
        ("don\x92t \x93go\x94", "don\u2019t \u201cgo\u201d"),
        ("One.\u2028Two.\u2029Three.\x85Four.\x0cFive.", "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive."),
        ("One.\rTwo.\r\nThree.", "One.\n\nTwo.\n\nThree."),
        ("broken \ud800 pair", "broken \ufffd pair"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("fl\u200cow", "flow"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\U0001f469"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("picture \ufffc here", "picture here"),
        ("x" + "\u0301" * 500 + "y", "x" + "\u0301" * 30 + "y"),
    ],
)  # fmt: skip
def test_characters_are_made_uniform(given_text: str, expected: str) -> None:
    assert _text(given_text) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (_WRAPPED, [_UNWRAPPED]),
        (f"{_WRAPPED}\n\n{_WRAPPED}", [_UNWRAPPED, _UNWRAPPED]),
        ("He said no.\nShe said yes.\nThey left.", ["He said no.", "She said yes.", "They left."]),
        (f"Talks fail\n{_WRAPPED}", ["Talks fail", _UNWRAPPED]),
        (f"{_UNWRAPPED}\n{_UNWRAPPED}", [_UNWRAPPED, _UNWRAPPED]),
        (f"{_UNWRAPPED}\nTalks fail\n{_UNWRAPPED}", [_UNWRAPPED, "Talks fail", _UNWRAPPED]),
        ("The minister, who\nlives in Paris, left.", ["The minister, who lives in Paris, left."]),
        ("Two were hurt:\n\u2022 a guard\n\u2022 a driver", ["Two were hurt:", "\u2022 a guard", "\u2022 a driver"]),
        ("The talks were U.S.-\nled.", ["The talks were U.S.-led."]),
        ("The talks went on -\nand failed.", ["The talks went on - and failed."]),
        (
            "   The minister of foreign affairs said on Monday that the talks\nhad failed.\n"
            "   President Macron, who arrived in Berlin on Sunday evening for a\nvisit, told reporters.",
            [
                "The minister of foreign affairs said on Monday that the talks had failed.",
                "President Macron, who arrived in Berlin on Sunday evening for a visit, told reporters.",
            ],
        ),
    ],
)  # fmt: skip
def test_wrapped_lines_are_joined_and_lines_that_are_paragraphs_are_not(
    lines: str, expected: list[str]
) -> None:
    assert _text(lines).split("\n\n") == expected


@pytest.mark.parametrize(
    ("escaped", "expected"),
    [
        ("AT&amp;T said &quot;no&quot;", 'AT&T said "no"'),
        ("caf&eacute; &#8217; &#x2019;", "caf\u00e9 \u2019 \u2019"),
        ("&amp;amp;", "&amp;"),
        ("R&D & Q&A; &notable; &#; &", "R&D & Q&A; &notable; &#; &"),
        ("&#0;&#55296;", "\ufffd\ufffd"),
    ],
)
def test_entities_are_read_once(escaped: str, expected: str) -> None:
    assert unescape_entities(escaped) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<p>One.</p><p>Two.</p>",
        " <div>One.<br>Two.</div>",
        "One.<br>Two.",
        "One.<br/>Two.",
        "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;",
    ],
)
def test_a_body_that_is_markup_is_read_as_html(body: str) -> None:
    assert _clean(body=body).text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "body", ["x < y and y > z", "<3 hearts", "Unit <unk> said", "<Reuters> hi"]
)
def test_a_body_with_angles_that_is_no_markup_stays(body: str) -> None:
    assert _clean(body=body).text == body


def test_the_headline_above_the_story_of_a_page_is_no_part_of_the_text() -> None:
    html = "<h1>Quake hits Chile</h1><p>A quake hit Chile.</p>"

    assert _clean(headline="Quake Hits Chile", html=html).text == "A quake hit Chile."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Quake\nhits\r\n\r\nChile", "Quake hits Chile"),
        ("<b>Quake</b> hits <br/>Chile", "Quake hits Chile"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("Johnson &amp; Johnson", "Johnson & Johnson"),
        (" \u200b ", None),
        (None, None),
    ],
)
def test_headlines_are_cleaned_to_one_line(line: str | None, expected: str | None) -> None:
    assert clean_line(line, max_token_chars=1_000) == expected


def test_long_runs_without_a_space_are_dropped_unless_they_are_words_of_a_script() -> None:
    chinese = "\u4fc4\u7f57\u65af" * 400

    assert _text(f"Before {'QUJD' * 500} after {'(' * 2_000} end.") == "Before after end."
    assert _text(chinese) == chinese


@pytest.mark.parametrize("field", ["body", "html", "headline", "description"])
def test_a_text_over_the_limit_is_refused_with_the_figure_and_the_setting(field: str) -> None:
    article = Article(id="a", status="withheld", **{field: "word " * 5})

    with pytest.raises(TextTooLong, match=rf"^/{field}: got 2\d.* is 20 \(setting max_") as refusal:
        clean_article(article, limits=CleanLimits(max_body_chars=20, max_html_chars=20))
    assert refusal.value.code == "text_too_long"


def test_markup_in_the_body_meets_the_limits_of_html() -> None:
    with pytest.raises(HtmlTooComplex):
        _clean(body="<div>" * 500 + "x</div>")


def test_the_language_is_that_of_the_text() -> None:
    german = "Die Regierung in Berlin hat am Montag ein neues Gesetz zur Rente beschlossen. " * 8

    clean = clean_article(Article(id="a", body=german, language="en"), limits=CleanLimits())

    assert clean.language == "de"
