"""What a worker tells over HTTP: is it alive, is it ready, and its figures. A thread answers, whatever the loop does."""

import json
import socket
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from agents.errors import InvalidSettings
from agents.ops.judging import limits_of
from agents.ops.metrics import CONTENT_TYPE, worker_metrics
from agents.ops.state import Awaited, WorkerState
from agents.settings import Settings

# The loop runs each second; a process that was suspended, or a machine that swaps, needs some to show it.
BLOCKED_SECONDS = 60.0
_NAMES: Mapping[Awaited, str] = {"kafka": "the brokers", "database": "the database"}
# Who connects and says nothing holds a thread for so long.
_REQUEST_SECONDS = 5.0


def why_not_alive(state: WorkerState) -> list[str]:
    """What only a restart mends; empty while the worker lives. An outage is none: it is waited through."""
    if state.phase != "running" or state.loop_at is None:
        return []
    blocked = state.now() - state.loop_at
    return [f"the event loop has not run for {blocked:.0f} s"] if blocked > BLOCKED_SECONDS else []


def why_not_ready(state: WorkerState, *, batch_seconds: float) -> list[str]:
    """What keeps the worker from taking articles now, a sentence each; empty where nothing does.

    A worker to whom the group left no partition is ready. What is in hand may take *batch_seconds*.
    """
    reasons = why_not_alive(state)
    if state.phase == "stopping":
        reasons.append("it is stopping")
    elif state.assigned is None:
        reasons.append("its consumer group has not dealt the partitions yet")
    if state.canary == "pending":
        reasons.append("the test sentence is not coded yet")
    if state.canary == "failed":
        reasons.append("the test sentence cannot be coded")
    now = state.now()
    if state.waiting_for is not None:
        waited = now - state.waiting_since
        reasons.append(f"it has waited for {_NAMES[state.waiting_for]} for {waited:.0f} s")
    elif state.in_hand and now - state.in_hand_since > batch_seconds:
        held = now - state.in_hand_since
        reasons.append(f"{state.in_hand} messages have been in hand for {held:.0f} s")
    return reasons


class Health:
    """Answers on the setting ``worker_bind`` while the block lasts; does nothing where that is empty.

    Raises InvalidSettings where it cannot listen there.
    """

    def __init__(self, state: WorkerState, settings: Settings) -> None:
        self._server: ThreadingHTTPServer | None = None
        if settings.worker_bind:
            self._server = _listen(state, settings)

    @property
    def port(self) -> int | None:
        """Where it listens; with port 0 in the setting the system chose it."""
        return int(self._server.server_address[1]) if self._server else None

    def __enter__(self) -> Self:
        if self._server:
            serve = self._server.serve_forever
            threading.Thread(target=serve, name="health", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    state: WorkerState
    batch_seconds: float

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asks may leave at any time; that is no line in the log."""


class _Server6(_Server):
    address_family = socket.AF_INET6


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _REQUEST_SECONDS
    server_version = "eventwire"
    sys_version = ""

    def do_GET(self) -> None:
        state = self.server.state
        match self.path.partition("?")[0]:
            case "/metrics":
                self._answer(HTTPStatus.OK, CONTENT_TYPE, worker_metrics(state))
            case "/livez":
                self._judge("alive", why_not_alive(state))
            case "/readyz":
                reasons = why_not_ready(state, batch_seconds=self.server.batch_seconds)
                self._judge("ready", reasons)
            case _:
                paths = "/livez, /readyz or /metrics"
                self._tell(HTTPStatus.NOT_FOUND, {"error": f"there is nothing here; ask {paths}"})

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """A probe each few seconds is no news."""

    def _judge(self, what: str, reasons: list[str]) -> None:
        status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
        self._tell(status, {what: not reasons, "reasons": reasons})

    def _tell(self, status: HTTPStatus, fields: Mapping[str, object]) -> None:
        self._answer(status, "application/json", json.dumps(fields).encode() + b"\n")

    def _answer(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _listen(state: WorkerState, settings: Settings) -> _Server:
    host, port = _address(settings.worker_bind)
    kind = _Server6 if ":" in host else _Server
    try:
        server = kind((host, port), _Handler)
    except OSError as error:
        raise InvalidSettings(
            f"nothing can listen on {settings.worker_bind} ({error.strerror or error}); correct"
            " EVENTWIRE_WORKER_BIND: each worker of a machine needs a port of its own"
        ) from error
    server.state, server.batch_seconds = state, limits_of(settings).batch
    return server


def _address(given: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{given}")
        if parts.hostname and parts.port is not None and parts.netloc == given and "@" not in given:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise InvalidSettings(f"EVENTWIRE_WORKER_BIND is {given!r}; want host:port")
