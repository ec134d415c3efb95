"""Articles without end for tests and benchmarks: ``python tests/generate.py 5000 > articles.ndjson``.

Each is a few sentences of wire copy from a small grammar, all different, the same for the same seed.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import orjson

_CAPITALS = [
    "Ankara",
    "Baghdad",
    "Berlin",
    "Brasilia",
    "Cairo",
    "Canberra",
    "Hanoi",
    "Jakarta",
    "Kabul",
    "Kyiv",
    "Lima",
    "Manila",
]
_COUNTRIES = [
    "Chile",
    "France",
    "Ghana",
    "India",
    "Japan",
    "Kenya",
    "Mexico",
    "Norway",
    "Peru",
    "Poland",
    "Spain",
    "Turkey",
]
_ACTS = (
    "{a} accused {b} on {day} of breaking the truce along the border.",
    "{a} signed an agreement with {b} on {day} to share water from the river.",
    "Police in {c} arrested {n} protesters after a rally against higher bread prices.",
    "A strong earthquake struck northern {a} on {day}, killing at least {n} people.",
    "{a} sent {n} tonnes of wheat to {b} to ease the shortage.",
    "Thousands of workers marched through {c} on {day} to demand higher wages.",
    "{a} expelled two diplomats from {b} over the spying case.",
    "Parliament in {a} passed the budget on {day} by {n} votes.",
)
_FILLER = (
    "The talks had been planned for months, a person close to them said.",
    "Shops in the centre of {c} stayed open, and buses ran as usual.",
    "No further details were given, and the ministry did not answer questions.",
)
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def generate_articles(count: int, *, seed: int = 1, prefix: str = "generated") -> Iterator[bytes]:
    """*count* articles as JSON, with the ids ``{prefix}-0`` onwards."""
    chance = random.Random(seed)  # not for secrets: the same seed gives the same articles
    for number in range(count):
        yield orjson.dumps(_article(chance, f"{prefix}-{number}", number))


def _article(chance: random.Random, article_id: str, number: int) -> dict[str, object]:
    first, second = chance.sample(_COUNTRIES, 2)
    words = {"a": first, "b": second, "c": chance.choice(_CAPITALS), "n": chance.randint(3, 900)}
    sentences = [*chance.sample(_ACTS, chance.randint(1, 3)), *chance.sample(_FILLER, 2)]
    paragraphs = [line.format(**words, day=chance.choice(_DAYS)) for line in sentences]
    return {
        "id": article_id,
        "headline": f"{first} and {second}: report {number}",
        "body": "\n\n".join(paragraphs),
        "language": "en",
        "published_at": (_FIRST + timedelta(minutes=number)).isoformat(),
        "publisher": {"name": "Generated Wire", "domain": "example.org"},
    }


if __name__ == "__main__":
    for line in generate_articles(int(sys.argv[1])):
        sys.stdout.buffer.write(line + b"\n")
