"""Articles from files and stdin, as bytes; what cannot be read is told with its place and remedy."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

STDIN = "-"
MAX_LINE_BYTES = 16_777_216  # what the topic dead-letters takes: no longer article ends anywhere
MAX_FILE_BYTES = 268_435_456  # a .json is parsed at once and takes a few times its size

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CHUNK_BYTES = 65_536
_POSITION = re.compile(r"line 1 column (\d+) \(char \d+\)")
_WANTED = "want .txt, .json, .ndjson or .jsonl, or - for NDJSON on stdin"
_PACKED = {".gz": "gunzip -c", ".xz": "xz -dc", ".zst": "zstd -dc", ".bz2": "bzip2 -dc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The bytes of one article and where they stood; *line* counts from 1."""

    file: str
    line: int
    value: bytes

    @property
    def place(self) -> str:
        """``file:line``, as editors take it."""
        return f"{self.file}:{self.line}"

    def refusal(self, code: str, message: str) -> str:
        """One line that says where the article stood, and why it was refused."""
        return f"{self.place}: {code}: {without_line(message)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """What could not be read: *line* is null where the whole file is meant."""

    file: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.what}; {self.remedy}"


Reading = Record | Unreadable


def read_articles(files: Sequence[Path], *, stdin: BinaryIO) -> Iterator[Reading]:
    """The articles of *files* in their order; ``-`` is NDJSON on *stdin*. Never raises for what a file holds.

    ``.ndjson`` and stdin are streamed: memory stays at one line, however long the input.
    """
    for path in files:
        if str(path) == STDIN:
            yield from read_lines(stdin, file="stdin")
        else:
            yield from _read_file(path)


def count_articles(files: Sequence[Path]) -> int | None:
    """How many articles *files* hold; None where it takes more than counting lines to tell."""
    total = 0
    for path in files:
        suffix = path.suffix.lower()
        if suffix not in (".txt", ".ndjson", ".jsonl") or not path.is_file():
            return None
        if suffix == ".txt":
            total += 1
            continue
        try:
            with path.open("rb") as stream:
                total += sum(1 for _, line in _lines(stream) if line is None or line.strip())
        except OSError:
            return None
    return total


def without_line(message: str) -> str:
    """*message* without the line number that a parser counted within the one line of a record."""
    return _POSITION.sub(r"column \1", message)


def read_lines(stream: BinaryIO, *, file: str) -> Iterator[Reading]:
    """The records of NDJSON, one a line; empty lines are passed over."""
    found = False
    for line, value in _lines(stream):
        if line == 1 and value is not None:
            if value.startswith(_UTF16):
                yield _utf16(file)
                return
            value = value.removeprefix(_BOM)
        if value is None:
            found = True
            yield Unreadable(
                file=file,
                line=line,
                what=f"the line is longer than {MAX_LINE_BYTES:,} bytes",
                remedy="put one article on each line",
            )
        elif value.strip():
            found = True
            yield Record(file=file, line=line, value=value.strip())
    if not found:
        yield _empty(file)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number; None for one over the limit, of which no more than the limit is held."""
    line = 0
    while chunk := stream.readline(MAX_LINE_BYTES + 1):
        line += 1
        if len(chunk) <= MAX_LINE_BYTES or chunk.endswith(b"\n"):
            yield line, chunk
            continue
        while chunk and not chunk.endswith(b"\n"):
            chunk = stream.readline(_CHUNK_BYTES)
        yield line, None


def _read_file(path: Path) -> Iterator[Reading]:
    file = str(path)
    read = _READERS.get(path.suffix.lower())
    try:
        if path.is_dir():
            remedy = f"name its files, such as {file.rstrip('/')}/*.json"
            yield Unreadable(file=file, line=None, what="is a directory", remedy=remedy)
        elif not path.exists():
            remedy = "check the name and the folder you are in"
            yield Unreadable(file=file, line=None, what="does not exist", remedy=remedy)
        elif read is None:
            yield _unknown_kind(path)
        else:
            with path.open("rb") as stream:
                yield from read(stream, file)
    except (OSError, ValueError) as error:
        yield _failed(file, error)


def _read_ndjson(stream: BinaryIO, file: str) -> Iterator[Reading]:
    yield from read_lines(stream, file=file)


def _read_txt(stream: BinaryIO, file: str) -> Iterator[Reading]:
    raw = stream.read(MAX_LINE_BYTES + 1)
    fault = _fault_of(raw, file, limit=MAX_LINE_BYTES, remedy="split the text")
    if fault is not None:
        yield fault
        return
    if b"\x00" in raw:
        remedy = "a .txt holds the plain text of one article"
        yield Unreadable(file=file, line=None, what="is binary, not text", remedy=remedy)
        return
    try:
        body = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield _not_utf8(file, raw, error)
        return
    # The id hangs on the bytes alone: the same text is the same article, whatever its file is called.
    article = {"id": "txt-" + hashlib.sha256(raw).hexdigest()[:16], "body": body}
    yield Record(file=file, line=1, value=orjson.dumps(article))


