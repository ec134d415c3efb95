"""The page over HTTP: what it shows, to whom, with which headers, and what it does in outages."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from aiohttp.test_utils import TestClient, TestServer

from agents.ops.lag import lag_fields
from agents.ops.monitor import Report
from agents.web.access import COOKIE, Access
from agents.web.app import CSP, make_app
from agents.web.rendering import PARTS
from support.wires import PLACE, Wire, away, healthy, report_of, some_events, troubled

TOKEN = "0123456789abcdef0123"
T = TypeVar("T")
Client = TestClient[Any, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def visit(wire: Wire, act: Callable[[Client], Awaitable[T]], *, token: str = "") -> T:
    """What *act* returns for a client of a page that shows *wire*."""

    async def run() -> T:
        server = TestServer(make_app(wire.shown, Access(token)), host="127.0.0.1")
        async with TestClient(server) as client:
            return await act(client)

    return asyncio.run(run())


def fetch(wire: Wire, path: str, *, token: str = "", **headers: str) -> Answer:
    async def act(client: Client) -> Answer:
        answer = await client.get(path, headers=headers, allow_redirects=False)
        return Answer(answer.status, dict(answer.headers), await answer.text())

    return visit(wire, act, token=token)


def test_the_page_shows_verdict_reason_action_events_and_letters() -> None:
    wire = troubled("stopped", "no member owns raw-articles[0]", "run `eventwire worker extract`")
    page = fetch(wire, "/").text

    assert "The wire is stuck at extract: stopped since 2026-11-22 09:23:00Z" in page
    assert "no member owns raw-articles[0]" in page
    assert "<code>eventwire worker extract</code>" in page
    assert "extract-desk-7@10.0.0.7" in page
    assert "The Taliban threatened Turkey in Kabul on Tuesday." in page
    assert 'href="https://news.example/a1" rel="noopener noreferrer"' in page
    assert "invalid_article" in page
    assert f'href="/dead-letters/{PLACE}"' in page
    assert page.count("<svg") == 2 * 4
    assert '<noscript><meta http-equiv="refresh"' in page


@pytest.mark.parametrize(
    "path", ["/", "/api/lag", "/static/page.css", "/nowhere", "/livez", "/live"]
)
def test_every_answer_carries_the_headers_that_protect(path: str) -> None:
    async def act(client: Client) -> dict[str, str]:
        async with client.get(path) as answer:
            return dict(answer.headers)

    headers = visit(healthy(), act)

    assert headers["Content-Security-Policy"] == CSP
    assert "unsafe" not in CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_the_page_needs_nothing_inline_and_nothing_of_others() -> None:
    page = fetch(healthy(), "/").text

    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == 1
    assert '<script src="/static/live.js" defer></script>' in page


def test_lag_as_data_is_what_the_command_prints() -> None:
    wire = healthy()

    assert json.loads(fetch(wire, "/api/lag").text) == json.loads(
        json.dumps([lag_fields(each.lag) for each in wire.report.agents])
    )


def test_events_and_dead_letters_as_data() -> None:
    events = json.loads(fetch(healthy(), "/api/events").text)
    letters = json.loads(fetch(healthy(), "/api/dead-letters").text)

    assert [each["event_type"] for each in events["events"]][:2] == ["THREATEN", "PROTEST"]
    assert events["events"][0]["schema"] == "event/1"
    assert (events["error"], events["last_hour_by_type"]["CONSULT"]) == (None, 212)
    assert letters["total"] == 2
    assert letters["dead_letters"][0]["letter"] == PLACE
    assert letters["dead_letters"][0]["id"] == "raw-articles/3/1042"


def test_whoever_asks_first_waits_for_the_first_reading() -> None:
    wire = Wire(Report.none())

    async def act(client: Client) -> Any:
        asked = asyncio.create_task(client.get("/api/events"))
        await asyncio.sleep(0)
        wire.events = some_events()
        return await (await asked).json()

    assert len(visit(wire, act)["events"]) == 4


def test_figures_for_prometheus() -> None:
    answer = fetch(healthy(), "/metrics")

    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert 'eventwire_lag_messages{agent="extract"} 4.0' in answer.text


def test_without_a_broker_the_page_says_since_when_and_shows_what_was_last() -> None:
    wire = away(database=True)
    answer = fetch(wire, "/")

    assert answer.status == 200
    assert "Kafka cannot be reached since 2026-11-22 09:28:00Z" in answer.text
    assert "unknown, was ok" in answer.text
    assert "as last seen at 2026-11-22 09:30:00Z" in answer.text
    assert "The database cannot be read since 2026-11-22 09:28:00Z." in answer.text
    assert "The Taliban threatened" in answer.text


def test_without_a_broker_old_lag_is_not_given_as_lag() -> None:
    answer = fetch(away(), "/api/lag")

    assert answer.status == 503
    assert json.loads(answer.text)["since"] == "2026-11-22T09:28:00.000Z"
    assert fetch(Wire(Report.none()), "/api/lag").status == 503


def test_it_is_ready_after_the_first_look_also_without_a_broker() -> None:
    assert fetch(Wire(Report.none()), "/readyz").status == 503
    assert fetch(away(), "/readyz").status == 200
    assert fetch(Wire(Report.none()), "/livez").status == 200
    assert "Looking for the first time" in fetch(Wire(Report.none()), "/").text


def test_a_letter_shows_headers_bytes_and_how_to_send_it_again() -> None:
    page = fetch(healthy(), f"/dead-letters/{PLACE}").text

    assert f"eventwire dead-letters replay --id {PLACE}" in page
    assert "eventwire.error.code" in page
    assert "{&#34;id&#34;: &#34;a1&#34;, &#34;headline&#34;: 7}" in page


@pytest.mark.parametrize("path", ["/dead-letters/dead-letters/0/9", "/static/../app.py", "/x"])
def test_what_is_not_there_is_told(path: str) -> None:
    assert fetch(healthy(), path, Accept="text/html").status == 404
    assert "error" in json.loads(fetch(healthy(), path).text)


def test_with_a_token_only_probes_and_the_form_are_open() -> None:
    wire = healthy()
    closed = ("/", "/api/lag", "/api/events", "/api/dead-letters", "/metrics", "/live", "/x")

    assert {fetch(wire, path, token=TOKEN).status for path in closed} == {401}
    for path in ("/livez", "/readyz", "/login", "/static/page.css"):
        assert fetch(wire, path, token=TOKEN).status == 200
    asked = fetch(wire, "/", token=TOKEN, Accept="text/html")
    assert (asked.status, asked.headers["Location"]) == (303, "/login")
    assert fetch(wire, "/metrics", token=TOKEN, Authorization=f"Bearer {TOKEN}").status == 200


def test_the_form_takes_the_token_and_gives_a_cookie_that_scripts_cannot_read() -> None:
    async def act(client: Client) -> tuple[int, str, int, str]:
        wrong = await client.post("/login", data={"token": TOKEN[:-1]})
        right = await client.post("/login", data={"token": TOKEN}, allow_redirects=False)
        cookie = right.headers["Set-Cookie"]
        client.session.cookie_jar.clear()
        page = await client.get("/", cookies={COOKIE: right.cookies[COOKIE].value})
        return wrong.status, cookie, page.status, await page.text()

    refused, cookie, status, page = visit(healthy(), act, token=TOKEN)

    assert refused == 403
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert TOKEN not in cookie
    assert (status, TOKEN in page) == (200, False)


def test_without_a_token_another_sites_name_is_refused() -> None:
    assert fetch(healthy(), "/", Host="evil.example").status == 421
    assert fetch(healthy(), "/livez", Host="10.0.0.7:8088").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(method: str) -> None:
    async def act(client: Client) -> int:
        return (await client.request(method, "/")).status

    assert visit(healthy(), act) == 405


def test_the_stream_sends_all_parts_and_then_those_that_changed() -> None:
    wire = healthy()

    async def act(client: Client) -> tuple[dict[str, str], dict[str, str]]:
        async with client.get("/live") as stream:
            first = json.loads((await stream.content.readline())[6:])
            await stream.content.readline()
            wire.report = troubled("stalled", "it stands", "restart it").report
            second = json.loads((await stream.content.readline())[6:])
        return first, second

    first, second = visit(wire, act)

    assert first.keys() == set(PARTS)
    assert second.keys() == {"verdict", "agents"}
    assert "stuck at extract" in second["verdict"]


def test_a_thousand_partitions_make_no_giant_page() -> None:
    report = report_of("extract", partitions=1_000)
    wire = Wire(Report(number=1, looked_at=report.lag.observed_at, agents=(report,)))

    assert len(fetch(wire, "/").text) < 100_000
