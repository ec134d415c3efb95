"""Whatever an article, a header or a worker is called: the page's structure stays what it is."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from agents.ops.monitor import Report
from agents.web.rendering import Renderer
from support.hostile_texts import HOSTILE
from support.wires import NOW, PLACE, Wire, kept, report_of, some_events, some_letters

RENDERER = Renderer()
HARMLESS = "harmless"


class Structure(HTMLParser):
    """The elements with the names of their attributes; and where links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.targets |= {str(value) for name, value in attrs if name in ("href", "src", "action")}

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment", data))


def structure(markup: str) -> Structure:
    parser = Structure()
    parser.feed(markup)
    parser.close()
    return parser


def pages(text: str) -> Iterator[str]:
    """The page and a letter's page, with *text* wherever the outside world can put one."""
    told = text.replace("`", "")  # marks a command in our own sentences
    report = report_of("extract", verdict="stalled", reason=told, action=told, text=text)
    wire = Wire(
        Report(number=1, looked_at=NOW, agents=(report,)),
        some_events(text),
        some_letters(text),
        kept(text, value=text.encode("utf-8", "replace")),
        samples=3,
    )
    yield RENDERER.page(wire.shown)
    yield RENDERER.letter(wire.kept[PLACE])
    yield RENDERER.error("Not found", text)


@pytest.fixture(scope="module")
def harmless() -> list[Structure]:
    return [structure(page) for page in pages(HARMLESS)]


def test_there_are_two_hundred_different_ones() -> None:
    assert len(set(HOSTILE)) == 200


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_stays_text(text: str, harmless: list[Structure]) -> None:
    for page, same in zip(pages(text), harmless, strict=True):
        read = structure(page)
        assert read.elements == same.elements
        assert read.targets == same.targets
        assert not {"\x1b", "\x00", "\u202e"} & set(page)


@pytest.mark.parametrize("url", HOSTILE, ids=range(len(HOSTILE)))
def test_no_such_address_becomes_a_link(url: str) -> None:
    wire = Wire(Report.none(), some_events(url=url))

    assert "//evil.example" not in structure(RENDERER.page(wire.shown)).targets
    assert "rel=" not in RENDERER.page(wire.shown).split('id="events"')[1].split("<footer")[0]
