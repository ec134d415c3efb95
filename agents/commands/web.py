"""``eventwire web``: the operators' page, until Ctrl-C or SIGTERM."""

import signal
import threading
from types import FrameType

from agents.commands.console import Console
from agents.ops.monitor import collect_seldom
from agents.settings import Settings
from agents.web.serving import serving


def run_web(*, settings: Settings, console: Console) -> int:
    """Serve the page; the broker and the database may come and go meanwhile."""
    stopping = threading.Event()
    collect_seldom()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    with serving(settings) as address:
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGHUP, stop)
        console.note(f"the operators' page is at {address}; Ctrl-C stops")
        stopping.wait()
    return 0
