"""The page in a real browser: it loads without a complaint, goes live, and is drawn in each scheme and width."""

import re
import shutil
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agents.web.access import Access, Address
from agents.web.serving import serving_shown
from support.hostile_texts import HOSTILE
from support.wires import Wire, away, healthy, report_of, some_events, some_letters, troubled

Browse = Callable[..., str]
_QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
)


@contextmanager
def open_page(wire: Wire) -> Iterator[str]:
    """The address of a page that shows *wire*."""
    with serving_shown(wire.shown, Access(""), Address(host="127.0.0.1", port=0)) as url:
        yield url


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """Runs the browser with more arguments: what it printed, and what its console said."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium here")

    def run(*arguments: str) -> str:
        ended = subprocess.run(
            [program, *_QUIET, f"--user-data-dir={tmp_path / 'profile'}", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return ended.stdout + "".join(
            line + "\n" for line in ended.stderr.splitlines() if ":CONSOLE" in line
        )

    return run


WIRES: dict[str, Callable[[], Wire]] = {
    "healthy": healthy,
    "stalled": lambda: troubled("stalled", "raw-articles[0] has not moved for 41 s", "restart it"),
    "stopped": lambda: troubled("stopped", "no member owns raw-articles[0]", "start a worker"),
    "away": lambda: away(database=True),
}
SCHEMES = {"dark": 0, "light": 1}


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_it_is_drawn(wire: str, scheme: str, browse: Browse, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    with open_page(WIRES[wire]()) as url:
        said = browse(
            f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
            "--window-size=500,1200",
            f"--screenshot={picture}",
            url,
        )

    png = picture.read_bytes()
    assert struct.unpack(">II", png[16:24]) == (500, 1200)
    assert len(png) > 30_000  # an empty page has some thousand bytes
    assert "CONSOLE" not in said


def test_hostile_texts_run_nothing_in_a_browser(browse: Browse) -> None:
    text = "".join(HOSTILE)
    report = report_of("extract", verdict="stalled", reason=text, action=text, text=text)
    wire = Wire(replace(healthy().report, agents=(report,)), some_events(text), some_letters(text))
    with open_page(wire) as url:
        dom = browse("--dump-dom", url)

    # Not even a try, which the policy would refuse with a line on the console.
    assert "CONSOLE" not in dom
    assert re.findall(r"<(?:script|iframe|img|object|base|form)\b[^>]*>", dom) == [
        '<script src="/static/live.js" defer="">'
    ]
