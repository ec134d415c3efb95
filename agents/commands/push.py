"""``eventwire push``: sends articles to raw-articles and waits for each acknowledgement."""

import sys
import time
from pathlib import Path

import orjson
from kafka.errors import (
    KafkaError,
)

from agents.commands.console import Console
from agents.commands.reading import Unreadable, count_articles, read_articles, without_line
from agents.limits import article_limits
from agents.ops.clients import explain
from agents.ops.sending import sending
from agents.ops.topics import require_topics
from agents.settings import Settings
from agents.topology import names_of
from schemas.codec import ArticleLimits, decode_article
from schemas.errors import UndecodableMessage


def run_push(files: list[Path], *, settings: Settings, validate: bool, console: Console) -> int:
    """Send the articles of *files*; say how many the broker acknowledged. 0 if that is all of them.

    An article that is not acceptable is told with its place, and the others go on. Without
    *validate* the bytes are sent as they are.
    """
    # A producer would wait for a missing topic until its timeout, and then not say what is missing.
    require_topics(settings, ["raw-articles"])
    tally = _Tally(console)
    started = time.monotonic()
    try:
        _send_all(files, settings=settings, validate=validate, console=console, tally=tally)
    except KafkaError as error:
        console.line(tally.sentence)
        console.error(
            f"{tally.sentence}, then no more: {explain(error, settings)}; push the rest"
            " once it is back, or all of them: the same article twice changes nothing"
        )
        return 1
    except KeyboardInterrupt:
        console.line(tally.sentence)
        raise
    seconds = time.monotonic() - started
    console.line(tally.sentence)
    if tally.faults:
        console.error(f"{tally.faults:,} could not be sent; each is told above with its place")
    console.note(f"{seconds:.1f} s, {tally.acknowledged / seconds:,.0f} articles a second")
    return 1 if tally.faults else 0


class _Tally:
    """What became of the articles of one run."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.acknowledged = 0
        self.faults = 0

    @property
    def sentence(self) -> str:
        noun = "article" if self.acknowledged == 1 else "articles"
        return f"{self.acknowledged} {noun} acknowledged"

    def refuse(self, place: str, why: str) -> None:
        self.faults += 1
        self._console.error(f"{place}: {why}")


def _send_all(
    files: list[Path], *, settings: Settings, validate: bool, console: Console, tally: _Tally
) -> None:
    limits = article_limits(settings) if validate else None
    topic = names_of(settings).topic("raw-articles")
    total = count_articles(files) if console.shows_progress else None
    with console.progress("articles acknowledged", total=total) as tick:

        def acknowledged(_place: str) -> None:
            tally.acknowledged += 1
            tick()

        with sending(settings, acknowledged=acknowledged, refused=tally.refuse) as sender:
            for reading in read_articles(files, stdin=sys.stdin.buffer):
                if isinstance(reading, Unreadable):
                    tally.faults += 1
                    console.error(str(reading))
                    continue
                try:
                    key = _key(reading.value, limits)
                except UndecodableMessage as error:
                    tally.refuse(reading.place, without_line(error.message))
                    continue
                sender.send(reading.place, topic=topic, key=key, value=reading.value)


def _key(value: bytes, limits: ArticleLimits | None) -> bytes | None:
    """The article's id. Raises UndecodableMessage where *limits* ask for an acceptable article."""
    if limits is not None:
        return decode_article(value, limits=limits).article.id.encode()
    return _told_id(value)


def _told_id(value: bytes) -> bytes | None:
    """The id in bytes that may be anything: as an article would have it, else null."""
    try:
        return decode_article(value).article.id.encode()
    except UndecodableMessage:
        pass
    try:
        fields = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    given = fields.get("id") if isinstance(fields, dict) else None
    return given.encode() if isinstance(given, str) and given else None
