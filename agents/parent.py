"""A child process that outlives its parent would go on unseen: this ends it."""

import os
import threading
import time
from collections.abc import Callable

SECONDS_BETWEEN_LOOKS = 0.5


def when_gone(parent: int, end: Callable[[], None]) -> None:
    """Call *end*, from a thread, once the process *parent* is no longer this one's parent.

    The parent's id is passed in, as the parent may be dead before this process runs.
    """
    threading.Thread(target=_watch, args=(parent, end), name="parent", daemon=True).start()


def _watch(parent: int, end: Callable[[], None]) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    end()
