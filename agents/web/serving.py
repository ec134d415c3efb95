"""Serves the page from a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from functools import partial

from aiohttp import web

from agents.errors import OperatorError
from agents.ops.monitor import Monitor
from agents.replay import Letter
from agents.settings import Settings
from agents.web.access import Access, Address, read_address
from agents.web.app import make_app
from agents.web.refreshed import Latest, Refreshed
from agents.web.rendering import Shown
from agents.web.sources import (
    Letters,
    StoredEvents,
    dead_letters,
    find_letter,
    stored_events,
)

_START_SECONDS = 20.0
_STOP_SECONDS = 2.0


class _Reading:
    """The two sources that are read while somebody looks."""

    def __init__(self, settings: Settings, resources: ExitStack) -> None:
        self._settings = settings
        self._events = resources.enter_context(Refreshed(partial(stored_events, settings)))
        self._letters = resources.enter_context(Refreshed(partial(dead_letters, settings)))

    @property
    def events(self) -> Latest[StoredEvents]:
        return self._events.latest

    @property
    def letters(self) -> Latest[Letters]:
        return self._letters.latest

    def find_letter(self, place: str) -> Letter:
        return find_letter(self._settings, place)


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Yields the address of the page, which is served while the block lasts.

    Raises InvalidSettings, and OperatorError where nobody can listen there.
    """
    address = read_address(settings)
    with ExitStack() as resources:
        shown = Shown(
            monitor=resources.enter_context(Monitor(settings)),
            read=_Reading(settings, resources),
        )
        access = Access(settings.web_token.get_secret_value())
        with serving_shown(shown, access, address) as url:
            yield url


@contextmanager
def serving_shown(shown: Shown, access: Access, address: Address) -> Iterator[str]:
    """The page of whatever *shown* is; port 0 takes a free one. Raises OperatorError where it cannot listen."""
    listening: Future[str] = Future()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    def run() -> None:
        try:
            loop.run_until_complete(_serve(shown, access, address, listening, stop))
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()

    thread = threading.Thread(target=run, name="web", daemon=True)
    thread.start()
    try:
        yield listening.result(_START_SECONDS)
    finally:
        if thread.is_alive() and not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)
        thread.join(_STOP_SECONDS + 5)


async def _serve(
    shown: Shown, access: Access, address: Address, listening: "Future[str]", stop: asyncio.Event
) -> None:
    # No access log: it would hold whatever a client sends.
    runner = web.AppRunner(make_app(shown, access), access_log=None, shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, address.host, address.port)
        await site.start()
        port = runner.addresses[0][1]
        listening.set_result(Address(host=address.host, port=port).url)
        await stop.wait()
    except OSError as error:
        if listening.done():
            raise
        reason = error.strerror or str(error)
        listening.set_exception(
            OperatorError(
                f"the page cannot listen at {address.host}:{address.port}: {reason};"
                " set EVENTWIRE_WEB_BIND to another address"
            )
        )
    finally:
        await runner.cleanup()
