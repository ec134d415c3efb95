"""Html to paragraphs of text: trafilatura for whole pages, a walk over the tree for fragments."""

import re

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipeline.stages.cleaning.limits import CleanLimits
from pipeline.stages.cleaning.markup import plain_markup, too_complex

# What only whole pages have. Everything else is the article's own markup already, and choosing
# from it could only lose paragraphs.
_PAGE = re.compile(
    r"<(?:!doctype|html|head|body|main|article|nav|header|footer)[\s>]", re.IGNORECASE
)

# Neither lxml nor XML takes these, and libxml2 ends the text at a NUL.
_UNPARSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Never the article's sentences. A caption tells what the text tells: it would be a second report.
_DROPPED = frozenset({
    "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "figcaption", "footer",
    "iframe", "map", "math", "nav", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
# Html's blocks, and those of trafilatura's tree (head, item, lb, list, quote, row, cell).
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "cell", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figure", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hgroup", "hr", "html", "item", "lb", "legend", "li", "list", "main",
    "menu", "ol", "p", "pre", "quote", "row", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
# Their line ends are the author's, often of wire copy wrapped at a fixed width: the rule for plain
# text joins them.
_VERBATIM = frozenset({"pre"})
# A table with one of these in its cells lays the page out; any other holds figures, not sentences.
_LAYOUT = ("p", "div", "br")


def html_text(html: str, *, limits: CleanLimits) -> str:
    """The text of *html*, page or fragment; paragraphs are parted by an empty line, "" for none.

    Navigation, captions, comments and tables of figures are left out. Opens no file or address.
    Raises TextTooLong and HtmlTooComplex before a parser sees what it could not take.
    """
    markup = plain_markup(html, limits=limits)
    body = _parse(markup)
    if body is None:
        return ""
    _check_tree(body, limits)
    paragraphs: list[str] = []
    if _PAGE.search(markup):
        paragraphs = _paragraphs_of_page(body)
    paragraphs = paragraphs or _paragraphs_of(body, tables=False)
    return "\n\n".join(paragraphs or _paragraphs_of(body, tables=True))


def _parse(html: str) -> HtmlElement | None:
    text = _SURROGATE.sub("\ufffd", _UNPARSABLE.sub(" ", html))
    # Bytes with a fixed encoding: what the page says of its encoding was true of other bytes.
    parser = HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        document = document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # nothing in it but comments and space
        return None
    body = document.find("body")
    return document if body is None else body


def _check_tree(body: HtmlElement, limits: CleanLimits) -> None:
    # The parser adds tags and nesting that the html only implied.
    tags = nesting = 0
    for event, _ in etree.iterwalk(body, events=("start", "end")):
        nesting += 1 if event == "start" else -1
        tags += event == "start"
        if nesting > limits.max_tag_nesting:
            raise too_complex("tags within each other", nesting, limits.max_tag_nesting)
    if tags > 2 * limits.max_tags:
        raise too_complex("tags", tags, limits.max_tags)


def _paragraphs_of_page(body: HtmlElement) -> list[str]:
    document = trafilatura.bare_extraction(
        body.getroottree().getroot(),
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=False,
    )
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return _paragraphs_of(document.body, tables=False)


def _paragraphs_of(root: etree._Element, *, tables: bool) -> list[str]:
    """The blocks of text below *root* in their order; *tables* takes tables of figures, too."""
    paragraphs: list[str] = []
    pieces: list[str] = []
    verbatim = 0

    def end_paragraph(*, keep_lines: bool) -> None:
        text = "".join(pieces)
        pieces.clear()
        text = text.strip("\n") if keep_lines else " ".join(text.split())
        if text.strip():
            paragraphs.append(text)

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if name in _BLOCKS:
                end_paragraph(keep_lines=verbatim > 0)
            verbatim += name in _VERBATIM
            if name in _DROPPED or (name == "table" and not tables and not _lays_out(element)):
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
            continue
        if name in _BLOCKS:
            end_paragraph(keep_lines=verbatim > 0)
        verbatim -= name in _VERBATIM
        if element is not root:
            pieces.append(element.tail or "")
    end_paragraph(keep_lines=False)
    return paragraphs


def _lays_out(table: etree._Element) -> bool:
    return next(table.iter(*_LAYOUT), None) is not None
