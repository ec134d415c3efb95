"""The figures of each section of the report stay at or above their floors."""

import pytest

from pipeline.quality.floors import QUALITY_RULES, Floors, find_changed, find_falls, load_floors
from pipeline.quality.materials import Materials
from pipeline.quality.places import FLOORS
from pipeline.quality.scoring import ArticleScore
from pipeline.quality.section import Section
from pipeline.quality.sections import SECTIONS, make_sections

WRITE = "python -m pipeline.quality --write-floors tests/quality/floors.toml"
# What stands beside the repository is no fault of it.
SKIPPED_WITHOUT = "skipped: "
# Its articles are coded anew: half a minute.
SLOW = ("e",)

# One process codes for all of them.
pytestmark = pytest.mark.xdist_group("quality")


def floors_of(section: Section) -> Floors:
    """Those of the section; none where they were never written."""
    return load_floors(FLOORS).get(section.name, Floors(digests={}, floors={}))


@pytest.fixture(
    scope="module",
    params=[pytest.param(key, marks=pytest.mark.slow if key in SLOW else ()) for key in SECTIONS],
)
def section(request: pytest.FixtureRequest, materials: Materials) -> Section:
    (made,) = make_sections([request.param], materials)
    if not made.has_floors:
        pytest.skip(f"section {made.key} ({made.name}) has no floors")
    if made.skipped and (made.name not in load_floors(FLOORS) or SKIPPED_WITHOUT in made.skipped):
        pytest.skip(f"section {made.key} ({made.name}): {made.skipped}")
    return made


def test_no_figure_is_below_its_floor(section: Section) -> None:
    falls = find_falls(section.values(), floors_of(section), QUALITY_RULES)

    assert not falls, "\n".join(
        [*falls, f"see where with: python -m pipeline.quality --only {section.key} --mistakes"]
    )


def test_the_floors_are_those_of_the_present_sets(section: Section) -> None:
    # A set is changed when a reader was wrong, not to lift a figure.
    changed = find_changed(section.digests, floors_of(section))

    assert not changed, (
        f"changed: {changed}; where that is right, run: {WRITE} --only {section.key} --accept-new-gold"
    )


def test_every_figure_has_a_floor(section: Section) -> None:
    assert set(floors_of(section).floors) == set(section.values()), f"run: {WRITE}"


def test_a_set_that_had_floors_is_there(section: Section) -> None:
    assert not section.skipped


def test_every_article_ends_as_the_gold_says(scores: tuple[ArticleScore, ...]) -> None:
    # Whether an article is coded, canceled or refused is no matter of degree.
    wrong = [
        f"{score.gold.article}: want {score.gold.outcome}, got {score.coded.outcome}"
        for score in scores
        if score.gold.outcome not in {"extracted", "no_events"}
        and score.coded.outcome != score.gold.outcome
    ]

    assert not wrong, "\n".join(wrong)


def test_the_mistakes_name_each_event_that_was_missed(
    materials: Materials, scores: tuple[ArticleScore, ...]
) -> None:
    (seeds,) = make_sections(["b"], materials)

    missed = sum(len(score.matching.missed) for score in scores)

    assert sum(": missed " in line for line in seeds.mistakes) == missed
