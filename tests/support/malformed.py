"""Hostile and faulty messages for ``raw-articles``, and what becomes of each: one catalogue for all tests.

Each is decoded and cleaned with the default limits; the first refusal's code is what is expected.
"""

import json
from dataclasses import dataclass

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class MalformedCase:
    """A message value and its fate: a dead-letter code, or ``accepted``."""

    name: str
    value: bytes | None
    expected: str


def _article(**fields: object) -> bytes:
    return json.dumps({"id": "a", "body": "b", **fields}).encode()


def _case(name: str, value: bytes | None, expected: str) -> MalformedCase:
    return MalformedCase(name=name, value=value, expected=expected)


_NOT_JSON = (
    _case("plain text", b"Quake hits Chile", "not_json"),
    _case("only spaces", b"  \n\t ", "not_json"),
    _case("one byte", b"\xff", "not_json"),
    _case("a NUL", b"\x00", "not_json"),
    _case("a byte-order mark alone", b"\xef\xbb\xbf", "not_json"),
    _case("two byte-order marks", b"\xef\xbb\xbf\xef\xbb\xbf" + _article(), "not_json"),
    _case("utf-16 with its mark", _article().decode().encode("utf-16"), "not_json"),
    _case("utf-16 without a mark", _article().decode().encode("utf-16-le"), "not_json"),
    _case("utf-32", _article().decode().encode("utf-32"), "not_json"),
    _case("latin-1", '{"id": "a", "body": "caf\u00e9"}'.encode("latin-1"), "not_json"),
    _case("utf-8 cut within a character", b'{"id": "a", "body": "caf\xc3"}', "not_json"),
    _case("an overlong slash", b'{"id": "a", "body": "\xc0\xaf"}', "not_json"),
    _case("an encoded surrogate", b'{"id": "a", "body": "\xed\xa0\x80"}', "not_json"),
    _case("a lone high surrogate", b'{"id": "a", "body": "\\ud800"}', "not_json"),
    _case("a lone low surrogate", b'{"id": "a", "body": "\\udc00"}', "not_json"),
    _case("a raw NUL in a string", b'{"id": "a", "body": "\x00"}', "not_json"),
    _case("a raw newline in a string", b'{"id": "a", "body": "one\ntwo"}', "not_json"),
    _case("an unknown escape", rb'{"id": "a", "body": "\x41"}', "not_json"),
    _case("NaN", b'{"id": "a", "body": "b", "score": NaN}', "not_json"),
    _case("Infinity", b'{"id": "a", "body": "b", "score": Infinity}', "not_json"),
    _case("minus Infinity", b'{"id": "a", "body": "b", "score": -Infinity}', "not_json"),
    _case("ten to the 400", b'{"id": "a", "body": "b", "n": 1' + b"0" * 400 + b"}", "not_json"),
    _case("1e400", b'{"id": "a", "body": "b", "n": 1e400}', "not_json"),
    _case("a leading zero", b'{"id": "a", "body": "b", "version": 01}', "not_json"),
    _case("hexadecimal", b'{"id": "a", "body": "b", "version": 0x1}', "not_json"),
    _case("single quotes", b"{'id': 'a', 'body': 'b'}", "not_json"),
    _case("bare names", b"{id: 1}", "not_json"),
    _case("a trailing comma", b'{"id": "a", "body": "b",}', "not_json"),
    _case("a comment", b'{"id": "a", /* b */ "body": "b"}', "not_json"),
    _case("cut short", _article()[:-5], "not_json"),
    _case("garbage behind", _article() + b"x", "not_json"),
    _case("a NUL behind", _article() + b"\x00", "not_json"),
    _case("two objects", _article() + _article(), "not_json"),
    _case("two lines of objects", _article() + b"\n" + _article(), "not_json"),
    _case("xml", b"<?xml version='1.0'?><newsItem/>", "not_json"),
    _case("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "not_json"),
    _case("a form", b"id=a&body=b", "not_json"),
)  # fmt: skip

_SHAPES = (
    _case("no value", None, "empty_value"),
    _case("an empty value", b"", "empty_value"),
    _case("null", b"null", "invalid_article"),
    _case("true", b"true", "invalid_article"),
    _case("a number", b"42", "invalid_article"),
    _case("a string", b'"Quake hits Chile"', "invalid_article"),
    _case("a list of articles", b"[" + _article() + b"]", "invalid_article"),
    _case("an empty object", b"{}", "invalid_article"),
    _case("an empty list", b"[]", "invalid_article"),
    _case("100,000 lists in each other", b"[" * 100_000 + b"]" * 100_000, "too_deep"),
    _case("100,000 lists never closed", b"[" * 100_000, "too_deep"),
    _case("100,000 objects never closed", b'{"a":' * 100_000, "too_deep"),
    _case("an unknown field 40 deep", b'{"id":"a","body":"b","x":' + b"[" * 40 + b"]" * 40 + b"}", "too_deep"),
    _case("50,000 unknown fields", _article(**{str(n): n for n in range(50_000)}), ACCEPTED),
    _case("a body of 500,001 characters", _article(body="b " * 250_000 + "b"), "text_too_long"),
    _case("a message of 2 MB", _article(html="<p>" + "b" * 2_000_000), "too_large"),
    _case("a message of 1,000,001 bytes", _article(x="y" * (1_000_001 - len(_article(x="")))), "too_large"),
    _case("a message of 1,000,000 bytes", _article(x="y" * (1_000_000 - len(_article(x="")))), ACCEPTED),
    _case("a byte-order mark before", b"\xef\xbb\xbf" + _article(), ACCEPTED),
    _case("spaces around", b" \r\n\t" + _article() + b"\n", ACCEPTED),
    _case("the id twice: the last counts", b'{"id": "a", "id": "b", "body": "b"}', ACCEPTED),
)  # fmt: skip

_IDS = (
    _case("no id and no url", b'{"body": "b"}', "invalid_article"),
    _case("an empty id", _article(id=""), "invalid_article"),
    _case("an id of spaces", _article(id=" \t"), "invalid_article"),
    _case("an id with a newline", _article(id="a\nb"), "invalid_article"),
    _case("an id with a NUL", _article(id="a\x00b"), "invalid_article"),
    _case("an id with an escape character", _article(id="a\x1b[31mb"), "invalid_article"),
    _case("an id with a C1 control", _article(id="a\x85b"), "invalid_article"),
    _case("an id of 3,000 bytes", _article(id="a" * 3_000), "invalid_article"),
    _case("an id of 2,001 bytes in 667 characters", _article(id="\u20ac" * 667), "invalid_article"),
    _case("an id of 2,000 bytes", _article(id="a" * 2_000), ACCEPTED),
    _case("only an id", b'{"id": "a"}', "invalid_article"),
    _case("only a url", b'{"url": "https://example.org/1"}', "invalid_article"),
    _case("a url of spaces", b'{"url": "  ", "body": "b"}', "invalid_article"),
    _case("a url with a newline", b'{"url": "https://x.org/\\n", "body": "b"}', "invalid_article"),
    _case("a url with a bell", b'{"url": "https://x.org/\\u0007a", "body": "b"}', "invalid_article"),
    _case("a url that is none, as the id", b'{"url": "http://[", "body": "b"}', ACCEPTED),
    _case("nothing to read", _article(body=""), "invalid_article"),
    _case("nothing but nulls", _article(body=None, html=None, headline=None), "invalid_article"),
    _case("a cancellation with only an id", b'{"id": "a", "status": "canceled"}', ACCEPTED),
    _case("an unknown status", _article(status="deleted"), "invalid_article"),
    _case("a status in capitals", _article(status="USABLE"), "invalid_article"),
)  # fmt: skip

_VERSIONS = tuple(
    _case(f"version {name}", b'{"id": "a", "body": "b", "version": ' + name.encode() + b"}", expected)
    for name, expected in (
        ("0", "invalid_article"), ("-1", "invalid_article"), ("1.5", "invalid_article"),
        ("1.0", "invalid_article"), ("true", "invalid_article"), ('"1"', "invalid_article"),
        ("[1]", "invalid_article"), ("1e3", "invalid_article"), (str(2**63), "invalid_article"),
        (str(2**70), "invalid_article"), (str(2**63 - 1), ACCEPTED), ("null", ACCEPTED),
    )
)  # fmt: skip

_TEXTS = ("id", "url", "headline", "description", "body", "html", "byline", "dateline", "section")
_WRONG_TYPES: dict[str, tuple[object, ...]] = {
    **{field: (True, 3, 1.5, [], ["x"], {}, {"value": "x"}) for field in _TEXTS},
    "status": (True, 3, 1.5, [], {}, ""),
    "language": (True, 3, 1.5, [], {}, "", "not a tag", "en/GB", "\u0435n", "a" * 9, "a-" * 30 + "a"),
    "published_at": (True, [], {}, "", "yesterday", "2026-02-30", "9999-12-31T23:59:59-23:59", 1e300),
    "modified_at": (False, [1], {"at": 1}, "soon", "2026-11-22T10:00:00+25:00", "9" * 64),
    "publisher": (True, 3, 1.5, [], ["x"], {"name": 3}, {"domain": []}),
    "subjects": (True, 3, 1.5, {}, "x", [3], [[]], [None], [{"name": 3}]),
    "keywords": (True, 3, 1.5, {}, "x", [3], [[]], [None]),
}  # fmt: skip

_TYPES = tuple(
    _case(f"{field} as {json.dumps(wrong)[:40]}", _article(**{field: wrong}), "invalid_article")
    for field, values in _WRONG_TYPES.items()
    for wrong in values
)

_NULLS = tuple(
    _case(f"{field} as null", _article(**{"headline": "h", field: None}), ACCEPTED)
    for field in ("url", "status", "headline", "body", "language", "publisher", "subjects", "ext")
)

_ODD = (
    _case("a NUL in the body", _article(body="one\x00two"), ACCEPTED),
    _case("a NUL in an unknown field", _article(x={"a\x00": ["\x00"]}), ACCEPTED),
    _case("ext that is no object", _article(ext=3), ACCEPTED),
    _case("a time before 1970", _article(published_at=-1), ACCEPTED),
    _case("a leap second", _article(published_at="2016-12-31T23:59:60Z"), ACCEPTED),
    _case("a body of bidi overrides", _article(body="\u202e" * 1_000), ACCEPTED),
    _case("a body of one word", _article(body="a" * 500_000), ACCEPTED),
    _case("a body of brackets", _article(body="(" * 500_000), ACCEPTED),
    _case("a body of emoji", _article(body="\U0001f600" * 80_000), ACCEPTED),
    _case("a body of joiners", _article(body="\u200d" * 100_000), ACCEPTED),
    _case("a body of accents", _article(body="a" + "\u0301\u0323" * 80_000), ACCEPTED),
    _case("a body of newlines", _article(body="\r\n" * 200_000 + "x"), ACCEPTED),
    _case("a body that is all entities", _article(body="&amp;" * 100_000), ACCEPTED),
    _case("a billion laughs", _article(html='<!DOCTYPE x [<!ENTITY a "ha">' + '<!ENTITY b "&a;&a;&a;">' * 99 + "]><p>&b;</p>"), ACCEPTED),
    _case("an external entity", _article(html='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>'), ACCEPTED),
)  # fmt: skip


def _html(name: str, html: str, expected: str) -> MalformedCase:
    return _case(f"html: {name}", json.dumps({"id": "a", "html": html}).encode(), expected)


_COMPLEX = "html_too_complex"
_HTML = (
    _html("200,000 attributes", "<p " + "a " * 200_000 + ">x</p>", _COMPLEX),
    _html("100,000 attributes with values", "<p " + "a=1 b='2' " * 50_000 + ">x</p>", _COMPLEX),
    _html("a sign that ends no tag", "<p a='>' " + "b " * 100_000 + ">x</p>", _COMPLEX),
    _html("attributes on an end tag", "<p>x</p " + "a " * 100_000 + ">", _COMPLEX),
    _html("attributes never ended", "<p " + "a=" * 100_000, ACCEPTED),
    _html("attributes on many tags", ("<p" + " a=1" * 200 + ">x</p>") * 900, _COMPLEX),
    _html("190,000 nested divs", "<div>" * 190_000, _COMPLEX),
    _html("nested divs, closed", "<div>" * 5_000 + "x" + "</div>" * 5_000, _COMPLEX),
    _html("nested tables", "<table><tr><td>" * 5_000, _COMPLEX),
    _html("nested lists", "<ul><li>" * 5_000, _COMPLEX),
    _html("nested bold", "<b>x" * 5_000, _COMPLEX),
    _html("300,000 paragraphs", "<p>" * 300_000, _COMPLEX),
    _html("100,000 list entries", "<ul>" + "<li>x" * 100_000, _COMPLEX),
    _html("100,000 line breaks", "x<br>" * 100_000, _COMPLEX),
    _html("tags of many names", "".join(f"<x{n}>" for n in range(20_000)), _COMPLEX),
    _html("tags after a script", "<script>" + "<p>" * 99_999 + "</script>" + "<p>" * 99_999, _COMPLEX),
    _html("a script of 900 kB", "<p>x</p><script>" + "if(a<b){}" * 99_000 + "</script>", ACCEPTED),
    _html("a script never closed", "<p>x</p><script>" + "a" * 500_000, ACCEPTED),
    _html("190,000 entities", "<p>" + "&amp;" * 190_000, ACCEPTED),
    _html("900,000 ampersands", "<p>" + "&" * 900_000, ACCEPTED),
    _html("comments never closed", "<p>x</p>" + "<!--" * 200_000, ACCEPTED),
    _html("empty comments", "<!---->" * 100_000, ACCEPTED),
    _html("cdata never closed", "<p>x</p>" + "<![CDATA[" * 100_000, ACCEPTED),
    _html("processing instructions", "<?" * 400_000, ACCEPTED),
    _html("900,000 less-than signs", "<" * 900_000, ACCEPTED),
    _html("a quote never closed", "<p a='" + "x " * 400_000, ACCEPTED),
    _html("NULs", "<p>x" + "\x00" * 100_000 + "</p>", ACCEPTED),
    _html("half-closed tags", "<p>a</" * 1_000, ACCEPTED),
    _html("only end tags", "</p>" * 200_000, ACCEPTED),
    _html("spaces in a tag", "<p" + " " * 900_000 + ">x", ACCEPTED),
    _html("slashes in a tag", "<p " + "/" * 900_000 + ">x", ACCEPTED),
    _html("equal signs in a tag", "<p " + "=" * 900_000 + ">x", ACCEPTED),
    _html("nothing but markup", "<html><head></head><body></body></html>", ACCEPTED),
    _case("markup in the body", _article(body="<div>" * 50_000 + "</div>"), _COMPLEX),
    _case("escaped markup in the body", _article(body="&lt;i&gt;" * 40_000 + "&lt;br&gt;"), _COMPLEX),
)  # fmt: skip

CASES: tuple[MalformedCase, ...] = (
    *_NOT_JSON, *_SHAPES, *_IDS, *_VERSIONS, *_TYPES, *_NULLS, *_ODD, *_HTML
)  # fmt: skip
