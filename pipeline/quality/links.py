"""Section k: pronouns and descriptions linked to whom they stand for, against the corpus that has such links."""

import lzma
from pathlib import Path

from pipeline.quality.bootstrap import measure
from pipeline.quality.coreference import LinkCounts, read_gold
from pipeline.quality.coreference import measure as count_all
from pipeline.quality.model import corpora_folder
from pipeline.quality.places import files_sha256, missing
from pipeline.quality.section import Grid, Section, part_of, percent

_TITLE = "Words that stand for a name (GUM, news and interviews)"


def coreference_section(folder: Path | None = None) -> Section:
    """Precision of the links by rule, and how many of the gold's could be found; skipped without the corpus."""
    gum = (folder or corpora_folder()) / "gum_open"
    reason = missing(gum)
    if reason:
        return Section(key="k", name="coreference", title=_TITLE, skipped=reason)
    files = sorted(gum.glob("*.conllu.xz"))
    texts = (lzma.decompress(path.read_bytes()).decode() for path in files)
    counts = count_all(gold for text in texts for gold in read_gold(text))
    right, judged = counts.right.total(), counts.right.total() + counts.wrong.total()
    return Section(
        key="k",
        name="coreference",
        title=_TITLE,
        notes=(f"{judged + counts.unjudged.total()} links, {judged} of them judged by the corpus",),
        figures=(
            measure("link_precision", _units(right, judged)),
            *(
                measure(f"found_{kind}", _units(counts.found[kind], of))
                for kind, of in sorted(counts.findable.items())
            ),
        ),
        grids=(_rules(counts),),
        digests={"gum": files_sha256(files)},
    )


def _units(right: int, whole: int) -> list[tuple[int, int]]:
    """Each link for itself: the counts do not tell which document it is of."""
    return [(1, 1)] * right + [(0, 1)] * (whole - right)


def _rules(counts: LinkCounts) -> Grid:
    rules = sorted(counts.right | counts.wrong | counts.unjudged)
    rows = []
    for rule in rules:
        right, judged = counts.right[rule], counts.right[rule] + counts.wrong[rule]
        rows.append(
            (rule, part_of(right, judged), percent(right, judged), str(counts.unjudged[rule]))
        )
    return Grid(
        title="by rule",
        columns=("rule", "right", "%", "not judged"),
        rows=tuple(rows),
    )
