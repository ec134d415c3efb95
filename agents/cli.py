"""The command `eventwire`: what can be typed, and what it says of itself.

Each command is imported by the function that declares it, here and nowhere else in the project, so that
`--help` and `validate` need neither spaCy nor Kafka nor a database.
"""

import os
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import typer

from agents.console import Console, open_console
from agents.ending import close_streams, end_with
from agents.errors import UsageError
from agents.ownership import require_own_names
from agents.reading import STDIN
from agents.settings import LoadedSettings, Settings, load_settings, split_flags

_SETTINGS_HINT = (
    "Every setting is also an option of every command (--topic-prefix test-, say), a variable"
    " (EVENTWIRE_TOPIC_PREFIX) and a key of ./eventwire.toml (topic_prefix): see eventwire settings."
)

Context = typer.Context
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILE...|-]",
        show_default=False,
        help=".txt (one article), .json (one or a list), .ndjson/.jsonl (one a line); - is NDJSON on stdin.",
    ),
]


def _group(help_text: str) -> typer.Typer:
    return typer.Typer(help=help_text, context_settings={"help_option_names": ["-h", "--help"]})


app = _group("The news wire as structured events, while it happens.")
topics = _group("The Kafka topics: make them, or say how they differ from what is wanted.")
database = _group("The database's tables: bring them to this release, or say where they stand.")
events = _group("The events that were found: from the database, or live from Kafka.")
dead_letters = _group("The articles that could not be taken: look at them, send them again.")
lexicon = _group("The words that evoke events.")
app.add_typer(topics, name="topics")
app.add_typer(database, name="db")
app.add_typer(events, name="events")
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(lexicon, name="lexicon")


class Call:
    """One call of the command: its console, and its settings once a command asks for them."""

    def __init__(self, *, console: Console, flags: dict[str, str]) -> None:
        self.console = console
        self._flags = flags

    @cached_property
    def loaded(self) -> LoadedSettings:
        """Settings are read late, so that --help answers whatever is wrong with them."""
        return load_settings(flags=self._flags, environ=os.environ, folder=Path.cwd())

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.loaded.settings

    def debug(self) -> bool:
        """Does the user want tracebacks? Also answered where the settings cannot be read."""
        level = self._flags.get("log_level", os.environ.get("EVENTWIRE_LOG_LEVEL", ""))
        return level == "DEBUG"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with *arguments* (default: those of the process) and exit with its status."""
    console = open_console(os.environ)
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Until the flags are split, only the environment tells whether a traceback is wanted.
    call = Call(console=console, flags={})

    def run() -> int | None:
        nonlocal call
        require_own_names(sys.path)
        flags, rest = split_flags(given)
        call = Call(console=console, flags=flags)
        status: int | None = app(rest, prog_name="eventwire", standalone_mode=False, obj=call)
        return status

    status = end_with(run, console=console, debug=lambda: call.debug())
    close_streams()
    sys.exit(status)


def _inputs(files: list[Path] | None) -> list[Path]:
    """The files to read, stdin where none is named. Raises UsageError where that would wait for typing."""
    chosen = files or [Path(STDIN)]
    if Path(STDIN) in chosen and sys.stdin.isatty():
        raise UsageError("no articles: name a FILE, or pipe NDJSON in: eventwire … - < articles.ndjson")
    if chosen.count(Path(STDIN)) > 1:
        raise UsageError("- is named twice, and stdin can be read only once; name it once")
    return chosen


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"eventwire {version('eventwire')}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True, epilog=_SETTINGS_HINT)
def _root(
    ctx: Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the release."),
    ] = False,
) -> None:
    """The news wire as structured events, while it happens. Start with: eventwire demo"""
    if ctx.invoked_subcommand is None and not version:
        sys.stdout.write(ctx.get_help())


@app.command(epilog="Example: eventwire demo --keep ./demo")
def demo(
    ctx: Context,
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the broker's and database's folder.")
    ] = None,
) -> int:
    """The whole pipeline on an empty machine: broker, database, the seed articles, their events."""
    from agents.commands.demo import run_demo

    return run_demo(settings=ctx.obj.settings, console=ctx.obj.console, keep=keep)


@app.command(epilog="Example: eventwire up --data-dir ~/newsroom")
def up(ctx: Context) -> int:
    """Broker, database, both agents and the operators' page, kept running until Ctrl-C."""
    from agents.commands.up import run_up

    return run_up(settings=ctx.obj.settings, console=ctx.obj.console)


