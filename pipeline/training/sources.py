"""The corpora of ``sources.toml``: where each comes from, under what licence, and its files, checked when read."""

import hashlib
import lzma
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from schemas.errors import EventwireError
from schemas.toml_file import Table, load_toml_file


class CorpusRefused(EventwireError):
    """A corpus lacks a file, or has another file than the one that was measured; the text says which and whence."""


class CorpusFile(Table):
    """A file under the data folder, compressed with xz; the digest is that of the compressed file."""

    path: str
    sha256: str


class Corpus(Table):
    """One corpus of others. ``paths`` are those of its repository at that commit."""

    name: str
    repository: str
    commit: str
    paths: tuple[str, ...]
    licence: str
    attribution: str
    used_for: str
    files: tuple[CorpusFile, ...]


class Sources(Table):
    """The whole file."""

    corpora: tuple[Corpus, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFolder:
    """The data folder, read by the names of ``sources.toml``."""

    root: Path
    sources: Sources

    def read(self, path: str, *, encoding: str = "utf-8") -> str:
        """The text of the file *path* of some corpus. Raises CorpusRefused.

        Bytes that are not of *encoding* become U+FFFD.
        """
        corpus, known = self._find(path)
        try:
            compressed = (self.root / path).read_bytes()
        except OSError as error:
            raise CorpusRefused(
                f"The corpus {corpus.name} lacks its file {self.root / path}: it comes from"
                f" {corpus.repository}, commit {corpus.commit}."
            ) from error
        digest = hashlib.sha256(compressed).hexdigest()
        if digest != known.sha256:
            raise CorpusRefused(
                f"The file {self.root / path} of the corpus {corpus.name} is not the one of"
                f" {corpus.repository}, commit {corpus.commit}: its sha256 is {digest} and should"
                f" be {known.sha256}."
            )
        text = lzma.decompress(compressed).decode(encoding, errors="replace")
        return text.replace("\r\n", "\n")

    def _find(self, path: str) -> tuple[Corpus, CorpusFile]:
        for corpus in self.sources.corpora:
            for known in corpus.files:
                if known.path == path:
                    return corpus, known
        raise CorpusRefused(f"The file {path} is of no corpus in sources.toml.")


def load_sources() -> Sources:
    """What ``sources.toml`` says of the corpora. Raises InvalidDataFile."""
    return load_toml_file(files("pipeline.training") / "sources.toml", Sources)
