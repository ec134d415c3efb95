"""How a command ends: its exit status, and for everything that went wrong one line that says what to do."""

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import typer
from typer.exceptions import TyperException

from agents.commands.console import Console, ReaderLeft
from agents.errors import UsageError, did_you_mean
from agents.settings import Settings
from schemas.errors import EventwireError

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
# What a shell reports of a program that SIGPIPE ended, which is how others end in `| head`.
READER_LEFT = 141
# Typer writes several sentences; a line of ours is one.
_NOISE = (
    ("Value error, ", ""),
    (". Did you", "; did you"),
    (". Choose from:", "; it is one of"),
    (": Input should", ": it should"),
)


def end_with(call: Callable[[], int | None], *, console: Console, debug: Callable[[], bool]) -> int:
    """The exit status of *call*; whatever it raises becomes one line on stderr.

    The traceback of a bug of ours is shown only where *debug* says so.
    """
    try:
        return call() or DONE
    except ReaderLeft:
        return READER_LEFT
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except TyperException as error:
        console.error(_usage_line(error))
        return WRONG_USAGE
    except UsageError as error:
        console.error(str(error))
        return WRONG_USAGE
    except EventwireError as error:
        console.error(str(error))
        return FAILED
    except OSError as error:
        console.error(_system_line(error))
        return FAILED
    except Exception as error:
        _tell_bug(error, console, debug=debug())
        return FAILED


def close_streams() -> None:
    """Flush what is left; a stream that takes nothing any more is closed for good.

    Python flushes again as it ends, and would print an exception that nobody can act on.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _usage_line(error: TyperException) -> str:
    """Typer's sentence, its guess at what was meant (a setting's flag included), and where to read on."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "eventwire"
    what = _without_noise(error.format_message())
    option = getattr(error, "option_name", None)
    if option is not None and what.startswith("No such option"):
        flags = ["--" + name.replace("_", "-") for name in Settings.model_fields]
        possible = getattr(error, "possibilities", None) or []
        hint = did_you_mean(option, possible, cutoff=0.0) or did_you_mean(option, flags)
        what = f"no such option: {option}" + (f"; {hint}" if hint else "")
    elif what == "Missing command" and context is not None:
        names = ", ".join(context.command.list_commands(context))
        what = f"{command} needs a command: {names}"
    return f"{what[:1].lower()}{what[1:]}; see `{command} --help`"


def _without_noise(sentence: str) -> str:
    """Typer's *sentence* as a part of ours."""
    plain = re.sub(r"\s+", " ", sentence).strip().rstrip(".?")
    for noise, instead in _NOISE:
        plain = plain.replace(noise, instead)
    return plain


def _system_line(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    if error.errno == errno.ENOSPC:
        reason += "; make room on the disk and run the command again"
    return f"{error.filename}: {reason}" if error.filename else reason


def _tell_bug(error: Exception, console: Console, *, debug: bool) -> None:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = "/".join(Path(frame.filename).parts[-2:]) + f":{frame.lineno}"
    again = "set EVENTWIRE_LOG_LEVEL=DEBUG, run the command again and report what it prints"
    what = f"{type(error).__name__}: {str(error)[:200]} ({place})"
    hint = "report it with the traceback below" if debug else again
    console.error(f"a fault in eventwire itself: {what}; {hint}")
    if debug:
        console.note("".join(traceback.format_exception(error)).rstrip())
