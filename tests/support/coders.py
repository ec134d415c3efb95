"""Stand-ins for the flow: they do to their process what an article's body tells them."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.flow_limits import FlowLimits, StageName
from schemas.article import Article
from schemas.errors import InvalidDataFile
from schemas.extraction import Arrival, Extraction
from support.builders import make_extraction

# Far more than a pipe holds, so that its sender is still writing when it is killed.
_LONG_TEXT = "a" * 5_000_000


class ObedientCoder:
    """Codes an article by the first word of its body; any word it does not know is well.

    Harm: die, suicide (by SIGKILL), grow, fail, hang (idle), spin (busy). Once, with the article's id as the path of a
    marker: stumble (ends), sever (is killed in the middle of its answer). With the id as a path: await (idle until
    it exists), nap (idle for a second, and writes a line there). And pid: the text is the process's id.
    """

    def __init__(self, *, always: str = "") -> None:
        self._always = always

    def run(
        self,
        article: Article,
        *,
        arrival: Arrival | None,  # noqa: ARG002 (the flow's signature)
        on_stage: Callable[[StageName], None],
    ) -> Extraction:
        order = self._always or (article.body or "").partition(" ")[0]
        self._harm(order)
        text = self._wait(order, Path(article.id))
        on_stage("clean")
        extraction = make_extraction(article_id=article.id, events=())
        return extraction.model_copy(update={"text": text}) if text else extraction

    def _harm(self, order: str) -> None:
        if order == "die":
            os._exit(139)
        if order == "suicide":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "hang":
            time.sleep(600)
        while order == "spin":
            pass
        if order == "grow":
            bytearray(10_000_000_000)
        if order == "fail":
            raise LookupError("a bug of ours")

    def _wait(self, order: str, path: Path) -> str:
        """What *order* does with *path*; the text of the answer, "" for the usual one."""
        if order == "pid":
            return str(os.getpid())
        if order == "nap":
            with path.open("a") as file:
                file.write("taken\n")
            time.sleep(1)
        while order == "await" and not path.exists():
            time.sleep(0.05)
        if order in ("stumble", "sever") and not path.exists():
            path.touch()
            if order == "stumble":
                os._exit(137)
            threading.Thread(target=_die_sending, args=(threading.get_ident(),)).start()
            return _LONG_TEXT
        return ""


def _die_sending(thread: int) -> None:
    """Kill this process as soon as *thread* is sending what it made."""
    while True:
        frame = sys._current_frames().get(thread)
        while frame:
            if frame.f_code.co_name == "_send":
                os.kill(os.getpid(), signal.SIGKILL)
            frame = frame.f_back


def load_no_coder(_limits: FlowLimits) -> ObedientCoder:
    raise InvalidDataFile("the model's files are damaged")


def load_failing_coder(_limits: FlowLimits) -> ObedientCoder:
    return ObedientCoder(always="fail")


def load_obedient_coder(_limits: FlowLimits) -> ObedientCoder:
    return ObedientCoder()
