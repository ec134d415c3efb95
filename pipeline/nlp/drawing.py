"""Drawings of what the model and the stages saw, by displaCy: marked text and dependency trees, as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from spacy.displacy.render import DependencyRenderer, EntityRenderer

from pipeline.values import ParsedToken

# The label comes before the rest of the page's styles: `--hue` is the colour that the page mixes from.
_MARK = '<mark class="{kind}" style="--hue: {bg}">{text}<span class="label">{label}</span></mark>'
_WIDEST_WORD, _LEAST_DISTANCE, _PIXELS_A_LETTER = 24, 110, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMark:
    """A half-open stretch of a text to mark, with its *label*; *kind* is the class of its element."""

    start: int
    end: int
    label: str
    kind: str


def draw_marks(text: str, marks: Sequence[DrawnMark], *, colours: Mapping[str, str]) -> str:
    """*text* as HTML with *marks*, which are in order and do not overlap. Nothing of *text* becomes markup.

    *colours* are CSS colours by label.
    """
    renderer = EntityRenderer({"colors": dict(colours), "template": _MARK})
    spans = [
        {
            "start": mark.start,
            "end": mark.end,
            "label": escape(mark.label),
            "params": {"kind": escape(mark.kind)},
        }
        for mark in marks
    ]
    return renderer.render_ents(text, spans, None)


def draw_tree(tokens: Sequence[ParsedToken], *, name: str) -> str:
    """The tree of a sentence as SVG in the page's own colours; punctuation left out.

    Nothing of a word becomes markup. *name* is unique in the page: ids begin with it, and no others are drawn.
    """
    shown = [i for i, token in enumerate(tokens) if token.pos != "PUNCT"]
    places = {i: place for place, i in enumerate(shown)}
    words = [{"text": _cut(tokens[i].text), "tag": escape(tokens[i].pos)} for i in shown]
    arcs = [
        {
            "start": min(places[i], places[tokens[i].head]),
            "end": max(places[i], places[tokens[i].head]),
            "label": escape(tokens[i].relation),
            "dir": "left" if places[i] < places[tokens[i].head] else "right",
        }
        for i in shown
        if tokens[i].head != i and tokens[i].head in places
    ]
    longest = max((len(str(word["text"])) for word in words), default=0)
    renderer = DependencyRenderer(
        {
            "word_spacing": 30,
            "offset_x": 60,
            "arrow_spacing": 8,
            "arrow_width": 8,
            "arrow_stroke": 1,
            "distance": max(_LEAST_DISTANCE, longest * _PIXELS_A_LETTER),
            "color": "inherit",
            "bg": "none",
            "font": "inherit",
        }
    )
    # Not `render`, whose ids are random: the same article gives the same page.
    return str(renderer.render_svg(escape(name), words, arcs))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST_WORD else text[: _WIDEST_WORD - 1] + "…"
