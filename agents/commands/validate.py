"""``eventwire validate``: are these articles acceptable? Needs neither spaCy nor Kafka."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from agents.commands.console import Console
from agents.commands.reading import Record, Unreadable, read_articles, without_line
from agents.limits import article_limits
from agents.settings import Settings
from schemas.codec import ArticleLimits, decode_article
from schemas.errors import UndecodableMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault of one article, or one warning; *pointer* is empty where the article is no JSON object."""

    file: str
    line: int
    severity: Literal["fault", "warning"]
    code: str
    pointer: str
    got: str
    want: str

    def __str__(self) -> str:
        marked = "warning: " if self.severity == "warning" else ""
        where = f"{self.pointer}: got " if self.pointer else ""
        return f"{self.file}:{self.line}: {marked}{where}{self.got}; {self.want}"


def run_validate(
    files: Sequence[Path], *, settings: Settings, console: Console, stdin: BinaryIO, as_json: bool
) -> int:
    """One line per fault on stdout, a summary on stderr; 1 where an article is not acceptable."""
    limits = article_limits(settings)
    articles = refused = warnings = unreadable = 0
    with console.progress("articles validated", amid_data=True) as tick:
        for reading in read_articles(files, stdin=stdin):
            if isinstance(reading, Unreadable):
                unreadable += 1
                console.error(str(reading))
                continue
            articles += 1
            findings = tuple(find_faults(reading, limits=limits))
            faults = sum(finding.severity == "fault" for finding in findings)
            refused += bool(faults)
            warnings += len(findings) - faults
            for finding in findings:
                if as_json:
                    console.json(asdict(finding))
                else:
                    console.line(str(finding))
            tick()
    console.note(_summary(articles, refused, warnings))
    return 1 if refused or unreadable else 0


def find_faults(record: Record, *, limits: ArticleLimits) -> Iterator[Finding]:
    """What is wrong with the article in *record*, and what is odd about it."""
    file, line = record.file, record.line
    try:
        decoded = decode_article(record.value, limits=limits)
    except UndecodableMessage as error:
        if not error.faults:
            got, want = _halves(error.message)
            yield Finding(
                file=file,
                line=line,
                severity="fault",
                code=error.code,
                pointer="",
                got=got,
                want=want,
            )
        for fault in error.faults:
            yield Finding(
                file=file,
                line=line,
                severity="fault",
                code=error.code,
                pointer=fault.pointer or "/",
                got=fault.got,
                want=fault.want,
            )
        return
    for warning in decoded.warnings:
        yield Finding(
            file=file,
            line=line,
            severity="warning",
            code="odd_value",
            pointer=warning.pointer,
            got=warning.got,
            want=warning.want,
        )


def _halves(message: str) -> tuple[str, str]:
    """What was got and what is wanted, of a sentence that tells both."""
    got, _, want = without_line(message).rstrip(".").partition("; ")
    return got, want or "want an article as a JSON object"


def _summary(articles: int, refused: int, warnings: int) -> str:
    verdict = f"{refused:,} not acceptable" if refused else "all acceptable"
    noun = "article" if articles == 1 else "articles"
    return f"{articles:,} {noun}: {verdict if articles else 'nothing to validate'}" + (
        f", {warnings:,} warning{'' if warnings == 1 else 's'}" if warnings else ""
    )
