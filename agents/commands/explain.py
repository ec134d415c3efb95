"""``eventwire explain``: for each sentence what was found, by which rule, and what was rejected and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from rich.table import Table
from rich.text import Text

from agents.coding_limits import coding_limits
from agents.commands.console import Console, visible
from agents.commands.explain_findings import FindingView
from agents.commands.explain_page import page_of
from agents.commands.explain_parse import compact, indented
from agents.commands.explaining import ArticleView, Mark, SentenceView, view_of
from agents.commands.reading import Record, Unreadable, read_articles
from agents.settings import Settings
from pipeline.flow import Flow, load_flow
from schemas.codec import decode_article
from schemas.errors import RefusedMessage

_STYLES: dict[Mark, str] = {
    "plain": "",
    "entity": "cyan",
    "trigger": "bold green",
    "rejected": "red",
}
_KIND_WIDTH = 10
_MARGIN_WIDTH = 4 + _KIND_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the explanation: *body* is what is broken where a terminal is too narrow, beside *margin*."""

    margin: Text = field(default_factory=Text)
    body: Text

    @property
    def plain(self) -> str:
        """The line as text without colours."""
        return (self.margin.plain + self.body.plain).rstrip()


def run_explain(
    path: Path,
    *,
    settings: Settings,
    console: Console,
    stdin: BinaryIO,
    html: bool,
    out: Path | None,
    parse: bool = False,
) -> int:
    """Explain every article of *path*: text on stdout, or a page there or in *out*; 1 where one is refused.

    *parse* draws the trees: indented in the text, as arcs on the page.
    """
    flow: Flow | None = None
    views: list[ArticleView] = []
    status = 0
    for reading in read_articles([path], stdin=stdin):
        if isinstance(reading, Unreadable):
            console.error(str(reading))
            status = 1
            continue
        flow = flow or load_flow(coding_limits(settings).flow)
        try:
            view = explain_record(reading, flow=flow)
        except RefusedMessage as refused:
            console.error(reading.refusal(refused.code, refused.message))
            status = 1
            continue
        if html or out is not None:
            views.append(view)
        else:
            _show(draw(view, parse=parse), console)
    if views:
        _write_page(page_of(views, parse=parse), console=console, out=out)
    return status


def explain_record(record: Record, *, flow: Flow) -> ArticleView:
    """The explanation of one article. Raises RefusedMessage where it is not acceptable."""
    article = decode_article(record.value, limits=flow.limits.article).article
    return view_of(
        flow.explain(article), place=record.place, weights=flow.lexicon.confidence.weights
    )


def draw(view: ArticleView, *, parse: bool = False) -> Iterator[Line]:
    """The lines of *view*, coloured; nothing in them can steer a terminal."""
    yield Line(body=Text(visible(view.title), style="bold"))
    if view.headline:
        yield Line(body=Text(visible(view.headline), style="bold"))
    for remark in view.remarks:
        yield Line(body=Text(visible(remark), style="yellow"))
    for sentence in view.sentences:
        yield Line(body=Text())
        yield _marked(sentence)
        yield from _parsed(sentence, parse=parse)
        for row in sentence.entities:
            yield _row(row.kind, row.text, "entity")
        for finding in sentence.findings:
            yield from _finding(finding)
    yield Line(body=Text())


def _marked(sentence: SentenceView) -> Line:
    body = Text()
    for piece in sentence.pieces:
        body.append(visible(piece.text), style=_STYLES[piece.mark])
    body.rstrip()
    return Line(margin=Text(f"{sentence.number:>2}  "), body=body)


def _parsed(sentence: SentenceView, *, parse: bool) -> Iterator[Line]:
    lines = indented(sentence.tokens) if parse else [compact(sentence.tokens)]
    for number, line in enumerate(filter(None, lines)):
        yield _row("" if number else "parse", line)


def _finding(finding: FindingView) -> Iterator[Line]:
    mark: Mark = "rejected" if finding.rejected else "trigger"
    yield _row("rejected" if finding.rejected else "event", finding.title, mark)
    for row in finding.rows:
        yield _row(row.kind, row.text)


def _row(kind: str, text: str, mark: Mark = "plain") -> Line:
    return Line(
        margin=Text(f"    {kind:<{_KIND_WIDTH}}", style="dim"),
        body=Text(visible(text), style=_STYLES[mark] or "default"),
    )


def _show(lines: Iterator[Line], console: Console) -> None:
    for line in lines:
        if not (console.is_terminal and line.margin):
            console.draw(Text.assemble(line.margin, line.body))
            continue
        beside = Table.grid()
        beside.add_column(no_wrap=True, width=len(line.margin))
        beside.add_column(overflow="fold")
        beside.add_row(line.margin, line.body)
        console.draw(beside)


def _write_page(page: str, *, console: Console, out: Path | None) -> None:
    if out is None:
        for line in page.splitlines():
            console.line(line)
    else:
        out.write_text(page + "\n", encoding="utf-8", errors="replace")
        console.note(f"written to {out}")
