"""The command `eventwire`: what can be typed. Options are described in agents/commands/options.py.

Each is imported, here alone, where it is called with right input: `--help` and a typo wait for no spaCy, Kafka or database.
"""

import os
import sys
from collections.abc import Sequence

import typer
from typer import Context

from agents.commands import options
from agents.commands.call import Call
from agents.commands.console import open_console
from agents.commands.ending import close_streams, end_with
from agents.commands.ownership import require_own_names
from agents.settings import split_flags


def _group(name: str, help_text: str) -> typer.Typer:
    group = typer.Typer(
        help=help_text,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
    )
    if name:
        app.add_typer(group, name=name)
    return group


app = _group("", "The news wire as structured events, while it happens.")
topics = _group("topics", "The Kafka topics: make them, or say how they differ from those wanted.")
db = _group("db", "The database's tables: bring them to this release, or say where they stand.")
events = _group("events", "The events that were found: from the database, or live from Kafka.")
dead_letters = _group("dead-letters", "What could not be taken: look at it, send it again.")
lexicon = _group("lexicon", "The words that evoke events.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with *arguments* (default: those of the process) and exit with its status."""
    console = open_console(os.environ)
    call = Call(console=console, flags={})

    def run() -> int | None:
        nonlocal call
        require_own_names(sys.path)
        flags, rest = split_flags(list(sys.argv[1:] if arguments is None else arguments))
        call = Call(console=console, flags=flags)
        status: int | None = app(rest, prog_name="eventwire", standalone_mode=False, obj=call)
        return status

    status = end_with(run, console=console, debug=lambda: call.wants_tracebacks)
    close_streams()
    sys.exit(status)


@app.callback(
    invoke_without_command=True,
    epilog="Every setting is also an option of every command, such as --topic-prefix test-;"
    " `eventwire settings` lists them. Example: eventwire --version",
)
def start(ctx: Context, version: options.Version = False) -> None:
    """The news wire as structured events, while it happens. Start with: eventwire demo"""
    if version:
        from importlib.metadata import version as release_of

        typer.echo(f"eventwire {release_of('eventwire')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help(), nl=False)


@app.command(epilog="Example: eventwire demo --keep ./demo")
def demo(ctx: Context, keep: options.Keep = None) -> int:
    """The whole pipeline on an empty machine: broker, database, the seed articles, their events."""
    from agents.commands.demo import run_demo

    return run_demo(settings=ctx.obj.settings, console=ctx.obj.console, keep=keep)


@app.command(epilog="Example: eventwire up --data-dir ~/newsroom")
def up(ctx: Context) -> int:
    """Broker, database and both agents, kept running until Ctrl-C."""
    from agents.commands.up import run_up

    return run_up(settings=ctx.obj.settings, console=ctx.obj.console)


@app.command(epilog="Example: eventwire extract articles.ndjson --jobs 4 > extractions.ndjson")
def extract(
    ctx: Context,
    files: options.Files = None,
    jobs: options.Jobs = 1,
    explain: options.Explain = False,
) -> int:
    """Articles in, extractions out, in the order of the input; no Kafka, no database."""
    inputs, stdin = ctx.obj.inputs(files), ctx.obj.stdin
    from agents.commands.extract import run_extract

    settings, console = ctx.obj.settings, ctx.obj.console
    return run_extract(
        inputs, settings=settings, console=console, stdin=stdin, jobs=jobs, explain=explain
    )


@app.command(epilog="Example: eventwire explain article.txt --html > why.html")
def explain(
    ctx: Context,
    file: options.File,
    html: options.Html = False,
    out: options.HtmlFile = None,
    parse: options.Parse = False,
) -> int:
    """Why: each sentence, its parse, entities, triggers, rules, arguments, and what was rejected."""
    (path,), stdin = ctx.obj.inputs([file]), ctx.obj.stdin
    from agents.commands.explain import run_explain

    settings, console = ctx.obj.settings, ctx.obj.console
    return run_explain(
        path, settings=settings, console=console, stdin=stdin, html=html, out=out, parse=parse
    )


@lexicon.command("gaps", epilog="Example: eventwire lexicon gaps archive.ndjson --limit 20")
def lexicon_gaps(
    ctx: Context,
    files: options.Files = None,
    limit: options.Limit = 50,
    as_json: options.AsJson = False,
) -> int:
    """Frequent predicates of named participants that no lexicon entry covers, the most frequent first."""
    inputs, stdin = ctx.obj.inputs(files), ctx.obj.stdin
    from agents.commands.lexicon import run_gaps

    settings, console = ctx.obj.settings, ctx.obj.console
    return run_gaps(
        inputs, settings=settings, console=console, stdin=stdin, limit=limit, as_json=as_json
    )


@app.command(epilog="Example: eventwire validate articles.json && eventwire push articles.json")
def validate(ctx: Context, files: options.Files = None, as_json: options.AsJson = False) -> int:
    """Are these articles acceptable? One line per fault: file, line, pointer, got, want."""
    inputs, stdin = ctx.obj.inputs(files), ctx.obj.stdin
    from agents.commands.validate import run_validate

    settings, console = ctx.obj.settings, ctx.obj.console
    return run_validate(inputs, settings=settings, console=console, stdin=stdin, as_json=as_json)


@app.command(epilog="Example: eventwire push articles.ndjson")
def push(ctx: Context, files: options.Files = None, validate: options.Validate = True) -> int:
    """Send articles to the topic raw-articles, and wait for the broker to acknowledge each."""
    inputs = ctx.obj.inputs(files)
    from agents.commands.push import run_push

    return run_push(inputs, settings=ctx.obj.settings, validate=validate, console=ctx.obj.console)


@app.command(epilog="Example: eventwire worker extract --extract-processes 4")
def worker(ctx: Context, agent: options.Agent) -> int:
    """Run agents against the configured broker and database, until Ctrl-C."""
    from agents.commands.worker import run_worker

    return run_worker(agent, settings=ctx.obj.settings, console=ctx.obj.console)


@topics.command("create", epilog="Example: eventwire topics create --replication-factor 3")
def topics_create(ctx: Context) -> int:
    """Make the topics that are missing; warn of those that differ, which stay as they are."""
    from agents.commands.topics import run_create

    return run_create(settings=ctx.obj.settings, console=ctx.obj.console)


@topics.command("check", epilog="Example: eventwire topics check")
def topics_check(ctx: Context) -> int:
    """Say how the topics differ from what is wanted, with exit status 1; changes nothing."""
    from agents.commands.topics import run_check

    return run_check(settings=ctx.obj.settings, console=ctx.obj.console)


@db.command("upgrade", epilog="Example: eventwire db upgrade")
def db_upgrade(ctx: Context) -> int:
    """Bring the tables to this release; harmless where they are there already."""
    from agents.commands.db import run_upgrade

    return run_upgrade(settings=ctx.obj.settings, console=ctx.obj.console)


@db.command("check", epilog="Example: eventwire db check && eventwire worker store")
def db_check(ctx: Context) -> int:
    """Say whether the tables are this release's; exit status 1 where they are not."""
    from agents.commands.db import run_check

    return run_check(settings=ctx.obj.settings, console=ctx.obj.console)


@events.command("list", epilog="Example: eventwire events list --type PROTEST --country FRA")
def events_list(
    ctx: Context,
    since: options.Since = None,
    event_type: options.EventType = None,
    country: options.Country = None,
    article: options.OfArticle = None,
    limit: options.Limit = 50,
    as_json: options.AsJson = False,
) -> int:
    """Events from the database, the latest first."""
    from agents.commands.events import run_list

    return run_list(
        settings=ctx.obj.settings,
        console=ctx.obj.console,
        since=since,
        event_type=event_type,
        country=country,
        article=article,
        limit=limit,
        as_json=as_json,
    )


@events.command("follow", epilog="Example: eventwire events follow --from-beginning --json")
def events_follow(
    ctx: Context, from_beginning: options.FromBeginning = False, as_json: options.AsJson = False
) -> int:
    """The events topic, live, retractions included, until Ctrl-C."""
    from agents.commands.events import run_follow

    settings, console = ctx.obj.settings, ctx.obj.console
    return run_follow(
        settings=settings, console=console, from_beginning=from_beginning, as_json=as_json
    )


@app.command(epilog="Example: eventwire lag --watch")
def lag(ctx: Context, watch: options.Watch = False, as_json: options.AsJson = False) -> int:
    """How far each agent is behind, and what to do. Exit: 0 fine, 1 warning, 2 critical, 3 no broker."""
    from agents.commands.lag import run_lag

    return run_lag(settings=ctx.obj.settings, console=ctx.obj.console, watch=watch, as_json=as_json)


@app.command(epilog="Example: eventwire web --web-bind 127.0.0.1:8088")
def web(ctx: Context) -> int:
    """The operators' page: is the wire flowing, where is it stuck, since when, what to do."""
    from agents.commands.web import run_web

    return run_web(settings=ctx.obj.settings, console=ctx.obj.console)


@dead_letters.command("list", epilog="Example: eventwire dead-letters list --limit 20")
def dead_letters_list(
    ctx: Context, limit: options.Limit = 50, as_json: options.AsJson = False
) -> int:
    """The dead letters: which message, why, what to do."""
    from agents.commands.dead_letters import run_list

    settings, console = ctx.obj.settings, ctx.obj.console
    return run_list(settings=settings, console=console, as_json=as_json, limit=limit)


@dead_letters.command("show", epilog="Example: eventwire dead-letters show raw-articles/3/1042")
def dead_letters_show(ctx: Context, letter: options.Letter) -> int:
    """One dead letter in full, with the original bytes."""
    from agents.commands.dead_letters import run_show

    return run_show(letter, settings=ctx.obj.settings, console=ctx.obj.console)


@dead_letters.command("replay", epilog="Example: eventwire dead-letters replay --code too_slow")
def dead_letters_replay(
    ctx: Context,
    all_letters: options.AllLetters = False,
    code: options.Code = None,
    letter: options.LetterOption = None,
    dry_run: options.DryRun = False,
) -> int:
    """Send dead letters back to the topic they came from; name --all, a --code or an --id."""
    from agents.commands.dead_letters import run_replay

    return run_replay(
        settings=ctx.obj.settings,
        console=ctx.obj.console,
        all_letters=all_letters,
        code=code,
        letter=letter,
        dry_run=dry_run,
    )


@app.command(epilog="Example: eventwire settings --json")
def settings(ctx: Context, as_json: options.AsJson = False) -> int:
    """Every setting: its value, where that came from, what it means; secrets hidden."""
    from agents.commands.settings import run_settings

    return run_settings(loaded=ctx.obj.loaded, console=ctx.obj.console, as_json=as_json)
