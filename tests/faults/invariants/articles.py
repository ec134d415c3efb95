"""I1, I4 and I5 of the table articles: none lost, none invented, and of each the version that must stand."""

from collections import Counter
from collections.abc import Iterator, Mapping

from faults.evidence import ArticleRow, Evidence
from faults.invariants.expected import RANK, Standing
from faults.invariants.violation import Violation


def check_articles(evidence: Evidence, standing: Mapping[str, Standing]) -> Iterator[Violation]:
    """Each article that Kafka acknowledged has one row, of the version that must stand."""
    for lost in evidence.lost:
        place = f"raw-articles/{lost.partition}/{lost.offset}"
        yield Violation("I1", place, "not on the topic", f"message {lost.sequence}, acknowledged")
    rows = {row.id: row for row in evidence.articles}
    for article_id, count in Counter(row.id for row in evidence.articles).items():
        if count > 1:
            yield Violation("I2", f"article {article_id}", f"{count} rows", "one row")
    for article_id, wanted in standing.items():
        row = rows.get(article_id)
        if row is None:
            yield Violation("I1", f"article {article_id}", "no row", _said(wanted))
        else:
            yield from _check_row(row, wanted)
    for article_id in rows.keys() - standing.keys():
        yield Violation("I4", f"article {article_id}", "a row", "no article of this id was sent")


def _check_row(row: ArticleRow, wanted: Standing) -> Iterator[Violation]:
    got = f"version {row.version} {row.status}, mark {row.mark}"
    where = f"article {row.id}"
    if (row.version, RANK.get(row.status, -1)) != wanted.order or (
        wanted.sent.mark is not None and row.mark != wanted.sent.mark
    ):
        yield Violation("I5", where, got, _said(wanted))
    if row.status != "usable" and row.has_text:
        yield Violation("I5", where, f"{row.status}, with its text", "no text once taken back")


def _said(wanted: Standing) -> str:
    sent = wanted.sent
    return f"version {wanted.version} {sent.status}, mark {sent.mark}, of message {sent.sequence}"
