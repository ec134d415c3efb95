"""Html to paragraphs, and the markup that is refused before a parser sees it."""

import logging
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from pipeline.errors import HtmlTooComplex, TextTooLong
from pipeline.stages.cleaning.html import html_text
from pipeline.stages.cleaning.limits import CleanLimits
from pipeline.stages.cleaning.markup import looks_like_markup, plain_markup

_PAGE = """\
<!DOCTYPE html><html lang="en"><head><title>Quake | The Site</title><meta charset="utf-16">
<script>var page = "<p>not text</p>";</script><style>p { color: red }</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Quake hits Chile</h1>
<p>SANTIAGO, Nov 3 &mdash; A strong earthquake hit Chile on Monday, killing 3&nbsp;people, the
president&#8217;s office said in a statement.</p>
<figure><img src="file:///etc/passwd"><figcaption>A photo of the ruins.</figcaption></figure>
<p>Rescue workers searched the rubble for survivors in <a href="/c">Concepcion</a>, officials said.</p>
<h2>Aftershocks</h2><ul><li>One of them hit the city of Lima.</li><li>Another hit Quito.</li></ul>
<!-- not text --></article>
<div class="comments"><p>First comment by a reader of this page.</p></div>
<footer><p>Copyright 2026 The Site. All rights reserved.</p></footer></body></html>"""


def _paragraphs(html: str) -> list[str]:
    return html_text(html, limits=CleanLimits()).split("\n\n")


def test_a_page_gives_its_article_and_nothing_around_it() -> None:
    assert _paragraphs(_PAGE) == [
        "Quake hits Chile",
        "SANTIAGO, Nov 3 \u2014 A strong earthquake hit Chile on Monday, killing 3 people, the"
        " president\u2019s office said in a statement.",
        "Rescue workers searched the rubble for survivors in Concepcion, officials said.",
        "Aftershocks",
        "One of them hit the city of Lima.",
        "Another hit Quito.",
    ]


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<p>One.<p>Two.", ["One.", "Two."]),
        ("One.<br>Two.<br/>Three.", ["One.", "Two.", "Three."]),
        ("<h2>Head</h2>Text <b>bo</b>ld <i>it</i>.", ["Head", "Text bold it."]),
        ("<ul><li>One<li>Two</ul>after", ["One", "Two", "after"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<p>wrapped\n   in the\tsource</p>", ["wrapped in the source"]),
        ("<p>a &lt;b&gt; &amp;amp; c</p>", ["a <b> &amp; c"]),
        ("<nav>menu</nav><p>Text</p><footer>foot</footer> tail", ["Text", "tail"]),
        ("<p>Te<script>x<p>y</script>xt</p>", ["Text"]),
        ("<figure><img><figcaption>Caption</figcaption></figure><p>Text</p>", ["Text"]),
        ("<p>Text</p><table><tr><td>1<td>2</table>", ["Text"]),
        ("<table><tr><td><p>Laid out</p></table>", ["Laid out"]),
        ("<table><tr><td>All there is</table>", ["All there is"]),
        ("<html><body><p>Short.</p></body></html>", ["Short."]),
        ("<?xml version='1.0' encoding='utf-16'?><p>caf\u00e9 \U0001f600</p>", ["caf\u00e9 \U0001f600"]),
        ("<p>a\x00b \ud800</p>", ["a b \ufffd"]),
        ("<p>One<!-- <p>two</p> -->three", ["Onethree"]),
        ("no markup", ["no markup"]),
        ("", [""]),
        ("<!-- only a comment -->", [""]),
        ("<html><head><title>t</title></head></html>", [""]),
    ],
)  # fmt: skip
def test_blocks_are_paragraphs_and_inline_tags_are_not(html: str, paragraphs: list[str]) -> None:
    assert _paragraphs(html) == paragraphs


def test_the_lines_of_preformatted_text_are_kept() -> None:
    assert html_text("<pre>One\n  two</pre>x", limits=CleanLimits()) == "One\n  two\n\nx"


@pytest.mark.parametrize(
    ("html", "limits", "figure"),
    [
        ("<p a b c>", CleanLimits(max_attributes_per_tag=2), "3 attributes on one tag"),
        ("<p a=1 b='2>' c=\"3\">", CleanLimits(max_attributes_per_tag=2), "3 attributes on one"),
        ("<p a='>' b c>", CleanLimits(max_attributes_per_tag=2), "3 attributes on one tag"),
        ('<p a"b=\' d="\'"c e f', CleanLimits(max_attributes_per_tag=2), "3 attributes"),
        ("<p/a/b/c>", CleanLimits(max_attributes_per_tag=2), "3 attributes on one tag"),
        ("</p a b c>", CleanLimits(max_attributes_per_tag=2), "3 attributes on one tag"),
        ("<!--><p a b c>-->", CleanLimits(max_attributes_per_tag=2), "3 attributes on one tag"),
        ("<!-- x --!><p a b c>", CleanLimits(max_attributes_per_tag=2), "3 attributes on one tag"),
        ("<script></script><p a b c>", CleanLimits(max_attributes_per_tag=2), "3 attributes"),
        ("<SCRIPT></sCript\n><p a b c>", CleanLimits(max_attributes_per_tag=2), "3 attributes"),
        ("<!<style><p a b c>", CleanLimits(max_attributes_per_tag=2), "3 attributes on one tag"),
        ("<title><style></title><p a b c>", CleanLimits(max_attributes_per_tag=2), "3 attrib"),
        ("<p a><p b><p c>", CleanLimits(max_attributes=2), "3 attributes or more"),
        ("<p>" * 3, CleanLimits(max_tags=2), "3 tags or more"),
        ("<br>" * 3, CleanLimits(max_tags=2), "3 tags or more"),
        ("<<<p><<p></p><p>", CleanLimits(max_tags=2), "3 tags or more"),
        ("<div>" * 3, CleanLimits(max_tag_nesting=2), "3 tags within each other"),
        ("<div></b>" * 3, CleanLimits(max_tag_nesting=2), "3 tags within each other"),
        ("<a><b><c>", CleanLimits(max_tag_nesting=2), "3 tags within each other"),
    ],
)
def test_markup_over_a_limit_is_refused_with_the_figure(
    html: str, limits: CleanLimits, figure: str
) -> None:
    with pytest.raises(HtmlTooComplex, match=figure) as refusal:
        plain_markup(html, limits=limits)
    assert refusal.value.code == "html_too_complex"
    assert "send the article's part of the page" in str(refusal.value)


