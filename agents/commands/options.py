"""The arguments and options that commands take: their types, and what `--help` says of them."""

from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Option

Files = Annotated[
    list[Path] | None,
    Argument(
        metavar="[FILE...|-]",
        show_default=False,
        help=".txt (one article), .json (one or a list), .ndjson or .jsonl (one a line);"
        " - is NDJSON on stdin.",
    ),
]
File = Annotated[Path, Argument(metavar="FILE", help="Its kinds are those of extract.")]
Agent = Annotated[
    Literal["extract", "store", "all"], Argument(help="The agent to run, or all of them.")
]
Letter = Annotated[
    str, Argument(metavar="TOPIC/PARTITION/OFFSET", help="Its id, as `list` shows it.")
]

Version = Annotated[bool, Option("--version", help="Say the release, and end.")]
AsJson = Annotated[bool, Option("--json", help="One JSON object a line.")]
Limit = Annotated[
    int, Option(min=1, max=1_000_000_000, metavar="N", help="How many to show at most.")
]
Keep = Annotated[
    Path | None, Option(metavar="DIR", help="Keep the folder of broker and database here.")
]
Jobs = Annotated[int, Option(min=1, max=256, metavar="N", help="How many processes extract.")]
Explain = Annotated[bool, Option("--explain", help="Also say why, on stderr; with one job only.")]
Html = Annotated[bool, Option("--html", help="Draw it: a page that stands alone, on stdout.")]
Parse = Annotated[
    bool, Option("--parse", help="Draw the trees: indented in the text, as arcs on the page.")
]
HtmlFile = Annotated[
    Path | None, Option("--out", metavar="FILE", help="Write the page to this file instead.")
]
Validate = Annotated[
    bool,
    Option("--validate/--no-validate", help="Refuse bad articles here, or send bytes as they are."),
]
Since = Annotated[
    str | None,
    Option(metavar="DATE", help="Coded since then: 2h, 7d, 2026-11-22 or RFC 3339; UTC."),
]
EventType = Annotated[
    str | None, Option("--type", metavar="TYPE", help="Of this event type, such as THREATEN.")
]
Country = Annotated[
    str | None,
    Option(metavar="CODE", help="With an actor, recipient or place of this country, such as TUR."),
]
OfArticle = Annotated[str | None, Option("--article", metavar="ID", help="Of this article.")]
FromBeginning = Annotated[
    bool, Option("--from-beginning", help="Start at the oldest message the topic holds.")
]
Watch = Annotated[bool, Option("--watch", help="Draw it again each second, until Ctrl-C.")]
AllLetters = Annotated[bool, Option("--all", help="Every dead letter.")]
Code = Annotated[
    str | None, Option(metavar="CODE", help="Those with this error code, such as too_slow.")
]
LetterOption = Annotated[
    str | None, Option("--id", metavar="TOPIC/PARTITION/OFFSET", help="This one.")
]
DryRun = Annotated[bool, Option("--dry-run", help="Say what would be sent, and send nothing.")]
