"""Section a: the hand-coded development set beside the repository, scored by the scorer that goes with it.

``python -m pipeline.quality.development --errors`` lists the sentences whose event was not found.
"""

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.flow import Flow, load_flow
from pipeline.flow_limits import FlowLimits
from pipeline.quality.bootstrap import Figure, measure
from pipeline.quality.places import SHARED, files_sha256, missing
from pipeline.quality.report import report_text
from pipeline.quality.section import Grid, Section
from pipeline.quality.sentences import explain_sentence
from schemas.actor import Actor
from schemas.event import Event

DEVELOPMENT_SET = SHARED / "data" / "events_dev" / "events_dev.jsonl"
SCORER = SHARED / "tools" / "score_events.py"

_TITLE = "Development set: sentences coded by hand, one main event each"
# The scorer reads three dashes as "no country, the sector follows".
_NO_COUNTRY = "---"

Fields = dict[str, Any]
Score = Callable[[list[Fields], dict[str, list[Fields]]], tuple[Fields, list[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """What the scorer counts in one sentence."""

    found: tuple[int, int]
    type_f1: tuple[int, int]
    full_f1: tuple[int, int]
    best_type_f1: tuple[int, int]
    best_full_f1: tuple[int, int]
    actors: tuple[int, int]
    recipients: tuple[int, int]


def development_section(flow: Flow) -> Section:
    """The scorer's figures with intervals over sentences; skipped without the set or its scorer."""
    reason = missing(DEVELOPMENT_SET) or missing(SCORER)
    if reason:
        return Section(key="a", name="development", title=_TITLE, skipped=reason)
    items = read_items(DEVELOPMENT_SET)
    score = load_scorer(SCORER)
    left_out = 0
    predicted: dict[str, list[Fields]] = {}
    for item in items:
        events = explain_sentence(
            flow, item["text"], published_at=item.get("published_at"), key=item["id"]
        ).events
        scored = [event for event in events if is_scored(event)]
        left_out += len(events) - len(scored)
        predicted[item["id"]] = [event_record(event) for event in scored]
    whole, wrong = score(items, predicted)
    return Section(
        key="a",
        name="development",
        title=_TITLE,
        notes=(
            f"{len(items)} sentences; {left_out} events left out that the set codes no kind of:"
            " of the civil family, or negated",
            f"best-of, where only the best event of a sentence is charged: type F1"
            f" {whole['p_best']['f1_type']}, full F1 {whole['p_best']['f1_full']}",
        ),
        figures=_figures([_count(score, item, predicted) for item in items]),
        grids=(_types_grid(whole["by_type"]),),
        mistakes=tuple(_mistake(item, events) for item, events in wrong),
        digests={"development": files_sha256([DEVELOPMENT_SET])},
    )


def read_items(path: Path) -> list[Fields]:
    """The sentences of *path*, a JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def load_scorer(path: Path) -> Score:
    """The function ``score`` of the scorer in *path*, which is no module of ours."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Score = module.score
    return score


def is_scored(event: Event) -> bool:
    """Could the set code *event* at all? It knows PLOVER's types and acts that happened."""
    return event.family == "plover" and not event.negated


def event_record(event: Event) -> Fields:
    """*event* as the scorer reads it: names or words and codes, several parted by semicolons.

    Where all who take part are actors, the set has the first side as source and the other as target: those
    named before the trigger and those after it.
    """
    sources, targets = event.actors, event.recipients
    if not targets:
        before = tuple(who for who in sources if who.start_char < event.trigger.start_char)
        after = tuple(who for who in sources if who.start_char >= event.trigger.start_char)
        if before and after:
            sources, targets = before, after
    return {
        "type": event.event_type,
        "source": _joined(actor.name or actor.text for actor in sources),
        "source_code": _joined(map(_code, sources)),
        "target": _joined(actor.name or actor.text for actor in targets),
        "target_code": _joined(map(_code, targets)),
        "trigger": event.trigger.text,
    }


def _joined(words: Iterable[str]) -> str:
    return "; ".join(word for word in words if word)


def _code(actor: Actor) -> str:
    """Country and sector in one: ``TURMIL``; of a sector without country ``---REB``."""
    if not actor.country and not actor.sector:
        return ""
    return (actor.country or _NO_COUNTRY) + (actor.sector or "")


def _count(score: Score, item: Fields, predicted: dict[str, list[Fields]]) -> _Scored:
    figures, _ = score([item], {item["id"]: predicted[item["id"]]})
    told = figures["items"]
    covered = told["pred_on_gold"] + told["with_gold"]
    return _Scored(
        found=(told["pred_on_gold"], told["with_gold"]),
        type_f1=_f1(figures["type"]),
        full_f1=_f1(figures["full"]),
        best_type_f1=(2 * told["any_type_hit"], covered),
        best_full_f1=(2 * told["any_full_hit"], covered),
        actors=(figures["src"]["tp"], figures["src"]["gold"]),
        recipients=(figures["tgt"]["tp"], figures["tgt"]["gold"]),
    )


def _f1(counts: Fields) -> tuple[int, int]:
    return 2 * counts["tp"], counts["pred"] + counts["gold"]


def _figures(scored: Sequence[_Scored]) -> tuple[Figure, ...]:
    names = _Scored.__dataclass_fields__
    return tuple(measure(name, [getattr(one, name) for one in scored]) for name in names)


def _types_grid(by_type: dict[str, Fields]) -> Grid:
    return Grid(
        title="by type, in percent",
        columns=("type", "gold", "predicted", "P", "R", "F1"),
        rows=tuple(
            (
                name,
                str(counts["gold"]),
                str(counts["pred"]),
                *(f"{counts[of]:.0f}" for of in ("p", "r", "f1")),
            )
            for name, counts in by_type.items()
        ),
    )


def _mistake(item: Fields, events: Sequence[Fields]) -> str:
    keys = ("type", "source", "target")
    want = [" ".join(f"{event.get(key)}" for key in keys) for event in item["expected"]]
    got = [" ".join(f"{event.get(key)}" for key in keys) for event in events]
    return f"{item['id']}: want {'; '.join(want)}, got {'; '.join(got) or 'none'}: {item['text']}"


def main(arguments: Sequence[str]) -> int:
    """Print this section alone."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.quality.development")
    parser.add_argument("--errors", action="store_true", help="also each sentence whose type fails")
    asked = parser.parse_args(arguments)
    section = development_section(load_flow(FlowLimits()))
    sys.stdout.write(report_text([section], mistakes=asked.errors) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
