"""One call of the command: its console, its settings, its input."""

import os
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from agents.commands.console import Console
from agents.commands.reading import STDIN
from agents.errors import UsageError
from agents.settings import LoadedSettings, Settings, load_settings


class Call:
    """What every command is given. Settings are read when first asked for: --help needs none."""

    def __init__(self, *, console: Console, flags: Mapping[str, str]) -> None:
        self.console = console
        self._flags = flags

    @cached_property
    def loaded(self) -> LoadedSettings:
        """The settings and where each came from. Raises InvalidSettings."""
        return load_settings(flags=self._flags, environ=os.environ, folder=Path.cwd())

    @property
    def settings(self) -> Settings:
        """The settings in force. Raises InvalidSettings."""
        return self.loaded.settings

    @property
    def wants_tracebacks(self) -> bool:
        """Also answered where the settings cannot be read."""
        level = self._flags.get("log_level", os.environ.get("EVENTWIRE_LOG_LEVEL", ""))
        return level == "DEBUG"

    @property
    def stdin(self) -> BinaryIO:
        """The bytes of stdin."""
        return sys.stdin.buffer

    def inputs(self, files: list[Path] | None) -> list[Path]:
        """The files to read; stdin where none is named. Raises UsageError where that waits for typing."""
        chosen = files or [Path(STDIN)]
        if Path(STDIN) not in chosen:
            return chosen
        if sys.stdin is None or sys.stdin.isatty():
            example = "eventwire … - < articles.ndjson"
            raise UsageError(f"no articles given; name a FILE, or pipe NDJSON in: {example}")
        if chosen.count(Path(STDIN)) > 1:
            raise UsageError("- is named twice, but stdin can be read only once; name it once")
        return chosen
