"""Counts what is in html without parsing it, so that no parser meets markup made to stall it."""

import re
from collections import Counter

from pipeline.errors import HtmlTooComplex, TextTooLong
from pipeline.stages.clean_limits import CleanLimits

# The tokens of the HTML standard (13.2.5), which libxml2 follows since 2.14. All quantifiers that
# could give characters back are possessive, so each pattern is linear.
_NAMED_TAG = re.compile(r"<(/?)([A-Za-z][^\t\n\f\r />]*+)")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+"
    r"(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"
    r"(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?+)?+"
)
_TAG_END = re.compile(r"([\t\n\f\r /]*+)(>?)")
_COMMENT_END = re.compile(r"--!?>")
_RAW_TEXT_END = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in ("script", "style")
}

_VOID = frozenset({
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link",
    "meta", "param", "source", "track", "wbr",
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


def check_markup(html: str, *, limits: CleanLimits) -> None:
    """Pass html that parsers can take, in time linear in its length.

    Raises TextTooLong (text_too_long) or HtmlTooComplex (html_too_complex), with limit and figure.
    """
    if len(html) > limits.max_html_chars:
        raise TextTooLong(
            "text_too_long",
            f"/html: got {len(html):,} characters, the limit is {limits.max_html_chars:,}"
            " (setting max_html_chars); send the article's part of the page, or plain text.",
        )
    scan = _Scan(html, limits)
    position = html.find("<")
    while position >= 0:
        position = html.find("<", scan.pass_over(position))


def too_complex(what: str, figure: int, limit: int, setting: str) -> HtmlTooComplex:
    """The refusal of html that has *figure* of *what*, more than *limit*."""
    return HtmlTooComplex(
        "html_too_complex",
        f"/html: got {figure:,} {what} or more, the limit is {limit:,} (setting {setting});"
        " send the article's part of the page, or plain text in body.",
    )


class _Scan:
    """One pass over the html; what follows a ``<`` is passed over, and counted if it is a tag."""

    def __init__(self, html: str, limits: CleanLimits) -> None:
        self._html = html
        self._limits = limits
        self._tags = 0
        self._attributes = 0
        self._nesting = 0
        self._open: Counter[str] = Counter()
        # Ends that are nowhere ahead are not looked for again: that would be quadratic.
        self._absent: set[re.Pattern[str]] = set()

    def pass_over(self, start: int) -> int:
        """The position after the comment or tag at *start*; a lone ``<`` is passed over as text."""
        if self._html.startswith("<!--", start):
            # "<!-->" is a whole comment, so its end may overlap its start.
            return self._end_of(_COMMENT_END, start + 2, otherwise=start + 4)
        tag = _NAMED_TAG.match(self._html, start)
        if tag is None:
            return start + 1
        name = tag[2].lower()
        position, closed_itself = self._pass_over_attributes(tag.end())
        if tag[1]:
            self._close(name)
            return position
        self._count_tag()
        if name not in _VOID and not closed_itself:
            self._enter(name)
        ends = _RAW_TEXT_END.get(name)
        return position if ends is None else self._end_of(ends, position, otherwise=position)

    def _end_of(self, ends: re.Pattern[str], start: int, *, otherwise: int) -> int:
        if ends in self._absent:
            return otherwise
        found = ends.search(self._html, start)
        if found is None:
            self._absent.add(ends)
            return otherwise
        # The end tag itself stays ahead, so that it is counted as one.
        return found.end() if ends is _COMMENT_END else found.start()

    def _pass_over_attributes(self, position: int) -> tuple[int, bool]:
        count = 0
        while True:
            end = _TAG_END.match(self._html, position)
            if end is not None and (end[2] or end.end() == len(self._html)):
                return end.end(), end[1].endswith("/")
            attribute = _ATTRIBUTE.match(self._html, position)
            if attribute is None:
                return position, False
            position = attribute.end()
            count += 1
            self._count_attribute(count)

    def _count_attribute(self, on_this_tag: int) -> None:
        limits = self._limits
        self._attributes += 1
        if on_this_tag > limits.max_attributes_per_tag:
            what, limit = "attributes on one tag", limits.max_attributes_per_tag
            raise too_complex(what, on_this_tag, limit, "max_attributes_per_tag")
        if self._attributes > limits.max_attributes:
            raise too_complex(
                "attributes", self._attributes, limits.max_attributes, "max_attributes"
            )

    def _count_tag(self) -> None:
        self._tags += 1
        if self._tags > self._limits.max_tags:
            raise too_complex("tags", self._tags, self._limits.max_tags, "max_tags")

    def _enter(self, name: str) -> None:
        if name in _CLOSED_BY_NEXT:
            return
        self._open[name] += 1
        self._nesting += 1
        if self._nesting > self._limits.max_nesting:
            raise too_complex(
                "tags within each other", self._nesting, self._limits.max_nesting, "max_nesting"
            )

    def _close(self, name: str) -> None:
        # An end tag without its start tag closes nothing.
        if self._open[name]:
            self._open[name] -= 1
            self._nesting -= 1
