"""A TCP proxy whose link can be made slow, lossy, narrow or dead while it runs; an event loop in a thread."""

import asyncio
import random
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Literal

Way = Literal["up", "down"]  # to the server, from the server

_READ_BYTES = 16_384
# Chunks under way in each direction of a connection, as in the buffers of a real link.
_UNDER_WAY = 64
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What the link does to each chunk of bytes; the default passes everything at once.

    ``latency_seconds``: between these two, each way. ``stall_share``: of the chunks, held for
    ``stall_seconds`` more, as one that was lost and sent again. ``blocked``: ways that pass nothing.
    """

    latency_seconds: tuple[float, float] = (0.0, 0.0)
    bytes_per_second: float | None = None
    stall_share: float = 0.0
    stall_seconds: tuple[float, float] = (0.2, 3.0)
    blocked: frozenset[Way] = frozenset()


FAIR = Weather()


class Proxy:
    """Passes connections on ``port`` of this machine to ``target``, a port too, from ``start`` to ``stop``.

    Bytes that a blocked link holds back are passed once it is not blocked any more, in their order. Every
    call may come from any thread.
    """

    def __init__(self, seed: int, target: int = 0) -> None:
        self._listening = socket.create_server((_HOST, 0))
        self.port = int(self._listening.getsockname()[1])
        self.target = target
        self._chance = random.Random(seed)
        self._weather = FAIR
        self._free_at: dict[Way, float] = {}
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._changed = asyncio.Condition()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Accept from now on."""
        self._thread.start()
        self._call(asyncio.start_server(self._pass, sock=self._listening))

    def stop(self) -> None:
        """Cut everything."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._listening.close()

    @contextmanager
    def weather(self, weather: Weather) -> Iterator[None]:
        """*weather* on the link for the block, and then a fair one."""
        self._call(self._set(weather))
        try:
            yield
        finally:
            self._call(self._set(FAIR))

    def reset(self) -> int:
        """Reset all connections, in the middle of whatever they carry; how many it were."""
        count: int = self._call(self._reset())
        return count

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _set(self, weather: Weather) -> None:
        async with self._changed:
            self._weather = weather
            self._free_at.clear()
            self._changed.notify_all()

    async def _reset(self) -> int:
        writers, self._writers = self._writers, set()
        for writer in writers:
            # No lingering: the other side gets a reset, not an end.
            opened = writer.get_extra_info("socket")
            with suppress(OSError):
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            writer.transport.abort()
        return len(writers) // 2

    async def _end(self) -> None:
        await self._reset()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection(_HOST, self.target)
        except OSError:
            writer.transport.abort()  # as the server itself would refuse it
            self._writers.discard(writer)
            return
        self._writers.add(far_writer)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(reader, far_writer, "up"))
                both.create_task(self._carry(far_reader, writer, "down"))
        except* OSError:
            pass  # one side is gone, so the other is told
        finally:
            for each in (writer, far_writer):
                self._writers.discard(each)
                each.close()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way
    ) -> None:
        """One direction of a connection. Raises OSError when it ends, once all before that is passed."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_UNDER_WAY)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._deliver(under_way, writer, way))
            chunk = b"more"
            while chunk:
                chunk = await reader.read(_READ_BYTES)
                await under_way.put((self._due_at(len(chunk), way), chunk))

    async def _deliver(
        self,
        under_way: "asyncio.Queue[tuple[float, bytes]]",
        writer: asyncio.StreamWriter,
        way: Way,
    ) -> None:
        while True:
            due_at, chunk = await under_way.get()
            await asyncio.sleep(due_at - self._loop.time())
            async with self._changed:
                await self._changed.wait_for(lambda: way not in self._weather.blocked)
            if not chunk:
                raise ConnectionError("the other side has ended it")
            writer.write(chunk)
            await writer.drain()

    def _due_at(self, size: int, way: Way) -> float:
        weather, now = self._weather, self._loop.time()
        due_at = now + self._chance.uniform(*weather.latency_seconds)
        if self._chance.random() < weather.stall_share:
            due_at += self._chance.uniform(*weather.stall_seconds)
        if weather.bytes_per_second is not None:
            free_at = max(now, self._free_at.get(way, 0.0)) + size / weather.bytes_per_second
            self._free_at[way] = free_at
            due_at = max(due_at, free_at)
        return due_at
