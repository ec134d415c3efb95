"""A seeded plan of traffic: what is sent, and what must become of it."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta

from faults.ledger import Sent
from faults.mix import Mix
from support.malformed import ACCEPTED, CASES

# So many articles are remembered for versions, cancellations and duplicates.
_REMEMBERED = 400
_LIMIT_BYTES = 1_000_000  # of a message, by default
_TOPIC_LIMIT_BYTES = 1_048_000  # of the topic, less what Kafka adds
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_COUNTRIES = ("Chile", "France", "Ghana", "India", "Japan", "Kenya", "Norway", "Peru", "Spain")
_LINES = (
    "{a} accused {b} of spying.",
    "{a} signed an agreement with {b}.",
    "{a} expelled two diplomats from {b}.",
    "{a} sent wheat to {b}.",
    "{a} threatened {b} with sanctions.",
)
# What is never an article, whatever its key; the huge ones would fill the log and nothing else.
_POISON = tuple(
    case for case in CASES if case.expected != ACCEPTED and len(case.value or b"") < 20_000
)


@dataclass
class _Article:
    """What the plan has sent of one article."""

    article_id: str
    versions: dict[int, tuple[str, ...]]
    last: Sent


class Plan:
    """Messages without end, the same for the same *seed* and *mix*; ids begin with *prefix*."""

    def __init__(self, seed: int, mix: Mix, *, prefix: str = "a") -> None:
        self._chance = random.Random(seed)
        self._prefix = prefix
        self._known: list[_Article] = []
        self._count = 0
        self._articles = 0
        self._names = [field.name for field in fields(mix)]
        self._weights = [float(getattr(mix, name)) for name in self._names]
        self._makers: dict[str, Callable[[], Sent]] = {
            name: getattr(self, f"_{name}") for name in self._names
        }

    def __iter__(self) -> Iterator[Sent]:
        while True:
            (name,) = self._chance.choices(self._names, self._weights)
            needs_article = name not in {"article", "poison", "oversize"}
            made = self._makers["article" if needs_article and not self._known else name]()
            yield made
            self._count += 1

    def _article(self) -> Sent:
        article_id = f"{self._prefix}-{self._articles}"
        self._articles += 1
        known = _Article(article_id, {}, Sent(sequence=-1, key=None, value=None))
        if len(self._known) < _REMEMBERED:
            self._known.append(known)
        else:
            self._known[self._chance.randrange(_REMEMBERED)] = known
        # Some begin above 1, so that an older version may come later.
        return self._version(known, self._chance.choice((1, 1, 1, 3)), self._new_lines())

    def _newer(self) -> Sent:
        known = self._chance.choice(self._known)
        newest = max(known.versions)
        version = newest + self._chance.choice((1, 1, 2))
        return self._version(known, version, self._rewritten(known.versions[newest]))

    def _older(self) -> Sent:
        known = self._chance.choice(self._known)
        version = max(1, max(known.versions) - self._chance.choice((1, 2)))
        return self._version(known, version, known.versions.get(version) or self._new_lines())

    def _changed(self) -> Sent:
        known = self._chance.choice(self._known)
        version = self._chance.choice(sorted(known.versions))
        return self._version(known, version, self._rewritten(known.versions[version]))

    def _duplicate(self) -> Sent:
        last = self._chance.choice(self._known).last
        return replace(last, sequence=self._count)

    def _canceled(self) -> Sent:
        known = self._chance.choice(self._known)
        return self._taken_back(known, "canceled", self._chance.choice(sorted(known.versions)))

    def _withheld(self) -> Sent:
        known = self._chance.choice(self._known)
        return self._taken_back(known, "withheld", max(known.versions))

    def _canceled_any(self) -> Sent:
        return self._taken_back(self._chance.choice(self._known), "canceled", None)

    def _poison(self) -> Sent:
        case = self._chance.choice(_POISON)
        key = f"poison-{self._count}".encode()
        return Sent(sequence=self._count, key=key, value=case.value, code=case.expected)

    def _oversize(self) -> Sent:
        """A message at the limit, one byte above it, or as large as the topic takes."""
        size = self._chance.choice((_LIMIT_BYTES, _LIMIT_BYTES + 1, _TOPIC_LIMIT_BYTES))
        article_id = f"{self._prefix}-large-{self._count}"
        base = {"id": article_id, "body": "A large report.", "x": ""}
        # Spaces, so that the brokers' disk is spared by compression.
        padded = {**base, "x": " " * (size - len(_encoded(base)))}
        return Sent(
            sequence=self._count,
            key=article_id.encode(),
            value=_encoded(padded),
            article_id=article_id,
            version=1,
            lines=("A large report.",),
            code="too_large" if size > _LIMIT_BYTES else "",
        )

    def _version(self, known: _Article, version: int, lines: tuple[str, ...]) -> Sent:
        known.versions[version] = lines
        at = _FIRST + timedelta(minutes=self._count)
        given = {"version": version} if version > 1 or self._chance.random() < 0.5 else {}
        value = {
            "id": known.article_id,
            **given,
            "headline": f"Report {self._count}",
            "body": "\n".join(lines),
            "language": "en",
            "published_at": at.isoformat(),
            "mark": self._count,
        }
        known.last = Sent(
            sequence=self._count,
            key=known.article_id.encode(),
            value=_encoded(value),
            article_id=known.article_id,
            version=version,
            lines=lines,
            mark=self._count,
        )
        return known.last

    def _taken_back(self, known: _Article, status: str, version: int | None) -> Sent:
        value = {"id": known.article_id, "status": status}
        given = {} if version is None else {"version": version}
        return Sent(
            sequence=self._count,
            key=known.article_id.encode(),
            value=_encoded({**value, **given}),
            article_id=known.article_id,
            version=version,
            status=status,
        )

    def _new_lines(self) -> tuple[str, ...]:
        return tuple(self._line(number) for number in range(self._chance.randint(1, 3)))

    def _rewritten(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """*lines* with some left out and some added, so that events stay, go and come back."""
        kept = tuple(line for line in lines if self._chance.random() < 0.6)[:3]
        return (*kept, self._line(len(lines))) if self._chance.random() < 0.8 or not kept else kept

    def _line(self, number: int) -> str:
        first, second = self._chance.sample(_COUNTRIES, 2)
        act = self._chance.choice(_LINES).format(a=first, b=second)
        return f"Report {self._count} point {number}: {act}"


def _encoded(value: Mapping[str, object]) -> bytes:
    return json.dumps(value).encode()
