"""The data folder of one embedded broker: what lies where, and who has it."""

import os
import time
from pathlib import Path

from agents.embedded.errors import DataDirInUse
from agents.embedded.file_lock import FileLock

_POLL_SECONDS = 0.1
_LOCK = "broker.lock"


class BrokerDataDir:
    """The paths below a data folder, and the lock that one live broker holds on it."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()  # Java does not share our working directory for ever
        self.records = self.path / "kafka"
        self.logs = self.path / "logs"
        self.server_log = self.logs / "kafka.log"
        self.console_log = self.logs / "kafka-console.log"
        self.server_properties = self.path / "server.properties"
        self.log4j2_properties = self.path / "log4j2.properties"
        self.lock = FileLock(self.path / _LOCK)

    @property
    def is_new(self) -> bool:
        """Whether no broker was ever started here."""
        return not (self.path / _LOCK).exists()

    def acquire(self, *, orphan_seconds: float) -> None:
        """Makes the folder and locks it.

        A broker whose parent is dead is about to end: that is waited for, at most
        *orphan_seconds*. Raises DataDirInUse.
        """
        self.logs.mkdir(parents=True, exist_ok=True)
        give_up_at = time.monotonic() + orphan_seconds
        while not self.lock.try_acquire():
            owner = self.lock.owner_pid()
            orphaned = owner is not None and not _is_alive(owner)
            if not orphaned or time.monotonic() >= give_up_at:
                raise DataDirInUse(data_dir=self.path, owner=str(owner or "unknown"))
            time.sleep(_POLL_SECONDS)

    def mark_logs(self) -> dict[Path, int]:
        """The length of each log now, in bytes, so that what is added can be told."""
        logs = (self.console_log, self.server_log)
        return {log: log.stat().st_size if log.exists() else 0 for log in logs}


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
