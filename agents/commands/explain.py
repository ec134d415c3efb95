"""``eventwire explain``: for each sentence what was found, by which rule, and what was rejected and why."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rich.text import Text

from agents.coding_limits import coding_limits
from agents.commands.console import Console, visible
from agents.commands.explain_page import page_of
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


def run_explain(
    path: Path,
    *,
    settings: Settings,
    console: Console,
    stdin: BinaryIO,
    html: bool,
    out: Path | None,
) -> int:
    """Explain every article of *path*: text on stdout, or a page there or in *out*; 1 where one is refused."""
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
            for line in draw(view):
                console.draw(line)
    if views:
        _write_page(views, console=console, out=out)
    return status


def explain_record(record: Record, *, flow: Flow) -> ArticleView:
    """The explanation of one article. Raises RefusedMessage where it is not acceptable."""
    article = decode_article(record.value, limits=flow.limits.article).article
    return view_of(flow.explain(article), place=record.place)


def draw(view: ArticleView) -> Iterator[Text]:
    """The lines of *view*, coloured; nothing in them can steer a terminal."""
    yield Text(visible(view.title), style="bold")
    for remark in view.remarks:
        yield Text(visible(remark), style="yellow")
    for sentence in view.sentences:
        yield Text()
        yield _marked(sentence)
        for row in sentence.rows:
            line = Text(f"    {row.kind:<{_KIND_WIDTH}}", style="dim")
            line.append(visible(row.text), style=_STYLES[row.mark] or "default")
            yield line
    yield Text()


def _marked(sentence: SentenceView) -> Text:
    line = Text(f"{sentence.number:>2}  ", style="default")
    for piece in sentence.pieces:
        line.append(visible(piece.text), style=_STYLES[piece.mark])
    line.rstrip()
    return line


def _write_page(views: list[ArticleView], *, console: Console, out: Path | None) -> None:
    page = page_of(views)
    if out is None:
        for line in page.splitlines():
            console.line(line)
    else:
        out.write_text(page + "\n", encoding="utf-8", errors="replace")
        console.note(f"written to {out}")
