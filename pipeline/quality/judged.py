"""Section e: events drawn at random from real news and judged by reading, coded anew and counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.flow import Flow
from pipeline.quality.bootstrap import Figure, measure
from pipeline.quality.judgements import ANSWERS, Judgement, read_judgements
from pipeline.quality.newswire import NEWSWIRE, is_newswire, read_newswire
from pipeline.quality.observations import Retold, retell
from pipeline.quality.places import JUDGED, files_sha256, missing
from pipeline.quality.section import Grid, Section, part_of
from pipeline.quality.wikinews import WIKINEWS, code_articles, read_articles

_TITLE = "Events of Wikinews articles, judged by reading"

Test = Callable[[Judgement], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedEvents:
    """The kept judgements and what has become of their events; ``skipped`` says why there are none."""

    retold: tuple[Retold, ...] = ()
    digest: str = ""
    skipped: str = ""


def load_judged(flow: Flow, folder: Path = JUDGED) -> JudgedEvents:
    """The judged events of *folder*, their articles coded anew: a tenth of a second for each."""
    paths = sorted(folder.glob("*.tsv"))
    reason = missing(folder) or missing(WIKINEWS) or missing(NEWSWIRE)
    if not reason and not paths:
        reason = "not there: tests/quality/judged/*.tsv"
    if reason:
        return JudgedEvents(skipped=reason)
    judgements = [row for row in read_judgements(paths) if row.is_judged]
    if not judgements:
        return JudgedEvents(skipped=f"not judged yet: {', '.join(path.name for path in paths)}")
    keys = dict.fromkeys(row.article for row in judgements)
    articles = read_articles() | read_newswire(key for key in keys if is_newswire(key))
    coded = code_articles(flow, articles, keys)
    return JudgedEvents(retold=retell(judgements, coded), digest=files_sha256(paths))


def judged_section(judged: JudgedEvents) -> Section:
    """Precision over the events that still come out as they were judged, and how many do."""
    if judged.skipped:
        return Section(key="e", name="judged", title=_TITLE, skipped=judged.skipped)
    retold = judged.retold
    told = [one.judgement for one in retold if one.fate != "gone"]
    same = [one.judgement for one in retold if one.fate == "identical"]
    gone = [one.judgement for one in retold if one.fate == "gone"]
    undecided = sum("u" in answers_of(one.judgement) for one in retold)
    return Section(
        key="e",
        name="judged",
        title=_TITLE,
        notes=(
            f"{len(retold)} judged events of {len({one.judgement.article for one in retold})}"
            f" articles, {undecided} of them with an answer left undecided, which counts as wrong",
            f"{len(same)} come out as they were judged, {len(told) - len(same)} with other"
            f" participants, {len(gone)} no more ({sum(not one.is_right for one in gone)} of"
            " these were wrong)",
            "precision of type counts all that still come out, of participants those that come out"
            " as they were judged",
        ),
        figures=(
            _share_of(retold, "as_judged", "identical"),
            *precision_figures(told, same),
        ),
        grids=(types_grid(told, same),),
        mistakes=tuple(_mistake(one) for one in told if not one.is_fully_right),
        digests={"judged": judged.digest},
    )


def precision_figures(told: Sequence[Judgement], same: Sequence[Judgement]) -> tuple[Figure, ...]:
    """The answers as shares with their intervals: of *told* what the event is, of *same* who takes part.

    Actor and recipient are counted over real events alone.
    """
    real = [row for row in same if row.real_event == "y"]
    return (
        _precision("real_event", told, lambda row: row.real_event == "y"),
        _precision("precision", told, lambda row: row.is_right),
        _precision("actor", real, lambda row: row.actor == "y"),
        _precision("recipient", real, lambda row: row.recipient == "y"),
        _precision("full_precision", same, lambda row: row.is_fully_right),
    )


def types_grid(told: Sequence[Judgement], same: Sequence[Judgement]) -> Grid:
    """Right of judged, type by type."""
    rows = []
    for name in sorted({row.event_type for row in told}):
        of = [row for row in told if row.event_type == name]
        whole = [row for row in same if row.event_type == name]
        real = [row for row in whole if row.real_event == "y"]
        rows.append(
            (
                name,
                str(len(of)),
                part_of(sum(row.real_event == "y" for row in of), len(of)),
                part_of(sum(row.is_right for row in of), len(of)),
                part_of(sum(row.actor == "y" for row in real), len(real)),
                part_of(sum(row.recipient == "y" for row in real), len(real)),
                part_of(sum(row.is_fully_right for row in whole), len(whole)),
            )
        )
    return Grid(
        title="by type, right of judged",
        columns=("type", "events", "real", "real, of the type", "actor", "recipient", "all"),
        rows=tuple(rows),
    )


def answers_of(row: Judgement) -> tuple[str, ...]:
    """The answers in the order of the columns."""
    return tuple(str(getattr(row, name)) for name in ANSWERS)


def _share_of(retold: Sequence[Retold], name: str, fate: str) -> Figure:
    return measure(name, _by_article([(one.judgement, one.fate == fate) for one in retold]))


def _precision(name: str, rows: Sequence[Judgement], test: Test) -> Figure:
    return measure(name, _by_article([(row, test(row)) for row in rows]))


def _by_article(judged: Sequence[tuple[Judgement, bool]]) -> list[tuple[int, int]]:
    """Whole articles are drawn: what one sentence is about, its next tells again."""
    counts: dict[str, tuple[int, int]] = {}
    for row, right in judged:
        part, whole = counts.get(row.article, (0, 0))
        counts[row.article] = (part + int(right), whole + 1)
    return list(counts.values())


def _mistake(row: Judgement) -> str:
    answers = ", ".join(f"{name} {got}" for name, got in zip(ANSWERS, answers_of(row), strict=True))
    place = f"{row.article} {row.trigger_start}-{row.trigger_end}"
    return f"{place}: {row.event_type}: {answers}"
