"""Server-sent events: the parts of the page that changed, each second, to everyone who has it open."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

import orjson
from aiohttp import web

from agents.web.rendering import Watched

_MOST_LISTENERS = 32
_WAIT_SECONDS = 1.0
# A proxy that hears nothing for long closes the connection.
_SILENCE_SECONDS = 15.0


class Live:
    """Renders once for all listeners, and only while there are some."""

    def __init__(self, monitor: Watched, render: Callable[[], Mapping[str, str]]) -> None:
        self._monitor, self._render = monitor, render
        self._listeners: set[asyncio.Event] = set()
        self._parts: Mapping[str, str] = {}
        self._closing = False

    async def running(self, _app: web.Application) -> AsyncIterator[None]:
        """The task that looks; for aiohttp's ``cleanup_ctx``."""
        task = asyncio.create_task(self._look())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def close(self, _app: web.Application) -> None:
        """Let all listeners go; their browsers come back by themselves."""
        self._closing = True
        self._wake()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """The parts that differ from those sent before; first all of them."""
        if len(self._listeners) >= _MOST_LISTENERS or self._closing:
            return web.Response(status=503, text="too many have the page open; it reloads itself\n")
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        )
        await response.prepare(request)
        news = asyncio.Event()
        self._listeners.add(news)
        try:
            await self._send(response, news)
        except ConnectionError:
            pass  # the browser has gone
        finally:
            self._listeners.discard(news)
        return response

    async def _send(self, response: web.StreamResponse, news: asyncio.Event) -> None:
        sent: dict[str, str] = {}
        while not self._closing:
            try:
                await asyncio.wait_for(news.wait(), _SILENCE_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            news.clear()
            changed = {name: part for name, part in self._parts.items() if sent.get(name) != part}
            if changed:
                await response.write(b"data: " + orjson.dumps(changed) + b"\n\n")
                sent.update(changed)

    async def _look(self) -> None:
        number = 0
        while True:
            report = await asyncio.to_thread(
                self._monitor.wait, after=number, seconds=_WAIT_SECONDS
            )
            if report.number == number:
                # A monitor that has ended answers at once.
                await asyncio.sleep(_WAIT_SECONDS / 4)
            number = report.number
            if self._listeners:
                self._parts = self._render()
                self._wake()

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.set()
