"""The HTTP side of the page: routes, who may see them, and what each answer carries."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from agents.errors import OperatorError
from agents.ops.lag import lag_fields
from agents.ops.metrics import CONTENT_TYPE, monitor_metrics
from agents.web.access import COOKIE, Access
from agents.web.live import Live
from agents.web.refreshed import Latest
from agents.web.rendering import Renderer, Shown
from agents.web.sources import LetterGone
from schemas.dates import write_moment

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "eventwire",
}
_PUBLIC = frozenset({"/livez", "/readyz", "/login"})
_STATIC = Path(__file__).parent / "static"
_TYPES = {"page.css": "text/css", "live.js": "text/javascript", "icon.svg": "image/svg+xml"}
_WEEK_SECONDS = 604_800
_PATIENCE_TENTHS = 80

T = TypeVar("T")


def make_app(shown: Shown, access: Access) -> web.Application:
    """The application. It reads what *shown* gives and changes nothing."""
    renderer = Renderer()
    site = _Site(shown, access, renderer)
    app = web.Application(middlewares=[site.guard], client_max_size=4_096)
    live = Live(shown.monitor, partial(renderer.parts, shown))
    app.router.add_get("/", site.page)
    app.router.add_get("/live", live.stream)
    app.router.add_get("/dead-letters/{place:.+}", site.letter)
    app.router.add_get("/api/lag", site.api_lag)
    app.router.add_get("/api/events", site.api_events)
    app.router.add_get("/api/dead-letters", site.api_letters)
    app.router.add_get("/metrics", site.metrics)
    app.router.add_get("/livez", site.livez)
    app.router.add_get("/readyz", site.readyz)
    app.router.add_get("/login", site.login_form)
    app.router.add_post("/login", site.login)
    app.router.add_get("/static/{name}", site.static)
    app.on_response_prepare.append(_add_headers)
    app.cleanup_ctx.append(live.running)
    app.on_shutdown.append(live.close)
    return app


class _Site:
    def __init__(self, shown: Shown, access: Access, renderer: Renderer) -> None:
        self._shown, self._access, self._renderer = shown, access, renderer

    @property
    def guard(self) -> Middleware:
        """The middleware that asks for the token, and tells errors as pages."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return self._refusal(request) or await handler(request)
            except web.HTTPNotFound:
                return self._error(request, 404, "Not found", f"There is nothing at {request.path}")

        return guard

    def _refusal(self, request: web.Request) -> web.StreamResponse | None:
        if request.path in ("/livez", "/readyz"):
            return None
        if not self._access.knows_host(request.host):
            detail = "This page answers to localhost and 127.0.0.1 only, unless it has a web_token."
            return self._error(request, 421, "Not this host", detail)
        if request.path in _PUBLIC or request.path.startswith("/static/"):
            return None
        if self._access.admits(request.headers.get("Authorization", ""), request.cookies):
            return None
        if "text/html" in request.headers.get("Accept", ""):
            return web.Response(status=303, headers={"Location": "/login"})
        return web.json_response(
            {"error": "send the web_token: Authorization: Bearer TOKEN"},
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )

    def _error(self, request: web.Request, status: int, title: str, detail: str) -> web.Response:
        if "text/html" in request.headers.get("Accept", ""):
            return _html(self._renderer.error(title, detail), status=status)
        return web.json_response({"error": detail}, status=status)

    async def page(self, _request: web.Request) -> web.Response:
        return _html(self._renderer.page(self._shown))

    async def letter(self, request: web.Request) -> web.Response:
        place = request.match_info["place"]
        try:
            found = await asyncio.to_thread(self._shown.read.find_letter, place)
        except LetterGone as error:
            return self._error(request, 404, "No such dead letter", str(error))
        except OperatorError as error:
            return self._error(request, 503, "It cannot be read now", str(error))
        return _html(self._renderer.letter(found))

    async def api_lag(self, _request: web.Request) -> web.Response:
        report = self._shown.monitor.report
        agents = [lag_fields(each.lag) for each in report.agents]
        if report.outage is None and report.number:
            return _json(agents)
        # Never a list: whoever takes it for the present would be wrong.
        reason = "the first look is not done" if report.outage is None else report.outage.reason
        since = None if report.outage is None else write_moment(report.outage.since)
        return _json({"error": reason, "since": since, "last_seen": agents}, status=503)

    async def api_events(self, _request: web.Request) -> web.Response:
        latest = await _read_once(lambda: self._shown.read.events)
        newest = () if latest.value is None else latest.value.newest
        by_type = {} if latest.value is None else dict(latest.value.by_type)
        events = [event.model_dump(mode="json", by_alias=True) for event in newest]
        return _json({**_told(latest), "last_hour_by_type": by_type, "events": events})

    async def api_letters(self, _request: web.Request) -> web.Response:
        latest = await _read_once(lambda: self._shown.read.letters)
        lines = () if latest.value is None else latest.value.newest
        letters = [
            {
                "letter": line.place,
                "id": line.origin,
                "code": line.code,
                "message": line.message,
                "bytes": line.size,
                "when": write_moment(line.moment),
            }
            for line in lines
        ]
        total = None if latest.value is None else latest.value.total
        return _json({**_told(latest), "total": total, "dead_letters": letters})

    async def metrics(self, _request: web.Request) -> web.Response:
        text = monitor_metrics(self._shown.monitor.report)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    async def livez(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def readyz(self, _request: web.Request) -> web.Response:
        """Ready as soon as there is something to show: in an outage of the broker the page is wanted most."""
        if not self._shown.monitor.report.number:
            return web.Response(status=503, text="the first look is not done\n")
        return web.Response(text="ready\n")

    async def login_form(self, _request: web.Request) -> web.Response:
        if self._access.is_open:
            return web.Response(status=303, headers={"Location": "/"})
        return _html(self._renderer.login(wrong=False))

    async def login(self, request: web.Request) -> web.Response:
        given = (await request.post()).get("token", "")
        if self._access.is_open or not isinstance(given, str) or not self._access.is_token(given):
            return _html(self._renderer.login(wrong=True), status=403)
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(
            COOKIE,
            self._access.cookie,
            httponly=True,
            samesite="Lax",
            secure=request.secure,
            max_age=_WEEK_SECONDS,
        )
        return answer

    async def static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in _TYPES:
            raise web.HTTPNotFound
        return web.FileResponse(_STATIC / name, headers={"Content-Type": _TYPES[name]})


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def _html(text: str, *, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status)


def _json(value: object, *, status: int = 200) -> web.Response:
    return web.Response(
        body=orjson.dumps(value), content_type="application/json", charset="utf-8", status=status
    )


async def _read_once(latest: Callable[[], Latest[T]]) -> Latest[T]:
    """The latest; where nobody has asked before, the first reading is waited for."""
    for _ in range(_PATIENCE_TENTHS):
        known = latest()
        if known.value is not None or known.outage is not None:
            break
        await asyncio.sleep(0.1)
    return latest()


def _told(latest: Latest[Any]) -> dict[str, object]:
    """When it was read, and what keeps it from being read now."""
    return {
        "read_at": None if latest.read_at is None else write_moment(latest.read_at),
        "error": latest.outage,
        "since": None if latest.outage_since is None else write_moment(latest.outage_since),
    }
