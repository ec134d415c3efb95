"""Wakes a consumer that aiokafka has parked.

aiokafka stops its group coordinator on any unexpected Kafka error until somebody calls ``check_errors()``; Faust
never does, so the worker would stay alive, own nothing and say nothing (faust-streaming issues 175, 523, 532).
"""

import contextlib
import threading
import time
from typing import Any

import faust

SECONDS_BETWEEN_LOOKS = 1.0


def start_watchdog(app: faust.App) -> None:
    """Look each second, from a plain thread: Faust's own timers start only after the first assignment."""
    threading.Thread(target=_watch, args=(app,), name="watchdog", daemon=True).start()


def _watch(app: Any) -> None:
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        thread: Any = getattr(getattr(app, "_consumer", None), "_thread", None)
        coordinator = getattr(getattr(thread, "_consumer", None), "_coordinator", None)
        if getattr(coordinator, "_pending_exception", None) is not None:
            thread.thread_loop.call_soon_threadsafe(_consume_error, coordinator)


def _consume_error(coordinator: Any) -> None:
    # Reading the error is the cure, whatever it is: the coordinator then rejoins its group.
    with contextlib.suppress(Exception):
        coordinator.check_errors()
