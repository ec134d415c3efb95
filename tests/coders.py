"""Stand-ins for the flow: they do to their process what an article's body tells them."""

import os
import time
from collections.abc import Callable

from builders import make_extraction
from pipeline.flow import FlowLimits, StageName
from schemas.article import Article
from schemas.extraction import Arrival, Extraction


class ObedientCoder:
    """Codes an article by the first word of its body: die, hang, grow, fail; anything else is well."""

    def run(
        self,
        article: Article,
        *,
        arrival: Arrival | None,  # noqa: ARG002 (the flow's signature)
        on_stage: Callable[[StageName], None],
    ) -> Extraction:
        order = (article.body or "").partition(" ")[0]
        if order == "die":
            os._exit(139)
        if order == "hang":
            time.sleep(600)
        if order == "grow":
            bytearray(10_000_000_000)
        if order == "fail":
            raise LookupError("a bug of ours")
        on_stage("clean")
        return make_extraction(article_id=article.id, events=())


def load_obedient_coder(_limits: FlowLimits) -> ObedientCoder:
    return ObedientCoder()