@app.command(epilog="Example: eventwire extract articles.ndjson --jobs 4 > extractions.ndjson")
def extract(
    ctx: Context,
    files: Files = None,
    jobs: Annotated[
        int, typer.Option(min=1, max=256, metavar="N", help="Processes that extract.")
    ] = 1,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also say why, on stderr (as eventwire explain does).")
    ] = False,
) -> int:
    """Articles in, extractions out, in the order of the input; no Kafka, no database."""
    from agents.commands.extract import run_extract

    return run_extract(
        _inputs(files),
        settings=ctx.obj.settings,
        console=ctx.obj.console,
        stdin=sys.stdin.buffer,
        jobs=jobs,
        explain=explain,
    )


@app.command(epilog="Example: eventwire explain article.txt --html > why.html")
def explain(
    ctx: Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As for extract.")],
    html: Annotated[bool, typer.Option("--html", help="Draw it as a page on stdout.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the page here; implies --html.")
    ] = None,
) -> int:
    """Why: each sentence, its entities, trigger, rule and arguments, and what was rejected."""
    from agents.commands.explain import run_explain

    return run_explain(
        _inputs([file])[0],
        settings=ctx.obj.settings,
        console=ctx.obj.console,
        stdin=sys.stdin.buffer,
        html=html or out is not None,
        out=out,
    )


@lexicon.command("gaps", epilog="Example: eventwire lexicon gaps archive.ndjson --limit 20")
def lexicon_gaps(
    ctx: Context,
    files: Files = None,
    limit: Annotated[int, typer.Option(min=1, help="How many words to show.")] = 50,
    as_json: Json = False,
) -> int:
    """Frequent predicates that no lexicon entry covers, the most frequent first.

    Told by shape and place, not by grammar: a word in -ed, -s or -ing after a name, or one before
    "that", an article or a name. Some will be nouns; the example sentence tells.
    """
    from agents.commands.lexicon import run_gaps

    return run_gaps(
        _inputs(files),
        settings=ctx.obj.settings,
        console=ctx.obj.console,
        stdin=sys.stdin.buffer,
        limit=limit,
        as_json=as_json,
    )


@app.command(epilog="Example: eventwire validate articles/*.json && eventwire push articles/*.json")
def validate(ctx: Context, files: Files = None, as_json: Json = False) -> int:
    """Are these articles acceptable? One line per fault: file, line, pointer, got, want."""
    from agents.commands.validate import run_validate

    return run_validate(
        _inputs(files),
        settings=ctx.obj.settings,
        console=ctx.obj.console,
        stdin=sys.stdin.buffer,
        as_json=as_json,
    )


@app.command(epilog="Example: eventwire push articles.ndjson")
def push(
    ctx: Context,
    files: Files = None,
    check: Annotated[
        bool,
        typer.Option(
            "--validate/--no-validate", help="Refuse bad articles here, or send bytes as they are."
        ),
    ] = True,
) -> int:
    """Send articles to the topic raw-articles and wait for the broker to acknowledge each."""
    from agents.commands.push import run_push

    settings, console = ctx.obj.settings, ctx.obj.console
    return run_push(_inputs(files), settings=settings, validate=check, console=console)


@app.command(epilog="Example: eventwire worker extract --extract-processes 4")
def worker(
    ctx: Context,
    agent: Annotated[
        Literal["extract", "store", "all"], typer.Argument(help="The agent to run, or all of them.")
    ],
) -> int:
    """Run agents against the configured broker and database until Ctrl-C."""
    from agents.commands.worker import run_worker

    return run_worker(agent, settings=ctx.obj.settings, console=ctx.obj.console)


@topics.command("create", epilog="Example: eventwire topics create --replication-factor 3")
def topics_create(ctx: Context) -> int:
    """Make the topics that are missing; the others stay as they are."""
    from agents.commands.topics import run_create

    return run_create(settings=ctx.obj.settings, console=ctx.obj.console)


@topics.command("check", epilog="Example: eventwire topics check")
def topics_check(ctx: Context) -> int:
    """Say how the topics differ from what is wanted; changes nothing."""
    from agents.commands.topics import run_check

    return run_check(settings=ctx.obj.settings, console=ctx.obj.console)
