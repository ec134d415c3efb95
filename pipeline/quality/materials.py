"""What several sections of the report need, made once and only when one of them asks."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pipeline.flow import Flow, load_flow
from pipeline.flow_limits import FlowLimits
from pipeline.quality.coding import code_files
from pipeline.quality.gold import gold_sha256, load_gold
from pipeline.quality.judged import JudgedEvents, load_judged
from pipeline.quality.observations import Observation, gold_observations, judged_observations
from pipeline.quality.scoring import ArticleScore, score_articles
from seeds import ACCEPTED_SUFFIXES, GOLD_PATTERN, gold_files, seed_files


class Materials:
    """The flow, the articles with gold and the judged events. Nothing is kept between two runs.

    *folder* holds other articles with gold, in place of the seeds; *flow* is one that is loaded already.
    """

    def __init__(self, folder: Path | None = None, *, flow: Flow | None = None) -> None:
        self._folder = folder
        self._flow = flow

    @cached_property
    def flow(self) -> Flow:
        """The loaded stages."""
        return self._flow or load_flow(FlowLimits())

    @cached_property
    def gold_paths(self) -> Sequence[Path]:
        """The gold files of the articles."""
        return gold_files() if self._folder is None else sorted(self._folder.glob(GOLD_PATTERN))

    @cached_property
    def gold_digest(self) -> str:
        """The digest of all gold."""
        return gold_sha256(self.gold_paths)

    @cached_property
    def scores(self) -> tuple[ArticleScore, ...]:
        """The articles, coded and compared with their gold."""
        return score_articles(load_gold(self.gold_paths), code_files(self._articles(), self.flow))

    @cached_property
    def judged(self) -> JudgedEvents:
        """The judged events, their articles coded anew."""
        return load_judged(self.flow)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The events of which it is known whether they are right."""
        return (*judged_observations(self.judged.retold), *gold_observations(self.scores))

    def _articles(self) -> Sequence[Path]:
        if self._folder is None:
            return seed_files()
        return sorted(path for path in self._folder.iterdir() if path.suffix in ACCEPTED_SUFFIXES)
