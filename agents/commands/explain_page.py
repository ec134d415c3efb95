"""The page of ``eventwire explain --html``: one file that stands alone, everything in it escaped."""

from collections.abc import Iterable
from html import escape

from agents.commands.explaining import ArticleView, SentenceView

_STYLE = """
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
h1 { font-size: 1.2rem } h1:not(:first-child) { margin-top: 3rem }
section { border-top: 1px solid #ccc; padding: .7rem 0 }
.sentence { font-size: 1.1rem; margin: 0 }
mark { padding: .1em .25em; border-radius: .25em; color: inherit }
mark.entity { background: #cfe3ff } mark.trigger { background: #bfeac4; font-weight: 600 }
mark.rejected { background: #f3d9d9; text-decoration: line-through }
table { border-collapse: collapse; font-size: .9rem } th { color: #555; font-weight: normal;
  text-align: left; vertical-align: top; padding-right: 1rem; white-space: nowrap }
.tokens td { color: #666; font-family: ui-monospace, monospace }
"""


def page_of(articles: Iterable[ArticleView]) -> str:
    """A complete HTML page: no script, nothing loaded from elsewhere."""
    bodies = "\n".join(_article(view) for view in articles)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        # A second wall behind the escaping: a page of untrusted text runs and fetches nothing.
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>eventwire explain</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{bodies}\n</body>\n</html>"
    )


def _article(view: ArticleView) -> str:
    remarks = "".join(f"<p>{escape(remark)}</p>" for remark in view.remarks)
    sentences = "\n".join(_sentence(sentence) for sentence in view.sentences)
    return f"<h1>{escape(view.title)}</h1>\n{remarks}\n{sentences}"


def _sentence(sentence: SentenceView) -> str:
    text = "".join(
        escape(piece.text)
        if piece.mark == "plain"
        else f'<mark class="{piece.mark}">{escape(piece.text)}</mark>'
        for piece in sentence.pieces
    )
    rows = "".join(
        f'<tr class="{escape(row.kind)}"><th scope="row">{escape(row.kind)}</th>'
        f"<td>{escape(row.text)}</td></tr>"
        for row in sentence.rows
    )
    return f'<section>\n<p class="sentence">{text}</p>\n<table>{rows}</table>\n</section>'
