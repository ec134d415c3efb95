"""Messages made to be slow or large, each within the limits of a message: one catalogue for tests and bench.

Each is built to a size, so that tests take a moderate one and the bench what the settings allow. Nothing of
ours decompresses, so no bomb is compressed: Kafka's codec is undone by the client, which bounds a fetch.
"""

import random
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

import orjson

from support.hostile_units import HTML, MARKS, NEWS, PAGE, PAGES, SIGNS

_ENVELOPE_BYTES = 200
_LETTERS = string.ascii_lowercase


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What the messages keep within; by default the default limits."""

    message_bytes: int = 1_000_000
    body_chars: int = 500_000


Build = Callable[[Size], bytes]


def _message(**fields: object) -> bytes:
    return orjson.dumps({"id": "hostile", "body": "France accused Spain of spying.", **fields})


def _fitting(text: str, most_bytes: int) -> str:
    """As much of *text* as JSON writes in so many bytes."""
    spare = most_bytes - len(orjson.dumps(text))
    while spare < 0:
        text = text[: max(len(text) + min(spare // 6, -1), 0)]
        spare = most_bytes - len(orjson.dumps(text))
    return text


def _body(unit: str) -> Build:
    """A body of *unit* over and over."""
    return _body_of(lambda size: unit * (size.body_chars // len(unit) + 1))


def _body_of(text: Callable[[Size], str]) -> Build:
    def build(size: Size) -> bytes:
        body = text(size)[: size.body_chars]
        return _message(body=_fitting(body, size.message_bytes - _ENVELOPE_BYTES))

    return build


def _numbered(pattern: str) -> Build:
    """A body of *pattern* with a number in it that never comes again."""

    def text(size: Size) -> str:
        count = size.body_chars // max(len(pattern.format("")), 1) + 1
        return "".join(pattern.format(n) for n in range(count))

    return _body_of(text)


def _spelt(n: int) -> str:
    """A word of letters for each number."""
    word = ""
    while True:
        n, letter = divmod(n, len(_LETTERS))
        word += _LETTERS[letter]
        if not n:
            return word


def _words(pattern: str) -> Build:
    """A body of *pattern* with a word of letters in it that never comes again."""

    def text(size: Size) -> str:
        count = size.body_chars // max(len(pattern.format("")), 1) + 1
        return "".join(pattern.format(_spelt(n)) for n in range(count))

    return _body_of(text)


def _drawn(alphabet: str, *, longest: int = 12) -> Build:
    """A body of chunks drawn from *alphabet*, the same each time."""

    def text(size: Size) -> str:
        draw = random.Random(6)
        chunks: list[str] = []
        length = 0
        while length < size.body_chars:
            chunk = "".join(draw.choices(alphabet, k=draw.randint(1, longest)))
            chunks.append(chunk)
            length += len(chunk) + 1
        return " ".join(chunks)

    return _body_of(text)


def _html(unit: str, *, before: str = "", after: str = "") -> Build:
    """An html of *unit* over and over between *before* and *after*."""

    def build(size: Size) -> bytes:
        room = size.message_bytes - _ENVELOPE_BYTES - 2 * len(before + after)
        count = room // (len(orjson.dumps(unit)) - 2)
        return _message(body=None, html=before + unit * count + after)

    return build


def _nested(element: str, *, depth: int, text: str = "France accused Spain. ") -> Build:
    """Stretches of html, each nested to *depth*."""
    return _html(f"<{element}>" * depth + text + f"</{element}>" * depth)


def _field(name: str, unit: str) -> Build:
    def build(size: Size) -> bytes:
        return _message(**{name: _fitting(unit * (_room(size) // len(unit) + 1), _room(size))})

    return build


def _value(name: str, make: Callable[[int], object]) -> Build:
    """The field *name* as *make* builds it for so many bytes."""
    return lambda size: _message(**{name: make(_room(size))})


def _room(size: Size) -> int:
    return size.message_bytes - _ENVELOPE_BYTES


def _deep(opening: str, closing: str) -> Build:
    def build(size: Size) -> bytes:
        depth = _room(size) // len(opening + closing)
        return (
            b'{"id":"a","body":"b","x":' + (opening * depth + "1" + closing * depth).encode() + b"}"
        )

    return build


def _named(
    prefix: str, units: Mapping[str, str], build: Callable[[str], Build]
) -> dict[str, Build]:
    return {f"{prefix} {name}": build(unit) for name, unit in units.items()}


def _attributes(pattern: str, *, element: str = "p") -> Build:
    """One tag with as many attributes as fit."""

    def build(size: Size) -> bytes:
        count = _room(size) // (len(pattern) + 8)
        names = "".join(pattern.format(n) for n in range(count))
        return _message(body=None, html=f"<{element}{names}>France accused Spain.</{element}>")

    return build


CATALOGUE: Mapping[str, Build] = {
    **_named("run of", SIGNS, _body),
    **_named("spaced", {name: f"{sign} " for name, sign in SIGNS.items()}, _body),
    **_named("between letters", {name: f"a{sign}" for name, sign in SIGNS.items()}, _body),
    **_named("short runs of", {name: sign * 8 + "a " for name, sign in SIGNS.items()}, _body),
    **_named("marks:", MARKS, _body),
    **_named("news:", NEWS, _body),
    **_named("html:", HTML, _html),
    **_named("page:", PAGES, lambda unit: _html(unit, **PAGE)),
    "one token": _body("a"),
    "one token in html": _html("a"),
    "one token in a page": _html("a", **PAGE),
    "tokens of 1,000": _body("a" * 1000 + " "),
    "tokens of 100": _body("a" * 100 + " "),
    "tokens of 119 signs and letters": _body("(a" * 59 + " "),
    "tokens of 119 signs and letters, all new": _numbered("(a" * 56 + "{} "),
    "tokens of stops, all new": _numbered("a.b.c.d.{} "),
    "tokens of apostrophes, all new": _numbered("a'b'c{}'s "),
    "distinct numbers": _numbered("{} "),
    "distinct words": _words("{} "),
    "distinct long words": _words("abcdefghijklmnopqrstuvwxyz{} "),
    "distinct capitalised words": _words("X{} "),
    "distinct names": _words("Ada X{} met Bo Y{}. ".replace("{}", "{0}")),
    "distinct mixed words": _numbered("é{}ñ "),
    "distinct sentences": _words("France accused {}. "),
    "drawn signs": _drawn(string.punctuation),
    "drawn signs and letters": _drawn(string.punctuation + _LETTERS * 2),
    "drawn digits and signs": _drawn(string.digits + ".,:-/%$"),
    "drawn letters": _drawn(string.ascii_letters),
    "drawn latin": _drawn("".join(map(chr, range(0xC0, 0x250)))),
    "drawn astral": _drawn("".join(map(chr, range(0x1F300, 0x1F700)))),
    "drawn of all": _drawn("".join(map(chr, chain(range(0x20, 0xD800), range(0xE000, 0x1FFFE))))),
    "nested tags, 90 deep": _nested("div", depth=90),
    "nested tags, all": _html("<div>"),
    "nested inline tags, 90 deep": _nested("b", depth=90),
    "page nested 90 deep": _html("<div>" * 90 + "<p>France accused Spain.</p>" + "</div>" * 90, **PAGE),
    "page of a table of tables": _html("<table><tr><td>" * 20 + "a" + "</td></tr></table>" * 20, **PAGE),
    "attributes on one tag": _attributes(" a{}=b"),
    "attributes on many tags": _html('<p a="b" c="d" e="f" g="h">a</p>'),
    "one long attribute": _html("a", before='<p a="', after='">France accused Spain.</p>'),
    "attributes never closed": _html(' a="', before="<p"),
    "one script": _html("a<", before="<script>", after="</script><p>France accused Spain.</p>"),
    "one style": _html("a{b:c}", before="<style>", after="</style><p>France accused Spain.</p>"),
    "one comment": _html("-", before="<!--", after="--><p>France accused Spain.</p>"),
    "one section": _html("]", before="<![CDATA[", after="]]><p>France accused Spain.</p>"),
    "an entity bomb": _html(
        "&c;", before='<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><p>', after="</p>"
    ),
    "html as body": _body("<p>a</p>"),
    "escaped html as body": _body("&lt;p&gt;a&lt;/p&gt;"),
    "less than as body": _body("a < b "),
    "entities as body": _body("&amp;"),
    "long headline": _field("headline", "France accused Spain. "),
    "headline of tags": _field("headline", "<b>a</b>"),
    "headline of one tag never closed": _field("headline", "<b "),
    "headline of entities": _field("headline", "&lt;"),
    "long description": _field("description", "France accused Spain. "),
    "description of signs": _field("description", "("),
    "long byline": _field("byline", "Ada Lund, "),
    "long dateline": _field("dateline", "Paris "),
    "long section": _field("section", "a/"),
    "long publisher": _field("publisher", "a."),
    "long id": _field("id", "a"),
    "long url": _field("url", "https://a.example/"),
    "url of parameters": _field("url", "https://a.example/?" + "a=b&" * 2000),
    "long language": _field("language", "en-"),
    "long date": _field("published_at", "2024-"),
    "date of digits": _field("published_at", "1"),
    "keywords": _value("keywords", lambda room: ["a"] * (room // 4)),
    "distinct keywords": _value("keywords", lambda room: [f"a{n}" for n in range(room // 11)]),
    "subjects": _value("subjects", lambda room: ["a"] * (room // 4)),
    "subjects of the wrong kind": _value("subjects", lambda room: [1] * (room // 2)),
    "keywords of the wrong kind": _value("keywords", lambda room: [1] * (room // 2)),
    "keys in ext": _value("ext", lambda room: {f"k{n}": n for n in range(room // 17)}),
    "unknown fields": lambda size: _message(**{f"k{n}": n for n in range(_room(size) // 17)}),
    "lists in ext": _value("ext", lambda room: {"a": [[]] * (room // 3)}),
    "nesting in ext of 20": _value("ext", lambda room: {"a": [_nest(20)] * (room // 42)}),
    "lists within lists": _deep("[", "]"),
    "objects within objects": _deep('{"a":', "}"),
    "one string": lambda size: _message(x="a" * _room(size)),
    "escapes": lambda size: b'{"id":"a","body":"b","x":"' + b"\\u00e9" * (_room(size) // 6) + b'"}',
    "one number": lambda size: b'{"id":"a","body":"b","x":' + b"1" * _room(size) + b"}",
    "broken at the end": lambda size: b'{"id":"a","body":"b","x":[' + b"1," * (_room(size) // 2),
}  # fmt: skip


def _nest(depth: int) -> list[object]:
    nested: list[object] = []
    for _ in range(depth - 1):
        nested = [nested]
    return nested


def distinct_articles(count: int, *, words: int = 200) -> Iterator[bytes]:
    """*count* short articles of English, each with *words* words that no other has."""
    numbers = iter(range(26**4, 10**12))
    for n in range(count):
        fresh = " ".join(_spelt(number) for number in islice(numbers, words))
        body = f"France accused Spain of spying on its fleet. The minister said that {fresh}."
        yield orjson.dumps({"id": f"distinct-{n}", "language": "en", "body": body})
