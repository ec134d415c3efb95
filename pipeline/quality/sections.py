"""The sections of the report by their letters, in the order in which it tells them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from pipeline.quality.articles import articles_section
from pipeline.quality.dates import dates_section
from pipeline.quality.development import development_section
from pipeline.quality.event_free import event_free_section
from pipeline.quality.first_article import first_article_section
from pipeline.quality.judged import judged_section
from pipeline.quality.links import coreference_section
from pipeline.quality.materials import Materials
from pipeline.quality.phrases import phrases_section
from pipeline.quality.places import UNSEEN, missing
from pipeline.quality.reliability import reliability_section
from pipeline.quality.section import Section

Maker = Callable[[Materials], Section]

_UNSEEN_TITLE = "Articles that no rule was written for"


def _development(materials: Materials) -> Section:
    return development_section(materials.flow)


def _seeds(materials: Materials) -> Section:
    return articles_section(
        materials.scores,
        key="b",
        name="seeds",
        title="Seed articles against their gold",
        digest=materials.gold_digest,
        flow=materials.flow,
    )


def _unseen(materials: Materials) -> Section:
    reason = missing(UNSEEN)
    if reason:
        return Section(key="u", name="unseen", title=_UNSEEN_TITLE, skipped=reason)
    unseen = Materials(UNSEEN, flow=materials.flow)
    return articles_section(
        unseen.scores,
        key="u",
        name="unseen",
        title=_UNSEEN_TITLE,
        digest=unseen.gold_digest,
        flow=materials.flow,
        has_floors=False,
    )


def _event_free(materials: Materials) -> Section:
    return event_free_section(materials.flow)


def _phrases(materials: Materials) -> Section:
    return phrases_section(materials.flow)


def _judged(materials: Materials) -> Section:
    return judged_section(materials.judged)


def _first_article(materials: Materials) -> Section:
    return first_article_section(materials.flow)


def _reliability(materials: Materials) -> Section:
    return reliability_section(materials.observations)


def _coreference(_: Materials) -> Section:
    return coreference_section()


def _dates(materials: Materials) -> Section:
    return dates_section(materials.flow)


SECTIONS: Mapping[str, Maker] = MappingProxyType(
    {
        "a": _development,
        "b": _seeds,
        "u": _unseen,
        "c": _event_free,
        "d": _phrases,
        "k": _coreference,
        "t": _dates,
        "e": _judged,
        "f": _first_article,
        "r": _reliability,
    }
)


def make_sections(keys: Iterable[str], materials: Materials) -> Iterator[Section]:
    """The sections of *keys*. Raises KeyError for an unknown letter."""
    return (SECTIONS[key](materials) for key in keys)
