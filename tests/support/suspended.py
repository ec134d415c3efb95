"""A pool that codes one article which naps for a second: ``python -m support.suspended SECONDS PATH``.

SECONDS may be idle; the article writes a line to PATH when it is taken. The kind of verdict goes to stdout.
"""

import sys

import orjson

from agents.coding import CodingLimits, RawArticle
from agents.pool import CodingPool
from pipeline.flow_limits import FlowLimits
from support.coders import load_obedient_coder


def main(seconds: str, path: str) -> None:
    """Code the article and tell what became of it."""
    limits = CodingLimits(
        flow=FlowLimits(),
        cpu_seconds=10.0,
        timeout_seconds=float(seconds),
        memory_bytes=4_000_000_000,
        max_extraction_bytes=100_000,
    )
    with CodingPool(processes=1, limits=limits, load=load_obedient_coder) as pool:
        raw = RawArticle(value=orjson.dumps({"id": path, "body": "nap now"}))
        sys.stdout.write(type(pool.submit(raw).result()).__name__ + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
