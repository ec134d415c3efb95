"""Html rewritten so that every parser reads it alike, and counted while it is: no parser is stalled.

Counting alone would not do. A tag that the scan takes for a comment's or a script's text and the parser
for a tag would be counted by neither; so comments and scripts are taken out, tags are written anew.
"""

import re
from collections import Counter

from pipeline.errors import HtmlTooComplex, TextTooLong
from pipeline.stages.cleaning.limits import CleanLimits

# The tokens of the HTML standard (13.2.5). All quantifiers that could give characters back are
# possessive, so each pattern is linear.
_TAG_START = re.compile(r"<(/?)([A-Za-z][^\t\n\f\r />]*+)")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    r"(\"[^\"]*+\"?+|'[^']*+'?+|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?+)?+"
)
_TAG_END = re.compile(r"[\t\n\f\r ]*+((?:/[\t\n\f\r /]*+)?+)(>|\Z)")
_COMMENT_END = re.compile(r"--!?>")
_DECLARATION_END = re.compile(r">")
# What stands in these is no markup to a browser, and no text of the article.
_RAW_TEXT_END = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in (
        "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
    )
}  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9:-]*+")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]*+")

_VOID = frozenset({
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta",
    "param", "source", "track", "wbr",
})  # fmt: skip
# Elements that the next one of their kind closes: open ones do not add up to nesting.
_CLOSED_BY_NEXT = frozenset({
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt",
    "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip

_STARTS_AS_MARKUP = re.compile(r"\s*+<(?:!doctype|!--|\?xml|[a-z][a-z0-9]*+[\s/>])", re.IGNORECASE)
_CLOSES_A_TAG = re.compile(r"</[a-z][a-z0-9]*+\s*+>", re.IGNORECASE)
_PARTS_PARAGRAPHS = re.compile(r"</p\s*+>|<br\s*+/?>", re.IGNORECASE)


def looks_like_markup(text: str) -> bool:
    """True where *text* starts with a tag and closes one, or has ``</p>`` or ``<br>`` anywhere."""
    starts = _STARTS_AS_MARKUP.match(text) is not None
    return (starts and _CLOSES_A_TAG.search(text) is not None) or bool(
        _PARTS_PARAGRAPHS.search(text)
    )


def plain_markup(html: str, *, limits: CleanLimits) -> str:
    """*html* as text and well-formed tags only, without comments, declarations and scripts.

    Linear in the length of *html*; it is done before any parser sees it. Raises TextTooLong
    (text_too_long) or HtmlTooComplex (html_too_complex) with limit and figure.
    """
    if len(html) > limits.max_html_chars:
        raise TextTooLong(
            "text_too_long",
            f"/html: got {len(html):,} characters, the limit is {limits.max_html_chars:,}"
            " (setting max_html_chars); send the article's part of the page, or plain text.",
        )
    return _MarkupScan(html, limits).rewritten()


def too_complex(what: str, figure: int, limit: int) -> HtmlTooComplex:
    """The refusal of html that has *figure* of *what*, more than *limit*."""
    return HtmlTooComplex(
        "html_too_complex",
        f"/html: got {figure:,} {what} or more, the limit is {limit:,};"
        " send the article's part of the page, or plain text in body.",
    )


class _MarkupScan:
    """One pass over the html."""

    def __init__(self, html: str, limits: CleanLimits) -> None:
        self._html = html
        self._limits = limits
        self._written: list[str] = []
        self._tags = 0
        self._attributes = 0
        self._nesting = 0
        self._open: Counter[str] = Counter()
        # Ends that are nowhere ahead are not looked for again: that would be quadratic.
        self._absent: set[re.Pattern[str]] = set()

    def rewritten(self) -> str:
        """The html as text and tags."""
        position = 0
        while (start := self._html.find("<", position)) >= 0:
            self._written.append(self._html[position:start])
            position = self._pass_over(start)
        self._written.append(self._html[position:])
        return "".join(self._written)

    def _pass_over(self, start: int) -> int:
        """Write what begins with the ``<`` at *start*, if it is a tag; the position after it."""
        html = self._html
        if html.startswith("<!--", start):
            # "<!-->" is a whole comment, so its end may overlap its start.
            return self._after(_COMMENT_END, start + 2) or start + 4
        if html.startswith(("<!", "<?"), start):
            return self._after(_DECLARATION_END, start + 2) or start + 2
        tag = _TAG_START.match(html, start)
        if tag is None:
            self._written.append("&lt;")
            return start + 1
        name = tag[2].lower()
        attributes, closed, end = self._read_attributes(tag.end())
        if name in _RAW_TEXT_END:
            return end if tag[1] else self._after(_RAW_TEXT_END[name], end) or len(html)
        if _NAME.fullmatch(name):
            self._write_tag(name, attributes, is_end=bool(tag[1]), closed=closed)
        return end

    def _after(self, ends: re.Pattern[str], start: int) -> int | None:
        found = None if ends in self._absent else ends.search(self._html, start)
        if found is None:
            self._absent.add(ends)
            return None
        # An end tag is left to be passed over as a tag.
        return found.start() if ends in _RAW_TEXT_END.values() else found.end()

    def _read_attributes(self, position: int) -> tuple[str, bool, int]:
        written: list[str] = []
        count = 0
        while (end := _TAG_END.match(self._html, position)) is None:
            attribute = _ATTRIBUTE.match(self._html, position)
            if attribute is None:  # nothing but what parts attributes
                position += 1
                continue
            position = attribute.end()
            count += 1
            self._count_attribute(count)
            name, value = attribute[1], (attribute[2] or "").strip("\"'").replace('"', "&quot;")
            if _ATTRIBUTE_NAME.fullmatch(name):
                written.append(f' {name}="{value}"')
        return "".join(written), bool(end[1]), end.end()

    def _write_tag(self, name: str, attributes: str, *, is_end: bool, closed: bool) -> None:
        if is_end:
            self._close(name)
            self._written.append(f"</{name}>")
            return
        self._count_tag()
        if name not in _VOID and not closed:
            self._enter(name)
        self._written.append(f"<{name}{attributes}{' /' if closed else ''}>")

    def _count_attribute(self, on_this_tag: int) -> None:
        limits = self._limits
        self._attributes += 1
        if on_this_tag > limits.max_attributes_per_tag:
            what, limit = "attributes on one tag", limits.max_attributes_per_tag
            raise too_complex(what, on_this_tag, limit)
        if self._attributes > limits.max_attributes:
            raise too_complex("attributes", self._attributes, limits.max_attributes)

    def _count_tag(self) -> None:
        self._tags += 1
        if self._tags > self._limits.max_tags:
            raise too_complex("tags", self._tags, self._limits.max_tags)

    def _enter(self, name: str) -> None:
        if name in _CLOSED_BY_NEXT:
            return
        self._open[name] += 1
        self._nesting += 1
        if self._nesting > self._limits.max_tag_nesting:
            raise too_complex("tags within each other", self._nesting, self._limits.max_tag_nesting)

    def _close(self, name: str) -> None:
        # An end tag without its start tag closes nothing.
        if self._open[name]:
            self._open[name] -= 1
            self._nesting -= 1
