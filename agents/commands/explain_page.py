"""The page of ``eventwire explain --html``: one file that stands alone, everything in it escaped."""

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from agents.commands.console import visible
from agents.commands.explain_findings import FindingView, Row
from agents.commands.explain_parse import compact
from agents.commands.explaining import ArticleView, SentenceView
from pipeline.nlp.drawing import DrawnMark, draw_marks, draw_tree

# The variables are set in explain_page.css, for a light and a dark screen.
_COLOURS = {
    "PERSON": "var(--person)",
    "ORG": "var(--org)",
    "GPE": "var(--gpe)",
    "LOC": "var(--loc)",
    "NORP": "var(--norp)",
    "FAC": "var(--fac)",
    "EVENT": "var(--occasion)",
    "ROLE": "var(--role)",
    "DATE": "var(--date)",
}

# A longer sentence is a list or no sentence at all, and its drawing would be wider than anybody scrolls.
_MOST_DRAWN_TOKENS = 150


def page_of(articles: Iterable[ArticleView], *, parse: bool = False) -> str:
    """A complete HTML page: no script, nothing loaded from elsewhere; with *parse* a drawn tree a sentence.

    The same articles give the same page.
    """
    style = files("agents.commands").joinpath("explain_page.css").read_text(encoding="utf-8")
    bodies = "\n".join(
        _article(view, name=f"a{number}", parse=parse) for number, view in enumerate(articles)
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        # A second wall behind the escaping: a page of untrusted text runs and fetches nothing.
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>eventwire explain</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n{bodies}\n</body>\n</html>"
    )


def _article(view: ArticleView, *, name: str, parse: bool) -> str:
    remarks = "".join(f'<p class="remark">{_safe(remark)}</p>\n' for remark in view.remarks)
    sentences = "\n".join(
        _sentence(sentence, name=name, parse=parse) for sentence in view.sentences
    )
    return (
        f"<article>\n<h1>{_safe(view.headline or view.title)}</h1>\n"
        f'<p class="place">{_safe(view.title)} · {_counts(view)}</p>\n'
        f"{remarks}{_legend(view)}\n{sentences}\n</article>"
    )


def _counts(view: ArticleView) -> str:
    findings = [finding for sentence in view.sentences for finding in sentence.findings]
    rejected = sum(finding.rejected for finding in findings)
    return (
        f"{_counted(len(view.sentences), 'sentence')}, "
        f"{_counted(len(findings) - rejected, 'event mention')}, "
        f"{_counted(rejected, 'rejected trigger')}"
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _legend(view: ArticleView) -> str:
    """The marks that occur in the article, each in its colours."""
    pieces = [piece for sentence in view.sentences for piece in sentence.pieces]
    labels = {piece.label for piece in pieces if piece.mark == "entity"}
    kinds = {piece.mark for piece in pieces}
    shown = [
        f'<li><mark class="entity" style="--hue: {colour}">{label}</mark></li>'
        for label, colour in _COLOURS.items()
        if label in labels
    ]
    if "trigger" in kinds:
        shown.append('<li><mark class="trigger">event</mark></li>')
    if "rejected" in kinds:
        shown.append('<li><mark class="rejected">rejected trigger</mark></li>')
    return f'<ul class="legend">{"".join(shown)}</ul>' if shown else ""


def _sentence(sentence: SentenceView, *, name: str, parse: bool) -> str:
    events = [finding for finding in sentence.findings if not finding.rejected]
    rejected = [finding for finding in sentence.findings if finding.rejected]
    parts = [f'<div class="number">{sentence.number}</div>', _marked(sentence)]
    parts += [_event(finding) for finding in events]
    folded = [_rejections(rejected)] if rejected else []
    folded += _folded(sentence, name=name, parse=parse)
    parts.append(f'<div class="folded">{"".join(folded)}</div>')
    return "<section>\n" + "\n".join(parts) + "\n</section>"


def _marked(sentence: SentenceView) -> str:
    text, marks = "", []
    for piece in sentence.pieces:
        start = len(text)
        text += visible(piece.text)
        if piece.mark != "plain":
            marks.append(DrawnMark(start=start, end=len(text), label=piece.label, kind=piece.mark))
    return draw_marks(text, marks, colours=_COLOURS)


def _event(finding: FindingView) -> str:
    return (
        f'<div class="event"><h2>{_safe(finding.title)}</h2>\n<dl>{_rows(finding.rows)}</dl></div>'
    )


def _rows(rows: Iterable[Row]) -> str:
    return "".join(f"<dt>{_safe(row.kind)}</dt><dd>{_safe(row.text)}</dd>" for row in rows)


def _rejections(rejected: list[FindingView]) -> str:
    told = "".join(
        f"<li>{_safe(finding.title)}"
        + "".join(f'<br><span class="because">{_safe(row.text)}</span>' for row in finding.rows)
        + "</li>"
        for finding in rejected
    )
    return f"<details><summary>{len(rejected)} rejected</summary><ul>{told}</ul></details>"


def _folded(sentence: SentenceView, *, name: str, parse: bool) -> Iterator[str]:
    """Entities and parse, closed at first: the text and its events are what a reader comes for."""
    if sentence.entities:
        rows = "".join(f"<li>{_safe(row.text)}</li>" for row in sentence.entities)
        yield f"<details><summary>entities</summary><ul>{rows}</ul></details>"
    if sentence.tokens:
        drawn = parse and len(sentence.tokens) <= _MOST_DRAWN_TOKENS
        shown = (
            f'<div class="tree">{draw_tree(sentence.tokens, name=f"{name}s{sentence.number}")}</div>'
            if drawn
            else f'<p class="parse">{_safe(compact(sentence.tokens))}</p>'
        )
        yield f"<details><summary>parse</summary>{shown}</details>"


def _safe(text: str) -> str:
    return escape(visible(text))
