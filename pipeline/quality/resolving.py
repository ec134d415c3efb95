"""``python -m pipeline.quality.resolving``: dates and magnitudes of single sentences against their gold."""

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.flow import Flow, load_flow
from pipeline.flow_limits import FlowLimits
from pipeline.stages.resolving.dates_reader import ArticleReader
from pipeline.values import CleanArticle, EventCandidate, Stretch
from schemas.article import Article
from schemas.errors import EventwireError, InvalidDataFile
from schemas.event import EventDate, Magnitude, MagnitudeKind

_SETS = Path(__file__).parents[2] / "tests" / "quality" / "sets"
DATES = _SETS / "dates.tsv"
MAGNITUDES = _SETS / "magnitudes.tsv"
DATE_COLUMNS = ("sentence", "trigger", "published_at", "start", "end", "precision")
MAGNITUDE_COLUMNS = ("sentence", "trigger", "kind", "value", "unit")
_KINDS: tuple[MagnitudeKind, ...] = ("killed", "injured", "displaced", "size", "amount")
# A magnitude's sentence has no day of its own.
_SOME_DAY = "2024-06-05"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvingScore:
    """How many rows of a set came out right, how many of those that tell a date or number, and what the others gave."""

    rows: int
    right: int
    told: int
    told_right: int
    faults: tuple[str, ...]

    @property
    def share(self) -> float:
        """Right of all rows; 1 where there are none."""
        return self.right / self.rows if self.rows else 1.0


def main(arguments: Sequence[str]) -> int:
    """Print the share right and the faults of both sets; 1 where a file was refused."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.quality.resolving", description=__doc__
    )
    parser.add_argument("--dates", type=Path, default=DATES, metavar="TSV")
    parser.add_argument("--magnitudes", type=Path, default=MAGNITUDES, metavar="TSV")
    asked = parser.parse_args(arguments)
    try:
        flow = load_flow(FlowLimits())
        scores = {
            "dates": score_dates(asked.dates, flow),
            "magnitudes": score_magnitudes(asked.magnitudes, flow),
        }
    except EventwireError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, score in scores.items():
        sys.stdout.write(
            f"{name}: {score.right} of {score.rows} right ({score.share:.1%});"
            f" of those that tell one {score.told_right} of {score.told}\n"
        )
        sys.stdout.writelines(f"  {fault}\n" for fault in score.faults)
    return 0


def score_dates(path: Path, flow: Flow) -> ResolvingScore:
    """The dates of *path*: first day, last day and precision must all be right; where none is told none may come."""
    judged = []
    for row in _rows(path, DATE_COLUMNS):
        reader, candidate = _read(row, row["published_at"], flow)
        date = reader.date(candidate)
        expected = (row["start"], row["end"], row["precision"])
        judged.append((bool(row["start"]), _days(date) == expected, row, _days(date), expected))
    return _score(judged)


def score_magnitudes(path: Path, flow: Flow) -> ResolvingScore:
    """The magnitudes of *path*: value and unit of the kind asked; without a kind none of any kind may come out."""
    judged = []
    for row in _rows(path, MAGNITUDE_COLUMNS):
        reader, candidate = _read(row, _SOME_DAY, flow)
        kind = row["kind"]
        found = reader.magnitudes(
            candidate, tuple(known for known in _KINDS if kind in {"", known})
        )
        got = _numbers(found)
        expected = _number(float(row["value"]), row["unit"]) if row["value"] else ""
        judged.append((bool(row["value"]), got == expected, row, (kind, got), (kind, expected)))
    return _score(judged)


def _score(
    judged: Sequence[tuple[bool, bool, Mapping[str, str], tuple[str, ...], tuple[str, ...]]],
) -> ResolvingScore:
    return ResolvingScore(
        rows=len(judged),
        right=sum(right for _, right, *_ in judged),
        told=sum(told for told, *_ in judged),
        told_right=sum(told and right for told, right, *_ in judged),
        faults=tuple(
            f"{row['trigger']}: {' '.join(got).strip() or 'none'},"
            f" not {' '.join(expected).strip() or 'none'}: {row['sentence']}"
            for _, right, row, got, expected in judged
            if not right
        ),
    )


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a set. Raises ``InvalidDataFile`` for other columns and a trigger that is not in its sentence."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(table.fieldnames or ()) != columns:
            raise InvalidDataFile(f"{path}: its columns must be {', '.join(columns)}")
        rows = []
        for row in table:
            if None in row.values() or row["trigger"] not in row["sentence"]:
                raise InvalidDataFile(
                    f"{path}: line {table.line_num}: a field is missing, or the trigger is not in the sentence"
                )
            rows.append(row)
    return rows


def _read(row: Mapping[str, str], day: str, flow: Flow) -> tuple[ArticleReader, EventCandidate]:
    """The sentence as an article, and what the events stage made of the trigger, or the bare trigger."""
    published_at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
    article = Article(id="row", body=row["sentence"], published_at=published_at, language="en")
    explained = flow.explain(article)
    text = explained.clean.text
    start = max(text.find(row["trigger"]), 0)
    trigger = Stretch(start_char=start, end_char=start + len(row["trigger"]))
    found = (known for known in explained.findings if isinstance(known, EventCandidate))
    candidate = next((known for known in found if _overlap(known.trigger, trigger)), None)
    reader = ArticleReader(text=text, lexicon=flow.lexicon, published_on=published_at.date())
    return reader, candidate or _bare(explained.clean, trigger, flow)


def _bare(clean: CleanArticle, trigger: Stretch, flow: Flow) -> EventCandidate:
    """A trigger that the events stage does not know: the words before it tell its tense."""
    before = clean.text[: trigger.start_char].lower().split()[-4:]
    grammar = flow.lexicon.grammar
    ahead = not (grammar.modals_future | grammar.future_governors).isdisjoint(before)
    return EventCandidate(
        event_type="CONSULT",
        modes=(),
        contexts=(),
        trigger=trigger,
        trigger_lemma=clean.text[trigger.start_char : trigger.end_char].lower(),
        sentence=Stretch(start_char=0, end_char=len(clean.text)),
        actors=(),
        recipients=(),
        attributed_to=None,
        status="future" if ahead else "actual",
        negated=False,
        confidence=0.0,
        rule="",
    )


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one.start_char < other.end_char and other.start_char < one.end_char


def _days(date: EventDate | None) -> tuple[str, str, str]:
    return (str(date.start), str(date.end), date.precision) if date else ("", "", "")


def _numbers(found: Iterable[Magnitude]) -> str:
    return ", ".join(_number(known.value, known.unit) for known in found)


def _number(value: float, unit: str) -> str:
    return f"{value:.15g} {unit}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
