"""What the broker wrote before it ended, for the message of an error."""

from pathlib import Path

_TAIL_BYTES = 64 * 1024


def log_tail(log_starts: dict[Path, int], *, lines: int = 12) -> str:
    """The last *lines* that were added to the files, without the frames of stack traces.

    *log_starts* gives the length that each file had before, in bytes. At most 64 KiB of each are
    read; a file that is not there is left out.
    """
    kept: list[str] = []
    for log_file, start in log_starts.items():
        told = (line.rstrip() for line in _bytes_since(log_file, start).splitlines())
        kept += [line[:500] for line in told if line and not line.startswith(("\tat ", "\t..."))]
    return "\n".join(kept[-lines:])


def _bytes_since(log_file: Path, start: int) -> str:
    try:
        with log_file.open("rb") as file:
            size = file.seek(0, 2)
            # Shorter than it was: rolled over since.
            file.seek(max(start if start <= size else 0, size - _TAIL_BYTES))
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
