"""Plain text made uniform: one line per paragraph, an empty line between, nothing invisible."""

import html
import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5
from itertools import pairwise

# NUL to US and DEL to APC without those that mean something: tab, and the line ends below.
_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
# Vertical tab, form feed, NEL, line and paragraph separator.
_LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n")
# Windows-1252 read as Latin-1 leaves its quotes and dashes among the controls.
_WINDOWS_1252 = {code: bytes([code]).decode("cp1252") for code in (*range(0x91, 0x98), 0x80)}
# No-break and other spaces, the braille blank, the object replacement character.
_SPACES = dict.fromkeys(
    (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x2800, 0xFFFC), " "
)
# Soft hyphen, grapheme joiner, direction marks and overrides, zero-width space, word joiner,
# invisible operators, byte-order mark, annotation marks, noncharacters, tags: they split words or
# hide text.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F),
     *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xFDD0, 0xFDF0),
     0xFFFE, 0xFFFF, *range(0xE0000, 0xE0080))
)  # fmt: skip
# A lone half of a UTF-16 pair is no character and cannot be encoded.
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_TRANSLATION: dict[int, str | None] = {
    **_CONTROLS, **_WINDOWS_1252, **_LINE_ENDS, **_SPACES, **_INVISIBLE, **_SURROGATES
}  # fmt: skip

# Scripts in which a zero-width (non-)joiner between two letters is spelling: Arabic to Sinhala,
# Myanmar, Khmer, Mongolian.
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ua840-\ua87f"
_STRAY_JOINER = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")

# Without a joiner accents may change places and make the next one stray. Writing settles in two passes;
# what does not was made to be slow.
_PASSES = 4
# Normalizing sorts the accents on one letter in quadratic time. No language has more than a few;
# Unicode's stream-safe text (UAX 15) ends at this figure, too. All marks are among these characters.
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")

_SOFT_HYPHENATION = re.compile("\u00ad[ \t]*+\n(?=\\S)")
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*+\n)+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|em|font|i|mark|q|small|span|strong|sub|sup|u)(?:\s[^<>]*+)?>",
    re.IGNORECASE,
)
_OTHER_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|img|li|ol|ul)(?:\s[^<>]*+)?/?>", re.IGNORECASE)

# Wire copy and mail are wrapped at 60 to 80 columns, archives at 100; longer lines are paragraphs.
_WIDEST_WRAP = 100
# Nobody wraps copy narrower: shorter lines are headings, entries of a list, verse.
_NARROWEST_WRAP = 30
_INDENT = 2
_STOP = re.compile('[.!?:;\u2026\u3002\u0964\u061f"\u201d\u2019)\\]]$')
_ENTRY = re.compile("(?:[\u2022\u2023*\u00b7\u25aa\u25cf\u2013-]|[0-9]{1,3}[.)])\\s")
_HYPHENATED = re.compile(r"[\w.]-$")


def clean_text(text: str, *, max_token_chars: int) -> str:
    """*text* in NFC without invisible characters; a line per paragraph, an empty line between them.

    Cleaning clean text changes nothing. Runs of over *max_token_chars* without a space are dropped,
    unless most of them are letters beyond ASCII (scripts that are written without spaces).

    A line end within a block (lines without an empty one between) becomes a space where the copy
    was wrapped: no line of the block is over 100 columns, this one has 30 or more, the next one's
    first word would not have fitted into the block's longest line, and some line but the last
    ends without a stop; or where the next line goes on in lower case after a line without a stop.
    All other line ends part paragraphs, as do an indent and a list's bullet.
    """
    visible = _SOFT_HYPHENATION.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    visible = _normalized(visible.translate(_TRANSLATION)).expandtabs(4)
    blocks = (block.split("\n") for block in _EMPTY_LINES.split(visible))
    paragraphs = (
        _one_line(paragraph, max_token_chars)
        for block in blocks
        for paragraph in _paragraphs(block)
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def clean_line(text: str | None, *, max_token_chars: int) -> str | None:
    """A headline or description in one line, without tags and entities; None for nothing left."""
    if text is None:
        return None
    untagged = _OTHER_TAG.sub(" ", _INLINE_TAG.sub("", unescape_entities(text)))
    cleaned = clean_text(untagged, max_token_chars=max_token_chars)
    return cleaned.replace("\n\n", " ") or None


def unescape_entities(text: str) -> str:
    """*text* with html's entities (``&amp;``, ``&#8217;``) read once; other ampersands stay."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity[0][1] == "#":
        return html.unescape(entity[0])
    # html.unescape alone would read "&notable;" as "¬able;".
    return html5.get(entity[0][1:], entity[0])


def _normalized(text: str) -> str:
    """*text* in NFC, with joiners only where they are spelling and no heap of accents."""
    for _ in range(_PASSES):
        settled = _nfc(_STRAY_JOINER.sub("", text))
        if settled == text:
            return text
        text = settled
    return _nfc(text.replace("\u200c", "").replace("\u200d", ""))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", _MARKS.sub(_fewer_marks, text))


def _fewer_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The paragraphs of one block, each still with runs of spaces."""
    lines = [line.rstrip() for line in lines if line.strip()]
    if not lines:
        return
    margin = min(_indent(line) for line in lines)
    lines = [line[margin:] for line in lines]
    width = max(map(len, lines))
    wrapped = width <= _WIDEST_WRAP and not all(_STOP.search(line) for line in lines[:-1])
    paragraph = lines[0]
    for line, following in pairwise(lines):
        if _goes_on(line, following, width if wrapped else None):
            paragraph += _joint(line, following) + following
        else:
            yield paragraph
            paragraph = following
    yield paragraph


def _goes_on(line: str, following: str, wrap_width: int | None) -> bool:
    """True where the end of *line* is no end of a paragraph."""
    if _indent(following) >= _INDENT or _ENTRY.match(following):
        return False
    if following[0].islower() and not _STOP.search(line):
        return True
    if wrap_width is None or len(line) < _NARROWEST_WRAP:
        return False
    first_word = following.split(" ", 1)[0]
    return len(line) + 1 + len(first_word) > wrap_width


def _joint(line: str, following: str) -> str:
    # "U.S.-\nled": the hyphen is the word's own, since wire copy is not hyphenated.
    return "" if _HYPHENATED.search(line) and following[0].islower() else " "


def _one_line(paragraph: str, max_token_chars: int) -> str:
    tokens = paragraph.split()
    kept = [token for token in tokens if len(token) <= max_token_chars or _is_text(token)]
    return " ".join(kept)


def _is_text(token: str) -> bool:
    letters = sum(character.isalpha() and not character.isascii() for character in token)
    return letters * 2 > len(token)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