def _read_json(stream: BinaryIO, file: str) -> Iterator[Reading]:
    raw = stream.read(MAX_FILE_BYTES + 1)
    remedy = "write one article a line (.ndjson), which is read as a stream"
    fault = _fault_of(raw, file, limit=MAX_FILE_BYTES, remedy=remedy)
    if fault is not None:
        yield fault
        return
    value = raw.removeprefix(_BOM)
    if value.lstrip().startswith(b"["):
        yield from _elements(raw, file)
    elif _is_ndjson(value):
        what = "holds one article a line"
        yield Unreadable(file=file, line=2, what=what, remedy="name the file .ndjson")
    else:
        line = 1 + value[: len(value) - len(value.lstrip())].count(b"\n")
        yield Record(file=file, line=line, value=value.strip())


def _elements(raw: bytes, file: str) -> Iterator[Reading]:
    """The elements of a JSON list, each as it was written, with the line it starts on."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield _not_utf8(file, raw, error)
        return
    decoder = json.JSONDecoder()
    position, line, counted = _skip(text, text.index("[") + 1), 1, 0
    while text[position : position + 1] not in ("]", ""):
        line, counted = line + text.count("\n", counted, position), position
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield _broken_list(file, text, position, error)
            return
        yield Record(file=file, line=line, value=text[position:end].encode())
        position = _skip(text, end)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
        elif text[position : position + 1] != "]":
            break
    if text[position : position + 1] != "]" or text[position + 1 :].strip():
        yield _broken_list(file, text, position, ValueError("want , or ] here"))
    elif not counted:
        yield _empty(file)


def _skip(text: str, position: int) -> int:
    while text[position : position + 1] in (" ", "\n", "\r", "\t"):
        position += 1
    return position


def _is_ndjson(value: bytes) -> bool:
    """Is every one of the first two lines that hold something a JSON object of its own?"""
    lines = [line for line in value.split(b"\n", 8)[:8] if line.strip()][:2]
    try:
        return len(lines) == 2 and all(isinstance(orjson.loads(line), dict) for line in lines)
    except orjson.JSONDecodeError:
        return False


def _fault_of(raw: bytes, file: str, *, limit: int, remedy: str) -> Unreadable | None:
    if len(raw) > limit:
        what = f"is larger than {limit:,} bytes"
        return Unreadable(file=file, line=None, what=what, remedy=remedy)
    if raw.startswith(_UTF16):
        return _utf16(file)
    return None if raw.removeprefix(_BOM).strip() else _empty(file)


def _unknown_kind(path: Path) -> Unreadable:
    suffix, remedy = path.suffix.lower(), _WANTED
    if suffix in _PACKED:
        remedy = f"unpack it first: {_PACKED[suffix]} {path} | eventwire … -"
    what = f"is of an unknown kind ({suffix or 'no extension'})"
    return Unreadable(file=str(path), line=None, what=what, remedy=remedy)


def _failed(file: str, error: Exception) -> Unreadable:
    if isinstance(error, PermissionError):
        remedy = "ask for the right to read it"
        return Unreadable(file=file, line=None, what="must not be read by you", remedy=remedy)
    reason = getattr(error, "strerror", None) or str(error)
    what, remedy = f"cannot be read ({reason.lower()})", "check the file and its disk"
    return Unreadable(file=file, line=None, what=what, remedy=remedy)


def _empty(file: str) -> Unreadable:
    remedy = "put at least one article into it"
    return Unreadable(file=file, line=None, what="is empty", remedy=remedy)


def _utf16(file: str) -> Unreadable:
    remedy = "convert it: iconv -f UTF-16 -t UTF-8"
    return Unreadable(file=file, line=None, what="is UTF-16, not UTF-8", remedy=remedy)


def _not_utf8(file: str, raw: bytes, error: UnicodeDecodeError) -> Unreadable:
    line = raw.count(b"\n", 0, error.start) + 1
    what = f"is not UTF-8 (byte 0x{raw[error.start]:02x})"
    remedy = "convert it, such as: iconv -f WINDOWS-1252 -t UTF-8"
    return Unreadable(file=file, line=line, what=what, remedy=remedy)


def _broken_list(file: str, text: str, position: int, error: Exception) -> Unreadable:
    if isinstance(error, json.JSONDecodeError):
        position, reason = error.pos, error.msg
    else:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
    return Unreadable(
        file=file,
        line=text.count("\n", 0, position) + 1,
        what=f"the list is not JSON ({reason[:1].lower()}{reason[1:]})",
        remedy="mend it there; the articles before it were read, the ones after it were not",
    )


_READERS: dict[str, Callable[[BinaryIO, str], Iterator[Reading]]] = {
    ".txt": _read_txt,
    ".json": _read_json,
    ".ndjson": _read_ndjson,
    ".jsonl": _read_ndjson,
}