@pytest.mark.parametrize(
    ("html", "limits"),
    [
        ("<p a=1 b=2>", CleanLimits(max_attributes_per_tag=2)),
        ("<p a = '1 2 3 4' b='<p c d e>'>", CleanLimits(max_attributes_per_tag=2)),
        ("<p a='x" + " y" * 99, CleanLimits(max_attributes_per_tag=2)),
        ("<p>a b c d</p>", CleanLimits(max_attributes_per_tag=2)),
        ("<p>a < b c d e</p>", CleanLimits(max_attributes_per_tag=2)),
        ("<div></div>" * 9, CleanLimits(max_tag_nesting=2)),
        ("<p>x" * 9, CleanLimits(max_tag_nesting=2)),
        ("<ul>" + "<li>x" * 9, CleanLimits(max_tag_nesting=2)),
        ("<g/>" * 9, CleanLimits(max_tag_nesting=2)),
        ("<script>" + "<p>" * 9 + "</script>", CleanLimits(max_tags=2)),
        ("<!--" + "<p>" * 9 + "-->", CleanLimits(max_tags=2)),
        ("</p>" * 9, CleanLimits(max_tags=2)),
    ],
)
def test_markup_within_the_limits_passes(html: str, limits: CleanLimits) -> None:
    plain_markup(html, limits=limits)


@pytest.mark.parametrize(
    ("html", "rewritten"),
    [
        ("a < b <3 &lt;", "a &lt; b &lt;3 &lt;"),
        (
            "<P CLASS=x ID='y\"z' data-a checked>",
            '<p CLASS="x" ID="y&quot;z" data-a="" checked="">',
        ),
        ("<!DOCTYPE html><?xml?>x<!-- y -->z<!>", "xz"),
        ("x<script>y<p></script>z<style>", "xz"),
        ("<br/><br /><img src=a/>", '<br /><br /><img src="a/">'),
        ("</p x=1></></ >", "</p>&lt;/>&lt;/ >"),
        ("<p <b>x", "<p>x"),
        ("<p", "<p>"),
        ("<p a='", '<p a="">'),
        ("<a\x00b>x<a=b>y", "xy"),
    ],
)
def test_markup_is_written_anew_as_text_and_tags(html: str, rewritten: str) -> None:
    assert plain_markup(html, limits=CleanLimits()) == rewritten


@given(
    st.lists(
        st.sampled_from(
            [
                "<p",
                "<",
                " a",
                " b",
                "=",
                "'",
                '"',
                ">",
                "/",
                "<!--",
                "-->",
                "<script",
                "</script",
                "<title>",
                "</title>",
                "<!",
                "<?",
                "<style>",
                "&",
            ]
        ),
        max_size=30,
    )
)
def test_the_parser_never_sees_more_attributes_than_were_counted(pieces: list[str]) -> None:
    try:
        markup = plain_markup("".join(pieces), limits=CleanLimits(max_attributes_per_tag=1))
    except HtmlTooComplex:
        return

    tree = document_fromstring(f"<div>{markup}</div>")
    assert max(len(element.attrib) for element in tree.iter()) <= 1


def test_nesting_that_only_the_parser_sees_is_refused_too() -> None:
    with pytest.raises(HtmlTooComplex, match="within each other"):
        html_text("<ul><li>" * 90 + "x", limits=CleanLimits())


def test_html_that_is_too_long_is_refused() -> None:
    with pytest.raises(TextTooLong, match=r"^/html: got 14 characters, the limit is 10"):
        html_text("<p>0123456</p>", limits=CleanLimits(max_html_chars=10))


@given(st.text("<>/=\"' \n!-aps?[", max_size=80))
def test_any_markup_is_read_or_refused(html: str) -> None:
    limits = CleanLimits(max_tags=8, max_tag_nesting=4, max_attributes_per_tag=3)
    try:
        text = html_text(html, limits=limits)
    except HtmlTooComplex:
        return

    assert len(text) <= 2 * len(html)


def test_no_file_and_no_address_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>before &e; after</p>'

    assert "root:" not in html_text(entity, limits=CleanLimits())
    assert html_text("/etc/passwd", limits=CleanLimits()) == "/etc/passwd"
    assert html_text("https://example.org/", limits=CleanLimits()) == "https://example.org/"


def test_a_page_without_text_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        html_text("<html><body><nav>x</nav></body></html>", limits=CleanLimits())

    assert caplog.records == []


@pytest.mark.parametrize("text", ["<p>x</p>", "\n<!DOCTYPE html><p>x</p>", "<DIV class=a>x</DIV >", "x<BR />y"])  # fmt: skip
def test_markup_is_recognised(text: str) -> None:
    assert looks_like_markup(text)


@pytest.mark.parametrize("text", ["", "x", "<", "<p>", "a <b>c</b>", "< p>x</p", "<3 <4"])
def test_plain_text_is_not_taken_for_markup(text: str) -> None:
    assert not looks_like_markup(text)
