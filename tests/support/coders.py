"""Stand-ins for the flow: they do to their process what an article's body tells them."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.flow import FlowLimits, StageName
from schemas.article import Article
from schemas.errors import InvalidDataFile
from schemas.extraction import Arrival, Extraction
from support.builders import make_extraction


class ObedientCoder:
    """Codes an article by the first word of its body: die, stumble (once), hang, grow, fail; else it is well."""

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
        if order == "die":
            os._exit(139)
        if order == "stumble" and not (marker := Path(article.id)).exists():
            marker.touch()
            os._exit(137)
        if order == "hang":
            time.sleep(600)
        if order == "grow":
            bytearray(10_000_000_000)
        if order == "fail":
            raise LookupError("a bug of ours")
        on_stage("clean")
        return make_extraction(article_id=article.id, events=())


def load_no_coder(_limits: FlowLimits) -> ObedientCoder:
    raise InvalidDataFile("the model's files are damaged")


def load_failing_coder(_limits: FlowLimits) -> ObedientCoder:
    return ObedientCoder(always="fail")


def load_obedient_coder(_limits: FlowLimits) -> ObedientCoder:
    return ObedientCoder()
