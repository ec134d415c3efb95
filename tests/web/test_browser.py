"""The page in a real browser: accessible in each state, live, quiet on the console, and deaf to hostile texts."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from agents.web.access import Access, Address
from agents.web.rendering import Renderer
from agents.web.serving import serving_shown
from support.hostile_texts import HOSTILE
from support.wires import (
    PLACE,
    Wire,
    away,
    healthy,
    kept,
    report_of,
    some_events,
    some_letters,
    troubled,
)

pytestmark = [pytest.mark.slow]

WIRES: dict[str, tuple[Callable[[], Wire], str]] = {
    "healthy": (healthy, "/"),
    "stalled": (
        lambda: troubled("stalled", "raw-articles[0] has not moved for 41 s", "restart it"),
        "/",
    ),
    "stopped": (
        lambda: troubled(
            "stopped", "no member owns raw-articles[0]", "start one: `eventwire worker extract`"
        ),
        "/",
    ),
    "broker-away": (lambda: away(database=True), "/"),
    "dead-letter": (healthy, f"/dead-letters/{PLACE}"),
}
# Device pixels and touch as a phone has them, not a narrow window.
SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 3,
        "is_mobile": True,
        "has_touch": True,
    },
}
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
PATIENCE_MS = 60_000
# Counts in place of showing a window, which would stop the page.
_COUNT_ALERTS = "window.alerts = 0; window.alert = () => { window.alerts += 1; };"
_HARMFUL = "script:not([src='/static/live.js']), iframe, object, base, form, img, math, template"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium here")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=arguments, timeout=PATIENCE_MS
        )
        yield started
        started.close()


class Tab:
    """A page, and all that its console has said."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))


@contextmanager
def opened(chromium: Browser, **context: Any) -> Iterator[Tab]:
    made = chromium.new_context(**context)
    try:
        yield Tab(made)
    finally:
        made.close()


@contextmanager
def served(wire: Wire, *, port: int = 0) -> Iterator[str]:
    """The address of a page that shows *wire*, without a slash at its end."""
    with serving_shown(wire.shown, Access(""), Address(host="127.0.0.1", port=port)) as url:
        yield url.rstrip("/")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("wire", WIRES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    chromium: Browser, wire: str, screen: str
) -> None:
    make, path = WIRES[wire]
    with served(make()) as url, opened(chromium, **SCREENS[screen]) as tab:
        tab.page.goto(url + path)
        tab.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for scheme in SCHEMES:
            tab.page.emulate_media(color_scheme=scheme)
            # A colour that is still on its way has a contrast of its own.
            tab.page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
            found = Axe().run(tab.page)
            assert not found.violations_count, found.generate_report()
        width, page_width = tab.page.evaluate("[innerWidth, document.documentElement.scrollWidth]")

    assert page_width <= width
    assert tab.said == []


def test_axe_would_find_a_text_that_nobody_can_read(chromium: Browser) -> None:
    with served(healthy()) as url, opened(chromium) as tab:
        tab.page.goto(f"{url}/dead-letters/{PLACE}")
        tab.page.evaluate("document.querySelector('h1').style.color = '#d8eedf'")
        found = Axe().run(tab.page)

    assert [each["id"] for each in found.response["violations"]] == ["color-contrast"]


def test_a_figure_changes_without_a_reload(chromium: Browser) -> None:
    wire = healthy()
    with served(wire) as url, opened(chromium) as tab:
        tab.page.goto(url)
        lag = tab.page.locator("#agents article").first.locator("dd").first
        expect(lag).to_have_text("4")
        tab.page.evaluate("window.same = true")

        bad = troubled("stalled", "raw-articles[0] has not moved", "restart it", lag=413)
        wire.report = replace(bad.report, number=wire.report.number + 1)

        expect(lag).to_have_text("413", timeout=PATIENCE_MS)
        expect(tab.page.get_by_role("heading", level=1)).to_contain_text("stuck at extract")
        assert "stuck at extract" in tab.page.title()
        assert tab.page.evaluate("window.same")


def test_it_says_when_the_stream_is_cut_and_goes_on_when_it_is_back(chromium: Browser) -> None:
    wire = healthy()
    with opened(chromium) as tab:
        connection = tab.page.get_by_role("status")
        lag = tab.page.locator("#agents article").first.locator("dd").first
        with served(wire) as url:
            tab.page.goto(url)
            expect(lag).to_have_text("4")
            tab.page.evaluate("window.same = true")
        expect(connection).to_contain_text("connection lost at", timeout=PATIENCE_MS)

        bad = troubled("stopped", "no member owns raw-articles[0]", "start a worker", lag=413)
        wire.report = replace(bad.report, number=wire.report.number + 1)
        with served(wire, port=urlsplit(url).port or 0):
            expect(lag).to_have_text("413", timeout=PATIENCE_MS)
            expect(connection).to_be_empty()
            assert tab.page.evaluate("window.same")


def hostile(text: str) -> Wire:
    """A wire with *text* wherever the outside world can put one."""
    report = report_of("extract", verdict="stalled", reason=text, action=text, text=text)
    return Wire(
        replace(healthy().report, agents=(report,)),
        some_events(text),
        some_letters(text),
        kept(text, value=text.encode("utf-8", "replace")),
        samples=3,
    )


# With the policy not even a try may be seen; without it nothing but the escaping is left to hold.
@pytest.mark.parametrize("bypass_csp", [False, True], ids=["policy", "no-policy"])
@pytest.mark.parametrize("path", ["/", f"/dead-letters/{PLACE}"], ids=["page", "letter"])
def test_hostile_texts_run_nothing_in_a_page(
    chromium: Browser, path: str, bypass_csp: bool
) -> None:
    with served(hostile("".join(HOSTILE))) as url, opened(chromium, bypass_csp=bypass_csp) as tab:
        tab.page.add_init_script(_COUNT_ALERTS)
        tab.page.goto(url + path)

        assert tab.page.locator(_HARMFUL).count() == 0
        assert tab.page.evaluate("window.alerts") == 0
    assert tab.said == []


def test_each_hostile_text_that_comes_live_runs_nothing(chromium: Browser) -> None:
    renderer = Renderer()
    parts = [list(renderer.parts(hostile(text).shown).items()) for text in HOSTILE]
    with served(healthy()) as url, opened(chromium, bypass_csp=True) as tab:
        tab.page.add_init_script(_COUNT_ALERTS)
        tab.page.goto(url)
        left = tab.page.evaluate(
            """([all, harmful]) => {
              live.close();
              return all.filter((parts) => {
                for (const [id, markup] of parts) replace(id, markup);
                return document.querySelector(harmful);
              }).length;
            }""",
            [parts, _HARMFUL],
        )
        # What would have run has run before this, which nothing keeps from running.
        tab.page.evaluate("replace('looked', '<img src=/nothing onerror=alert(1)>')")
        tab.page.wait_for_function("window.alerts > 0", timeout=PATIENCE_MS)

        assert left == 0
        assert tab.page.evaluate("window.alerts") == 1
