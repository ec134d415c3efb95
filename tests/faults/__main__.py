"""``python -m faults``: run the campaign, or part of it."""

import argparse
import signal
import sys
import time
from pathlib import Path

from faults.fault import Fault
from faults.load import load_faults
from faults.runner import Order, chosen, on_database, run_campaign
from faults.scenario import Load


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 where no invariant was violated, else 1; 2 for wrong usage."""
    parser = _parser()
    given = parser.parse_args(arguments)
    faults = load_faults()
    if given.list:
        for fault in faults:
            sys.stdout.write(f"{fault.name}\t{fault.wanted}\n")
        return 0
    try:
        wanted = on_database(chosen(faults, given.only), given.database)
    except KeyError as error:
        parser.error(f"no fault is called {error}; --list names all")
    order = _order(given, wanted)
    started_at = time.monotonic()

    def say(line: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started_at:8.1f} {line}\n")
        sys.stderr.flush()

    # As Ctrl-C: what the scenario started is ended with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        results = run_campaign(order, say)
    except KeyboardInterrupt:
        say("stopped; --resume goes on with the scenario that was cut off")
        return 1
    return 1 if any(result["violations"] for result in results) else 0


def _order(given: argparse.Namespace, faults: tuple[Fault, ...]) -> Order:
    return Order(
        faults=faults,
        seed=given.seed,
        folder=given.out,
        hours=given.hours,
        count=given.count,
        part=given.part,
        load=Load(
            messages=given.messages,
            quiet_messages=given.quiet,
            rate=given.rate,
            most_backlog=given.backlog,
        ),
        stages=given.stages,
        resume=given.resume,
        keep=given.keep,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faults", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="names, joined by commas")
    parser.add_argument("--list", action="store_true", help="name the faults, with their counts")
    parser.add_argument("--hours", type=float, help="go round all faults for so long")
    parser.add_argument("--count", type=int, help="injections of each fault, for what it wants")
    parser.add_argument("--part", type=int, default=20, help="injections in one installation")
    parser.add_argument("--messages", type=int, default=2_000, help="least in one installation")
    parser.add_argument("--quiet", type=int, default=500, help="of them before the first fault")
    parser.add_argument("--rate", type=float, help="messages a second; else as the backlog allows")
    parser.add_argument("--backlog", type=int, default=1_000, help="most messages that wait")
    parser.add_argument("--stages", choices=("null", "all"), default="null")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="")
    parser.add_argument("--out", type=Path, default=Path("build/faults"))
    parser.add_argument("--resume", action="store_true", help="go on where --out ended")
    parser.add_argument(
        "--keep", action="store_true", help="keep the folders of good scenarios, too"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
